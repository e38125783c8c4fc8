//! A variant of the model, loaded and ready to speak.

use ort::session::builder::GraphOptimizationLevel;
use ort::session::{Session, SessionInputValue};
use ort::value::TensorRef;
use vocalize_text::{MAX_TOKENS, PAD, TokenId};

use crate::error::Error;
use crate::pool::Pool;
use crate::runtime::Runtime;
use crate::session::{SessionOptions, first_line, session_builder};
use crate::signature::{Signature, SpeedType};
use crate::variant::Variant;
use crate::voice::{STYLE_SIZE, Voice};

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
    /// [`Error::ForeignVariant`], [`Error::NoProvider`], [`Error::Load`] and
    /// [`Error::Signature`].
    pub fn load(
        runtime: &Runtime,
        variant: &Variant,
        options: &SessionOptions,
    ) -> Result<Self, Error> {
        variant.check_cpu()?;
        let path = variant.graph();
        let level = match variant.record().requires_cpu {
            // It went through the optimiser when it was made.
            Some(_) => GraphOptimizationLevel::Disable,
            None => GraphOptimizationLevel::All,
        };
        let make = |_| {
            let mut builder = session_builder(runtime, options, level)?;
            let session = builder.commit_from_file(&path);
            session.map_err(|e| Error::Load {
                path: path.clone(),
                reason: first_line(&e),
            })
        };
        let sessions: Result<Vec<_>, Error> = (0..options.sessions.max(1)).map(make).collect();
        let sessions = sessions?;
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
    /// [`Error::TokenCount`], [`Error::Speed`], [`Error::WholeSpeed`] for what the
    /// model can't take; [`Error::Synthesis`] when ONNX Runtime fails or returns
    /// samples that are no numbers.
    pub fn synthesize(
        &self,
        ids: &[TokenId],
        voice: &Voice,
        speed: f32,
    ) -> Result<Vec<f32>, Error> {
        if !(1..=MAX_TOKENS).contains(&ids.len()) {
            return Err(Error::TokenCount { tokens: ids.len() });
        }
        crate::speech::check_speed(speed)?;
        let whole = self.whole_speed(speed)?;
        let samples = self
            .run(ids, voice, speed, whole)
            .map_err(|e| Error::Synthesis {
                tokens: ids.len(),
                reason: first_line(&e),
            })?;
        if samples.is_empty() || samples.iter().any(|s| !s.is_finite()) {
            let reason = "the model gave no sound or broken samples".to_owned();
            return Err(Error::Synthesis {
                tokens: ids.len(),
                reason,
            });
        }
        Ok(samples)
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
    ) -> Result<Vec<f32>, ort::Error> {
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
        Ok(samples.to_vec())
    }
}
