//! Signals for the tests of every metric.

use std::f32::consts::TAU;

/// Something like a voice: 20 harmonics of a gliding fundamental, in syllables.
pub(crate) fn voice(seconds: f32, hz: f32, rate: u32) -> Vec<f32> {
    let rate = rate as f32;
    let mut phase = 0.0;
    (0..(seconds * rate) as usize)
        .map(|n| {
            let time = n as f32 / rate;
            phase += hz * (1.0 + 0.2 * (TAU * 0.7 * time).sin()) / rate;
            let harmonics = (1..=20).map(|h| (TAU * phase * h as f32).sin() / h as f32);
            let syllable = (TAU * 2.0 * time).sin().max(0.0);
            0.25 * syllable * harmonics.sum::<f32>()
        })
        .collect()
}

/// `signal` with even noise of amplitude `level`, the same in every run.
pub(crate) fn with_noise(signal: &[f32], level: f32) -> Vec<f32> {
    let mut random = fastrand::Rng::with_seed(7);
    signal
        .iter()
        .map(|s| s + level * (2.0 * random.f32() - 1.0))
        .collect()
}
