//! A variant of the model, loaded and ready to speak.

use std::collections::HashMap;

use ort::value::{DynValue, Tensor};
use vocalize_audio::SAMPLE_RATE;
use vocalize_text::{MAX_TOKENS, PAD, TokenId};

use crate::chain::{Chain, Plan};
use crate::error::Error;
use crate::placement::{Placement, Trial};
use crate::pool::Pool;
use crate::provider::Provider;
use crate::runtime::Runtime;
use crate::session::{SessionOptions, first_line};
use crate::signature::{Signature, SpeedType};
use crate::variant::Variant;
use crate::voice::{STYLE_SIZE, Voice};

/// Samples of a frame, in which the model counts how long a token lasts: 25 ms.
const FRAME: usize = SAMPLE_RATE as usize / 40;

/// A short utterance, "Hello." as token ids: what a trial run says.
const TRIAL: [TokenId; 7] = [50, 83, 54, 156, 31, 4, 16];

/// One utterance, spoken.
#[derive(Debug, Clone, PartialEq)]
pub struct Spoken {
    /// Samples at 24 kHz, with the silence that the model leaves around speech.
    pub samples: Vec<f32>,
    /// How many samples each token id lasts, the pads at both ends included; in
    /// sum those that there are. None when the variant doesn't tell.
    pub durations: Option<Vec<usize>>,
}

/// A loaded variant: a pool of chains over its graphs. Can be shared by
/// threads.
pub struct Model {
    chains: Pool<Chain>,
    signature: Signature,
    placement: Option<Placement>,
}

impl Model {
    /// Loads `variant`, or loads it for the CPU when the provider of `options`
    /// can't be used; then the second part says why.
    ///
    /// # Errors
    /// As for [`Model::load`] on the CPU.
    pub fn load_or_cpu(
        runtime: &Runtime,
        variant: &Variant,
        options: &SessionOptions,
    ) -> Result<(Self, Option<Error>), Error> {
        match Self::load(runtime, variant, options) {
            Err(
                reason @ (Error::NoProvider { .. }
                | Error::IdleProvider { .. }
                | Error::Load { .. }
                | Error::Trial { .. }),
            ) if options.provider != Provider::Cpu => {
                let options = SessionOptions {
                    provider: Provider::Cpu,
                    ..options.clone()
                };
                Ok((Self::load(runtime, variant, &options)?, Some(reason)))
            }
            loaded => Ok((loaded?, None)),
        }
    }

    /// Loads `variant`. With another provider than the CPU, a short trial run shows
    /// whether it is used: see [`Model::placement`].
    ///
    /// # Errors
    /// [`Error::IdleProvider`] when ONNX Runtime left all nodes to its CPU kernels;
    /// [`Error::ForeignVariant`], [`Error::NoProvider`], [`Error::Load`] and
    /// [`Error::Signature`].
    pub fn load(
        runtime: &Runtime,
        variant: &Variant,
        options: &SessionOptions,
    ) -> Result<Self, Error> {
        variant.check_cpu()?;
        let plan = Plan::new(runtime, variant, options);
        let sign = |chain: &Chain| {
            Signature::read(chain).map_err(|reason| Error::Signature {
                path: variant.graph(),
                reason,
            })
        };
        let count = options.sessions.max(1);
        let (chains, signature, placement) = if options.provider == Provider::Cpu {
            let chains = plan.chains(count)?;
            let signature = sign(&chains[0])?;
            (chains, signature, None)
        } else {
            let trial = Trial::start()?;
            let mut first = plan.chain(Some(&trial))?;
            let signature = sign(&first)?;
            let speak = |chain: &mut Chain| {
                run(chain, &signature, &TRIAL, &[0.0; STYLE_SIZE], 1.0, 1).map(drop)
            };
            let placement = trial.placement(&mut first, options.provider, speak)?;
            let mut chains = plan.chains(count - 1)?;
            chains.push(first);
            (chains, signature, Some(placement))
        };
        Ok(Self {
            chains: Pool::new(chains),
            signature,
            placement,
        })
    }

    /// How many utterances can be spoken at the same time.
    pub fn sessions(&self) -> usize {
        self.chains.size()
    }

    /// Who ran the nodes in the trial run; `None` on the CPU, where there is none.
    pub fn placement(&self) -> Option<&Placement> {
        self.placement.as_ref()
    }

    /// What the graph calls its inputs and output.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }

    /// Speaks one utterance: token ids without pads, `1..=510` of them, to samples
    /// at 24 kHz. Waits while every session is busy.
    ///
    /// # Errors
    /// As for [`Model::speak`].
    pub fn synthesize(
        &self,
        ids: &[TokenId],
        voice: &Voice,
        speed: f32,
    ) -> Result<Vec<f32>, Error> {
        self.speak(ids, voice, speed).map(|spoken| spoken.samples)
    }

    /// [`Model::synthesize`] with how long each token lasts.
    ///
    /// # Errors
    /// [`Error::TokenCount`], [`Error::Speed`], [`Error::WholeSpeed`] for what the
    /// model can't take; [`Error::Synthesis`] when ONNX Runtime fails or returns
    /// samples that are no numbers, or durations that don't fit them.
    pub fn speak(&self, ids: &[TokenId], voice: &Voice, speed: f32) -> Result<Spoken, Error> {
        if !(1..=MAX_TOKENS).contains(&ids.len()) {
            return Err(Error::TokenCount { tokens: ids.len() });
        }
        crate::speech::check_speed(speed)?;
        let whole = self.whole_speed(speed)?;
        let failed = |reason: String| Error::Synthesis {
            tokens: ids.len(),
            reason,
        };
        let mut chain = self.chains.take();
        let style = voice.style(ids.len());
        let spoken = run(&mut chain, &self.signature, ids, style, speed, whole);
        drop(chain);
        let (samples, frames) = spoken.map_err(|e| failed(first_line(&e)))?;
        if samples.is_empty() || samples.iter().any(|s| !s.is_finite()) {
            return Err(failed(
                "the model gave no sound or broken samples".to_owned(),
            ));
        }
        let durations = frames
            .map(|frames| in_samples(&frames, ids.len() + 2, samples.len()))
            .transpose()
            .map_err(|reason| failed(reason.to_owned()))?;
        Ok(Spoken { samples, durations })
    }

    /// Whether [`Spoken::durations`] are there.
    pub fn tells_durations(&self) -> bool {
        self.signature.durations.is_some()
    }

    /// `speed` as the whole number that some exports take; ignored by the others.
    fn whole_speed(&self, speed: f32) -> Result<i32, Error> {
        let takes_whole = self.signature.speed_type != SpeedType::F32;
        if takes_whole && (speed.fract() != 0.0 || speed < 1.0) {
            return Err(Error::WholeSpeed { speed });
        }
        Ok(speed as i32)
    }
}

/// Speaks one utterance in one chain: samples, and frames of each token.
fn run(
    chain: &mut Chain,
    names: &Signature,
    ids: &[TokenId],
    style: &[f32],
    speed: f32,
    whole_speed: i32,
) -> Result<(Vec<f32>, Option<Vec<i64>>), ort::Error> {
    let padded = [PAD].iter().chain(ids).chain(&[PAD]);
    let padded: Vec<i64> = padded.map(|&id| id.into()).collect();
    let speed: DynValue = match names.speed_type {
        SpeedType::F32 => Tensor::from_array(([1], vec![speed]))?.into_dyn(),
        SpeedType::I32 => Tensor::from_array(([1], vec![whole_speed]))?.into_dyn(),
        SpeedType::I64 => Tensor::from_array(([1], vec![i64::from(whole_speed)]))?.into_dyn(),
    };
    let tokens = Tensor::from_array(([1, padded.len()], padded))?.into_dyn();
    let style = Tensor::from_array(([1, STYLE_SIZE], style.to_vec()))?.into_dyn();
    let values = chain.run(HashMap::from([
        (names.tokens.clone(), tokens),
        (names.style.clone(), style),
        (names.speed.clone(), speed),
    ]))?;
    let (_, samples) = values[&names.audio].try_extract_tensor::<f32>()?;
    let frames = match &names.durations {
        Some(name) => Some(values[name].try_extract_tensor::<i64>()?.1.to_vec()),
        None => None,
    };
    Ok((samples.to_vec(), frames))
}

/// Frames that tokens last, as samples.
fn in_samples(frames: &[i64], tokens: usize, samples: usize) -> Result<Vec<usize>, &'static str> {
    let in_samples = |&frames: &i64| usize::try_from(frames).ok()?.checked_mul(FRAME);
    let durations: Option<Vec<usize>> = frames.iter().map(in_samples).collect();
    let fits = |durations: &Vec<usize>| {
        let sum = durations
            .iter()
            .try_fold(0, |sum: usize, &d| sum.checked_add(d));
        durations.len() == tokens && sum == Some(samples)
    };
    durations
        .filter(fits)
        .ok_or("the durations of its tokens don't fit its samples")
}
