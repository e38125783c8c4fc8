//! A variant of the model, loaded and ready to speak.

use ort::ep;
use ort::session::builder::{GraphOptimizationLevel, SessionBuilder};
use ort::session::{Session, SessionInputValue};
use ort::value::TensorRef;
use vocalize_audio::SAMPLE_RATE;
use vocalize_text::{MAX_TOKENS, PAD, TokenId};

use crate::error::Error;
use crate::pool::Pool;
use crate::runtime::Runtime;
use crate::signature::{Signature, SpeedType};
use crate::variant::Variant;
use crate::voice::{STYLE_SIZE, Voice};

/// Samples of a frame, in which the model counts how long a token lasts: 25 ms.
const FRAME: usize = SAMPLE_RATE as usize / 40;

/// How sessions are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionOptions {
    /// Threads that work on one utterance.
    pub threads: usize,
    /// Sessions in the pool: utterances that can be spoken at the same time.
    pub sessions: usize,
    /// Whether weights are laid out for the CPU while loading. It makes loading
    /// slower and speech a little faster: see [`worth_prepacking`].
    pub prepack: bool,
}

/// Whether prepacking pays for a process that speaks `text_bytes` bytes of text
/// and ends. What it costs at the start is won back after some ten seconds of
/// synthesis.
pub fn worth_prepacking(text_bytes: usize) -> bool {
    text_bytes > 400
}

impl Default for SessionOptions {
    /// One session on all physical cores, prepacked.
    fn default() -> Self {
        Self {
            threads: crate::physical_cores(),
            sessions: 1,
            prepack: true,
        }
    }
}

/// One utterance, spoken.
#[derive(Debug, Clone, PartialEq)]
pub struct Spoken {
    /// Samples at 24 kHz, with the silence that the model leaves around speech.
    pub samples: Vec<f32>,
    /// How many samples each token id lasts, the pads at both ends included; in
    /// sum those that there are. None when the variant doesn't tell.
    pub durations: Option<Vec<usize>>,
}

/// A loaded variant: a pool of sessions over one graph. Can be shared by
/// threads.
pub struct Model {
    sessions: Pool<Session>,
    signature: Signature,
}

impl Model {
    /// Loads `variant`.
    ///
    /// # Errors
    /// [`Error::ForeignVariant`], [`Error::Load`] and [`Error::Signature`].
    pub fn load(
        runtime: &Runtime,
        variant: &Variant,
        options: &SessionOptions,
    ) -> Result<Self, Error> {
        variant.check_cpu()?;
        let path = variant.graph();
        let record = variant.record();
        let level = match (&record.requires_cpu, &record.quantised) {
            (Some(_), Some(_)) => GraphOptimizationLevel::Level1,
            // It went through the optimiser when it was made.
            (Some(_), None) => GraphOptimizationLevel::Disable,
            (None, _) => GraphOptimizationLevel::All,
        };
        let make = |_| {
            let builder = session_builder(runtime, options.threads, level)?;
            let mut builder = builder.with_prepacking(options.prepack)?;
            if record.quantised.is_some() {
                // Constants that are stored as integers are unfolded only if the
                // runtime doesn't look for integer operators to make of them.
                builder = builder.with_config_entry("session.disable_quant_qdq", "1")?;
            }
            builder.commit_from_file(&path)
        };
        let sessions: Result<Vec<_>, ort::Error> = (0..options.sessions.max(1)).map(make).collect();
        let sessions = sessions.map_err(|e| Error::Load {
            path: path.clone(),
            reason: first_line(&e),
        })?;
        let signature = Signature::read(&sessions[0]).map_err(|reason| Error::Signature {
            path: path.clone(),
            reason,
        })?;
        Ok(Self {
            sessions: Pool::new(sessions),
            signature,
        })
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
        let (samples, frames) = self
            .run(ids, voice, speed, whole)
            .map_err(|e| failed(first_line(&e)))?;
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

    fn run(
        &self,
        ids: &[TokenId],
        voice: &Voice,
        speed: f32,
        whole_speed: i32,
    ) -> Result<(Vec<f32>, Option<Vec<i64>>), ort::Error> {
        let padded: Vec<i64> = [PAD]
            .iter()
            .chain(ids)
            .chain(&[PAD])
            .map(|&id| id.into())
            .collect();
        let tokens = TensorRef::from_array_view(([1, padded.len()], padded.as_slice()))?;
        let style = TensorRef::from_array_view(([1, STYLE_SIZE], voice.style(ids.len())))?;
        let (f32_speed, i32_speed, i64_speed) = ([speed], [whole_speed], [i64::from(whole_speed)]);
        let speed: SessionInputValue<'_> = match self.signature.speed_type {
            SpeedType::F32 => TensorRef::from_array_view(([1], f32_speed.as_slice()))?.into(),
            SpeedType::I32 => TensorRef::from_array_view(([1], i32_speed.as_slice()))?.into(),
            SpeedType::I64 => TensorRef::from_array_view(([1], i64_speed.as_slice()))?.into(),
        };
        let names = &self.signature;
        let mut session = self.sessions.take();
        let outputs = session.run(ort::inputs![
            names.tokens.as_str() => tokens,
            names.style.as_str() => style,
            names.speed.as_str() => speed,
        ])?;
        let (_, samples) = outputs[names.audio.as_str()].try_extract_tensor::<f32>()?;
        let frames = match &names.durations {
            Some(name) => Some(
                outputs[name.as_str()]
                    .try_extract_tensor::<i64>()?
                    .1
                    .to_vec(),
            ),
            None => None,
        };
        Ok((samples.to_vec(), frames))
    }
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

/// Settings common to every session. Lengths vary from run to run, so memory
/// patterns are off (they would be kept for every length); the arena stays on.
pub(crate) fn session_builder(
    runtime: &Runtime,
    threads: usize,
    level: GraphOptimizationLevel,
) -> Result<SessionBuilder, ort::Error> {
    Ok(Session::builder(runtime.environment())?
        .with_execution_providers([ep::CPU::default()
            .with_arena_allocator(true)
            .build()
            .error_on_failure()])?
        .with_intra_threads(threads.max(1))?
        .with_memory_pattern(false)?
        .with_optimization_level(level)?)
}

/// ONNX Runtime's messages go on with stack traces and build paths.
pub(crate) fn first_line(error: &ort::Error) -> String {
    error
        .message()
        .lines()
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}
