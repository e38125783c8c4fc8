//! spaCy's tables: tokenizer exceptions, norms, symbols.

use anyhow::ensure;
use misaki_rs::{abbrev, norms, spacy_tokenizer_data, symbols};
use vocalize_text::compiled::TableBuilder;
use vocalize_text::english::layout::exception_value;

pub(crate) fn exceptions() -> anyhow::Result<Vec<u8>> {
    let mut table = TableBuilder::default();
    for (word, pieces) in spacy_tokenizer_data::EXCEPTIONS {
        let joined: String = pieces.iter().map(|(piece, _)| *piece).collect();
        ensure!(
            joined == *word,
            "the pieces of the exception {word:?} don't spell it"
        );
        table.insert(word.as_bytes(), exception_value(pieces));
    }
    Ok(table.finish())
}

pub(crate) fn norms() -> Vec<u8> {
    let mut table = TableBuilder::default();
    // The base norms come last: they count more.
    for (word, norm) in norms::EXCEPTION_NORMS.iter().chain(norms::BASE_NORMS) {
        table.insert(word.as_bytes(), norm.as_bytes().to_vec());
    }
    table.finish()
}

pub(crate) fn hashed_norms() -> Vec<u8> {
    let mut table = TableBuilder::default();
    for (hash, norm) in norms::LEXEME_NORMS {
        table.insert(&hash.to_le_bytes(), norm.as_bytes().to_vec());
    }
    table.finish()
}

pub(crate) fn symbols() -> Vec<u8> {
    let mut table = TableBuilder::default();
    for (symbol, id) in symbols::SYMBOLS {
        table.insert(symbol.as_bytes(), id.to_le_bytes().to_vec());
    }
    table.finish()
}

pub(crate) fn abbreviations() -> Vec<u8> {
    let mut table = TableBuilder::default();
    for abbreviation in abbrev::PERIOD_ABBREVIATIONS {
        table.insert(abbreviation.as_bytes(), Vec::new());
    }
    table.finish()
}
