//! What is measured of one sentence.

use serde::Serialize;
use vocalize_audio::compare::{log_spectral_distance, pesq, snr};
use vocalize_audio::{SAMPLE_RATE, seconds};

use super::dnsmos::{Dnsmos, Opinion};

/// A variant's decoder beside fp32's, both given fp32's prosody.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct EqualProsody {
    /// dB.
    pub(crate) log_spectral_distance: f64,
    /// Wideband, 1.02 to 4.64.
    pub(crate) pesq: f64,
    /// dB, at most 120.
    pub(crate) snr: f64,
}

impl EqualProsody {
    pub(crate) fn measure(reference: &[f32], audio: &[f32]) -> anyhow::Result<Self> {
        Ok(Self {
            log_spectral_distance: log_spectral_distance(reference, audio)?,
            pesq: pesq(reference, audio, SAMPLE_RATE)?,
            snr: snr(reference, audio)?,
        })
    }
}

/// A variant's own speech beside fp32's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Whole {
    /// Seconds of speech.
    pub(crate) seconds: f64,
    /// Its length less fp32's, in per cent of fp32's.
    pub(crate) duration_change: f64,
    pub(crate) opinion: Opinion,
    /// P.808 and OVRL less fp32's.
    pub(crate) p808_difference: f64,
    pub(crate) ovrl_difference: f64,
}

/// Speech that was judged.
pub(crate) struct Judged {
    pub(crate) audio: Vec<f32>,
    pub(crate) opinion: Opinion,
}

impl Judged {
    pub(crate) fn new(audio: Vec<f32>, dnsmos: &Dnsmos) -> anyhow::Result<Self> {
        let opinion = dnsmos.judge(&audio, SAMPLE_RATE)?;
        Ok(Self { audio, opinion })
    }
}

impl Whole {
    pub(crate) fn measure(reference: &Judged, spoken: &Judged) -> Self {
        let (wanted, length) = (reference.audio.len() as f64, spoken.audio.len() as f64);
        Self {
            seconds: seconds(spoken.audio.len()),
            duration_change: 100.0 * (length - wanted) / wanted,
            opinion: spoken.opinion,
            p808_difference: spoken.opinion.p808 - reference.opinion.p808,
            ovrl_difference: spoken.opinion.ovrl - reference.opinion.ovrl,
        }
    }
}
