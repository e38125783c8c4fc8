//! Text to phonemes to token ids, for Kokoro's English voices.
//!
//! [`Frontend`] walks a text of any length and yields one [`Utterance`] after
//! another, each short enough for the model. Nothing here knows the runtime.

#![forbid(unsafe_code)]

pub mod compiled;
pub mod english;
mod error;
mod frontend;
mod g2p;
mod lexicon;
pub mod markdown;
mod normal;
pub mod oov;
pub mod remembered;
mod sentence;
mod spell;
mod symbols;
mod utterance;
mod words;

pub use error::TextError;
pub use frontend::{Frontend, utterances_of_phonemes};
pub use g2p::Language;
pub use lexicon::{LexiconError, UserLexicon};
pub use normal::{Emoji, Normalized, Options, normalize};
pub use remembered::RememberedError;
pub use sentence::{Sentence, sentences};
pub use symbols::{MAX_TOKENS, PAD, TokenId, token_id};
pub use utterance::{Pause, Utterance};
pub use words::SourceWord;
