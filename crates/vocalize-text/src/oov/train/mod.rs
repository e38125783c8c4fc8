//! Trains a grapheme-to-phoneme model from a lexicon.

mod align;
mod held_out;
mod ngram;
mod prune;
mod units;
mod write;

use std::collections::BTreeMap;

use align::{Graphone, Pair};
use units::Units;

use super::format::MARKS;
use super::letters::{Letter, letter};
pub use held_out::is_held_out;

/// A word of a lexicon.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The word as it is written.
    pub word: String,
    /// How it is said, in misaki's phonemes.
    pub phonemes: String,
    /// How much it counts; 1 is usual.
    pub weight: f32,
}

/// How large a model to train.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Longest n-gram, 1 to 8.
    pub order: usize,
    /// N-grams that are worth fewer nats than this to all training words
    /// together are left out; 0 keeps all.
    pub prune: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { order: 8, prune: 0.5 }
    }
}

/// Graphones seen fewer times than this are slips of the lexicon or of the
/// alignment; words with one are left out.
const RARE: usize = 4;

/// Trains a model on the entries that a model can learn from: letters and
/// apostrophes only, one main stress, not spelled out. Entries that are not are
/// passed over. Equal entries in equal order give equal bytes.
pub fn train(entries: &[Entry], settings: Settings) -> Vec<u8> {
    let mut units = Units::default();
    let (pairs, weights) = pairs(entries, &mut units);
    let mut aligned: Vec<(Vec<Graphone>, f32)> =
        align::align(&pairs, &units).into_iter().zip(weights).collect();
    let mut seen: BTreeMap<Graphone, usize> = BTreeMap::new();
    for graphone in aligned.iter().flat_map(|(word, _)| word) {
        *seen.entry(*graphone).or_default() += 1;
    }
    aligned.retain(|(word, _)| !word.is_empty() && word.iter().all(|graphone| seen[graphone] >= RARE));
    let mut graphones: Vec<Graphone> =
        seen.iter().filter(|&(_, &count)| count >= RARE).map(|(&graphone, _)| graphone).collect();
    write::order(&mut graphones);
    let symbols: BTreeMap<Graphone, u16> = (MARKS..).zip(&graphones).map(|(symbol, &graphone)| (graphone, symbol)).collect();
    let words: Vec<(Vec<u16>, f32)> = aligned
        .iter()
        .map(|(word, weight)| (word.iter().rev().map(|graphone| symbols[graphone]).collect(), *weight))
        .collect();
    let mut ngrams = ngram::estimate(&words, settings.order.clamp(1, ngram::MAX_ORDER), graphones.len() + 1);
    prune::prune(&mut ngrams, settings.prune);
    write::write(&graphones, &units, &ngrams)
}

fn pairs(entries: &[Entry], units: &mut Units) -> (Vec<Pair>, Vec<f32>) {
    let mut pairs = Vec::new();
    let mut weights = Vec::new();
    for entry in entries {
        let letters: Option<Vec<Letter>> = entry.word.chars().map(letter).collect();
        let capitals = entry.word.chars().filter(char::is_ascii_uppercase).count();
        if let (Some(letters), true) = (letters, capitals <= 1)
            && let Some(units) = units.split(&entry.phonemes)
        {
            pairs.push(Pair { letters, units });
            weights.push(entry.weight);
        }
    }
    (pairs, weights)
}
