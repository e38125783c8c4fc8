//! The way from a text to utterances.

use std::path::Path;

use crate::common::Common;
use crate::error::{OpenError, TextError};
use crate::g2p::{Method, Phoneme, Phonemizer};
use crate::language::{Dialect, Language};
use crate::lexicon::UserLexicon;
use crate::normal::{Emoji, Normalized, Options, normalize, protect_only};
use crate::remembered::RememberedError;
use crate::sentence::{Sentence, sentences};
use crate::symbols::token_id;
use crate::utterance::{Pause, Utterance, utterances};

/// Turns texts of one language into utterances.
pub struct Frontend {
    phonemizer: Phonemizer,
    language: Language,
    emoji: Emoji,
    lexicon: Option<UserLexicon>,
}

impl Frontend {
    /// A front end for `language`: over the compiled file for English, which is
    /// mapped, not parsed; over the program espeak-ng for other languages.
    ///
    /// # Errors
    /// [`OpenError`] when the file is missing, damaged or of another version, or
    /// espeak-ng isn't there.
    pub fn open(compiled: &Path, language: Language) -> Result<Self, OpenError> {
        Self::open_with(compiled, language, Method::default())
    }

    /// A front end for `language` that reads by `method`.
    ///
    /// # Errors
    /// As for [`open`](Self::open), and for a method that doesn't know the language.
    pub fn open_with(
        compiled: &Path,
        language: Language,
        method: Method,
    ) -> Result<Self, OpenError> {
        Ok(Self::over(
            Phonemizer::open(compiled, language, method)?,
            language,
        ))
    }

    /// A front end for English without the compiled file. It says the same of
    /// every word that misaki knows and spells out the others; making it takes
    /// about a tenth of a second, and each sentence some milliseconds.
    pub fn without_compiled(dialect: Dialect) -> Self {
        Self::over(Phonemizer::without_compiled(dialect), dialect.into())
    }

    fn over(phonemizer: Phonemizer, language: Language) -> Self {
        Self {
            phonemizer,
            language,
            emoji: Emoji::default(),
            lexicon: None,
        }
    }

    /// The same front end with words of the user's own, which go before all others.
    #[must_use]
    pub fn with_lexicon(mut self, lexicon: UserLexicon) -> Self {
        self.lexicon = Some(lexicon).filter(|lexicon| !lexicon.is_empty());
        self
    }

    /// The same front end with another way to say emoji.
    #[must_use]
    pub fn with_emoji(mut self, emoji: Emoji) -> Self {
        self.emoji = emoji;
        self
    }

    /// The same front end that remembers the sentences it reads in `folder`, at most
    /// `limit` bytes of them, for other runs too. `warn` hears of a cache that is
    /// damaged or can't be written; the sentence is then read anew. Without the
    /// compiled file nothing is remembered.
    #[must_use]
    pub fn remembering(
        mut self,
        folder: &Path,
        limit: u64,
        warn: impl Fn(&RememberedError) + Send + Sync + 'static,
    ) -> Self {
        self.phonemizer.remember(folder, limit, Box::new(warn));
        self
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
        let made = sentences(text, self.language).flat_map(|sentence| self.sentence(&sentence));
        or_nothing_to_say(made, text)
    }

    /// The sentences of a text, read for the compiled file to keep; none in a language
    /// or by a method that doesn't use it.
    ///
    /// # Errors
    /// [`TextError::Pronunciation`] when one can't be read.
    pub fn common(&self, text: &str) -> Result<Vec<Common>, TextError> {
        let sentences = sentences(text, self.language);
        let read = |sentence: Sentence<'_>| {
            let normal = self.normal(sentence.text);
            self.phonemizer.common(normal.text()).transpose()
        };
        sentences.filter_map(read).collect()
    }

    fn sentence(&self, sentence: &Sentence<'_>) -> Vec<Result<Utterance, TextError>> {
        match self.phonemes(sentence) {
            Ok(phonemes) => {
                let made = utterances(sentence.text, &phonemes, sentence.pause);
                made.into_iter().map(Ok).collect()
            }
            Err(error) => vec![Err(error)],
        }
    }

    /// The phonemes of a sentence; their sources are bytes of the whole text.
    fn phonemes(&self, sentence: &Sentence<'_>) -> Result<Vec<Phoneme>, TextError> {
        let normal = self.normal(sentence.text);
        let mut phonemes = self.phonemizer.phonemes(normal.text())?;
        for phoneme in &mut phonemes {
            let source = normal.source_range(phoneme.source.clone());
            phoneme.source = source.start + sentence.start..source.end + sentence.start;
        }
        Ok(phonemes)
    }

    /// The sentence as it is to be read. espeak-ng reads numbers and signs itself.
    fn normal<'t>(&self, sentence: &'t str) -> Normalized<'t> {
        let lexicon = self.lexicon.as_ref();
        let Some(language) = self.language.dialect() else {
            return protect_only(sentence, self.emoji, lexicon);
        };
        let options = Options {
            language,
            emoji: self.emoji,
            lexicon,
        };
        normalize(sentence, &options)
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
    let given: Vec<Phoneme> = phonemes
        .char_indices()
        .map(|(at, symbol)| Phoneme {
            symbol,
            source: at..at + symbol.len_utf8(),
        })
        .collect();
    let made = utterances(phonemes, &given, Pause::Sentence);
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
