//! What the tagger sees of a token.

use std::borrow::Cow;

use super::tokenizer::Token;
use crate::compiled::{Compiled, CompiledError, Section, Table, murmur64a};

/// Features of a token: norm, first character, last three, shape, white space
/// after it, is itself white space.
pub(super) const FEATURES: usize = 6;

/// Rows that each feature is spread over.
pub const FEATURE_ROWS: [usize; FEATURES] = [5000, 1000, 2500, 2500, 50, 50];

/// Seeds of the features' hashes.
const SEEDS: [u32; FEATURES] = [8, 9, 10, 11, 12, 13];

/// Rows whose sum stands for a feature.
const KEYS: usize = 4;

/// Words of so many characters and more have the shape "LONG".
const LONG: usize = 100;

/// The tables of norms and ids.
#[derive(Clone, Copy)]
pub(super) struct Vocabulary {
    norms: Table,
    hashed_norms: Table,
    symbols: Table,
}

impl Vocabulary {
    pub(super) fn open(compiled: &Compiled) -> Result<Self, CompiledError> {
        Ok(Self {
            norms: Table::open(compiled, Section::Norms)?,
            hashed_norms: Table::open(compiled, Section::HashedNorms)?,
            symbols: Table::open(compiled, Section::Symbols)?,
        })
    }

    /// The rows of all embedding tables, put one after another, that make up a
    /// token.
    pub(super) fn rows(
        &self,
        compiled: &Compiled,
        text: &str,
        token: &Token<'_>,
        space_after: bool,
    ) -> Result<[usize; FEATURES * KEYS], CompiledError> {
        let word = &text[token.range.clone()];
        let norm = match token.norm {
            Some(norm) => Cow::Borrowed(norm),
            None => self.norm(compiled, word)?,
        };
        let all_space = !word.is_empty() && word.chars().all(char::is_whitespace);
        let values = [
            self.id(compiled, &norm)?,
            self.id(compiled, first_chars(word, 1))?,
            self.id(compiled, last_chars(word, 3))?,
            self.id(compiled, &shape(word))?,
            u64::from(space_after),
            u64::from(all_space),
        ];
        Ok(rows(&values))
    }

    fn norm<'a>(&self, compiled: &'a Compiled, word: &str) -> Result<Cow<'a, str>, CompiledError> {
        let hash = murmur64a(word.as_bytes()).to_le_bytes();
        let known = match self.norms.get(compiled, word.as_bytes())? {
            Some(norm) => Some(norm),
            None => self.hashed_norms.get(compiled, &hash)?,
        };
        match known {
            Some(norm) => std::str::from_utf8(norm)
                .map(Cow::Borrowed)
                .map_err(|_| CompiledError::Malformed(Section::Norms)),
            None => Ok(Cow::Owned(word.to_lowercase())),
        }
    }

    /// spaCy's id of a string: that of a symbol, else its hash.
    fn id(&self, compiled: &Compiled, text: &str) -> Result<u64, CompiledError> {
        let malformed = |_| CompiledError::Malformed(Section::Symbols);
        match self.symbols.get(compiled, text.as_bytes())? {
            Some(id) => Ok(u64::from_le_bytes(id.try_into().map_err(malformed)?)),
            None => Ok(murmur64a(text.as_bytes())),
        }
    }
}

fn rows(values: &[u64; FEATURES]) -> [usize; FEATURES * KEYS] {
    let mut rows = [0; FEATURES * KEYS];
    let mut table = 0;
    for (feature, keys) in rows.chunks_exact_mut(KEYS).enumerate() {
        let hashes = embed_hash(values[feature], SEEDS[feature]);
        for (row, hash) in keys.iter_mut().zip(hashes) {
            *row = table + hash as usize % FEATURE_ROWS[feature];
        }
        table += FEATURE_ROWS[feature];
    }
    rows
}

/// Thinc's `HashEmbed` hash: MurmurHash3 x86-128 made for a single u64, which
/// differs from the general one.
fn embed_hash(value: u64, seed: u32) -> [u32; KEYS] {
    let mixed = value
        .wrapping_mul(0x87c3_7b91_1142_53d5)
        .rotate_left(31)
        .wrapping_mul(0x4cf5_ad43_2745_937f);
    let mut h2 = u64::from(seed) ^ 8;
    let mut h1 = (mixed ^ h2).wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = finish(h1);
    h2 = finish(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 as u32, (h1 >> 32) as u32, h2 as u32, (h2 >> 32) as u32]
}

fn finish(mut h: u64) -> u64 {
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^= h >> 33;
    h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

fn first_chars(word: &str, count: usize) -> &str {
    let end = word.char_indices().nth(count);
    &word[..end.map_or(word.len(), |(at, _)| at)]
}

fn last_chars(word: &str, count: usize) -> &str {
    let start = word.char_indices().rev().nth(count - 1);
    &word[start.map_or(0, |(at, _)| at)..]
}

/// `Xxxx` for `Smith`: letters by case, digits as `d`, runs cut at four.
fn shape(word: &str) -> String {
    if word.chars().nth(LONG - 1).is_some() {
        return "LONG".to_owned();
    }
    let mut shape = String::with_capacity(word.len());
    let mut last = '\0';
    let mut run = 0;
    for c in word.chars() {
        let class = class(c);
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= 4 {
            shape.push(class);
        }
    }
    shape
}

fn class(c: char) -> char {
    match c {
        _ if c.is_uppercase() && c.is_alphabetic() => 'X',
        _ if c.is_alphabetic() => 'x',
        _ if c.is_numeric() => 'd',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_cut_runs_at_four() {
        assert_eq!(shape("Smiths"), "Xxxxx");
        assert_eq!(shape("n't"), "x'x");
        assert_eq!(shape("12345.6"), "dddd.d");
        assert_eq!(shape(&"a".repeat(100)), "LONG");
    }

    #[test]
    fn ends_of_words_count_characters() {
        assert_eq!(first_chars("éa", 1), "é");
        assert_eq!(last_chars("naïve", 3), "ïve");
        assert_eq!(last_chars("I", 3), "I");
    }
}
