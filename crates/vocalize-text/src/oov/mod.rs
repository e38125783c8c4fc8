//! How a word that is in no lexicon is said: grapheme to phoneme.

mod decode;
mod error;
mod format;
mod letters;
mod network_shape;
mod reader;
pub mod train;

pub use error::OovError;

use decode::Decoder;
use format::Layout;

/// Longest run of letters read in one go; longer ones are read in pieces.
const MAX_LETTERS: usize = 40;

/// Guesses how words are said, by a model that [`train::train`] made.
#[derive(Debug, Clone)]
pub struct Guesser<B> {
    bytes: B,
    layout: Layout,
}

impl<B: AsRef<[u8]>> Guesser<B> {
    /// Opens a model.
    pub fn from_bytes(bytes: B) -> Result<Self, OovError> {
        let layout = Layout::read(bytes.as_ref())?;
        Ok(Self { bytes, layout })
    }

    /// Phonemes of a word.
    pub fn guess(&self, word: &str) -> String {
        let mut letters = letters::fold(word);
        letters.reverse();
        let mut decoder = Decoder::new(self.layout.tables(self.bytes.as_ref()));
        let pieces: Vec<String> = letters.chunks(MAX_LETTERS).map(|piece| decoder.phonemes(piece)).collect();
        pieces.iter().rev().map(String::as_str).collect()
    }
}
