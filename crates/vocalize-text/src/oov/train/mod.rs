//! Trains a grapheme-to-phoneme model from a lexicon.

mod align;
mod evaluate;
mod examples;
mod held_out;
mod network;
mod ngram;
mod prune;
mod units;
mod write;

use std::collections::BTreeMap;

use align::{Graphone, Pair};
use network::Network;
use units::Units;

use super::capitalised;
use super::format::MARKS;
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
        Self {
            order: 7,
            epochs: 14,
            prune: 1.0,
        }
    }
}

/// Graphones seen fewer times than this are slips of the lexicon or of the
/// alignment; words with one are left out.
const RARE: usize = 4;

/// A word in graphones.
struct Aligned {
    graphones: Vec<Graphone>,
    /// It begins with a capital.
    capital: bool,
}

/// The graphones of a model, in the order of their symbols.
struct Inventory {
    graphones: Vec<Graphone>,
    symbols: BTreeMap<Graphone, u16>,
}

/// Trains a model on the entries that a model can learn from: letters and
/// apostrophes only, one main stress, not in capitals. Others are passed over.
/// Equal entries in equal order give equal bytes on one machine; on another,
/// the last digits of sums may differ.
///
/// The gold lexicons alone give lower error rates than gold and silver
/// together: silver marks stress by other habits.
pub fn train(entries: &[Entry], settings: Settings) -> Vec<u8> {
    let mut units = Units::default();
    let mut words = aligned(entries, &mut units);
    let inventory = Inventory::of(&words);
    words.retain(|word| inventory.covers(word));
    let symbols = |word: &Aligned| {
        let backwards = word.graphones.iter().rev();
        backwards
            .map(|graphone| inventory.symbols[graphone])
            .collect()
    };
    let sequences: Vec<Vec<u16>> = words.iter().map(symbols).collect();
    let order = settings.order.clamp(1, ngram::MAX_ORDER);
    let mut ngrams = ngram::estimate(&sequences, order, inventory.graphones.len() + 1);
    prune::prune(&mut ngrams, settings.prune);
    let examples = examples::examples(&words, &inventory, &units);
    let outputs = inventory.graphones.len() + usize::from(MARKS);
    let network = Network::train(examples, outputs, settings.epochs);
    write::write(&inventory.graphones, &units, &ngrams, &network)
}

/// The words that can be learnt from and aligned.
fn aligned(entries: &[Entry], units: &mut Units) -> Vec<Aligned> {
    let mut pairs = Vec::new();
    let mut capitals = Vec::new();
    for entry in entries.iter().filter(|entry| is_plain(&entry.word)) {
        let letters: Vec<Letter> = entry.word.chars().filter_map(letter).collect();
        if let Some(units) = units.split(&entry.phonemes) {
            pairs.push(Pair { letters, units });
            capitals.push(capitalised(&entry.word));
        }
    }
    let words = align::align(&pairs, units).into_iter().zip(capitals);
    let words = words.map(|(graphones, capital)| Aligned { graphones, capital });
    words.filter(|word| !word.graphones.is_empty()).collect()
}

/// Whether a word has letters and apostrophes only and is not in capitals,
/// which are often named one by one.
fn is_plain(word: &str) -> bool {
    let capitals = word.chars().filter(char::is_ascii_uppercase).count();
    capitals <= 1 && word.chars().all(|c| letter(c).is_some())
}

impl Inventory {
    /// The graphones of these words that are not rare.
    fn of(words: &[Aligned]) -> Self {
        let mut seen: BTreeMap<Graphone, usize> = BTreeMap::new();
        for graphone in words.iter().flat_map(|word| &word.graphones) {
            *seen.entry(*graphone).or_default() += 1;
        }
        seen.retain(|_, count| *count >= RARE);
        let mut graphones: Vec<Graphone> = seen.into_keys().collect();
        write::order(&mut graphones);
        let symbols = graphones.iter().copied().zip(MARKS..).collect();
        Self { graphones, symbols }
    }

    fn covers(&self, word: &Aligned) -> bool {
        word.graphones
            .iter()
            .all(|graphone| self.symbols.contains_key(graphone))
    }
}
