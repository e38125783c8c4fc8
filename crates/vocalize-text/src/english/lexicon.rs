//! The pronunciation of words: misaki's gold and silver lexicons and the rules
//! around them.

use std::borrow::Cow;

use super::context::Context;
use super::entry::{Entry, entry};
use super::stress::{PRIMARY, SECONDARY, with_stress};
use crate::Dialect;
use crate::compiled::{Compiled, CompiledError, Table};

/// Symbols that are read as words.
pub(super) const SYMBOLS: [(&str, &str); 4] =
    [("%", "percent"), ("&", "and"), ("+", "plus"), ("@", "at")];

/// What is asked about a word: how it is tagged, stressed, and what follows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Query<'q> {
    pub(super) tag: &'q str,
    pub(super) stress: Option<f32>,
    pub(super) context: Option<Context>,
}

/// Phonemes of a word, None when the lexicon doesn't know it.
pub(super) type Found = Result<Option<String>, CompiledError>;

#[derive(Clone, Copy)]
pub(super) struct Lexicon<'a> {
    compiled: &'a Compiled,
    table: Table,
    pub(super) language: Dialect,
}

impl<'a> Lexicon<'a> {
    pub(super) fn new(compiled: &'a Compiled, table: Table, language: Dialect) -> Self {
        Self {
            compiled,
            table,
            language,
        }
    }

    pub(super) fn is_british(&self) -> bool {
        self.language == Dialect::Gb
    }

    /// The entry that the gold lexicon has for exactly this spelling.
    pub(super) fn exact_gold(&self, word: &str) -> Result<Option<Entry<'a>>, CompiledError> {
        self.exact(word, 0)
    }

    fn exact(&self, word: &str, silver: usize) -> Result<Option<Entry<'a>>, CompiledError> {
        let value = self.table.get(self.compiled, word.as_bytes())?;
        let place = silver + if self.is_british() { 2 } else { 0 };
        Ok(value.and_then(|value| entry(value, place)))
    }

    fn gold(&self, word: &str) -> Result<Option<Entry<'a>>, CompiledError> {
        self.either_case(word, 0)
    }

    fn silver(&self, word: &str) -> Result<Option<Entry<'a>>, CompiledError> {
        self.either_case(word, 1)
    }

    /// The entry of a word; failing that, "word" answers for "Word" and back.
    fn either_case(&self, word: &str, silver: usize) -> Result<Option<Entry<'a>>, CompiledError> {
        match self.exact(word, silver)? {
            Some(entry) => Ok(Some(entry)),
            None => match case_variant(word) {
                Some(variant) => self.exact(&variant, silver),
                None => Ok(None),
            },
        }
    }

    pub(super) fn has(&self, word: &str) -> Result<bool, CompiledError> {
        Ok(self.gold(word)?.is_some() || self.silver(word)?.is_some())
    }

    /// Whether [`lookup`](Self::lookup) may be asked about a word: it is in a
    /// lexicon, or it can be spelled out.
    pub(super) fn is_known(&self, word: &str) -> Result<bool, CompiledError> {
        if SYMBOLS.iter().any(|(symbol, _)| *symbol == word) || self.has(word)? {
            return Ok(true);
        }
        if word.is_empty() || !word.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Ok(false);
        }
        if word.len() == 1 || !word[1..].bytes().any(|b| b.is_ascii_lowercase()) {
            return Ok(true);
        }
        Ok(false)
    }

    /// The pronunciation of a word without any change of its spelling.
    pub(super) fn lookup(&self, word: &str, query: Query<'_>) -> Found {
        let mut spelling = Cow::Borrowed(word);
        let mut proper = false;
        if is_upper(word) && self.gold(word)?.is_none() {
            spelling = Cow::Owned(word.to_lowercase());
            proper = query.tag == "NNP";
        }
        let phonemes = |entry: Option<Entry<'a>>| {
            entry.and_then(|entry| entry.phonemes(query.tag, query.context))
        };
        let mut found = phonemes(self.gold(&spelling)?);
        if found.is_none() && !proper {
            found = phonemes(self.silver(&spelling)?);
        }
        let stressed = found.is_some_and(|found| found.contains(PRIMARY));
        if (found.is_none() || (proper && !stressed))
            && let Some(letters) = self.letters(&spelling)?
        {
            return Ok(Some(letters));
        }
        Ok(found.map(|found| with_stress(found, query.stress)))
    }

    /// The names of a word's letters, the last one stressed.
    pub(super) fn letters(&self, word: &str) -> Found {
        let mut names = String::new();
        let mut any = false;
        for letter in word.chars().filter(|c| c.is_alphabetic()) {
            let name: String = letter.to_uppercase().collect();
            match self.exact_gold(&name)? {
                Some(Entry::Simple(name)) => {
                    any = true;
                    names.push_str(name);
                }
                Some(Entry::Tagged(_)) => {}
                None => return Ok(None),
            }
        }
        if !any {
            return Ok(None);
        }
        let mut names = with_stress(&names, Some(0.0));
        if let Some(last) = names.rfind(SECONDARY) {
            names.replace_range(last..last + SECONDARY.len_utf8(), "ˈ");
        }
        Ok(Some(names))
    }
}

/// Whether a word is its own upper-case form, as are digits.
pub(super) fn is_upper(word: &str) -> bool {
    word.to_uppercase() == word
}

/// Whether a word is its own lower-case form.
pub(super) fn is_lower(word: &str) -> bool {
    word.to_lowercase() == word
}

/// "Word" for "word" and back; None for any other casing and for one character.
fn case_variant(word: &str) -> Option<String> {
    word.chars().nth(1)?;
    let lower = word.to_lowercase();
    let capital = capitalized(&lower);
    if word == lower {
        (capital != lower).then_some(capital)
    } else {
        (word == capital).then_some(lower)
    }
}

fn capitalized(lower: &str) -> String {
    let mut chars = lower.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}
