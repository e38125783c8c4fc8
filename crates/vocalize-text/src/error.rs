//! What can be wrong with a text, or with reading it.

use crate::compiled::CompiledError;
use crate::espeak::EspeakError;

/// Why a front end can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The compiled text data can't be used.
    #[error(transparent)]
    Compiled(#[from] CompiledError),
    /// The program espeak-ng can't be used.
    #[error(transparent)]
    Espeak(#[from] EspeakError),
    /// Words are guessed in English only.
    #[error("there are rules for English only, not for {0}: leave --g2p out")]
    NoRules(&'static str),
}

/// Why a text can't be turned into tokens.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    /// The text is empty or blank.
    #[error("the text is empty: give at least one word to say")]
    Empty,
    /// There are characters, but none of them is spoken.
    #[error("nothing in the text can be spoken: it has only symbols, no letters or digits")]
    Unspeakable,
    /// Phonemes were given by hand and one is not in the model's alphabet.
    #[error("the model has no phoneme {phoneme:?} (character {position} of the phonemes)")]
    UnknownPhoneme {
        /// The character that has no token id.
        phoneme: char,
        /// Its place in the given phonemes, counted from 1.
        position: usize,
    },
    /// The grapheme-to-phoneme engine gave up on a sentence.
    #[error("no pronunciation for {text:?}: {reason}")]
    Pronunciation {
        /// The sentence.
        text: String,
        /// The engine's own words.
        reason: String,
    },
    /// espeak-ng gave up on a sentence.
    #[error(transparent)]
    Espeak(#[from] EspeakError),
}
