//! Rewritten text that remembers where it came from.

use std::borrow::Cow;
use std::ops::Range;

/// One stretch of the source and what stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    source: Range<usize>,
    output: Range<usize>,
}

/// A text as it is to be read, with the way back to the text it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalized<'t> {
    text: Cow<'t, str>,
    /// In order and not overlapping, in the source as in the text.
    edits: Vec<Edit>,
}

impl<'t> Normalized<'t> {
    /// `text` as it is.
    pub fn unchanged(text: &'t str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            edits: Vec::new(),
        }
    }

    /// The rewritten text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text is the source itself, byte for byte.
    pub fn is_unchanged(&self) -> bool {
        self.edits.is_empty()
    }

    /// The byte range of the source that a byte range of [`text`](Self::text)
    /// was made from. A range that touches a rewritten stretch gets the whole
    /// of that stretch's source. Later ranges never begin earlier; positions
    /// past the end are taken as the end.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let from = range.start.min(self.text.len());
        let to = range.end.clamp(from, self.text.len());
        let start = self.source_start(from);
        start..self.source_end(to).max(start)
    }

    /// The source position of an output position at which a range begins.
    fn source_start(&self, at: usize) -> usize {
        let before = self.edits.partition_point(|edit| edit.output.start <= at);
        match before.checked_sub(1).map(|last| &self.edits[last]) {
            Some(edit) if at < edit.output.end => edit.source.start,
            Some(edit) => edit.source.end + (at - edit.output.end),
            None => at,
        }
    }

    /// The source position of an output position at which a range ends.
    fn source_end(&self, at: usize) -> usize {
        let before = self.edits.partition_point(|edit| edit.output.start < at);
        match before.checked_sub(1).map(|last| &self.edits[last]) {
            Some(edit) if at <= edit.output.end => edit.source.end,
            Some(edit) => edit.source.end + (at - edit.output.end),
            None => at,
        }
    }

    /// The same text with one more rewriting made of it.
    pub(crate) fn then(self, rewrite: impl FnOnce(&str) -> Normalized<'_>) -> Self {
        if self.is_unchanged() {
            // Borrowing from the source, so that nothing is copied.
            if let Cow::Borrowed(text) = self.text {
                let next = rewrite(text);
                return Normalized {
                    edits: next.edits,
                    text: match next.text {
                        Cow::Borrowed(_) => Cow::Borrowed(text),
                        Cow::Owned(text) => Cow::Owned(text),
                    },
                };
            }
        }
        let next = rewrite(&self.text);
        if next.is_unchanged() {
            return self;
        }
        let edits = self.joined(&next.edits);
        let text = next.text.into_owned();
        Self {
            text: Cow::Owned(text),
            edits,
        }
    }

    /// These edits and `later` ones, made of their output, as one list. Edits
    /// of the two that overlap become one.
    fn joined(&self, later: &[Edit]) -> Vec<Edit> {
        let firsts = self.edits.iter().map(|edit| edit.output.clone());
        let seconds = later.iter().map(|edit| edit.source.clone());
        let mut between: Vec<Range<usize>> = firsts.chain(seconds).collect();
        between.sort_unstable_by_key(|range| (range.start, range.end));
        between.dedup_by(|next, kept| {
            let point = next.start == next.end || kept.start == kept.end;
            let touching = point && next.start == kept.end;
            let overlap = next.start < kept.end || touching;
            if overlap {
                kept.end = kept.end.max(next.end);
            }
            overlap
        });
        let mut edits = Vec::with_capacity(between.len());
        // Differences of length so far; no edit reaches over a joined one's end.
        let (mut first, mut second) = (0, 0);
        let (mut source_shift, mut output_shift) = (0isize, 0isize);
        for range in between {
            let shifted = |at: usize, shift: isize| at.wrapping_add_signed(shift);
            let starts = (
                shifted(range.start, source_shift),
                shifted(range.start, output_shift),
            );
            while first < self.edits.len() && self.edits[first].output.end <= range.end {
                let edit = &self.edits[first];
                source_shift += edit.source.len() as isize - edit.output.len() as isize;
                first += 1;
            }
            while second < later.len() && later[second].source.end <= range.end {
                let edit = &later[second];
                output_shift += edit.output.len() as isize - edit.source.len() as isize;
                second += 1;
            }
            edits.push(Edit {
                source: starts.0..shifted(range.end, source_shift),
                output: starts.1..shifted(range.end, output_shift),
            });
        }
        edits
    }
}

/// Makes a [`Normalized`] from left to right.
#[derive(Debug)]
pub(crate) struct Rewriter<'t> {
    source: &'t str,
    output: String,
    /// How much of the source has been copied or replaced, in bytes.
    done: usize,
    edits: Vec<Edit>,
}

impl<'t> Rewriter<'t> {
    pub(crate) fn new(source: &'t str) -> Self {
        Self {
            source,
            output: String::new(),
            done: 0,
            edits: Vec::new(),
        }
    }

    /// Puts `with` in the place of the source's bytes `range`, which must not
    /// begin before the end of the one before.
    pub(crate) fn replace(&mut self, range: Range<usize>, with: &str) {
        if self.source[range.clone()] == *with {
            return;
        }
        self.output.push_str(&self.source[self.done..range.start]);
        let start = self.output.len();
        self.output.push_str(with);
        self.done = range.end;
        self.edits.push(Edit {
            source: range,
            output: start..self.output.len(),
        });
    }

    /// Puts `with` in the place of the source from where it is done to `at`.
    pub(crate) fn remove_up_to(&mut self, at: usize, with: &str) {
        self.replace(self.done..at, with);
        self.keep(self.done..at);
    }

    /// Puts `with` in the place of the source's bytes `range`, which are then
    /// done even if nothing was changed.
    pub(crate) fn write(&mut self, range: Range<usize>, with: &str) {
        self.replace(range.clone(), with);
        self.keep(range);
    }

    /// Copies the source's bytes up to the end of `range` that aren't done.
    fn keep(&mut self, range: Range<usize>) {
        if self.done < range.end {
            self.output.push_str(&self.source[self.done..range.end]);
            self.done = range.end;
        }
    }

    /// Does to the source's bytes `range` what `made`, which was made from
    /// exactly those bytes, has done to them.
    pub(crate) fn replace_by(&mut self, range: Range<usize>, made: &Normalized<'_>) {
        for edit in &made.edits {
            let from = range.start + edit.source.start..range.start + edit.source.end;
            self.replace(from, &made.text[edit.output.clone()]);
        }
    }

    /// The last character of the output if the source up to `at` is copied.
    pub(crate) fn last_before(&self, at: usize) -> Option<char> {
        let copied = self.source[self.done.min(at)..at].chars().next_back();
        copied.or_else(|| self.output.chars().next_back())
    }

    /// How much of the source has been replaced, in bytes.
    pub(crate) fn done(&self) -> usize {
        self.done
    }

    pub(crate) fn finish(mut self) -> Normalized<'t> {
        if self.edits.is_empty() {
            return Normalized::unchanged(self.source);
        }
        self.output.push_str(&self.source[self.done..]);
        Normalized {
            text: Cow::Owned(self.output),
            edits: self.edits,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn made<'t>(source: &'t str, edits: &[(Range<usize>, &str)]) -> Normalized<'t> {
        let mut rewriter = Rewriter::new(source);
        for (range, with) in edits {
            rewriter.replace(range.clone(), with);
        }
        rewriter.finish()
    }

    #[test]
    fn nothing_replaced_is_unchanged() {
        let made = made("as it is", &[(3..5, "it")]);
        assert!(made.is_unchanged());
        assert_eq!(made.source_range(3..5), 3..5);
    }

    #[test]
    fn words_of_a_replacement_have_the_whole_of_its_source() {
        let made = made("at 5:30 pm", &[(3..7, "five thirty")]);
        assert_eq!(made.text(), "at five thirty pm");
        assert_eq!(made.source_range(0..2), 0..2);
        assert_eq!(made.source_range(3..7), 3..7);
        assert_eq!(made.source_range(8..14), 3..7);
        assert_eq!(made.source_range(15..17), 8..10);
        assert_eq!(made.source_range(0..99), 0..10);
    }

    #[test]
    fn what_follows_a_deletion_keeps_its_place() {
        let made = made("ab\u{ad}cd e", &[(2..4, "")]);
        assert_eq!(made.text(), "abcd e");
        assert_eq!(made.source_range(0..4), 0..6);
        assert_eq!(made.source_range(5..6), 7..8);
    }

    #[test]
    fn two_rewritings_are_joined_into_one() {
        let first = made("½ kg x", &[(0..2, "one half")]);
        let both = first.then(|text| {
            let mut rewriter = Rewriter::new(text);
            rewriter.replace(9..11, "kilogram");
            rewriter.finish()
        });
        assert_eq!(both.text(), "one half kilogram x");
        assert_eq!(both.source_range(4..8), 0..2);
        assert_eq!(both.source_range(9..17), 3..5);
        assert_eq!(both.source_range(18..19), 6..7);
    }

    /// Edits as gaps and lengths, and what stands in their place.
    fn rewritten(text: &str, plan: &[(usize, usize, String)]) -> Normalized<'static> {
        let mut rewriter = Rewriter::new(text);
        let mut at = 0;
        for (gap, len, with) in plan {
            let start = (at + gap).min(text.len());
            let end = (start + len).min(text.len());
            rewriter.replace(start..end, with);
            at = end;
        }
        let made = rewriter.finish();
        Normalized {
            text: Cow::Owned(made.text.into_owned()),
            edits: made.edits,
        }
    }

    proptest! {
        #[test]
        fn a_joined_map_stays_true(
            source in "[a-z ]{0,40}",
            first in proptest::collection::vec((0..6usize, 0..5usize, "[A-Z]{0,5}"), 0..6),
            second in proptest::collection::vec((0..6usize, 0..5usize, "[0-9]{0,5}"), 0..6),
        ) {
            let both = rewritten(&source, &first).then(|text| rewritten(text, &second));
            let mut last = 0;
            for at in 0..=both.text().len() {
                let range = both.source_range(at..at);
                prop_assert!(last <= range.start && range.end <= source.len());
                last = range.start;
            }
            // Small letters were only copied: each leads back to itself.
            for (at, c) in both.text().char_indices().filter(|(_, c)| c.is_lowercase()) {
                let from = both.source_range(at..at + 1);
                prop_assert!(source[from].contains(c));
            }
        }
    }
}
