//! The quality report as data.

use serde::Serialize;
use vocalize_core::QualityRecord;

use super::dnsmos::Opinion;
use super::figures::{EqualProsody, Whole};
use super::statistics::Estimate;
use super::utterances::Sentence;
use super::words::Heard;
use crate::int8::LayerCost;
use crate::machine::Machine;

/// Every variant beside fp32.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    pub(crate) machine: Machine,
    pub(crate) sentences: Vec<Sentence>,
    /// Why no recogniser listened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) no_words: Option<String>,
    /// What fp32 is.
    pub(crate) reference_made_by: String,
    /// fp32, sentence by sentence.
    pub(crate) reference: Vec<ReferenceSentence>,
    pub(crate) variants: Vec<VariantReport>,
    /// What the search for `int8` measured of each layer, if there was one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) layers: Vec<LayerReport>,
}

/// One layer of the decoder in integers, all others in floats.
#[derive(Debug, Serialize)]
pub(crate) struct LayerReport {
    #[serde(flatten)]
    pub(crate) cost: LayerCost,
    /// Whether the `int8` that was measured computes it with integers.
    pub(crate) integers: bool,
}

/// One sentence of fp32.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct ReferenceSentence {
    pub(crate) seconds: f64,
    pub(crate) opinion: Opinion,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) heard: Option<Heard>,
}

/// One variant beside fp32.
#[derive(Debug, Serialize)]
pub(crate) struct VariantReport {
    pub(crate) name: String,
    pub(crate) made_by: String,
    /// Why its decoder could not be run alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) no_decoder: Option<String>,
    pub(crate) summary: Summary,
    pub(crate) sentences: Vec<SentenceReport>,
}

/// One sentence of a variant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct SentenceReport {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) equal_prosody: Option<EqualProsody>,
    pub(crate) whole: Whole,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) heard: Option<Heard>,
}

/// Over all sentences.
#[derive(Debug, Serialize)]
pub(crate) struct Summary {
    pub(crate) log_spectral_distance: Option<Estimate>,
    pub(crate) pesq: Option<Estimate>,
    pub(crate) snr: Option<Estimate>,
    pub(crate) duration_change: Option<Estimate>,
    pub(crate) f0_cents: Option<Estimate>,
    pub(crate) voicing_error: Option<Estimate>,
    pub(crate) mel_cepstral_distance: Option<Estimate>,
    pub(crate) p808_difference: Option<Estimate>,
    pub(crate) ovrl_difference: Option<Estimate>,
    /// Wrong words for each word said.
    pub(crate) word_error_rate: Option<f64>,
}

impl Summary {
    pub(crate) fn of(sentences: &[SentenceReport]) -> Self {
        let equal = |figure: fn(&EqualProsody) -> f64| {
            let figures = sentences.iter().filter_map(|s| s.equal_prosody.as_ref());
            Estimate::of(&figures.map(figure).collect::<Vec<_>>())
        };
        let whole = |figure: fn(&Whole) -> f64| {
            let figures = sentences.iter().map(|s| figure(&s.whole));
            Estimate::of(&figures.collect::<Vec<_>>())
        };
        Self {
            log_spectral_distance: equal(|e| e.log_spectral_distance),
            pesq: equal(|e| e.pesq),
            snr: equal(|e| e.snr),
            duration_change: whole(|w| w.duration_change),
            f0_cents: whole(|w| w.f0_cents),
            voicing_error: whole(|w| w.voicing_error),
            mel_cepstral_distance: whole(|w| w.mel_cepstral_distance),
            p808_difference: whole(|w| w.p808_difference),
            ovrl_difference: whole(|w| w.ovrl_difference),
            word_error_rate: Heard::error_rate(sentences.iter().map(|s| s.heard.as_ref())),
        }
    }
}

impl VariantReport {
    /// What is written into the variant's folder; `None` if its decoder could not
    /// be compared.
    pub(crate) fn record(&self) -> Option<QualityRecord> {
        let p808 = self.summary.p808_difference?;
        let ovrl = self.summary.ovrl_difference?;
        Some(QualityRecord {
            sentences: u32::try_from(self.sentences.len()).ok()?,
            p808: p808.mean as f32,
            p808_worst: p808.min as f32,
            ovrl: ovrl.mean as f32,
            ovrl_worst: ovrl.min as f32,
            log_spectral_distance: self.summary.log_spectral_distance?.mean as f32,
        })
    }
}

impl Report {
    /// fp32's mean opinions.
    pub(crate) fn reference_opinion(&self) -> Opinion {
        let count = self.reference.len().max(1) as f64;
        let mean = |of: fn(&Opinion) -> f64| {
            self.reference.iter().map(|s| of(&s.opinion)).sum::<f64>() / count
        };
        Opinion {
            p808: mean(|o| o.p808),
            ovrl: mean(|o| o.ovrl),
        }
    }

    /// fp32's wrong words for each word said.
    pub(crate) fn reference_word_error_rate(&self) -> Option<f64> {
        Heard::error_rate(self.reference.iter().map(|s| s.heard.as_ref()))
    }
}
