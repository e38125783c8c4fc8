//! Log-spectral distance.

use crate::AudioError;
use crate::spectrum::{Stft, decibel};

use super::check_equal_lengths;

/// Samples of a frame: 43 ms at 24 kHz.
const FRAME: usize = 1024;
const HOP: usize = 256;

/// Powers below this part of full scale count as silence: -80 dB, below what is
/// heard beside speech, above what rounding to 16 bits leaves.
const FLOOR: f32 = 1e-8;

/// The root mean square difference of two short-time power spectra in dB, mean of
/// all frames; 0 for equal signals, the same in both directions.
///
/// # Errors
/// [`AudioError::Compare`] unless both are equally long.
pub fn log_spectral_distance(reference: &[f32], other: &[f32]) -> Result<f64, AudioError> {
    check_equal_lengths(reference, other)?;
    let stft = Stft::new(FRAME, HOP);
    let floor = stft.full_scale() * FLOOR;
    let (reference, other) = (stft.power(reference), stft.power(other));
    let frames = reference.len() as f64;
    let distances = reference.iter().zip(&other);
    let sum: f64 = distances.map(|(r, o)| frame_distance(r, o, floor)).sum();
    Ok(sum / frames)
}

fn frame_distance(reference: &[f32], other: &[f32], floor: f32) -> f64 {
    let square =
        |(r, o): (&f32, &f32)| f64::from(decibel(r.max(floor)) - decibel(o.max(floor))).powi(2);
    let sum: f64 = reference.iter().zip(other).map(square).sum();
    (sum / reference.len() as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::testing::{voice, with_noise};
    use proptest::prelude::*;

    #[test]
    fn twice_the_amplitude_of_noise_is_six_decibel() {
        let noise = with_noise(&[0.0; 24_000], 0.2);
        let louder: Vec<f32> = noise.iter().map(|s| 2.0 * s).collect();
        let distance = log_spectral_distance(&noise, &louder).unwrap();
        assert!((distance - 6.0206).abs() < 1e-2, "{distance}");
    }

    #[test]
    fn equal_signals_have_none_and_sixteen_bits_next_to_none() {
        let signal = voice(1.0, 120.0, 24_000);
        assert_eq!(log_spectral_distance(&signal, &signal).unwrap(), 0.0);
        let rounded: Vec<f32> = signal
            .iter()
            .map(|s| (s * 32767.0).round() / 32767.0)
            .collect();
        let distance = log_spectral_distance(&signal, &rounded).unwrap();
        assert!(distance < 0.1, "{distance}");
        assert!(log_spectral_distance(&signal, &signal[1..]).is_err());
    }

    proptest! {
        #[test]
        fn it_is_symmetric_and_grows_with_noise(level in 0.001f32..0.05, factor in 1.5f32..4.0) {
            let signal = voice(0.2, 120.0, 24_000);
            let (little, much) = (with_noise(&signal, level), with_noise(&signal, level * factor));
            let distance = |a: &[f32], b: &[f32]| log_spectral_distance(a, b).unwrap();
            prop_assert!(distance(&signal, &little) < distance(&signal, &much));
            prop_assert_eq!(distance(&signal, &much), distance(&much, &signal));
        }
    }
}
