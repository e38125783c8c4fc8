//! How far a variant's speech is from a reference's, measured at once: for what
//! breaks between one run of `cargo xtask quality` and the next.

use anyhow::ensure;
use vocalize_audio::samples;
use vocalize_core::{Model, Places, Runtime, Variant};

use super::plant;
use super::probe::{one_thread, short_ids, voice};

/// Levels below this count as silence, in dB of full scale.
const SILENCE: f32 = -80.0;

/// The mean difference of the levels of 10 ms frames of both variants' speech, in
/// dB. High frequencies count more: hiss is heard where speech is soft.
pub(super) fn level_distance(variant: &str, reference: &str) -> anyhow::Result<f64> {
    let places = Places::find(None)?;
    let runtime = Runtime::load(&places.runtime()?)?;
    let (voice, ids) = (voice(&places)?, short_ids(&places)?);
    let speak = |name: &str| -> anyhow::Result<Vec<f32>> {
        let variant = Variant::named(&places.variants(), name)?;
        let model = Model::load(&runtime, &variant, &one_thread())?;
        Ok(model.synthesize(&ids, &voice, 1.0)?)
    };
    let expected = speak(reference)?;
    let mut audio = speak(variant)?;
    plant::degrade(variant, &mut audio);
    ensure!(
        audio.len() == expected.len(),
        "{variant} speaks {} samples where {reference} speaks {}: its prosody was changed",
        audio.len(),
        expected.len()
    );
    Ok(distance(&audio, &expected))
}

fn distance(audio: &[f32], expected: &[f32]) -> f64 {
    let frame = samples(0.01);
    let pairs = levels(audio, frame).zip(levels(expected, frame));
    let differences: Vec<f64> = pairs.map(|(a, b)| f64::from((a - b).abs())).collect();
    differences.iter().sum::<f64>() / differences.len().max(1) as f64
}

fn levels(audio: &[f32], frame: usize) -> impl Iterator<Item = f32> {
    audio.chunks(frame).map(|frame| {
        // The first difference weighs frequencies by their height.
        let energy: f32 = frame.windows(2).map(|w| (w[1] - w[0]).powi(2)).sum();
        (10.0 * (energy / frame.len() as f32).log10()).max(SILENCE)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_grows_the_distance_and_equal_speech_has_none() {
        let tone = |noise: f32| -> Vec<f32> {
            let wave =
                (0..24_000).map(|t| (t as f32 * 0.05).sin() * 0.3 * (t as f32 * 0.001).sin());
            let odd = (0..24_000).map(|t| if t * 7919 % 13 > 6 { noise } else { -noise });
            wave.zip(odd).map(|(w, n)| w + n).collect()
        };
        let of = |noise| distance(&tone(noise), &tone(0.0));
        assert_eq!(of(0.0), 0.0);
        assert!(
            of(0.001) > 0.3 && of(0.01) > of(0.001),
            "{} {}",
            of(0.001),
            of(0.01)
        );
    }
}
