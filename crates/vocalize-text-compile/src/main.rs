//! `vocalize-text-compile --out FILE`: builds the compiled text data.

#![forbid(unsafe_code)]

use std::path::PathBuf;

use anyhow::Context;
use clap::Parser;

/// Builds the file that the English text front end maps.
#[derive(Parser)]
struct Args {
    /// The file to write.
    #[arg(long)]
    out: PathBuf,
    /// The trained model that guesses unknown words.
    #[arg(long)]
    guesser: Option<PathBuf>,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let guesser = args.guesser.as_deref().map(|path| {
        std::fs::read(path).with_context(|| format!("the guesser's model {}", path.display()))
    });
    let writer = vocalize_text_compile::compile(guesser.transpose()?)?;
    writer.write(&args.out)?;
    Ok(())
}
