//! English text to phonemes, as misaki 0.9.4 with spaCy's `en_core_web_sm`
//! says it, from the compiled file.
//!
//! Markers are taken out (`links`); the rest is split into tokens
//! (`tokenizer`) that are tagged (`tagger`) and split further (`pieces`);
//! every piece is looked up from the last to the first (`reading`) in the
//! lexicon, by its suffix or as a number; pieces without white space between
//! them are joined to words (`joining`).

mod affixes;
mod chars;
mod context;
mod entry;
mod features;
mod joining;
mod lexicon;
mod network;
mod numbers;
pub(crate) mod numerals;
mod pieces;
mod reading;
mod special;
mod stress;
mod subtokens;
mod suffixes;
mod tagger;
mod tokenizer;
mod url;

use std::ops::Range;
use std::path::Path;

use crate::Dialect;
use crate::compiled::{Compiled, CompiledError, Section, Table};
use crate::links::Linked;
use features::Vocabulary;
use reading::Reader;

/// What stands for a word that is not known.
pub const UNKNOWN: &str = "❓";

/// What the program that makes the compiled file needs to know of its contents.
pub mod layout {
    pub use super::chars::{
        AFTER_STOP, ALPHA, BEFORE_LAST_STOP, BEFORE_STOP, DIGIT, INFIX, LETTER, LOWER_LETTER,
        PREFIX, SUFFIX, TOP_LEVEL, UPPER, UPPER_LETTER, WORD, character_section,
    };
    pub use super::entry::{push_none, push_simple, push_tagged};
    pub use super::features::FEATURE_ROWS;
    pub use super::network::{TAGGER_WEIGHTS, tagger_sections};
    pub use super::tagger::LABELS;
    pub use super::tokenizer::exception_value;
}

/// A word as it is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The bytes of the text that it stands for, white space not included.
    pub range: Range<usize>,
    /// Its phonemes: empty for a symbol that is not said, [`UNKNOWN`] for a word
    /// that is neither known nor guessed.
    pub phonemes: String,
    /// The white space after it.
    pub whitespace: String,
    /// Whether misaki knows all of it.
    pub known: bool,
}

/// The English front end over a compiled file, for both dialects.
pub struct English {
    compiled: Compiled,
    tables: Tables,
}

/// The tables of the compiled file.
pub(crate) struct Tables {
    lexicon: Table,
    exceptions: Table,
    abbreviations: Table,
    after_digit: Table,
    vocabulary: Vocabulary,
    sentences: Table,
}

impl English {
    /// Maps the compiled file at `path`; nothing is parsed.
    ///
    /// # Errors
    /// [`CompiledError`] when the file is absent, damaged, or of another version.
    pub fn open(path: &Path) -> Result<Self, CompiledError> {
        let compiled = Compiled::open(path)?;
        let tables = Tables {
            lexicon: Table::open(&compiled, Section::Lexicon)?,
            exceptions: Table::open(&compiled, Section::Exceptions)?,
            abbreviations: Table::open(&compiled, Section::Abbreviations)?,
            after_digit: Table::open(&compiled, Section::AfterDigit)?,
            vocabulary: Vocabulary::open(&compiled)?,
            sentences: Table::open(&compiled, Section::Sentences)?,
        };
        Ok(Self { compiled, tables })
    }

    /// The file that this reads.
    pub fn compiled(&self) -> &Compiled {
        &self.compiled
    }

    /// What the compiled file keeps under `key` among its common sentences.
    pub(crate) fn common(&self, key: &str) -> Result<Option<&[u8]>, CompiledError> {
        self.tables.sentences.get(&self.compiled, key.as_bytes())
    }

    /// The words of a text, in order. `guess` is asked for the phonemes of each
    /// word, or part of one, that is not known; where it has none the word keeps
    /// misaki's mark.
    ///
    /// # Errors
    /// [`CompiledError::Damaged`] or [`CompiledError::Malformed`] when a part of
    /// the file that is read for the first time turns out to be wrong.
    pub fn words(
        &self,
        text: &str,
        dialect: Dialect,
        guess: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Vec<Word>, CompiledError> {
        let reader = Reader::new(&self.compiled, &self.tables, dialect)?;
        let linked = Linked::parse(text);
        let spoken = reader.read(&linked, guess)?;
        let words = spoken.into_iter().map(|word| Word {
            range: linked.original(word.range),
            phonemes: word.phonemes.unwrap_or_else(|| UNKNOWN.to_owned()),
            whitespace: word.space.to_owned(),
            known: word.known,
        });
        Ok(words.collect())
    }
}
