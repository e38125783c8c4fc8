//! Joining utterances into one speech, without clicks and with even pauses.

use std::ops::Range;

use crate::{SAMPLE_RATE, samples};

/// 5 ms: the frame in which loudness is looked at, and the length of a fade.
const FRAME: usize = SAMPLE_RATE as usize / 200;

/// A frame whose peak is below this is silent: -60 dBFS. The hum in Kokoro's
/// pauses is weaker; a final consonant that fades below it lasts into the margin.
const SILENCE: f32 = 0.001;

/// What is kept of the silence around speech: breath and decay live there.
const MARGIN: usize = 8 * FRAME;

/// Where speech begins and ends in `audio`, with a margin of 40 ms; all of it
/// when it is silent throughout.
pub fn trim_silence(audio: &[f32]) -> &[f32] {
    &audio[speech_range(audio)]
}

fn speech_range(audio: &[f32]) -> Range<usize> {
    let loud = |frame: &[f32]| frame.iter().any(|s| s.abs() >= SILENCE);
    let frames = audio.chunks(FRAME);
    let Some(first) = frames.clone().position(loud) else {
        return 0..audio.len();
    };
    let last = frames.rev().position(loud).unwrap_or(0);
    let frame_count = audio.len().div_ceil(FRAME);
    let end = ((frame_count - last) * FRAME + MARGIN).min(audio.len());
    (first * FRAME).saturating_sub(MARGIN)..end
}

/// What one utterance adds to a speech.
#[derive(Debug, Clone, PartialEq)]
pub struct Joined {
    /// The samples to append: the pause, then the utterance.
    pub audio: Vec<f32>,
    /// How many of them are the pause.
    pub pause: usize,
    /// Which of the utterance's own samples follow it; the others were silence.
    pub kept: Range<usize>,
}

impl Joined {
    /// Where in `audio` the utterance's own sample `at` is; where the nearest one
    /// that was kept is, if it was trimmed.
    pub fn place_of(&self, at: usize) -> usize {
        at.clamp(self.kept.start, self.kept.end) - self.kept.start + self.pause
    }
}

/// Puts utterances one after another: the silence that the model leaves around
/// each is replaced by the pause that the text asks for, and each edge is faded
/// over 5 ms so that no step is heard.
#[derive(Debug, Default)]
pub struct Joiner {
    pause: usize,
}

impl Joiner {
    /// What to append for the next utterance: the pause owed since the one
    /// before, then `audio`. `pause` seconds of silence follow it once another
    /// utterance or [`Joiner::finish`] comes.
    pub fn next(&mut self, audio: &[f32], pause: f64) -> Joined {
        let before = std::mem::replace(&mut self.pause, samples(pause));
        let kept = speech_range(audio);
        let mut joined = vec![0.0; before];
        joined.extend_from_slice(&audio[kept.clone()]);
        fade(&mut joined[before..]);
        Joined {
            audio: joined,
            pause: before,
            kept,
        }
    }

    /// What to append at the end: a tenth of a second, so that players don't cut
    /// the last sound.
    pub fn finish(self) -> Vec<f32> {
        vec![0.0; samples(0.1)]
    }
}

fn fade(audio: &mut [f32]) {
    let length = FRAME.min(audio.len() / 2);
    let gain = |at: usize| (at as f32 + 0.5) / length as f32;
    for (at, sample) in audio.iter_mut().take(length).enumerate() {
        *sample *= gain(at);
    }
    for (at, sample) in audio.iter_mut().rev().take(length).enumerate() {
        *sample *= gain(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn silence_is_trimmed_to_the_margin() {
        let mut audio = vec![0.0; 10 * SAMPLE_RATE as usize];
        audio[100_000..110_000].fill(0.5);
        let trimmed = trim_silence(&audio);
        assert!((10_000 + 2 * MARGIN..10_000 + 2 * MARGIN + 2 * FRAME).contains(&trimmed.len()));
        assert_eq!(trim_silence(&[0.0; 50]).len(), 50);
    }

    #[test]
    fn pauses_stand_between_utterances() {
        let mut joiner = Joiner::default();
        let speech = [0.5; 4800];
        assert_eq!(joiner.next(&speech, 0.5).audio.len(), 4800);
        assert_eq!(joiner.next(&speech, 0.0).audio.len(), 4800 + 12_000);
        assert_eq!(joiner.next(&speech, 0.0).audio.len(), 4800);
    }

    #[test]
    fn every_sample_of_an_utterance_is_found_in_the_speech() {
        let mut joiner = Joiner::default();
        joiner.next(&[0.5; 4800], 0.1);
        let mut speech = vec![0.0; 9000];
        speech[5000..6000].fill(0.5);
        // Not in the fades.
        speech[5500] = 0.25;
        let joined = joiner.next(&speech, 0.0);
        assert_eq!(joined.pause, 2400);
        assert_eq!(joined.audio[joined.place_of(5500)], 0.25);
        assert_eq!(joined.place_of(0), 2400);
        assert_eq!(joined.place_of(9000), joined.audio.len());
    }

    proptest! {
        #[test]
        fn no_loud_sample_is_lost_and_edges_are_soft(
            lead in 0usize..3000, tail in 0usize..3000, speech in prop::collection::vec(-1.0f32..1.0, 1..3000),
        ) {
            let mut audio = vec![0.0; lead];
            audio.extend(&speech);
            audio.extend(vec![0.0; tail]);
            let loud = |a: &[f32]| a.iter().filter(|s| s.abs() >= SILENCE).count();
            prop_assert_eq!(loud(trim_silence(&audio)), loud(&audio));
            let joined = Joiner::default().next(&audio, 0.0).audio;
            if joined.len() >= 2 * FRAME {
                prop_assert!(joined[0].abs() <= 1.0 / FRAME as f32);
                prop_assert!(joined[joined.len() - 1].abs() <= 1.0 / FRAME as f32);
            }
        }
    }
}
