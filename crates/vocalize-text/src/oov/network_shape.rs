//! The shape of the network that reads a letter among its neighbours.

use super::letters::{LETTERS, Letter};

/// Letters seen on either side of the one to be read.
pub(crate) const REACH: usize = 8;

/// Letters seen at once.
pub(crate) const SLOTS: usize = 2 * REACH + 1;

/// What a slot can hold: a letter, or nothing where the word has ended.
pub(crate) const SLOT_VALUES: usize = LETTERS + 1;

/// Width of the first hidden layer.
pub(crate) const FIRST: usize = 256;

/// Width of the second hidden layer.
pub(crate) const SECOND: usize = 128;

/// The rows of the first layer's weights that the letter at `at` and its
/// neighbours switch on.
pub(crate) fn rows(letters: &[Letter], at: usize) -> [usize; SLOTS] {
    std::array::from_fn(|slot| {
        let value = (at + slot).checked_sub(REACH).and_then(|place| letters.get(place));
        slot * SLOT_VALUES + value.map_or(LETTERS, |&letter| usize::from(letter))
    })
}
