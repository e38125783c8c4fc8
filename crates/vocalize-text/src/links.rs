//! Pronunciations and stress given in the text: `[Kokoro](/kˈOkəɹO/)`, `[so](+2)`.

use std::borrow::Cow;
use std::ops::Range;

/// What the text says about a stretch of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Feature {
    /// Read with this stress: -2 (none) to 2 (most).
    Stress(f32),
    /// Read as these phonemes.
    Phonemes(String),
}

/// A text without its markers.
pub(crate) struct Linked<'t> {
    pub(crate) text: Cow<'t, str>,
    /// What was marked, in bytes of `text`.
    pub(crate) marks: Vec<(Range<usize>, Feature)>,
    /// From this byte of `text` on, so many bytes were left out before.
    shifts: Vec<(usize, usize)>,
}

impl<'t> Linked<'t> {
    pub(crate) fn parse(original: &'t str) -> Self {
        let mut linked = Self::plain(original);
        let mut stripped = String::new();
        let mut done = 0;
        for link in Links::new(original) {
            stripped.push_str(&original[done..link.whole.start]);
            let start = stripped.len();
            linked.shifts.push((start, link.inner.start - start));
            stripped.push_str(&original[link.inner]);
            linked
                .shifts
                .push((stripped.len(), link.whole.end - stripped.len()));
            if let Some(feature) = feature(&original[link.feature]) {
                linked.marks.push((start..stripped.len(), feature));
            }
            done = link.whole.end;
        }
        if done > 0 {
            stripped.push_str(&original[done..]);
            linked.text = Cow::Owned(stripped);
        }
        linked
    }

    /// A text in which nothing is a marker.
    pub(crate) fn plain(text: &'t str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            marks: Vec::new(),
            shifts: Vec::new(),
        }
    }

    /// Where bytes of `text` (at least one) lie in the original.
    pub(crate) fn original(&self, range: Range<usize>) -> Range<usize> {
        let last = range.end.saturating_sub(1).max(range.start);
        self.original_at(range.start)..self.original_at(last) + (range.end - last)
    }

    fn original_at(&self, at: usize) -> usize {
        let after = self.shifts.partition_point(|&(start, _)| start <= at);
        let shift = after.checked_sub(1).map_or(0, |i| self.shifts[i].1);
        at + shift
    }
}

struct Link {
    whole: Range<usize>,
    inner: Range<usize>,
    feature: Range<usize>,
}

/// The matches of `\[([^\]]+)\]\(([^\)]*)\)`, in time linear in the text: a
/// bracket is searched for only once from any place.
struct Links<'t> {
    text: &'t str,
    at: usize,
    /// The next `]` from `at` on, and the next `)` from there.
    close: Option<usize>,
    end: Option<usize>,
}

impl<'t> Links<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            close: Some(0),
            end: Some(0),
        }
    }

    /// `known` if it is not before `from`, else the next `c` from there.
    fn next_from(&self, c: char, from: usize, known: Option<usize>) -> Option<usize> {
        let known = known?;
        if known >= from && self.text[known..].starts_with(c) {
            return Some(known);
        }
        self.text.get(from..)?.find(c).map(|found| from + found)
    }
}

impl Iterator for Links<'_> {
    type Item = Link;

    fn next(&mut self) -> Option<Link> {
        loop {
            let open = self.at + self.text[self.at..].find('[')?;
            self.close = self.next_from(']', open + 1, self.close);
            let close = self.close?;
            self.at = open + 1;
            if close == open + 1 || !self.text[close + 1..].starts_with('(') {
                continue;
            }
            self.end = self.next_from(')', close + 2, self.end);
            let end = self.end?;
            self.at = end + 1;
            return Some(Link {
                whole: open..end + 1,
                inner: open + 1..close,
                feature: close + 2..end,
            });
        }
    }
}

fn feature(raw: &str) -> Option<Feature> {
    let digits = raw.strip_prefix(['+', '-']).unwrap_or(raw);
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        return raw.parse().ok().map(|n: i32| Feature::Stress(n as f32));
    }
    match raw {
        "0.5" | "+0.5" => Some(Feature::Stress(0.5)),
        "-0.5" => Some(Feature::Stress(-0.5)),
        _ if raw.len() > 1 && raw.starts_with('/') && raw.ends_with('/') => {
            Some(Feature::Phonemes(raw[1..].trim_end_matches('/').to_owned()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_taken_out_and_places_are_kept() {
        let text = "Say [Kokoro](/kˈOkəɹO/) [so](+2) [x](y).";
        let linked = Linked::parse(text);
        assert_eq!(linked.text, "Say Kokoro so x.");
        let phonemes = Feature::Phonemes("kˈOkəɹO".to_owned());
        assert_eq!(
            linked.marks,
            [(4..10, phonemes), (11..13, Feature::Stress(2.0))]
        );
        for (word, range) in [
            ("Say", 0..3),
            ("Kokoro", 4..10),
            ("so", 11..13),
            (".", 15..16),
        ] {
            assert_eq!(&text[linked.original(range)], word);
        }
    }

    #[test]
    fn brackets_that_are_no_links_stay() {
        for text in ["[a] (b)", "[](b)", "a](b)", "[[[[", "[a](b", "no"] {
            assert_eq!(Linked::parse(text).text, text);
        }
        assert_eq!(Linked::parse("[[a](/b/)").text, "[a");
    }
}
