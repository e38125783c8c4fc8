//! Speaking and comparing: fp32 once, then one variant after another.

use indicatif::ProgressBar;
use vocalize_core::{Model, Runtime, SessionOptions, Variant};

use super::decoder::Decoder;
use super::dnsmos::Dnsmos;
use super::figures::{Analysed, EqualProsody, Whole};
use super::reference::{Reference, ReferenceModel};
use super::utterances::Utterance;

/// Everything that measuring needs.
pub(crate) struct Measurement {
    pub(crate) runtime: Runtime,
    pub(crate) threads: usize,
    pub(crate) dnsmos: Dnsmos,
    pub(crate) utterances: Vec<Utterance>,
    pub(crate) bar: ProgressBar,
}

/// fp32's speech of one sentence.
pub(crate) struct Spoken {
    reference: Reference,
    pub(crate) speech: Analysed,
}

/// A variant's figures, sentence by sentence, and its speech.
pub(crate) struct Measured {
    /// The decoder on fp32's prosody, or why it could not be run alone.
    pub(crate) alone: Result<Vec<EqualProsody>, String>,
    pub(crate) whole: Vec<Whole>,
    pub(crate) audio: Vec<Vec<f32>>,
}

impl Measurement {
    /// Progress: a bar's message, a line where there is no bar.
    fn begin(&self, what: &str) {
        self.bar.set_message(what.to_owned());
        if self.bar.is_hidden() {
            eprintln!("quality: {what}");
        }
    }

    /// Has fp32 speak every sentence.
    pub(crate) fn speak_reference(&self, fp32: &Variant) -> anyhow::Result<Vec<Spoken>> {
        self.begin("fp32 speaks");
        let model = ReferenceModel::load(&self.runtime, fp32, self.threads)?;
        let speak = |utterance| {
            let mut reference = model.speak(utterance)?;
            let audio = std::mem::take(&mut reference.audio);
            let speech = Analysed::new(audio, &self.dnsmos)?;
            self.bar.inc(1);
            Ok(Spoken { reference, speech })
        };
        self.utterances.iter().map(speak).collect()
    }

    /// Has `variant` speak every sentence, too, and compares.
    pub(crate) fn measure(&self, variant: &Variant, spoken: &[Spoken]) -> anyhow::Result<Measured> {
        let alone = self.decoder_alone(variant, spoken)?;
        let (whole, audio) = self.whole(variant, spoken)?.into_iter().unzip();
        Ok(Measured {
            alone,
            whole,
            audio,
        })
    }

    fn decoder_alone(
        &self,
        variant: &Variant,
        spoken: &[Spoken],
    ) -> anyhow::Result<Result<Vec<EqualProsody>, String>> {
        self.begin(&format!("{}, its decoder alone", variant.record().name));
        let decoder = match Decoder::load(&self.runtime, variant, self.threads) {
            Ok(decoder) => decoder,
            Err(error) => {
                self.bar.inc(spoken.len() as u64);
                return Ok(Err(format!("{error:#}")));
            }
        };
        let compare = |spoken: &Spoken| {
            let audio = decoder.speak(&spoken.reference)?;
            self.bar.inc(1);
            EqualProsody::measure(&spoken.speech.audio, &audio)
        };
        let figures: anyhow::Result<Vec<_>> = spoken.iter().map(compare).collect();
        Ok(Ok(figures?))
    }

    /// The variant as everyone uses it.
    fn whole(
        &self,
        variant: &Variant,
        spoken: &[Spoken],
    ) -> anyhow::Result<Vec<(Whole, Vec<f32>)>> {
        self.begin(&variant.record().name);
        let options = SessionOptions {
            threads: self.threads,
            ..SessionOptions::default()
        };
        let model = Model::load(&self.runtime, variant, &options)?;
        let compare = |(utterance, spoken): (&Utterance, &Spoken)| {
            let audio = model.synthesize(&utterance.ids, &utterance.voice, 1.0)?;
            let speech = Analysed::new(audio, &self.dnsmos)?;
            self.bar.inc(1);
            Ok((Whole::measure(&spoken.speech, &speech), speech.audio))
        };
        self.utterances.iter().zip(spoken).map(compare).collect()
    }
}
