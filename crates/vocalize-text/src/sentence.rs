//! Cutting a text into sentences.

use std::ops::Range;

use crate::abbreviations::Abbreviations;
use crate::language::Language;
use crate::utterance::Pause;

/// A longer sentence is cut at a space, so that one without full stops can't
/// make the work on it grow beyond reason.
const MAX_SENTENCE_BYTES: usize = 2_000;

/// How far behind a mark is looked for what comes next, in characters.
const MAX_LOOKAHEAD: usize = 100;

/// One sentence of a text, borrowed from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence<'t> {
    /// The sentence with its punctuation, without blanks around it.
    pub text: &'t str,
    /// Where it begins in the whole text, in bytes.
    pub start: usize,
    /// What follows it.
    pub pause: Pause,
}

impl Sentence<'_> {
    /// Where it is in the whole text, in bytes.
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

/// The sentences of `text` in order. Every character that isn't a blank belongs
/// to exactly one of them. Takes time linear in the length of the text; no
/// sentence is much longer than 2,000 bytes.
///
/// The language tells which words a full stop abbreviates.
pub fn sentences(text: &str, language: Language) -> impl Iterator<Item = Sentence<'_>> {
    let known = Abbreviations::of(language);
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text[at..].trim_start();
        if rest.is_empty() {
            return None;
        }
        let start = text.len() - rest.len();
        let (end, pause) = sentence_end(rest, known);
        at = start + end;
        let text = rest[..end].trim_end();
        Some(Sentence { text, start, pause })
    })
}

/// Where the first sentence of `text` ends, in bytes (more than 0), and how.
fn sentence_end(text: &str, known: &Abbreviations) -> (usize, Pause) {
    let mut last_space = None;
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        let rest = &text[after..];
        if let Some(pause) = line_end(c, rest) {
            return (after, pause);
        }
        if c.is_whitespace() {
            last_space = Some(at);
        }
        if at >= MAX_SENTENCE_BYTES {
            return (last_space.filter(|&at| at > 0).unwrap_or(at), Pause::None);
        }
        if is_end_mark(c) && ends_here(&text[..at], c, rest, known) {
            let end = after + closing(rest);
            return (end, pause_after(&text[end..]));
        }
    }
    (text.len(), Pause::Sentence)
}

/// How the sentence ends at a break `c` before `rest`, if it does: at a blank
/// line, before an item of a list, at a line or paragraph separator.
fn line_end(c: char, rest: &str) -> Option<Pause> {
    match c {
        '\n' => {}
        '\u{2028}' => return Some(Pause::Sentence),
        '\u{2029}' => return Some(Pause::Paragraph),
        _ => return None,
    }
    let line = rest.trim_start_matches([' ', '\t', '\r']);
    if line.starts_with('\n') {
        Some(Pause::Paragraph)
    } else if is_item(line) {
        Some(Pause::Sentence)
    } else {
        None
    }
}

/// Whether a line begins as an item of a list or a heading of Markdown does.
fn is_item(line: &str) -> bool {
    let bullet = line.trim_start_matches(['-', '*', '+', '•', '‣', '◦', '–', '#', '>']);
    let marks = line.len() - bullet.len();
    if (1..=6).contains(&marks) {
        return bullet.starts_with([' ', '\t']);
    }
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - numbered.len();
    (1..=2).contains(&digits)
        && numbered.starts_with(['.', ')'])
        && numbered[1..].starts_with([' ', '\t'])
}

/// The pause after a sentence, told by the blanks behind it.
fn pause_after(rest: &str) -> Pause {
    let mut breaks = rest.chars().take_while(|c| c.is_whitespace());
    let lines = breaks.by_ref().filter(|&c| c == '\n').take(2).count();
    if lines > 1 {
        Pause::Paragraph
    } else {
        Pause::Sentence
    }
}

fn is_end_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…') || is_full_width(c)
}

/// Marks of scripts that need no blank after them.
fn is_full_width(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '．' | '।' | '॥')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '»' | '」' | '』')
}

/// The bytes of the closing quotes and brackets that `rest` begins with; French has
/// a blank before its quote.
fn closing(rest: &str) -> usize {
    let spaced = rest.strip_prefix([' ', '\u{a0}', '\u{202f}']);
    if let Some(after) = spaced.filter(|after| after.starts_with('»')) {
        return rest.len() - after.len() + closing(after);
    }
    let mut chars = rest.char_indices().take(MAX_LOOKAHEAD);
    let end = chars.find(|&(_, c)| !is_closing(c));
    end.map_or_else(|| rest.len().min(MAX_LOOKAHEAD), |(at, _)| at)
}

/// Whether the mark between `before` and `rest` ends a sentence: a blank and
/// something that can begin one must follow, and the word before must not be
/// an abbreviation or an initial.
fn ends_here(before: &str, mark: char, rest: &str, known: &Abbreviations) -> bool {
    if is_full_width(mark) {
        return !rest.starts_with(is_end_mark);
    }
    let (closers, next) = rest.split_at(closing(rest));
    if next.is_empty() {
        return true;
    }
    if !next.starts_with(char::is_whitespace) {
        return false;
    }
    let begins = next
        .chars()
        .take(MAX_LOOKAHEAD)
        .find(|c| c.is_alphanumeric());
    let small = begins.is_some_and(char::is_lowercase);
    match mark {
        // `"Stop!" he cried.` goes on; `Stop! he cried` is two.
        '!' | '?' => !(small && closers.contains(['"', '”', '’', '\'', '»'])),
        '…' => !small,
        _ => !small && stop_ends(before, next, known),
    }
}

/// Whether the full stop between `before` and `next` ends a sentence, going by
/// the words on its sides.
fn stop_ends(before: &str, next: &str, known: &Abbreviations) -> bool {
    let word = last_word(before);
    if word.is_empty() {
        return true;
    }
    let number = next.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let is_number = word.bytes().all(|b| b.is_ascii_digit());
    // The number of an item in a list.
    if is_number && word.len() <= 2 && before.len() == word.len() {
        return false;
    }
    let small = word.to_lowercase();
    let listed = |list: &[&str]| list.contains(&small.as_str());
    if listed(known.before_number) && number || listed(known.never_last) {
        return false;
    }
    let initial = word.chars().count() == 1
        && word != "I"
        && !is_number
        && word.chars().all(char::is_alphabetic);
    let dotted = word.contains('.') && !word.contains(|c: char| c.is_ascii_digit());
    if initial || dotted || listed(known.perhaps_last) {
        return is_beginner(next, known.beginners);
    }
    true
}

/// The last word of `before`, without marks in front of it. Longer ones than
/// any abbreviation come out empty or cut, which is as good.
fn last_word(before: &str) -> &str {
    let from = before
        .char_indices()
        .rev()
        .take(16)
        .find(|(_, c)| c.is_whitespace())
        .map(|(at, c)| at + c.len_utf8());
    let cut = before.char_indices().rev().nth(15).map_or(0, |(at, _)| at);
    before[from.unwrap_or(cut)..].trim_start_matches(|c: char| !c.is_alphanumeric())
}

/// Whether `next` begins with a word that often begins a sentence.
fn is_beginner(next: &str, beginners: &[&str]) -> bool {
    let next = next
        .trim_start()
        .trim_start_matches(['"', '“', '‘', '\'', '(']);
    let end = next.find(|c: char| !c.is_alphabetic());
    let word = &next[..end.unwrap_or(next.len())];
    let capital = word.starts_with(char::is_uppercase);
    // `A.` is one more initial.
    let whole = !next[word.len()..].starts_with('.');
    let known = word.len() <= 9 && beginners.contains(&word.to_lowercase().as_str());
    capital && whole && known
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<&str> {
        split_in(text, Language::EnUs)
    }

    fn split_in(text: &str, language: Language) -> Vec<&str> {
        sentences(text, language).map(|s| s.text).collect()
    }

    #[test]
    fn other_languages_have_their_own_marks_and_abbreviations() {
        let cases: [(Language, &[&str]); 6] = [
            (
                Language::Es,
                &["¿Qué tal?", "¡Hola, Sr. García!", "Fue al mar.", "Volvió."],
            ),
            (
                Language::Es,
                &["Llegó la Dra. Ruiz.", "«¿Y tú?»", "«Yo no.»"],
            ),
            (
                Language::Fr,
                &[
                    "« Bonjour, M. Dupont. »",
                    "Il part.",
                    "N'est-ce pas ?",
                    "Si !",
                ],
            ),
            (Language::Hi, &["नमस्ते दुनिया।", "आप कैसे हैं?", "मैं ठीक हूँ॥"]),
            (Language::It, &["Ecco il Sig. Rossi.", "Va bene così."]),
            (
                Language::PtBr,
                &["O Sr. Silva não veio.", "Ele está no mar.", "E você?"],
            ),
        ];
        for (language, sentences) in cases {
            assert_eq!(split_in(&sentences.join(" "), language), sentences);
        }
        assert_eq!(split_in("एक।दो।", Language::Hi), ["एक।", "दो।"]);
    }

    #[test]
    fn marks_end_sentences() {
        assert_eq!(
            split("One. Two! Three?! Four… Five"),
            ["One.", "Two!", "Three?!", "Four…", "Five"]
        );
        assert_eq!(split("\"Go.\" He went."), ["\"Go.\"", "He went."]);
        assert_eq!(split("He did (truly). So?"), ["He did (truly).", "So?"]);
        assert_eq!(split("一。二！三"), ["一。", "二！", "三"]);
        assert_eq!(split("I was 5. Then 6."), ["I was 5.", "Then 6."]);
    }

    #[test]
    fn abbreviations_numbers_and_initials_do_not() {
        for text in [
            "Dr. Smith paid 3.14 dollars.",
            "J. R. R. Tolkien wrote it.",
            "Fruit, e.g. Apples, i.e. Food.",
            "Wait... what is it… then?",
            "\"Stop!\" he cried.",
            "See Fig. 3, pp. 5 and No. 7.",
            "On Nov. 24th at 5 p.m. on the U.S. Navy's ship.",
            "Apple Inc. Chairman John F. Kennedy Jr. Smith.",
            "Visit example.com or v1.2.3 of it.",
            "Smith vs. Jones et al. Studies.",
        ] {
            assert_eq!(split(text), [text]);
        }
    }

    #[test]
    fn abbreviations_end_a_sentence_before_its_beginning() {
        for (first, second) in [
            ("He works at Apple Inc.", "She doesn't."),
            ("We left at 5 p.m.", "The train was late."),
            ("It was in the U.S.", "It still is."),
            ("I said no.", "He agreed."),
            ("Take vitamin C.", "It helps."),
            ("Apples, pears, etc.", "They were good."),
        ] {
            assert_eq!(split(&format!("{first} {second}")), [first, second]);
        }
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        let made: Vec<_> =
            sentences("A title\n\nIt begins.\n \nIt goes on. So", Language::EnUs).collect();
        let pauses: Vec<_> = made.iter().map(|s| s.pause).collect();
        assert_eq!(
            pauses,
            [
                Pause::Paragraph,
                Pause::Paragraph,
                Pause::Sentence,
                Pause::Sentence
            ]
        );
    }

    #[test]
    fn lines_of_a_paragraph_are_one_and_items_are_not() {
        assert_eq!(
            split("a wrapped\nline goes on"),
            ["a wrapped\nline goes on"]
        );
        assert_eq!(
            split("We need:\n- milk\n- bread\n\n1. Go there\n2. Come back"),
            [
                "We need:",
                "- milk",
                "- bread",
                "1. Go there",
                "2. Come back"
            ]
        );
        assert_eq!(split("Title\r\n\r\nText"), ["Title", "Text"]);
        assert_eq!(split("one\u{2028}two"), ["one", "two"]);
    }

    #[test]
    fn ranges_lead_back_to_the_text() {
        let text = " One.  Two…\n\nThree ";
        for sentence in sentences(text, Language::EnUs) {
            assert_eq!(&text[sentence.range()], sentence.text);
        }
    }

    #[test]
    fn hostile_lines_end() {
        for unit in [". ", ".", "\n ", "\"", "a", "Mr. ", ".)", "… ", "1. ", " "] {
            let text = unit.repeat((1 << 20) / unit.len());
            let longest = sentences(&text, Language::EnUs)
                .map(|s| s.text.len())
                .max()
                .unwrap_or(0);
            assert!(longest <= MAX_SENTENCE_BYTES + MAX_LOOKAHEAD, "{unit:?}");
        }
    }

    proptest! {
        #[test]
        fn no_character_is_lost(text in "\\PC{0,300}|[a-z .!?\n\"]{0,4000}|[A-Z a-z.\n0-9#-]{0,400}") {
            let squeeze = |s: &str| s.split_whitespace().collect::<String>();
            let joined: String = sentences(&text, Language::EnUs).map(|s| squeeze(s.text)).collect();
            prop_assert_eq!(joined, squeeze(&text));
            for sentence in sentences(&text, Language::EnUs) {
                prop_assert_eq!(&text[sentence.range()], sentence.text);
                prop_assert!(!sentence.text.is_empty());
            }
        }
    }
}
