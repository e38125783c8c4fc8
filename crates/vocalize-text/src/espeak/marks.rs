//! Cutting a sentence at its punctuation, which espeak-ng would lose.

use std::ops::Range;

use super::program::LINE_BYTES;

/// The longest word that is given as one, in characters: espeak-ng is silent about
/// what is beyond some 200 phonemes.
const WORD_CHARS: usize = 60;

/// A part of a text; ranges are its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// A punctuation mark or blank as the model knows it.
    Mark(Range<usize>, char),
    /// Words for espeak-ng.
    Words(Line),
    /// Phonemes that the text itself gives.
    Given(Range<usize>, String),
}

/// Words for espeak-ng: at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The words with a space between them, at most [`LINE_BYTES`] bytes.
    pub(super) text: String,
    /// The bytes of the whole text that each of them is.
    pub(super) words: Vec<Range<usize>>,
}

impl Line {
    /// The bytes of the whole text from the first word to the last.
    pub(super) fn range(&self) -> Range<usize> {
        let start = self.words.first().map_or(0, |word| word.start);
        start..self.words.last().map_or(start, |word| word.end)
    }
}

impl Part {
    /// The words for espeak-ng.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Words(line) => Some(&line.text),
            _ => None,
        }
    }
}

/// Pushes the parts of `text[range]`.
pub(super) fn parts(text: &str, range: Range<usize>, parts: &mut Vec<Part>) {
    let mut start = range.start;
    for (at, c) in text[range.clone()].char_indices() {
        let at = range.start + at;
        let end = at + c.len_utf8();
        let Some(mark) = mark(c) else { continue };
        if is_in_number(text, at, end) {
            continue;
        }
        push_words(text, start..at, parts);
        if let Some(mark) = mark {
            parts.push(Part::Mark(at..end, mark));
        }
        start = end;
    }
    push_words(text, start..range.end, parts);
}

/// What becomes of a punctuation mark; `None` if `c` is none. misaki's quotes and
/// brackets: angles are quotes, and what the model has no symbol for is silent.
fn mark(c: char) -> Option<Option<char>> {
    let kept = match c {
        ';' | ':' | ',' | '.' | '!' | '?' | '—' | '…' | '"' | '“' | '”' | '(' | ')' => c,
        '«' | '„' => '“',
        '»' => '”',
        '।' | '॥' => '.',
        '¿' | '¡' | '{' | '}' | '[' | ']' => return Some(None),
        _ => return None,
    };
    Some(Some(kept))
}

/// Whether the mark at `at..end` stands in a number or a time: 3.14, 1,000, 12:30.
fn is_in_number(text: &str, at: usize, end: usize) -> bool {
    let digit = |c: char| c.is_numeric();
    text[..at].ends_with(digit)
        && text[end..].starts_with(digit)
        && text[at..end].starts_with(['.', ',', ':'])
}

/// Pushes a stretch without marks: its blanks at the ends and the words between,
/// in lines that aren't too long.
fn push_words(text: &str, range: Range<usize>, parts: &mut Vec<Part>) {
    let lines = lines(text, range.clone());
    let start = lines.first().map_or(range.end, |line| line.range().start);
    push_blank(range.start..start, parts);
    let end = lines.last().map_or(range.end, |line| line.range().end);
    for (at, line) in lines.into_iter().enumerate() {
        if at > 0 {
            parts.push(Part::Mark(line.range().start..line.range().start, ' '));
        }
        parts.push(Part::Words(line));
    }
    push_blank(end..range.end, parts);
}

fn push_blank(range: Range<usize>, parts: &mut Vec<Part>) {
    if !range.is_empty() {
        parts.push(Part::Mark(range, ' '));
    }
}

/// The words of `text[range]` in lines of at most [`LINE_BYTES`] bytes.
fn lines(text: &str, range: Range<usize>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for word in words(text, range) {
        let written = &text[word.clone()];
        match lines.last_mut() {
            Some(line) if line.text.len() + 1 + written.len() <= LINE_BYTES => {
                line.text.push(' ');
                line.text.push_str(written);
                line.words.push(word);
            }
            _ => lines.push(Line {
                text: written.to_owned(),
                words: vec![word],
            }),
        }
    }
    lines
}

/// The words of `text[range]`; of one that is too long, its pieces. Control
/// characters are blanks: a line can't end early, and nothing is a command.
fn words(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    let mut at = range.start;
    std::iter::from_fn(move || {
        let rest = text[at..range.end].trim_start_matches(blank);
        let start = range.end - rest.len();
        let piece = rest.char_indices().nth(WORD_CHARS);
        let longest = piece.map_or(rest.len(), |(len, _)| len);
        at = start + rest[..longest].find(blank).unwrap_or(longest);
        (start < at).then_some(start..at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<Part> {
        let mut parts = Vec::new();
        super::parts(text, 0..text.len(), &mut parts);
        parts
    }

    fn shown(text: &str) -> Vec<String> {
        let show = |part| match part {
            Part::Mark(_, mark) => mark.to_string(),
            Part::Words(line) => line.text,
            Part::Given(_, said) => said,
        };
        cut(text).into_iter().map(show).collect()
    }

    #[test]
    fn punctuation_is_kept_and_words_are_not_split() {
        assert_eq!(
            shown("¿Qué tal, «Ana María»? (Sí.)"),
            [
                "Qué tal",
                ",",
                " ",
                "“",
                "Ana María",
                "”",
                "?",
                " ",
                "(",
                "Sí",
                ".",
                ")"
            ]
        );
        assert_eq!(shown("3.14 a las 12:30."), ["3.14 a las 12:30", "."]);
        assert_eq!(shown("हाँ। ठीक"), ["हाँ", ".", " ", "ठीक"]);
        assert_eq!(shown("a\nb\0c [[x]]"), ["a b c", " ", "x"]);
    }

    proptest! {
        #[test]
        fn no_word_is_lost(text in "\\PC{0,80}|[a-zé ,.0-9«»¿\n\u{1}]{0,4000}|x{0,5000}") {
            let parts = cut(&text);
            let mut end = 0;
            for part in &parts {
                let range = match part {
                    Part::Mark(range, _) | Part::Given(range, _) => range.clone(),
                    Part::Words(line) => line.range(),
                };
                prop_assert!(range.start >= end);
                end = range.end;
                if let Part::Words(line) = part {
                    let words: Vec<&str> = line.words.iter().map(|w| &text[w.clone()]).collect();
                    prop_assert_eq!(words.join(" "), line.text.as_str());
                    prop_assert!(line.text.len() <= LINE_BYTES && !line.text.trim().is_empty());
                    prop_assert!(!line.text.contains(char::is_control));
                }
            }
            let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            let kept: String = parts.iter().filter_map(Part::text).map(letters).collect();
            prop_assert_eq!(kept, letters(&text));
        }
    }
}
