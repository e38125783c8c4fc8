//! What is measured of one sentence.

use serde::Serialize;
use vocalize_audio::compare::{
    MelCepstra, PitchDifference, log_spectral_distance, pesq, pitch_track, snr,
};
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
    /// Mean difference of the fundamental frequency where both have a voice.
    pub(crate) f0_cents: f64,
    /// Per cent of the frames in which one has a voice and the other doesn't.
    pub(crate) voicing_error: f64,
    /// dB, along the path that dynamic time warping finds.
    pub(crate) mel_cepstral_distance: f64,
    pub(crate) opinion: Opinion,
    /// P.808 and OVRL less fp32's.
    pub(crate) p808_difference: f64,
    pub(crate) ovrl_difference: f64,
}

/// Speech, and what is known of it before it is compared.
pub(crate) struct Analysed {
    pub(crate) audio: Vec<f32>,
    pub(crate) opinion: Opinion,
    cepstra: MelCepstra,
    pitch: Vec<Option<f32>>,
}

impl Analysed {
    pub(crate) fn new(audio: Vec<f32>, dnsmos: &Dnsmos) -> anyhow::Result<Self> {
        Ok(Self {
            opinion: dnsmos.judge(&in_sixteen_bits(&audio), SAMPLE_RATE)?,
            cepstra: MelCepstra::of(&audio),
            pitch: pitch_track(&audio, SAMPLE_RATE)?,
            audio,
        })
    }
}

/// What is in the file that a listener gets. OVRL hears the difference: it moves by
/// up to 0.03, where the speech pauses.
fn in_sixteen_bits(audio: &[f32]) -> Vec<f32> {
    let full = f32::from(i16::MAX);
    let rounded = audio
        .iter()
        .map(|s| (s.clamp(-1.0, 1.0) * full).round() / full);
    rounded.collect()
}

impl Whole {
    pub(crate) fn measure(reference: &Analysed, spoken: &Analysed) -> Self {
        let (wanted, length) = (reference.audio.len() as f64, spoken.audio.len() as f64);
        let path = reference.cepstra.align(&spoken.cepstra);
        let pitch = PitchDifference::along(&path, &reference.pitch, &spoken.pitch);
        Self {
            seconds: seconds(spoken.audio.len()),
            duration_change: 100.0 * (length - wanted) / wanted,
            f0_cents: pitch.cents,
            voicing_error: 100.0 * pitch.voicing_error,
            mel_cepstral_distance: reference.cepstra.distance(&spoken.cepstra, &path),
            opinion: spoken.opinion,
            p808_difference: spoken.opinion.p808 - reference.opinion.p808,
            ovrl_difference: spoken.opinion.ovrl - reference.opinion.ovrl,
        }
    }
}
