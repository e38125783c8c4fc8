//! fp32's speech, and the prosody that every decoder is given.

use std::collections::HashMap;

use anyhow::Context;
use vocalize_core::{RawGraph, RawTensor, Runtime, Variant};
use vocalize_onnx::split::{F0, FRAMES, HARMONICS, NOISE};
use vocalize_onnx::{DataType, Limits, Model, ValueInfo, split};
use vocalize_text::PAD;

use super::utterances::Utterance;

/// Numbers in a style vector.
const STYLE_SIZE: usize = 256;

/// What fp32 made of one utterance.
pub(crate) struct Reference {
    pub(crate) audio: Vec<f32>,
    /// What a decoder takes, by name: frames, F0, noise, harmonics and style.
    pub(crate) prosody: HashMap<String, RawTensor>,
}

/// fp32 with its prosody as further outputs.
pub(crate) struct ReferenceModel {
    graph: RawGraph,
    names: Names,
    /// Speed 1, in the type that the graph takes.
    speed: RawTensor,
}

/// What the graph calls its inputs and its audio: exports differ.
struct Names {
    tokens: String,
    style: String,
    speed: String,
    audio: String,
}

impl ReferenceModel {
    pub(crate) fn load(
        runtime: &Runtime,
        variant: &Variant,
        threads: usize,
    ) -> anyhow::Result<Self> {
        let name = &variant.record().name;
        let model = Model::load(&variant.graph(), &Limits::default())?;
        let model = split::with_cuts(&model)
            .with_context(|| format!("can't take the prosody out of {name}"))?;
        let graph = RawGraph::from_bytes(runtime, name, &model.encode(), threads, true)?;
        let audio = model.graph.outputs.first().context("it has no output")?;
        let names = Names {
            tokens: input(&graph, &["tokens", "input_ids"])?,
            style: input(&graph, &["style"])?,
            speed: input(&graph, &["speed"])?,
            audio: audio.name().to_owned(),
        };
        let dtype = model.graph.inputs.iter().find(|i| i.name() == names.speed);
        let speed = match dtype.and_then(ValueInfo::dtype) {
            Some(DataType::I32) => RawTensor::ShortIntegers(vec![1], vec![1]),
            Some(DataType::I64) => RawTensor::Integers(vec![1], vec![1]),
            _ => RawTensor::Floats(vec![1], vec![1.0]),
        };
        Ok(Self {
            graph,
            names,
            speed,
        })
    }

    pub(crate) fn speak(&self, utterance: &Utterance) -> anyhow::Result<Reference> {
        let ids = &utterance.ids;
        let padded = [PAD].iter().chain(ids).chain(&[PAD]);
        let tokens: Vec<i64> = padded.map(|&id| id.into()).collect();
        let style = utterance.voice.style(ids.len()).to_vec();
        let style = RawTensor::Floats(vec![1, STYLE_SIZE], style);
        let inputs = HashMap::from([
            (
                self.names.tokens.clone(),
                RawTensor::Integers(vec![1, tokens.len()], tokens),
            ),
            (self.names.style.clone(), style.clone()),
            (self.names.speed.clone(), self.speed.clone()),
        ]);
        let mut outputs = self.graph.run(&inputs)?;
        let audio = outputs.remove(&self.names.audio);
        let Some(RawTensor::Floats(_, audio)) = audio else {
            anyhow::bail!("fp32 gave no audio");
        };
        let mut prosody = HashMap::from([(self.names.style.clone(), style)]);
        for name in [FRAMES, F0, NOISE, HARMONICS] {
            let tensor = outputs.remove(name);
            let tensor = tensor.with_context(|| format!("fp32 gave no {name}"))?;
            prosody.insert(name.to_owned(), tensor);
        }
        Ok(Reference { audio, prosody })
    }
}

fn input(graph: &RawGraph, names: &[&str]) -> anyhow::Result<String> {
    let mut inputs = graph.inputs().iter();
    let found = inputs.find(|input| names.contains(&input.as_str()));
    let found = found.with_context(|| format!("it has no input {}", names.join(" or ")))?;
    Ok(found.clone())
}
