//! How far guesses are from the lexicon.

use super::units::finished;
use super::{Entry, is_plain};

/// Errors of guesses, as shares of one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ErrorRates {
    /// Phonemes to insert, delete or replace, over the phonemes of the
    /// lexicon. With stress, a stress mark is a phoneme like any other.
    pub phoneme: f64,
    /// Words with at least one such error, over all words.
    pub word: f64,
}

/// How the entries are said, and what a guesser makes of them.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// Word, phonemes in the lexicon as misaki finally says them, guess.
    pub words: Vec<(String, String, String)>,
}

impl Comparison {
    /// Guesses every entry that is one spelled word: letters and apostrophes,
    /// two or more, not in capitals, whatever its phonemes.
    pub fn new(entries: &[Entry], mut guess: impl FnMut(&str) -> String) -> Self {
        let words = entries
            .iter()
            .filter(|entry| is_plain(&entry.word) && entry.word.len() > 1);
        let compare = |entry: &Entry| {
            let phonemes = entry.phonemes.chars().map(finished).collect();
            (entry.word.clone(), phonemes, guess(&entry.word))
        };
        Self {
            words: words.map(compare).collect(),
        }
    }

    /// Error rates with stress marks as phonemes, or without them.
    pub fn rates(&self, stress: bool) -> ErrorRates {
        let (mut errors, mut phonemes, mut wrong) = (0, 0, 0);
        for (_, lexicon, guess) in &self.words {
            let counted = |text: &str| -> Vec<char> {
                text.chars()
                    .filter(|c| stress || !matches!(c, 'ˈ' | 'ˌ'))
                    .collect()
            };
            let lexicon = counted(lexicon);
            let distance = strsim::generic_levenshtein(&lexicon, &counted(guess));
            errors += distance;
            phonemes += lexicon.len();
            wrong += usize::from(distance > 0);
        }
        ErrorRates {
            phoneme: errors as f64 / phonemes as f64,
            word: wrong as f64 / self.words.len() as f64,
        }
    }
}
