//! Signal-to-noise ratio.

use crate::AudioError;

use super::check_equal_lengths;

/// What equal signals get: more than 16 bits can tell.
pub const MAX_SNR: f64 = 120.0;

/// The reference's energy over that of the difference, in dB, at most
/// [`MAX_SNR`]. It asks for equal phases, so it says little where a harmonic
/// source was rounded otherwise.
///
/// # Errors
/// [`AudioError::Compare`] unless both are equally long.
pub fn snr(reference: &[f32], other: &[f32]) -> Result<f64, AudioError> {
    check_equal_lengths(reference, other)?;
    let energy = |samples: &mut dyn Iterator<Item = f32>| -> f64 {
        samples.map(|s| f64::from(s) * f64::from(s)).sum()
    };
    let noise = energy(&mut reference.iter().zip(other).map(|(r, o)| r - o));
    if noise == 0.0 {
        return Ok(MAX_SNR);
    }
    let signal = energy(&mut reference.iter().copied());
    Ok((10.0 * (signal / noise).log10()).clamp(-MAX_SNR, MAX_SNR))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::testing::{voice, with_noise};
    use proptest::prelude::*;

    #[test]
    fn a_tenth_of_the_amplitude_is_20_decibel() {
        let signal = voice(0.5, 120.0, 24_000);
        let louder: Vec<f32> = signal.iter().map(|s| s * 1.1).collect();
        assert!((snr(&signal, &louder).unwrap() - 20.0).abs() < 1e-3);
    }

    #[test]
    fn equal_signals_have_the_most_and_silence_is_no_crash() {
        let signal = voice(0.1, 120.0, 24_000);
        assert_eq!(snr(&signal, &signal).unwrap(), MAX_SNR);
        assert_eq!(snr(&[0.0; 9], &[0.0; 9]).unwrap(), MAX_SNR);
        assert_eq!(snr(&[0.0; 9], &[0.5; 9]).unwrap(), -MAX_SNR);
        assert!(snr(&signal, &signal[1..]).is_err());
        assert!(snr(&[], &[]).is_err());
    }

    proptest! {
        #[test]
        fn more_noise_is_less(level in 0.001f32..0.2, factor in 1.5f32..4.0) {
            let signal = voice(0.1, 120.0, 24_000);
            let of = |level| snr(&signal, &with_noise(&signal, level)).unwrap();
            prop_assert!(of(level) > of(level * factor));
        }
    }
}
