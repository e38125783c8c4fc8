//! Trains the model for words in no lexicon from misaki's gold lexicon, and
//! measures it on a tenth of the lexicon that it was not trained on.
//!
//! ```sh
//! cargo run --release -p vocalize-text --example train_g2p -- evaluate --language en-us
//! cargo run --release -p vocalize-text --example train_g2p -- build --language en-gb --out g2p_gb.bin
//! ```

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use misaki_rs::lexicon::PhonemeEntry;
use vocalize_text::oov::Guesser;
use vocalize_text::oov::train::{Comparison, Entry, Settings, is_held_out, train};

/// Which English.
#[derive(Clone, Copy, ValueEnum)]
enum Language {
    EnUs,
    EnGb,
}

/// Trains and measures the grapheme-to-phoneme model.
#[derive(Parser)]
enum Command {
    /// Train on nine tenths of the lexicon and measure on the rest.
    Evaluate {
        #[arg(long)]
        language: Language,
        /// Also write every held-out word, its phonemes and our guess, tab
        /// separated, for `scripts/g2p_yardstick.py`.
        #[arg(long)]
        words: Option<PathBuf>,
    },
    /// Train on all of the lexicon.
    Build {
        #[arg(long)]
        language: Language,
        /// The model to write.
        #[arg(long)]
        out: PathBuf,
    },
}

fn main() -> Result<()> {
    match Command::parse() {
        Command::Evaluate { language, words } => evaluate(&gold(language), words),
        Command::Build { language, out } => {
            let model = train(&gold(language), Settings::default());
            fs::write(&out, model).with_context(|| format!("can't write {}", out.display()))
        }
    }
}

/// The gold lexicon in order, each word with its default pronunciation.
fn gold(language: Language) -> Vec<Entry> {
    let lexicon = match language {
        Language::EnUs => misaki_rs::data::load_us_gold(),
        Language::EnGb => misaki_rs::data::load_gb_gold(),
    };
    let said = |entry| match entry {
        PhonemeEntry::Simple(phonemes) => Some(phonemes),
        PhonemeEntry::Tagged(mut readings) => readings.remove("DEFAULT").flatten(),
    };
    let entries = lexicon.into_iter().filter_map(|(word, entry)| {
        Some(Entry {
            word,
            phonemes: said(entry)?,
        })
    });
    let mut entries: Vec<Entry> = entries.collect();
    entries.sort_by(|a, b| a.word.cmp(&b.word));
    entries
}

fn evaluate(gold: &[Entry], words: Option<PathBuf>) -> Result<()> {
    let (test, seen): (Vec<Entry>, Vec<Entry>) = gold
        .iter()
        .cloned()
        .partition(|entry| is_held_out(&entry.word));
    let start = Instant::now();
    let model = train(&seen, Settings::default());
    println!(
        "trained on {} words in {:.1} s: {} bytes",
        seen.len(),
        start.elapsed().as_secs_f64(),
        model.len()
    );

    let guesser = Guesser::from_bytes(&model)?;
    let start = Instant::now();
    let comparison = Comparison::new(&test, |word| guesser.guess(word));
    let micros = start.elapsed().as_secs_f64() * 1e6 / comparison.words.len() as f64;
    println!(
        "guessed {} held-out words, {micros:.0} microseconds each",
        comparison.words.len()
    );
    for (name, stress) in [("with", true), ("without", false)] {
        let rates = comparison.rates(stress);
        println!(
            "{name} stress: phoneme error rate {:.2}%, word error rate {:.2}%",
            100.0 * rates.phoneme,
            100.0 * rates.word
        );
    }
    if let Some(path) = words {
        let lines = comparison
            .words
            .iter()
            .map(|(word, said, guess)| format!("{word}\t{said}\t{guess}\n"));
        fs::write(&path, lines.collect::<String>())
            .with_context(|| format!("can't write {}", path.display()))?;
    }
    Ok(())
}
