//! How one piece of speech differs from another.
//!
//! The first signal is always the reference. Signals that last equally long, with
//! each sound at the same time, are compared as they are ([`log_spectral_distance`],
//! [`snr()`], [`pesq()`]); others are aligned first
//! ([`MelCepstra::align`], [`PitchDifference::along`]).

mod dtw;
mod log_spectral;
mod mel_cepstral;
mod pesq;
mod pitch;
mod snr;

pub use dtw::align;
pub use log_spectral::log_spectral_distance;
pub use mel_cepstral::MelCepstra;
pub use pesq::{PESQ_RATE, pesq};
pub use pitch::{PitchDifference, pitch_track};
pub use snr::{MAX_SNR, snr};

use crate::AudioError;

/// Refuses signals that don't last equally long, or not at all.
fn check_equal_lengths(reference: &[f32], other: &[f32]) -> Result<(), AudioError> {
    if reference.len() == other.len() && !reference.is_empty() {
        return Ok(());
    }
    Err(AudioError::Compare {
        first: reference.len(),
        second: other.len(),
        reason: "both must be equally long, and not empty".to_owned(),
    })
}

#[cfg(test)]
mod testing;
