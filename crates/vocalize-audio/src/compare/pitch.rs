//! The fundamental frequency, and how two of them differ.
//!
//! YIN (de Cheveigne and Kawahara, 2002): the first lag at which the signal differs
//! little from itself, against the mean of all shorter lags, is its period.

use crate::{AudioError, resample};

use super::mel_cepstral::HOP_SECONDS;

/// Pitch is found at a lower rate: a quarter of the work.
const RATE: u32 = 12_000;
/// The range of speaking voices.
const LOWEST_HZ: f32 = 60.0;
const HIGHEST_HZ: f32 = 500.0;
/// Samples that are compared with themselves: 33 ms, two of the longest periods.
const WINDOW: usize = 400;
/// What a period may differ by, of the mean difference (the paper's threshold is
/// 0.1; 0.15 is common for speech).
const THRESHOLD: f32 = 0.15;
/// Quieter frames have no pitch: -50 dB of full scale.
const QUIET: f32 = 0.003_16;

/// The fundamental frequency in Hz of each frame, 5 ms apart and centred there, or
/// `None` where there is no voice. `samples` are at `rate`.
///
/// # Errors
/// [`AudioError::Resample`] for a rate of 0.
pub fn pitch_track(samples: &[f32], rate: u32) -> Result<Vec<Option<f32>>, AudioError> {
    let samples = resample(samples, rate, RATE)?;
    let longest = (RATE as f32 / LOWEST_HZ) as usize + 1;
    let size = WINDOW + longest;
    let mut padded = vec![0.0; size / 2];
    padded.extend_from_slice(&samples);
    padded.resize(padded.len() + size / 2 + 1, 0.0);
    let hop = (HOP_SECONDS * f64::from(RATE)) as usize;
    let starts = (0..=samples.len()).step_by(hop);
    let frames = starts.map_while(|start| padded.get(start..start + size));
    Ok(frames.map(|frame| pitch(frame, longest)).collect())
}

/// The pitch of one frame of `WINDOW + longest` samples.
fn pitch(frame: &[f32], longest: usize) -> Option<f32> {
    let energy: f32 = frame.iter().map(|s| s * s).sum();
    if (energy / frame.len() as f32).sqrt() < QUIET {
        return None;
    }
    let normalised = normalised_differences(frame, longest);
    let shortest = (RATE as f32 / HIGHEST_HZ) as usize;
    let below = (shortest..longest).find(|&lag| normalised[lag] < THRESHOLD)?;
    // Down to the bottom of that dip.
    let rises = |&lag: &usize| normalised[lag + 1] >= normalised[lag];
    let period = (below..longest).find(rises).unwrap_or(longest - 1);
    Some(RATE as f32 / bottom(&normalised, period))
}

/// For each lag, how much the frame differs from itself, over the mean of that for
/// all lags up to it.
fn normalised_differences(frame: &[f32], longest: usize) -> Vec<f32> {
    let mut sum = 0.0;
    let difference = |lag: usize| {
        let later = &frame[lag..lag + WINDOW];
        let pairs = frame[..WINDOW].iter().zip(later);
        pairs.map(|(a, b)| (a - b) * (a - b)).sum::<f32>()
    };
    let normalised = |lag: usize| {
        let difference = difference(lag);
        sum += difference;
        if sum > 0.0 {
            difference * lag as f32 / sum
        } else {
            1.0
        }
    };
    (0..=longest).map(normalised).collect()
}

/// Where the parabola through a dip and its neighbours is lowest.
fn bottom(values: &[f32], at: usize) -> f32 {
    let (before, here, after) = (values[at - 1], values[at], values[at + 1]);
    let curvature = before - 2.0 * here + after;
    let shift = if curvature > 0.0 {
        (before - after) / (2.0 * curvature)
    } else {
        0.0
    };
    at as f32 + shift.clamp(-0.5, 0.5)
}

/// How two pitch tracks differ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PitchDifference {
    /// Mean difference in cents, without sign, where both have a voice; 0 where
    /// they never have.
    pub cents: f64,
    /// The part of the frames in which one has a voice and the other doesn't, 0 to 1.
    pub voicing_error: f64,
}

impl PitchDifference {
    /// Between two tracks along a path of frames that belong together, such as
    /// [`MelCepstra::align`](super::MelCepstra::align) gives. Frames that a track
    /// doesn't have are without voice.
    pub fn along(path: &[(usize, usize)], first: &[Option<f32>], second: &[Option<f32>]) -> Self {
        let of = |track: &[Option<f32>], frame: usize| track.get(frame).copied().flatten();
        let (mut cents, mut both, mut one) = (0.0, 0u32, 0u32);
        for &(a, b) in path {
            match (of(first, a), of(second, b)) {
                (Some(a), Some(b)) => {
                    cents += 1200.0 * f64::from(b / a).log2().abs();
                    both += 1;
                }
                (None, None) => {}
                _ => one += 1,
            }
        }
        Self {
            cents: cents / f64::from(both.max(1)),
            voicing_error: f64::from(one) / path.len().max(1) as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::testing::{voice, with_noise};
    use std::f32::consts::TAU;

    fn sawtooth(hz: f32) -> Vec<f32> {
        let sample = |n: usize| {
            let phase = TAU * (hz * n as f32 / 24_000.0).fract();
            (1..=15)
                .map(|h| (phase * h as f32).sin() / h as f32)
                .sum::<f32>()
                * 0.3
        };
        (0..12_000).map(sample).collect()
    }

    #[test]
    fn a_steady_voice_has_its_pitch() {
        for hz in [70.0, 110.0, 215.5, 333.0, 450.0] {
            let track = pitch_track(&sawtooth(hz), 24_000).unwrap();
            assert_eq!(track.len(), 101);
            for found in &track[10..90] {
                let cents = 1200.0 * (found.unwrap() / hz).log2();
                assert!(
                    cents.abs() < 10.0,
                    "{found:?} instead of {hz}: {cents} cents"
                );
            }
        }
    }

    #[test]
    fn silence_and_noise_have_none() {
        let quiet = pitch_track(&[0.0; 12_000], 24_000).unwrap();
        assert!(quiet.iter().all(Option::is_none));
        let noise = pitch_track(&with_noise(&[0.0; 24_000], 0.5), 24_000).unwrap();
        let voiced = noise.iter().flatten().count();
        assert!(voiced * 20 < noise.len(), "{voiced} of {}", noise.len());
        assert!(
            pitch_track(&[], 24_000)
                .unwrap()
                .iter()
                .all(Option::is_none)
        );
    }

    #[test]
    fn a_semitone_is_a_hundred_cents() {
        let track = |hz| pitch_track(&sawtooth(hz), 24_000).unwrap();
        let (low, high) = (track(200.0), track(200.0 * 2f32.powf(1.0 / 12.0)));
        let path: Vec<_> = (10..90).map(|n| (n, n)).collect();
        let difference = PitchDifference::along(&path, &low, &high);
        assert!((difference.cents - 100.0).abs() < 3.0, "{difference:?}");
        assert_eq!(difference.voicing_error, 0.0);
        let silent = vec![None; 101];
        let difference = PitchDifference::along(&path, &low, &silent);
        assert_eq!(difference.voicing_error, 1.0);
    }

    #[test]
    fn noise_takes_the_voice_away() {
        let speech = voice(1.0, 120.0, 24_000);
        let track = |audio: &[f32]| pitch_track(audio, 24_000).unwrap();
        let path: Vec<_> = (0..=200).map(|n| (n, n)).collect();
        let clean = track(&speech);
        let error = |level| {
            let noisy = track(&with_noise(&speech, level));
            PitchDifference::along(&path, &clean, &noisy).voicing_error
        };
        let errors = [0.0, 0.1, 0.5].map(error);
        assert_eq!(errors[0], 0.0);
        assert!(errors[0] < errors[1] && errors[1] < errors[2], "{errors:?}");
    }
}
