//! Builds the compiled file of `vocalize-text` from the data that the crate
//! `misaki-rs` ships: misaki's lexicons, and spaCy's tokenizer and tagger.
//!
//! The same sources give the same bytes.

#![forbid(unsafe_code)]

mod lexicon;
mod patterns;
mod tables;
mod tagger;

use vocalize_text::compiled::{Section, Writer};

/// The compiled file; [`Writer::write`] puts it in its place. `guesser` is the
/// trained model for words in no lexicon, stored as it is.
///
/// # Errors
/// When `cargo metadata` can't find the sources of misaki-rs, or they are not
/// what this was written for.
pub fn compile(guesser: Option<Vec<u8>>) -> anyhow::Result<Writer> {
    let (weights, rows) = tagger::sections()?;
    let patterns = patterns::Patterns::read()?;
    let writer = Writer::default()
        .with(Section::Lexicon, lexicon::section())
        .with(Section::Exceptions, tables::exceptions()?)
        .with(Section::Norms, tables::norms())
        .with(Section::HashedNorms, tables::hashed_norms())
        .with(Section::Symbols, tables::symbols())
        .with(Section::Abbreviations, tables::abbreviations())
        .with(Section::AfterDigit, patterns.after_digit())
        .with(Section::Characters, patterns.characters())
        .with(Section::TaggerWeights, weights)
        .with(Section::TaggerRows, rows);
    Ok(match guesser {
        Some(model) => writer.with(Section::Guesser, model),
        None => writer,
    })
}
