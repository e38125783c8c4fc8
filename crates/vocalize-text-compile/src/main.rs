//! `vocalize-text-compile --out FILE`: builds the compiled text data.

#![forbid(unsafe_code)]

use std::path::PathBuf;

use clap::Parser;
use vocalize_text_compile::{Guessers, compile};

/// Builds the file that the English text front end maps; takes some minutes.
#[derive(Parser)]
struct Args {
    /// The file to write.
    #[arg(long)]
    out: PathBuf,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    eprintln!("training the models for words in no lexicon");
    let guessers = Guessers::train();
    eprintln!("writing {}", args.out.display());
    compile(Some(guessers))?.write(&args.out)?;
    Ok(())
}
