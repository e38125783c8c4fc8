//! An interpolated modified Kneser-Ney n-gram model over graphones.

use crate::oov::format::{BEGIN, END};

/// A graphone's number in the model, or a mark.
pub(crate) type Symbol = u16;

/// Longest n-gram that a [`Key`] holds.
pub(crate) const MAX_ORDER: usize = 8;

/// An n-gram, 16 bits a symbol, the newest lowest.
pub(crate) type Key = u128;

/// The `n` newest symbols of `key`.
pub(crate) fn newest(key: Key, n: usize) -> Key {
    if n >= MAX_ORDER {
        key
    } else {
        key & ((1 << (16 * n)) - 1)
    }
}

/// All n-grams of one length in key order, so that those with the same
/// context lie together.
#[derive(Default)]
pub(crate) struct Level {
    /// The n-grams.
    pub(crate) keys: Vec<Key>,
    /// How often each was seen.
    pub(crate) counts: Vec<f32>,
    /// Probability of the newest symbol behind the others, lower orders mixed in.
    pub(crate) probabilities: Vec<f32>,
    /// Weight of the next lower order when the n-gram is a context.
    pub(crate) backoffs: Vec<f32>,
}

impl Level {
    /// Place of `key`.
    pub(crate) fn find(&self, key: Key) -> Option<usize> {
        self.keys.binary_search(&key).ok()
    }
}

/// The model: `levels[n - 1]` has the n-grams of length n.
pub(crate) struct Ngrams {
    pub(crate) levels: Vec<Level>,
}

/// Counts and estimates n-grams up to `order` (1 to [`MAX_ORDER`]) over words.
pub(crate) fn estimate(words: &[Vec<Symbol>], order: usize, vocabulary: usize) -> Ngrams {
    let mut levels: Vec<Level> = (1..=order).map(|n| count(words, n)).collect();
    let continuations: Vec<Vec<f32>> = (1..=order)
        .map(|n| match levels.get(n) {
            Some(longer) => continuation_counts(&levels[n - 1], longer, n),
            None => levels[n - 1].counts.clone(),
        })
        .collect();
    for n in 1..=order {
        let (lower, rest) = levels.split_at_mut(n - 1);
        smooth(
            &mut rest[0],
            lower.last_mut(),
            &continuations[n - 1],
            n,
            vocabulary,
        );
    }
    Ngrams { levels }
}

fn count(words: &[Vec<Symbol>], n: usize) -> Level {
    let mut seen: Vec<Key> = Vec::new();
    for word in words {
        let mut key = Key::from(BEGIN);
        for (at, &symbol) in word.iter().chain([&END]).enumerate() {
            key = key << 16 | Key::from(symbol);
            if at + 2 >= n {
                seen.push(newest(key, n));
            }
        }
    }
    seen.sort_unstable();
    let mut level = Level::default();
    if n == 1 {
        // Never said, but a context like any other.
        level.keys.push(Key::from(BEGIN));
        level.counts.push(0.0);
    }
    for same in seen.chunk_by(|a, b| a == b) {
        level.keys.push(same[0]);
        level.counts.push(same.len() as f32);
    }
    level.backoffs = vec![1.0; level.keys.len()];
    level
}

/// How many different symbols each n-gram was seen behind; an n-gram at the
/// beginning of a word keeps its own count, as nothing stands before it.
fn continuation_counts(level: &Level, longer: &Level, n: usize) -> Vec<f32> {
    let mut counts = vec![0.0; level.keys.len()];
    for key in &longer.keys {
        if let Some(at) = level.find(newest(*key, n)) {
            counts[at] += 1.0;
        }
    }
    for (at, key) in level.keys.iter().enumerate() {
        if n > 1 && (key >> (16 * (n - 1))) as Symbol == BEGIN {
            counts[at] = level.counts[at];
        }
    }
    counts
}

/// Chen and Goodman's three discounts from the counts of counts.
fn discounts(counts: &[f32]) -> [f32; 3] {
    let of = |n: usize| counts.iter().filter(|c| c.round() as usize == n).count() as f32;
    let (n1, n2, n3, n4) = (of(1), of(2), of(3), of(4));
    if n1 == 0.0 || n2 == 0.0 || n3 == 0.0 {
        return [0.5, 1.0, 1.5];
    }
    let y = n1 / (n1 + 2.0 * n2);
    let discount = |k: f32, a: f32, b: f32| (k - (k + 1.0) * y * b / a).clamp(0.1, k * 0.95);
    [
        discount(1.0, n1, n2),
        discount(2.0, n2, n3),
        discount(3.0, n3, n4),
    ]
}

/// Sets the probabilities of one level, and the backoff weights of the level
/// below, whose probabilities are mixed in.
fn smooth(
    level: &mut Level,
    mut lower: Option<&mut Level>,
    counts: &[f32],
    n: usize,
    vocabulary: usize,
) {
    let discount = discounts(counts);
    // Counts are whole numbers; 0 is that of the mark that is never said.
    let taken = |count: f32| match count as usize {
        0 => 0.0,
        few => discount[few.min(3) - 1],
    };
    let uniform = 1.0 / vocabulary as f32;
    let mut rest = counts;
    for keys in level.keys.chunk_by(|a, b| a >> 16 == b >> 16) {
        let (counts, behind) = rest.split_at(keys.len());
        rest = behind;
        // Without any word, nothing was counted.
        let total = counts.iter().sum::<f32>().max(1.0);
        let backoff = counts.iter().map(|&count| taken(count)).sum::<f32>() / total;
        for (&key, &count) in keys.iter().zip(counts) {
            let below = lower.as_deref().map_or(uniform, |lower| {
                let found = lower.find(newest(key, n - 1));
                found.map_or(0.0, |place| lower.probabilities[place])
            });
            let own = (count - taken(count)) / total;
            level.probabilities.push(own + backoff * below);
        }
        if let Some(lower) = lower.as_deref_mut()
            && let Some(place) = lower.find(keys[0] >> 16)
        {
            lower.backoffs[place] = backoff;
        }
    }
}
