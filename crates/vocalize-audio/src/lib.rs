//! Samples and what is done with them: joining utterances, WAV, playing,
//! resampling, spectra, and comparing one piece of speech with another.
//!
//! Audio is mono `f32` in `-1.0..=1.0` at [`SAMPLE_RATE`] everywhere inside.

#![forbid(unsafe_code)]

pub mod compare;
mod error;
mod join;
mod play;
mod resample;
pub mod spectrum;
mod wav;

pub use error::AudioError;
pub use join::{Joiner, trim_silence};
pub use play::{Playback, player_names};
pub use resample::resample;
pub use wav::{WavFile, WavSpool, read_wav};

/// Samples a second of everything Kokoro speaks (its config's `sample_rate`).
pub const SAMPLE_RATE: u32 = 24_000;

/// How many seconds `samples` samples last.
pub fn seconds(samples: usize) -> f64 {
    samples as f64 / f64::from(SAMPLE_RATE)
}

/// How many samples last `seconds`, rounded to the nearest.
pub fn samples(seconds: f64) -> usize {
    (seconds * f64::from(SAMPLE_RATE)).round() as usize
}
