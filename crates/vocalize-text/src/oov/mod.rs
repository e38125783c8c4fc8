//! Grapheme to phoneme: how a word that is in no lexicon is said.
//!
//! A joint-sequence model: a word is a row of graphones, letters with the
//! phonemes that they stand for (`x` as `ks`, `ea` as `i`). N-grams over
//! graphones and a small network that sees the letters all around say together
//! which graphones are likeliest. With the feature `train`, `train::train` makes a
//! model from a lexicon; [`Guesser`] reads its bytes where they lie.

mod decode;
mod error;
mod format;
mod letters;
pub(crate) mod names;
mod network;
mod stress;
#[cfg(feature = "train")]
pub mod train;

#[cfg(all(test, feature = "train"))]
mod tests;

pub use error::OovError;
pub(crate) use format::VERSION;
pub use names::all as names;

use decode::{Decoder, Reading};
use format::Layout;

/// Most letters read in one go. The longest English words have 30 or so; what
/// is longer is read in pieces of this length, one main stress each.
pub const MAX_LETTERS: usize = 40;

/// Score a letter below which letters don't look like an English word. Nearly
/// all words of the gold lexicons lie above it.
const WORDLIKE: f32 = -4.5;

/// Guesses how the words of one dialect are said.
///
/// `B` is where the model's bytes are: a slice, a vector, a mapped file. They
/// need no alignment, and nothing is copied but a flag for each graphone.
#[derive(Debug, Clone)]
pub struct Guesser<B> {
    bytes: B,
    layout: Layout,
    /// For each graphone whether it has the main stress.
    stressed: Vec<bool>,
}

impl<B: AsRef<[u8]>> Guesser<B> {
    /// Opens a model that `train::train` made.
    ///
    /// # Errors
    /// When the bytes are no model, one of another version, or damaged so that
    /// it can be told without reading all of it. Damage beyond that gives wrong
    /// guesses and nothing worse: whoever stores a model should checksum it.
    pub fn from_bytes(bytes: B) -> Result<Self, OovError> {
        let layout = Layout::read(bytes.as_ref())?;
        let stressed = layout.tables(bytes.as_ref()).stressed();
        Ok(Self {
            bytes,
            layout,
            stressed,
        })
    }

    /// How `word` is likely said, in misaki's phonemes with stress marks: one
    /// main stress for every [`MAX_LETTERS`] letters.
    ///
    /// Letters of other scripts are read as their closest Latin ones, and
    /// anything else is passed over; what has no letters is said by no
    /// phonemes. A capital at the beginning hints at a name. Takes time in
    /// proportion to the length.
    pub fn guess(&self, word: &str) -> String {
        let read = self.read(word).into_iter();
        read.map(|(reading, _)| stress::with_main_stress(reading.phonemes))
            .collect()
    }

    /// Whether `word` looks like an English word, as "zorblax" does, and not
    /// like letters to be named one by one, as "xkcd" and "FBI" do. Case is
    /// no matter here; a word without letters is not pronounceable.
    pub fn is_pronounceable(&self, word: &str) -> bool {
        self.score(word).is_some_and(|score| score >= WORDLIKE)
    }

    /// The score of a word a letter, `None` for a word without letters.
    fn score(&self, word: &str) -> Option<f32> {
        let pieces = self.read(&word.to_lowercase());
        let letters: usize = pieces.iter().map(|(_, letters)| letters).sum();
        let score: f32 = pieces.iter().map(|(reading, _)| reading.score).sum();
        // The word's end is guessed like one more letter.
        (letters > 0).then(|| score / (letters + 1) as f32)
    }

    /// Reads a word piece by piece; with each reading the number of letters.
    fn read(&self, word: &str) -> Vec<(Reading, usize)> {
        let tables = self.layout.tables(self.bytes.as_ref());
        let Some(network) = tables.network() else {
            return Vec::new();
        };
        let capital = capitalised(word);
        let letters = letters::fold(word);
        let pieces = letters.chunks(MAX_LETTERS);
        pieces
            .map(|piece| {
                let backwards: Vec<_> = piece.iter().rev().copied().collect();
                let decoder = Decoder::new(tables, network, &self.stressed);
                (decoder.read(&backwards, capital), piece.len())
            })
            .collect()
    }
}

/// Whether `word` has a capital at its beginning and nowhere else.
fn capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && !letters.any(char::is_uppercase)
}
