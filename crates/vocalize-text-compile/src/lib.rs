//! Builds the compiled file of `vocalize-text` from the data that the crate
//! `misaki-rs` ships: misaki's lexicons, and spaCy's tokenizer and tagger.
//!
//! The same sources give the same bytes.

#![forbid(unsafe_code)]

pub mod common;
mod guessers;
mod lexicon;
mod patterns;
mod tables;
mod tagger;

pub use guessers::{Guessers, gold};
use vocalize_text::compiled::{Section, TableBuilder, Writer};

/// The compiled file without common sentences, which are read over it: see
/// [`common::section`]. [`Writer::write`] puts it in its place. `guessers` are the
/// trained models for words in no lexicon, stored as they are.
///
/// # Errors
/// When `cargo metadata` can't find the sources of misaki-rs, or they are not
/// what this was written for.
pub fn compile(guessers: Option<Guessers>) -> anyhow::Result<Writer> {
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
        .with(Section::TaggerRows, rows)
        .with(Section::Sentences, TableBuilder::default().finish());
    Ok(match guessers {
        Some(Guessers { us, gb }) => writer
            .with(Section::GuesserUs, us)
            .with(Section::GuesserGb, gb),
        None => writer,
    })
}
