//! Common sentences: their words lie ready in the compiled file.
//!
//! How a word is said depends on its sentence, so what is kept is whole sentences:
//! words that stand alone, phrases, numbers, times, dates, names. They are read once,
//! when the file is made, as any sentence is, and so are the same as if read anew.

use crate::compiled::{CompiledError, Section};
use crate::english::{English, Word};
use crate::language::Dialect;
use crate::remembered::codec;

/// A sentence of the compiled file, as [`crate::compiled::TableBuilder`] takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Common {
    /// What it is found by.
    pub key: Vec<u8>,
    /// Its words.
    pub value: Vec<u8>,
}

impl Common {
    /// None for words that are too many.
    pub(crate) fn new(sentence: &str, words: &[Word], dialect: Dialect) -> Option<Self> {
        Some(Self {
            key: key(sentence, dialect).into_bytes(),
            value: codec::encode(sentence, words)?,
        })
    }
}

/// The words of a sentence that the compiled file keeps.
pub(crate) fn find(
    english: &English,
    sentence: &str,
    dialect: Dialect,
) -> Result<Option<Vec<Word>>, CompiledError> {
    let Some(value) = english.common(&key(sentence, dialect))? else {
        return Ok(None);
    };
    match codec::decode(value) {
        Some((found, words)) if found == sentence => Ok(Some(words)),
        _ => Err(CompiledError::Malformed(Section::Sentences)),
    }
}

fn key(sentence: &str, dialect: Dialect) -> String {
    let dialect = match dialect {
        Dialect::Us => 'u',
        Dialect::Gb => 'g',
    };
    format!("{dialect}{sentence}")
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::{Frontend, Language};

    fn models(file: &str) -> PathBuf {
        let text = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/text");
        text.join(file)
    }

    /// Every sentence takes the same way into the file, so that some stand for all.
    #[test]
    fn what_lies_ready_is_what_is_read() {
        let english = English::open(&models("english.bin")).unwrap();
        let words = std::fs::read_to_string(models("common_words.txt")).unwrap();
        let texts = vocalize_text_compile::common::texts(&words);
        assert!(texts.len() > 50_000, "{}", texts.len());
        for language in [Language::EnUs, Language::EnGb] {
            let frontend = Frontend::open(&models("english.bin"), language).unwrap();
            for text in texts.iter().step_by(41) {
                for Common { key, value } in frontend.common(text).unwrap() {
                    let key = String::from_utf8(key).unwrap();
                    let ready = english.common(&key).unwrap();
                    assert_eq!(ready, Some(value.as_slice()), "{text}");
                }
            }
        }
    }

    #[test]
    fn each_dialect_has_its_own_and_others_are_not_there() {
        let english = English::open(&models("english.bin")).unwrap();
        let said = |text: &str, dialect| {
            let words = find(&english, text, dialect).unwrap()?;
            Some(
                words
                    .into_iter()
                    .map(|word| word.phonemes)
                    .collect::<String>(),
            )
        };
        assert_eq!(said("tomato", Dialect::Us).as_deref(), Some("təmˈATO"));
        assert_eq!(said("tomato", Dialect::Gb).as_deref(), Some("təmˈɑːtQ"));
        assert_eq!(said("tomato soup, please", Dialect::Us), None);
        assert_eq!(said("", Dialect::Us), None);
    }
}
