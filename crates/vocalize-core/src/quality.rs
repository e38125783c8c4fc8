//! What a variant's speech was found to be worth beside fp32's.

use serde::{Deserialize, Serialize};

/// A variant's quality against fp32 on equal texts, as `cargo xtask quality`
/// measured it. Differences are the variant's value less fp32's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualityRecord {
    /// Utterances compared.
    pub sentences: u32,
    /// Mean difference of the predicted MOS (DNSMOS P.808, 1 to 5).
    pub p808: f32,
    /// The worst sentence's difference of it.
    pub p808_worst: f32,
    /// Mean difference of the predicted overall quality (DNSMOS OVRL, 1 to 5).
    pub ovrl: f32,
    /// The worst sentence's difference of it.
    pub ovrl_worst: f32,
    /// Mean log-spectral distance on equal prosody, dB.
    pub log_spectral_distance: f32,
}
