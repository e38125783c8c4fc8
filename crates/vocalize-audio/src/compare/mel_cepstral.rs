//! Mel-cepstral distance.

use std::f64::consts::PI;

use crate::SAMPLE_RATE;
use crate::spectrum::{MelBank, Stft};

use super::dtw::align;

/// Frames are 5 ms apart: the [`pitch`](super::pitch_track) frames, too.
pub(super) const HOP_SECONDS: f64 = 0.005;

/// Samples of a frame: 43 ms.
const FRAME: usize = 1024;
const BANDS: usize = 80;

/// Cepstral coefficients, without the loudness that comes before them.
const ORDER: usize = 24;

/// Powers below this part of full scale count as silence, as for the
/// [log-spectral distance](super::log_spectral_distance).
const FLOOR: f32 = 1e-8;

/// Mel-cepstra of a piece of speech at [`SAMPLE_RATE`], a frame each 5 ms: the
/// shape of the spectrum without its loudness and without its harmonics.
#[derive(Debug, Clone, PartialEq)]
pub struct MelCepstra(Vec<[f32; ORDER]>);

impl MelCepstra {
    /// Those of `samples`.
    pub fn of(samples: &[f32]) -> Self {
        let stft = Stft::new(FRAME, crate::samples(HOP_SECONDS));
        let mel = MelBank::new(BANDS, SAMPLE_RATE, FRAME);
        let cosines = cosines();
        // What a band makes of a spectrum that is as loud as the floor everywhere.
        let flat = vec![FLOOR * stft.full_scale(); stft.bins()];
        let floors = mel.apply(&flat);
        let frames = stft.power(samples).into_iter().map(|spectrum| {
            let bands = mel.apply(&spectrum);
            let logs = bands.iter().zip(&floors);
            let logs: Vec<f32> = logs.map(|(b, floor)| b.max(*floor).ln()).collect();
            cosines.map(|row| row.iter().zip(&logs).map(|(c, log)| c * log).sum())
        });
        Self(frames.collect())
    }

    /// How many frames there are.
    pub fn frames(&self) -> usize {
        self.0.len()
    }

    /// The frames of `self` and `other` that belong together.
    pub fn align(&self, other: &Self) -> Vec<(usize, usize)> {
        align(self.frames(), other.frames(), |a, b| {
            distance(&self.0[a], &other.0[b])
        })
    }

    /// The mean distance along a path of [`MelCepstra::align`], in dB: the root mean
    /// square difference of the two smoothed spectra. 0 for an empty path.
    pub fn distance(&self, other: &Self, path: &[(usize, usize)]) -> f64 {
        let sum: f64 = path
            .iter()
            .map(|&(a, b)| f64::from(distance(&self.0[a], &other.0[b])))
            .sum();
        sum / path.len().max(1) as f64
    }
}

/// By Parseval: 10 / ln 10 * sqrt(2 * sum of squares), for cepstra of log powers.
fn distance(first: &[f32; ORDER], second: &[f32; ORDER]) -> f32 {
    let squares = first.iter().zip(second).map(|(a, b)| (a - b) * (a - b));
    10.0 / std::f32::consts::LN_10 * (2.0 * squares.sum::<f32>()).sqrt()
}

/// The rows of a cosine transform, from the first that isn't constant.
fn cosines() -> [[f32; BANDS]; ORDER] {
    let bands = BANDS as f64;
    std::array::from_fn(|row| {
        std::array::from_fn(|band| {
            let angle = PI * (row + 1) as f64 * (band as f64 + 0.5) / bands;
            (angle.cos() / bands) as f32
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::testing::{voice, with_noise};

    fn between(first: &[f32], second: &[f32]) -> f64 {
        let (first, second) = (MelCepstra::of(first), MelCepstra::of(second));
        first.distance(&second, &first.align(&second))
    }

    #[test]
    fn equal_speech_has_none_and_loudness_does_not_count() {
        // Loud enough everywhere that no floor is reached.
        let noise = with_noise(&[0.0; 12_000], 0.4);
        let half: Vec<f32> = noise.iter().map(|s| s / 2.0).collect();
        assert_eq!(between(&noise, &noise), 0.0);
        assert!(between(&noise, &half) < 1e-3);
    }

    #[test]
    fn a_tilt_of_the_spectrum_is_its_own_root_mean_square() {
        // exp(cos) as a log spectrum: coefficient 1 alone, amplitude 3 nepers.
        let mut first = [0.0; ORDER];
        first[0] = 1.5;
        let decibels = 3.0 / 2f32.sqrt() * 10.0 / std::f32::consts::LN_10;
        assert!((distance(&first, &[0.0; ORDER]) - decibels).abs() < 1e-4);
    }

    #[test]
    fn noise_is_seen_and_a_longer_pause_is_not() {
        let speech = voice(1.0, 120.0, SAMPLE_RATE);
        let [little, much] =
            [0.003, 0.03].map(|level| between(&speech, &with_noise(&speech, level)));
        assert!(0.0 < little && little < much, "{little} {much}");
        // Between two syllables.
        let mut longer = speech.clone();
        longer.splice(9000..9000, [0.0; 2400]);
        let distance = between(&speech, &longer);
        assert!(distance < little / 20.0, "{distance} {little}");
    }
}
