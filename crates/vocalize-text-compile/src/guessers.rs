//! The models that guess how words in no lexicon are said.

use std::thread;

use misaki_rs::lexicon::PhonemeEntry;
use vocalize_text::Dialect;
use vocalize_text::oov::train::{Entry, Settings, train};

/// A trained model for each dialect, as bytes.
pub struct Guessers {
    /// American English.
    pub us: Vec<u8>,
    /// British English.
    pub gb: Vec<u8>,
}

impl Guessers {
    /// Trains both on all of misaki's gold lexicons, one on each of two threads.
    pub fn train() -> Self {
        let model = |language| train(&gold(language), Settings::default());
        thread::scope(|scope| {
            let us = scope.spawn(|| model(Dialect::Us));
            let gb = model(Dialect::Gb);
            let us = us
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            Self { us, gb }
        })
    }
}

/// misaki's gold lexicon in alphabetical order, each word with its default
/// pronunciation.
pub fn gold(language: Dialect) -> Vec<Entry> {
    let lexicon = match language {
        Dialect::Us => misaki_rs::data::load_us_gold(),
        Dialect::Gb => misaki_rs::data::load_gb_gold(),
    };
    let said = |entry| match entry {
        PhonemeEntry::Simple(phonemes) => Some(phonemes),
        PhonemeEntry::Tagged(mut readings) => readings.remove("DEFAULT").flatten(),
    };
    let entry = |(word, entry)| {
        Some(Entry {
            word,
            phonemes: said(entry)?,
        })
    };
    let mut entries: Vec<Entry> = lexicon.into_iter().filter_map(entry).collect();
    entries.sort_by(|a, b| a.word.cmp(&b.word));
    entries
}
