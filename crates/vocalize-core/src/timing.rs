//! When each word is heard.

use std::ops::Range;

use vocalize_audio::{Joined, SAMPLE_RATE, seconds};
use vocalize_text::{SourceWord, Utterance};

/// How much earlier the model's sounds are heard than its durations say: 65 ms, a
/// little less than the 75 ms by which the model's authors move their own timestamps.
const LEAD: usize = SAMPLE_RATE as usize * 65 / 1000;

/// A word in a speech.
#[derive(Debug, Clone, PartialEq)]
pub struct SpokenWord {
    /// Its bytes in the text: see [`vocalize_text::SourceWord`].
    pub source: Range<usize>,
    /// When it begins, in seconds from the start of the speech.
    pub start: f64,
    /// When it ends; not before `start`, not after the next word's start.
    pub end: f64,
}

/// The words of an utterance that was joined to a speech of `before` samples.
/// `durations` are the samples that each token lasts, pads included. Of a space
/// between words, in which speakers don't pause, each gets half.
pub(crate) fn words(
    utterance: &Utterance,
    durations: &[usize],
    joined: &Joined,
    before: usize,
) -> Vec<SpokenWord> {
    // Where each token begins, without the pads, and where the last one ends.
    let mut edges = vec![0];
    for duration in &durations[..durations.len() - 1] {
        edges.push(edges[edges.len() - 1] + duration);
    }
    let edges = &edges[1..];
    let symbols: Vec<char> = utterance.phonemes.chars().collect();
    let middle_of_space = |token: usize| {
        let space = symbols.get(token) == Some(&' ');
        space.then(|| usize::midpoint(edges[token], edges[token + 1]))
    };
    let heard_at = |sample: usize| seconds(before + joined.place_of(sample.saturating_sub(LEAD)));
    let spoken = |SourceWord { source, tokens }| {
        let space_before = tokens.start.checked_sub(1).and_then(middle_of_space);
        let start = space_before.unwrap_or(edges[tokens.start]);
        let end = middle_of_space(tokens.end).unwrap_or(edges[tokens.end]);
        SpokenWord {
            source,
            start: heard_at(start),
            end: heard_at(end),
        }
    };
    utterance.words().into_iter().map(spoken).collect()
}
