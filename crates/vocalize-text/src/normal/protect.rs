//! Stretches of a sentence that are not rewritten: misaki's inline forms, and
//! the words of the user's lexicon.

use std::ops::Range;

use crate::lexicon::UserLexicon;

/// A stretch of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// To be rewritten as usual.
    Plain(Range<usize>),
    /// A word of the user's lexicon and what stands in its place.
    Word(Range<usize>, String),
}

/// The parts of `text` between its inline forms; none at all when the whole of
/// it is to be rewritten as usual.
pub(crate) fn parts(text: &str, lexicon: Option<&UserLexicon>) -> Vec<Part> {
    let forms = inline_forms(text);
    let lexicon = lexicon.filter(|lexicon| !lexicon.is_empty());
    if forms.is_empty() && lexicon.is_none() {
        return Vec::new();
    }
    let mut parts = Vec::new();
    let mut start = 0;
    for form in forms {
        plain(text, start..form.start, lexicon, &mut parts);
        start = form.end;
    }
    plain(text, start..text.len(), lexicon, &mut parts);
    let only_plain = matches!(parts[..], [Part::Plain(ref range)] if range.len() == text.len());
    if only_plain { Vec::new() } else { parts }
}

fn plain(text: &str, range: Range<usize>, lexicon: Option<&UserLexicon>, parts: &mut Vec<Part>) {
    let mut start = range.start;
    if let Some(lexicon) = lexicon {
        for (found, said) in lexicon.find_all(&text[range.clone()]) {
            let found = range.start + found.start..range.start + found.end;
            if start < found.start {
                parts.push(Part::Plain(start..found.start));
            }
            start = found.end;
            parts.push(Part::Word(found, said));
        }
    }
    if start < range.end {
        parts.push(Part::Plain(start..range.end));
    }
}

/// What misaki's `\[([^\]]+)\]\(([^\)]*)\)` finds, in one pass. Public text
/// with such a form is read by misaki as what stands in the brackets.
fn inline_forms(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut forms = Vec::new();
    let mut open = None;
    let mut at = 0;
    // From here on there is no closing bracket left.
    let last_close = text.rfind(')').unwrap_or(0);
    while at < bytes.len() {
        match bytes[at] {
            b'[' if open.is_none() => open = Some(at),
            b']' => {
                let inner = open.take().filter(|open| at - open > 1);
                let follows = bytes.get(at + 1) == Some(&b'(') && at + 1 < last_close;
                if let (Some(open), true) = (inner, follows) {
                    let close = text[at + 2..]
                        .find(')')
                        .map_or(text.len(), |len| at + 2 + len);
                    forms.push(open..(close + 1).min(text.len()));
                    at = close;
                }
            }
            _ => {}
        }
        at += 1;
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> Vec<&str> {
        inline_forms(text)
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn inline_forms_are_found_as_misaki_does() {
        assert_eq!(forms("a [b](/c/) [d](+1)."), ["[b](/c/)", "[d](+1)"]);
        assert_eq!(forms("[[x](y)"), ["[[x](y)"]);
        assert!(forms("[] (x) [](x) [a] (b) [a](b").is_empty());
    }

    #[test]
    fn text_between_forms_is_plain() {
        let made = parts("5:30 [b](/c/) x", None);
        assert_eq!(made, [Part::Plain(0..5), Part::Plain(13..15)]);
        assert!(parts("nothing special", None).is_empty());
    }
}
