//! Short-time spectra.

mod mel;
mod stft;

pub use mel::MelBank;
pub use stft::Stft;

/// A power in decibel.
pub fn decibel(power: f32) -> f32 {
    10.0 * power.log10()
}
