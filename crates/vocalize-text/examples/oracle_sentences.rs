//! Writes the sentences of the tests with what we say, for `scripts/misaki_oracle.py`:
//! `oracle_sentences COMPILED en-us|en-gb > sentences.tsv`.
//!
//! A line a sentence: the sentence, a tab, its phonemes; words that misaki doesn't
//! know are marked as misaki marks them. Sentences with tabs or line breaks in them
//! are left out.

use std::collections::BTreeSet;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use misaki_rs::data;
use vocalize_text::Dialect;
use vocalize_text::english::English;

#[path = "../tests/it/sentences.rs"]
mod sentences;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: oracle_sentences COMPILED en-us|en-gb";
    let english = English::open(Path::new(&arguments.next().context(usage)?))?;
    let (dialect, gold, silver) = match arguments.next().as_deref() {
        Some("en-us") => (Dialect::Us, data::load_us_gold(), data::load_us_silver()),
        Some("en-gb") => (Dialect::Gb, data::load_gb_gold(), data::load_gb_silver()),
        _ => anyhow::bail!(usage),
    };
    let words: BTreeSet<String> = gold.into_keys().chain(silver.into_keys()).collect();
    let mut output = BufWriter::new(std::io::stdout().lock());
    let one_line = |sentence: &String| !sentence.contains(['\t', '\n']);
    for sentence in sentences::all(&words).into_iter().filter(one_line) {
        let said = english.words(&sentence, dialect, &|_| None)?;
        let said: String = said
            .into_iter()
            .map(|word| word.phonemes + &word.whitespace)
            .collect();
        writeln!(output, "{sentence}\t{said}")?;
    }
    output.flush()?;
    Ok(())
}
