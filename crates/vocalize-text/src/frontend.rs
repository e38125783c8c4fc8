//! The way from a text to utterances.

use crate::error::TextError;
use crate::g2p::{Language, Phonemizer};
use crate::sentence::{Sentence, sentences};
use crate::symbols::token_id;
use crate::utterance::{Pause, Utterance, utterances};

/// Turns texts of one language into utterances.
///
/// Making one takes about a tenth of a second (it reads the lexicons): keep it.
pub struct Frontend {
    phonemizer: Phonemizer,
}

impl Frontend {
    /// A front end for `language`.
    pub fn new(language: Language) -> Self {
        Self {
            phonemizer: Phonemizer::new(language),
        }
    }

    /// The utterances of a text of any length, made one sentence at a time as
    /// the iterator is asked for them.
    ///
    /// # Errors
    /// [`TextError::Empty`] or [`TextError::Unspeakable`] as the only item when
    /// the text gives no utterance; [`TextError::Pronunciation`] in the place of
    /// a sentence that could not be pronounced.
    pub fn utterances<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = Result<Utterance, TextError>> + 'a {
        let made = sentences(text).flat_map(|sentence| self.sentence(sentence));
        or_nothing_to_say(made, text)
    }

    fn sentence(&self, sentence: Sentence<'_>) -> Vec<Result<Utterance, TextError>> {
        match self.phonemizer.phonemes(sentence.text) {
            Ok(phonemes) => utterances(sentence.text, &phonemes, sentence.pause)
                .into_iter()
                .map(Ok)
                .collect(),
            Err(error) => vec![Err(error)],
        }
    }
}

/// Utterances of phonemes given by hand, in the model's alphabet.
///
/// # Errors
/// [`TextError::UnknownPhoneme`] for the first symbol without a token id, and as
/// for a text when there is nothing to say.
pub fn utterances_of_phonemes(phonemes: &str) -> Result<Vec<Utterance>, TextError> {
    let unknown = phonemes
        .chars()
        .enumerate()
        .find(|&(_, c)| !c.is_whitespace() && token_id(c).is_none());
    if let Some((at, phoneme)) = unknown {
        return Err(TextError::UnknownPhoneme {
            phoneme,
            position: at + 1,
        });
    }
    let made = utterances(phonemes, phonemes, Pause::Sentence);
    or_nothing_to_say(made.into_iter().map(Ok), phonemes).collect()
}

/// `made`, or the reason why it is empty.
fn or_nothing_to_say<'a>(
    mut made: impl Iterator<Item = Result<Utterance, TextError>> + 'a,
    text: &'a str,
) -> impl Iterator<Item = Result<Utterance, TextError>> + 'a {
    let mut silent = true;
    std::iter::from_fn(move || {
        let next = made.next();
        let nothing_said = next.is_none() && silent;
        silent = false;
        if !nothing_said {
            return next;
        }
        Some(Err(if text.trim().is_empty() {
            TextError::Empty
        } else {
            TextError::Unspeakable
        }))
    })
}
