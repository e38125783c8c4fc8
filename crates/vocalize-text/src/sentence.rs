//! Cutting a text into sentences.

use crate::utterance::Pause;

/// Abbreviations whose full stop doesn't end a sentence, in lower case.
const ABBREVIATIONS: [&str; 24] = [
    "mr", "mrs", "ms", "dr", "prof", "rev", "gen", "col", "capt", "lt", "sgt", "st", "mt", "jr",
    "sr", "vs", "etc", "e.g", "i.e", "no", "fig", "vol", "approx", "inc",
];

/// A longer sentence is cut at a space, so that one without full stops can't
/// make the work on it grow beyond reason.
const MAX_SENTENCE_BYTES: usize = 2_000;

/// One sentence of a text, borrowed from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sentence<'t> {
    /// The sentence with its punctuation, without blanks around it.
    pub(crate) text: &'t str,
    /// What follows it.
    pub(crate) pause: Pause,
}

/// The sentences of `text` in order. Every character that isn't a blank belongs
/// to exactly one of them.
pub(crate) fn sentences(text: &str) -> impl Iterator<Item = Sentence<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start();
            if rest.is_empty() {
                return None;
            }
            let (end, pause) = sentence_end(rest);
            let (sentence, after) = rest.split_at(end);
            rest = after;
            let text = sentence.trim();
            if !text.is_empty() {
                return Some(Sentence { text, pause });
            }
        }
    })
}

/// Where the first sentence of `text` ends, in bytes, and how.
fn sentence_end(text: &str) -> (usize, Pause) {
    let mut last_space = None;
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        let rest = &text[after..];
        if c == '\n' && rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n') {
            return (after, Pause::Paragraph);
        }
        if c.is_whitespace() {
            last_space = Some(at);
        }
        if at >= MAX_SENTENCE_BYTES {
            return (last_space.filter(|&at| at > 0).unwrap_or(at), Pause::None);
        }
        if matches!(c, '.' | '!' | '?' | '…') && ends_here(&text[..at], c, rest) {
            let closing = rest.len() - rest.trim_start_matches(is_closing).len();
            let end = after + closing;
            let blank = &text[end..end + blanks(&text[end..])];
            let paragraph = blank.matches('\n').count() > 1;
            return (
                end,
                if paragraph {
                    Pause::Paragraph
                } else {
                    Pause::Sentence
                },
            );
        }
    }
    (text.len(), Pause::Sentence)
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '»')
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// Whether the mark between `before` and `rest` ends a sentence: a blank and
/// something that can begin one must follow, and the word before must not be
/// an abbreviation or an initial.
fn ends_here(before: &str, mark: char, rest: &str) -> bool {
    let next = rest.trim_start_matches(is_closing);
    if next.is_empty() {
        return true;
    }
    if !next.starts_with(char::is_whitespace) {
        return false;
    }
    if mark != '.' {
        return true;
    }
    let word = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    let word = word
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    let initial = word.chars().count() == 1 && word != "i" && word.chars().all(char::is_alphabetic);
    let begins = next.trim_start().chars().find(|c| c.is_alphanumeric());
    let lowercase = begins.is_some_and(char::is_lowercase);
    !(initial || lowercase || ABBREVIATIONS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).map(|s| s.text).collect()
    }

    #[test]
    fn marks_end_sentences() {
        assert_eq!(
            split("One. Two! Three? Four"),
            ["One.", "Two!", "Three?", "Four"]
        );
        assert_eq!(split("\"Go.\" He went."), ["\"Go.\"", "He went."]);
    }

    #[test]
    fn abbreviations_numbers_and_initials_do_not() {
        for text in [
            "Dr. Smith paid 3.14 dollars.",
            "J. R. Tolkien wrote it.",
            "Fruit, e.g. apples.",
        ] {
            assert_eq!(split(text), [text]);
        }
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        let made: Vec<_> = sentences("A title\n\nIt begins.\n \nIt goes on. So").collect();
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

    proptest! {
        #[test]
        fn no_character_is_lost(text in "\\PC{0,300}|[a-z .!?\n\"]{0,4000}") {
            let squeeze = |s: &str| s.split_whitespace().collect::<String>();
            let joined: String = sentences(&text).map(|s| squeeze(s.text)).collect();
            prop_assert_eq!(joined, squeeze(&text));
        }
    }
}
