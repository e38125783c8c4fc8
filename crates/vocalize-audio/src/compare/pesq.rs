//! Perceptual evaluation of speech quality.

use crate::wav::pcm16;
use crate::{AudioError, resample};

use super::check_equal_lengths;

/// The rate that [`pesq()`] works at: wideband.
pub const PESQ_RATE: u32 = 16_000;

/// Wideband PESQ (ITU-T P.862.2) of `other` beside the reference, both at `rate`:
/// a listening score from 1.02 to 4.64, which equal signals get.
///
/// # Errors
/// [`AudioError::Compare`] unless both are equally long, and longer than 0.25 s.
pub fn pesq(reference: &[f32], other: &[f32], rate: u32) -> Result<f64, AudioError> {
    check_equal_lengths(reference, other)?;
    let pcm = |samples: &[f32]| -> Result<Vec<i16>, AudioError> {
        let samples = resample(samples, rate, PESQ_RATE)?;
        Ok(samples.iter().map(|&s| pcm16(s)).collect())
    };
    let score = ::pesq::pesq_wb(&pcm(reference)?, &pcm(other)?);
    score.map(f64::from).map_err(|error| AudioError::Compare {
        first: reference.len(),
        second: other.len(),
        reason: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::testing::{voice, with_noise};

    #[test]
    fn equal_signals_get_the_most_and_noise_costs() {
        let signal = voice(2.0, 120.0, 24_000);
        let of = |other: &[f32]| pesq(&signal, other, 24_000).unwrap();
        let best = of(&signal);
        assert!((4.6..4.65).contains(&best), "{best}");
        let levels = [0.001, 0.004, 0.016, 0.064];
        let scores = levels.map(|level| of(&with_noise(&signal, level)));
        assert!(scores.is_sorted_by(|a, b| a > b), "{scores:?}");
        assert!(best > scores[0] && scores[3] > 1.0, "{scores:?}");
    }

    #[test]
    fn what_cannot_be_scored_is_an_error() {
        assert!(pesq(&[0.1; 3000], &[0.1; 3000], 16_000).is_err());
        assert!(pesq(&[0.1; 9000], &[0.1; 9001], 16_000).is_err());
    }
}
