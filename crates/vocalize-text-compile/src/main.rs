//! `vocalize-text-compile --out FILE`: builds the compiled text data.

#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Parser;
use vocalize_text::compiled::Section;
use vocalize_text::english::English;
use vocalize_text_compile::{Guessers, common, compile};

/// Builds the file that the English text front end maps; takes some minutes.
#[derive(Parser)]
struct Args {
    /// The file to write.
    #[arg(long)]
    out: PathBuf,
    /// Common words, one a line.
    #[arg(long)]
    words: PathBuf,
    /// Do nothing if the file is there, whole, and of this program's version.
    #[arg(long)]
    if_needed: bool,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    if args.if_needed && is_good(&args.out) {
        return Ok(());
    }
    eprintln!("training the models for words in no lexicon");
    let guessers = Guessers::train();
    eprintln!("reading common words and phrases");
    let words = fs::read_to_string(&args.words)
        .with_context(|| format!("can't read {}", args.words.display()))?;
    let without = compile(Some(guessers))?;
    // Read over the file that is to keep them, which must be a file to be mapped.
    let folder = args.out.parent().unwrap_or(Path::new("."));
    let folder = tempfile::tempdir_in(folder)?;
    let unfinished = folder.path().join("unfinished.bin");
    without.write(&unfinished)?;
    let sentences = common::section(&unfinished, &words)?;
    eprintln!("writing {}", args.out.display());
    without
        .with(Section::Sentences, sentences)
        .write(&args.out)?;
    Ok(())
}

fn is_good(file: &Path) -> bool {
    English::open(file).is_ok_and(|english| english.compiled().verify().is_ok())
}
