//! Classes of characters: spaCy's own and the Unicode categories it uses.
//!
//! The section is 128 class sets for ASCII, then `(first character, class set)`
//! pairs in ascending order; a set holds up to the next pair's character. All
//! are `u32`.

use crate::compiled::{Compiled, CompiledError, Section};

/// A letter, in spaCy's sense.
pub const ALPHA: u32 = 1;
/// An upper-case letter or one without case, in spaCy's sense.
pub const UPPER: u32 = 1 << 1;
/// Splits off at the front of a word.
pub const PREFIX: u32 = 1 << 2;
/// Splits off at the end of a word.
pub const SUFFIX: u32 = 1 << 3;
/// Splits a word in two.
pub const INFIX: u32 = 1 << 4;
/// A full stop at the end of a word splits off after it.
pub const BEFORE_LAST_STOP: u32 = 1 << 5;
/// A full stop within a word splits it when one of these comes before ...
pub const BEFORE_STOP: u32 = 1 << 6;
/// ... and one of these after it.
pub const AFTER_STOP: u32 = 1 << 7;
/// Occurs in top-level domains.
pub const TOP_LEVEL: u32 = 1 << 8;
/// Unicode category L.
pub const LETTER: u32 = 1 << 9;
/// Unicode category Lu.
pub const UPPER_LETTER: u32 = 1 << 10;
/// Unicode category Ll.
pub const LOWER_LETTER: u32 = 1 << 11;
/// Unicode category Nd.
pub const DIGIT: u32 = 1 << 12;
/// `\w` of regular expressions.
pub const WORD: u32 = 1 << 13;

const ASCII: usize = 128;

/// The classes, in place.
#[derive(Clone, Copy)]
pub(super) struct Chars<'a> {
    ascii: &'a [u32],
    rest: &'a [[u32; 2]],
}

impl<'a> Chars<'a> {
    pub(super) fn of(compiled: &'a Compiled) -> Result<Self, CompiledError> {
        let malformed = |_| CompiledError::Malformed(Section::Characters);
        let bytes = compiled.section(Section::Characters)?;
        let numbers: &[u32] = bytemuck::try_cast_slice(bytes).map_err(malformed)?;
        let (ascii, rest) = numbers
            .split_at_checked(ASCII)
            .ok_or(CompiledError::Malformed(Section::Characters))?;
        let rest = bytemuck::try_cast_slice(rest).map_err(malformed)?;
        Ok(Self { ascii, rest })
    }

    /// Whether `c` is in any of the classes.
    pub(super) fn is(&self, c: char, classes: u32) -> bool {
        self.classes(c) & classes != 0
    }

    fn classes(&self, c: char) -> u32 {
        if let Some(&classes) = self.ascii.get(c as usize) {
            return classes;
        }
        let after = self.rest.partition_point(|[first, _]| *first <= c as u32);
        after.checked_sub(1).map_or(0, |at| self.rest[at][1])
    }
}

/// The section for classes given as `(class, first, last)`, both inclusive.
pub fn character_section(ranges: &[(u32, char, char)]) -> Vec<u8> {
    let bounds = ranges
        .iter()
        .flat_map(|&(_, first, last)| [first as u32, last as u32 + 1]);
    let mut bounds: Vec<u32> = bounds.filter(|&at| at >= ASCII as u32).collect();
    bounds.push(ASCII as u32);
    bounds.sort_unstable();
    bounds.dedup();
    let classes = |at: u32| -> u32 {
        let holds = ranges
            .iter()
            .filter(|&&(_, first, last)| (first as u32..=last as u32).contains(&at));
        holds.fold(0, |set, (class, _, _)| set | class)
    };
    let ascii = (0..ASCII as u32).map(classes);
    let rest = bounds.iter().flat_map(|&at| [at, classes(at)]);
    ascii.chain(rest).flat_map(u32::to_le_bytes).collect()
}
