//! Leaves out the n-grams that a shorter one predicts nearly as well.

use super::ngram::{Key, Ngrams, newest};

/// Drops every n-gram whose removal costs the training words less than
/// `threshold` nats together and which no longer n-gram builds on, and gives
/// the remaining contexts their backoff weights anew.
pub(crate) fn prune(ngrams: &mut Ngrams, threshold: f32) {
    let mut needed: Vec<Key> = Vec::new();
    for n in (2..=ngrams.levels.len()).rev() {
        let mut contexts = Vec::new();
        let keep: Vec<bool> = (0..ngrams.levels[n - 1].keys.len())
            .map(|at| {
                let key = ngrams.levels[n - 1].keys[at];
                let keep = needed.binary_search(&key).is_ok() || loss(ngrams, n, at) >= threshold;
                if keep && contexts.last() != Some(&(key >> 16)) {
                    contexts.push(key >> 16);
                }
                keep
            })
            .collect();
        let level = &mut ngrams.levels[n - 1];
        retain(&mut level.keys, &keep);
        retain(&mut level.counts, &keep);
        retain(&mut level.probabilities, &keep);
        retain(&mut level.backoffs, &keep);
        needed = contexts;
    }
    for n in 1..ngrams.levels.len() {
        reweigh(ngrams, n);
    }
}

fn retain<T>(values: &mut Vec<T>, keep: &[bool]) {
    let mut flags = keep.iter();
    values.retain(|_| flags.next().copied().unwrap_or(false));
}

/// Log likelihood of the training words that goes with the n-gram at `at`.
fn loss(ngrams: &Ngrams, n: usize, at: usize) -> f32 {
    let (level, lower) = (&ngrams.levels[n - 1], &ngrams.levels[n - 2]);
    let key = level.keys[at];
    let backoff = lower
        .find(key >> 16)
        .map_or(1.0, |place| lower.backoffs[place]);
    let below = lower
        .find(newest(key, n - 1))
        .map_or(0.0, |place| lower.probabilities[place]);
    level.counts[at] * (level.probabilities[at] / (backoff * below)).ln()
}

/// Probability of the newest of `n` symbols behind the others, as the model
/// gives it when the n-gram itself is not in it.
pub(crate) fn probability(ngrams: &Ngrams, key: Key, n: usize) -> f32 {
    let level = &ngrams.levels[n - 1];
    if let Some(at) = level.find(key) {
        return level.probabilities[at];
    }
    if n == 1 {
        return 0.0;
    }
    let context = &ngrams.levels[n - 2];
    let backoff = context
        .find(key >> 16)
        .map_or(1.0, |at| context.backoffs[at]);
    backoff * probability(ngrams, newest(key, n - 1), n - 1)
}

/// Sets the backoff weights of the contexts of length `n` so that the
/// probabilities behind each add up to one.
fn reweigh(ngrams: &mut Ngrams, n: usize) {
    let mut backoffs = vec![1.0; ngrams.levels[n - 1].keys.len()];
    let longer = &ngrams.levels[n];
    let mut start = 0;
    while start < longer.keys.len() {
        let context = longer.keys[start] >> 16;
        let end = start + longer.keys[start..].partition_point(|key| key >> 16 == context);
        let above: f32 = longer.probabilities[start..end].iter().sum();
        let below: f32 = longer.keys[start..end]
            .iter()
            .map(|&key| probability(ngrams, newest(key, n), n))
            .sum();
        if let Some(at) = ngrams.levels[n - 1].find(context) {
            backoffs[at] = (1.0 - above).max(1e-4) / (1.0 - below).max(1e-4);
        }
        start = end;
    }
    ngrams.levels[n - 1].backoffs = backoffs;
}
