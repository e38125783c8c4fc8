//! Trains a grapheme-to-phoneme model from a lexicon.

mod align;
mod evaluate;
mod held_out;
mod network;
mod ngram;
mod prune;
mod units;
mod write;

use std::collections::BTreeMap;

use align::{Graphone, Pair};
use network::{Example, Network};
use units::Units;

use super::network::Setting;
use super::format::{MARKS, string_index};
use super::letters::{Letter, letter};
pub use evaluate::{Comparison, ErrorRates};
pub use held_out::is_held_out;

/// A word of a lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The word as it is written.
    pub word: String,
    /// How it is said, in misaki's phonemes.
    pub phonemes: String,
}

/// How large a model to train.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Longest n-gram, 1 to 8.
    pub order: usize,
    /// How often the network sees every word.
    pub epochs: usize,
    /// N-grams that are worth fewer nats than this to all training words
    /// together are left out; 0 keeps all.
    pub prune: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { order: 7, epochs: std::env::var("EP").map_or(8, |e| e.parse().unwrap()), prune: std::env::var("PR").map_or(1.0, |e| e.parse().unwrap()) }
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
    let (pairs, capitals) = pairs(entries, &mut units);
    let mut aligned: Vec<(Vec<Graphone>, bool)> =
        align::align(&pairs, &units).into_iter().zip(capitals).collect();
    let mut seen: BTreeMap<Graphone, usize> = BTreeMap::new();
    for graphone in aligned.iter().flat_map(|(word, _)| word) {
        *seen.entry(*graphone).or_default() += 1;
    }
    aligned.retain(|(word, _)| !word.is_empty() && word.iter().all(|graphone| seen.get(graphone).is_some_and(|&count| count >= RARE)));
    let mut graphones: Vec<Graphone> =
        seen.iter().filter(|&(_, &count)| count >= RARE).map(|(&graphone, _)| graphone).collect();
    write::order(&mut graphones);
    let symbols: BTreeMap<Graphone, u16> = (MARKS..).zip(&graphones).map(|(symbol, &graphone)| (graphone, symbol)).collect();
    let words: Vec<(Vec<u16>, f32)> = aligned
        .iter()
        .map(|(word, _)| (word.iter().rev().map(|graphone| symbols[graphone]).collect(), 1.0))
        .collect();
    let mut ngrams = ngram::estimate(&words, settings.order.clamp(1, ngram::MAX_ORDER), graphones.len() + 1);
    prune::prune(&mut ngrams, settings.prune);
    let examples = examples(&aligned, &symbols, &graphones, &units);
    let network = Network::train(examples, graphones.len() + usize::from(MARKS), settings.epochs);
    write::write(&graphones, &units, &ngrams, &network)
}

/// Every graphone in its word, at its last letter, the word's letters last to
/// first as the decoder reads them.
fn examples(words: &[(Vec<Graphone>, bool)], symbols: &BTreeMap<Graphone, u16>, graphones: &[Graphone], units: &Units) -> Vec<Example> {
    let of = |first: Letter, second: Option<Letter>| {
        let index = string_index(first, second);
        let place = |least: usize| graphones.partition_point(|g| string_index(g.letters.0, g.letters.1) < least) as u16 + MARKS;
        place(index)..place(index + 1)
    };
    let mut examples = Vec::new();
    for (word, capital) in words {
        let letters: Vec<Letter> = word
            .iter()
            .rev()
            .flat_map(|graphone| graphone.letters.1.into_iter().chain([graphone.letters.0]))
            .collect();
        let mut at = 0;
        let mut stressed = false;
        for graphone in word.iter().rev() {
            let double = letters.get(at + 1).map_or(0..0, |&next| of(next, Some(letters[at])));
            let choices = [of(letters[at], None), double];
            examples.push(Example::new(&letters, at, choices, symbols[graphone], Setting { stressed, capital: *capital }));
            stressed |= [graphone.units.0, graphone.units.1].into_iter().flatten().any(|unit| units.text(unit).contains('ˈ'));
            at += 1 + usize::from(graphone.letters.1.is_some());
        }
    }
    examples
}

fn pairs(entries: &[Entry], units: &mut Units) -> (Vec<Pair>, Vec<bool>) {
    let mut pairs = Vec::new();
    let mut capital = Vec::new();
    for entry in entries {
        let letters: Option<Vec<Letter>> = entry.word.chars().map(letter).collect();
        let capitals = entry.word.chars().filter(char::is_ascii_uppercase).count();
        if let (Some(letters), true) = (letters, capitals <= 1)
            && let Some(units) = units.split(&entry.phonemes)
        {
            pairs.push(Pair { letters, units });
            capital.push(super::capitalised(&entry.word));
        }
    }
    (pairs, capital)
}
