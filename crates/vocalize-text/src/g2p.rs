//! Sentences to phonemes.

use misaki_rs::G2P;

use crate::error::TextError;
use crate::spell::{SpellOut, spell};

/// Which English the text is read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// American English (`en-us`).
    EnUs,
    /// British English (`en-gb`).
    EnGb,
}

/// misaki's grapheme-to-phoneme engine, completed so that no word is lost.
pub(crate) struct Phonemizer {
    misaki: G2P,
}

impl Phonemizer {
    pub(crate) fn new(language: Language) -> Self {
        let language = match language {
            Language::EnUs => misaki_rs::Language::EnglishUS,
            Language::EnGb => misaki_rs::Language::EnglishGB,
        };
        Self {
            misaki: G2P::with_fallback(language, Some(Box::new(SpellOut))),
        }
    }

    /// The phonemes of one sentence.
    pub(crate) fn phonemes(&self, sentence: &str) -> Result<String, TextError> {
        let failed = |error: misaki_rs::g2p::G2PError| TextError::Pronunciation {
            text: sentence.to_owned(),
            reason: error.to_string(),
        };
        let (_, tokens) = self.misaki.g2p(sentence).map_err(failed)?;
        let mut phonemes = String::new();
        for token in &tokens {
            match &token.phonemes {
                Some(known) if !known.contains(self.misaki.unk.as_str()) => {
                    phonemes.push_str(known);
                }
                _ => phonemes.push_str(&spell(&token.text)),
            }
            phonemes.push_str(&token.whitespace);
        }
        Ok(phonemes)
    }
}
