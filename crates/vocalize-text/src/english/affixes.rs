//! What spaCy splits off a word: prefixes, suffixes and infixes.

use std::ops::Range;

use super::chars::{
    AFTER_STOP, ALPHA, BEFORE_LAST_STOP, BEFORE_STOP, Chars, INFIX, PREFIX, SUFFIX, UPPER,
};
use crate::compiled::{Compiled, CompiledError, Table};

/// Currencies of more than one character.
const LONG_PREFIXES: [&str; 3] = ["US$", "C$", "A$"];
const LONG_SUFFIXES: [&str; 5] = ["'s", "'S", "’s", "’S", "……"];
/// What splits a word between a letter or digit and a letter, first match first.
const HYPHENS: [&str; 7] = ["-", "–", "—", "--", "---", "——", "~"];
/// The longest currency or unit after a digit, in bytes.
const LONGEST_UNIT: usize = 16;

#[derive(Clone, Copy)]
pub(super) struct Affixes<'a> {
    chars: Chars<'a>,
    after_digit: Table,
}

impl<'a> Affixes<'a> {
    pub(super) fn new(chars: Chars<'a>, after_digit: Table) -> Self {
        Self { chars, after_digit }
    }

    pub(super) fn chars(&self) -> Chars<'a> {
        self.chars
    }

    /// Bytes of the prefix of `word`, 0 if none.
    pub(super) fn prefix(&self, word: &str) -> usize {
        let mut chars = word.chars();
        let Some(first) = chars.next() else { return 0 };
        if self.chars.is(first, PREFIX) {
            return first.len_utf8();
        }
        if first == '+' && !chars.next().is_some_and(|c| c.is_ascii_digit()) {
            return 1;
        }
        let dots = leading_dots(word);
        if dots > 1 {
            return dots;
        }
        let long = LONG_PREFIXES
            .iter()
            .find(|prefix| word.starts_with(**prefix));
        long.map_or(0, |prefix| prefix.len())
    }

    /// Bytes of the longest suffix of `word`, 0 if none.
    pub(super) fn suffix(&self, compiled: &Compiled, word: &str) -> Result<usize, CompiledError> {
        let mut chars = word.chars().rev();
        let Some(last) = chars.next() else {
            return Ok(0);
        };
        let mut longest = if self.chars.is(last, SUFFIX) {
            last.len_utf8()
        } else {
            0
        };
        let long = LONG_SUFFIXES
            .iter()
            .filter(|suffix| word.ends_with(**suffix));
        longest = long.map(|suffix| suffix.len()).fold(longest, usize::max);
        match (last, chars.next(), chars.next()) {
            ('.', Some('.'), _) => {
                longest = longest.max(word.len() - word.trim_end_matches('.').len());
            }
            ('.', Some(before), other) if self.stop_splits(before, other) => {
                longest = longest.max(1)
            }
            ('+', Some(before), _) if before.is_ascii_digit() => longest = longest.max(1),
            _ => {}
        }
        Ok(longest.max(self.unit(compiled, word)?))
    }

    /// Whether a full stop after `other` and `before` is none of theirs.
    fn stop_splits(&self, before: char, other: Option<char>) -> bool {
        let upper = |c| self.chars.is(c, UPPER);
        let degrees = other == Some('°') && "FfCcKk".contains(before);
        degrees
            || self.chars.is(before, BEFORE_LAST_STOP)
            || (upper(before) && other.is_some_and(upper))
    }

    /// Bytes of the longest currency or unit that stands after a digit.
    fn unit(&self, compiled: &Compiled, word: &str) -> Result<usize, CompiledError> {
        let from = word.len().saturating_sub(LONGEST_UNIT);
        let bytes = word.as_bytes();
        // The digit farthest to the left gives the longest suffix.
        for at in from..word.len() {
            if bytes[at].is_ascii_digit()
                && at + 1 < word.len()
                && self.after_digit.get(compiled, &bytes[at + 1..])?.is_some()
            {
                return Ok(word.len() - at - 1);
            }
        }
        Ok(0)
    }

    /// Where `word` is split, in ascending order; they never overlap.
    pub(super) fn infixes<'w>(
        &self,
        word: &'w str,
    ) -> impl Iterator<Item = Range<usize>> + use<'a, 'w> {
        let affixes = *self;
        let mut at = 0;
        let mut before = None;
        std::iter::from_fn(move || {
            while let Some(c) = word[at..].chars().next() {
                let start = at;
                let length = affixes.infix(before, &word[at..]);
                let step = if length > 0 { length } else { c.len_utf8() };
                at += step;
                before = word[start..at].chars().next_back();
                if length > 0 {
                    return Some(start..at);
                }
            }
            None
        })
    }

    /// Bytes of the infix that `rest` starts with when it stands after `before`.
    fn infix(&self, before: Option<char>, rest: &str) -> usize {
        let is = |c: Option<char>, classes| c.is_some_and(|c| self.chars.is(c, classes));
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let mut chars = rest.chars();
        let Some(c) = chars.next() else { return 0 };
        let after = chars.next();
        let dots = leading_dots(rest);
        if dots > 1 {
            return dots;
        }
        if self.chars.is(c, INFIX) {
            return c.len_utf8();
        }
        let splits = match c {
            '+' | '-' | '*' | '^' if digit(before) && (digit(after) || after == Some('-')) => true,
            '.' => is(before, BEFORE_STOP) && is(after, AFTER_STOP),
            ',' => is(before, ALPHA) && is(after, ALPHA),
            ':' | '<' | '>' | '=' | '/' => (is(before, ALPHA) || digit(before)) && is(after, ALPHA),
            _ => false,
        };
        if splits {
            return c.len_utf8();
        }
        if !is(before, ALPHA) && !digit(before) {
            return 0;
        }
        let hyphen = HYPHENS.iter().find(|hyphen| {
            let after = rest.strip_prefix(**hyphen);
            after.is_some_and(|after| is(after.chars().next(), ALPHA))
        });
        hyphen.map_or(0, |hyphen| hyphen.len())
    }
}

fn leading_dots(text: &str) -> usize {
    text.bytes().take_while(|&b| b == b'.').count()
}
