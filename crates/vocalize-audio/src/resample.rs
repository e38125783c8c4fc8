//! Another sample rate.

use std::f32::consts::FRAC_PI_2;

use realfft::RealFftPlanner;

use crate::AudioError;

/// Silence put behind the signal, in seconds: the transform is circular, and its
/// end must not be heard at its beginning.
const MARGIN: f32 = 0.05;

/// From this part of the lower of both bandwidths on, the spectrum fades out.
const FADE_FROM: f32 = 0.95;

/// `samples` at another rate: sample `n` of the result is the sound at `n / to`
/// seconds. The whole signal's spectrum is cut or extended, so there is neither
/// delay nor ripple; meant for utterances, not for hours.
///
/// # Errors
/// [`AudioError::Resample`] for a rate of 0.
pub fn resample(samples: &[f32], from: u32, to: u32) -> Result<Vec<f32>, AudioError> {
    if from == 0 || to == 0 {
        return Err(AudioError::Resample { from, to });
    }
    if from == to || samples.is_empty() {
        return Ok(samples.to_vec());
    }
    let common = gcd(from, to);
    let (down, up) = ((from / common) as usize, (to / common) as usize);
    let padded = samples.len() + (MARGIN * from as f32) as usize;
    // Fast to transform, and whole at both rates.
    let blocks = padded.div_ceil(down).next_power_of_two();
    let mut output = cut_spectrum(samples, blocks * down, blocks * up);
    output.truncate((samples.len() * up).div_ceil(down));
    Ok(output)
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Transforms `size_in` samples, silence behind the signal, and back to `size_out`.
fn cut_spectrum(samples: &[f32], size_in: usize, size_out: usize) -> Vec<f32> {
    let mut planner = RealFftPlanner::<f32>::new();
    let forward = planner.plan_fft_forward(size_in);
    let back = planner.plan_fft_inverse(size_out);
    let mut input = forward.make_input_vec();
    input[..samples.len()].copy_from_slice(samples);
    let mut spectrum = forward.make_output_vec();
    let mut output = back.make_output_vec();
    let sizes = "every buffer has the transform's own size";
    forward.process(&mut input, &mut spectrum).expect(sizes);
    let kept = size_in.min(size_out) / 2;
    spectrum.truncate(kept);
    for (bin, value) in spectrum.iter_mut().enumerate() {
        *value *= fade(bin as f32 / kept as f32) / size_in as f32;
    }
    spectrum.resize(size_out / 2 + 1, 0.0.into());
    back.process(&mut spectrum, &mut output).expect(sizes);
    output
}

/// What is left at a part of the lower bandwidth: half a cosine at the end, so that
/// the cut doesn't ring.
fn fade(part: f32) -> f32 {
    let faded = ((part - FADE_FROM) / (1.0 - FADE_FROM)).clamp(0.0, 1.0);
    (faded * FRAC_PI_2).cos().powi(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    fn tone(hz: f64, rate: u32, samples: usize) -> Vec<f32> {
        let step = TAU * hz / f64::from(rate);
        (0..samples)
            .map(|n| (step * n as f64).sin() as f32)
            .collect()
    }

    #[test]
    fn a_tone_stays_the_same_tone_at_the_same_time() {
        for hz in [100.0, 1000.0, 6000.0] {
            let resampled = resample(&tone(hz, 24_000, 24_000), 24_000, 16_000).unwrap();
            let wanted = tone(hz, 16_000, 16_000);
            assert_eq!(resampled.len(), wanted.len());
            // The ends, where the tone begins out of nothing, ring.
            let middle = 1000..15_000;
            for (a, b) in resampled[middle.clone()].iter().zip(&wanted[middle]) {
                assert!((a - b).abs() < 1e-3, "{hz} Hz: {a} instead of {b}");
            }
        }
    }

    #[test]
    fn what_the_new_rate_cannot_carry_is_gone() {
        let resampled = resample(&tone(10_000.0, 24_000, 24_000), 24_000, 16_000).unwrap();
        let loudest = resampled[1000..15_000]
            .iter()
            .fold(0f32, |m, s| m.max(s.abs()));
        assert!(loudest < 1e-3, "{loudest}");
    }

    #[test]
    fn a_rate_of_nothing_is_an_error() {
        assert!(resample(&[0.5], 0, 16_000).is_err());
        assert!(resample(&[], 24_000, 16_000).unwrap().is_empty());
    }
}
