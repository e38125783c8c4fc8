//! `vocalize-text-compile --out FILE`: builds the compiled text data.

#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};

use clap::Parser;
use vocalize_text::english::English;
use vocalize_text_compile::{Guessers, compile};

/// Builds the file that the English text front end maps; takes some minutes.
#[derive(Parser)]
struct Args {
    /// The file to write.
    #[arg(long)]
    out: PathBuf,
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
    eprintln!("writing {}", args.out.display());
    compile(Some(guessers))?.write(&args.out)?;
    Ok(())
}

fn is_good(file: &Path) -> bool {
    English::open(file).is_ok_and(|english| english.compiled().verify().is_ok())
}
