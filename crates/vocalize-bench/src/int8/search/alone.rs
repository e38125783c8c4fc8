//! A layer without the rest of the decoder, to time it.

use std::collections::{BTreeSet, HashMap};
use std::time::Instant;

use anyhow::Context;
use vocalize_core::RawTensor;
use vocalize_onnx::quantise::{self, Layer};
use vocalize_onnx::{DataType, Dim, Model, ValueInfo, split};

use crate::int8::Workbench;

/// How often a layer is timed; the fastest counts.
const TIMES: usize = 5;

/// What all layers are computed from while the first utterance is spoken.
pub(super) struct Alone<'b> {
    bench: &'b Workbench<'b>,
    values: HashMap<String, RawTensor>,
    /// How long the utterance is.
    audio_seconds: f64,
}

impl<'b> Alone<'b> {
    /// Speaks the first utterance and keeps what goes into `layers`.
    pub(super) fn hear(bench: &'b Workbench<'b>, layers: &[Layer]) -> anyhow::Result<Self> {
        let decoder = &bench.parts.decoder;
        let sources = |layer| quantise::sources(&decoder.graph, layer);
        let sources: BTreeSet<String> = layers.iter().flat_map(sources).collect();
        let watched = quantise::watching(decoder, &sources);
        let utterance = bench.heard.first().context("calibration has sentences")?;
        let mut values = bench
            .loaded("a decoder", &watched)?
            .run(&utterance.prosody)?;
        let audio = decoder.graph.outputs.first().context("it has an output")?;
        let audio = values.get(audio.name()).and_then(RawTensor::floats);
        let audio_seconds = vocalize_audio::seconds(audio.context("it gave no audio")?.len());
        let prosody = utterance.prosody.iter();
        values.extend(prosody.map(|(name, value)| (name.clone(), value.clone())));
        values.retain(|name, _| sources.contains(name));
        Ok(Self {
            bench,
            values,
            audio_seconds,
        })
    }

    /// The seconds that `layer` of `decoder` takes for a second of speech.
    pub(super) fn seconds(&self, decoder: &Model, layer: &Layer) -> anyhow::Result<f64> {
        let sources = quantise::sources(&self.bench.parts.decoder.graph, layer);
        let inputs: anyhow::Result<Vec<_>> = sources.iter().map(|name| self.input(name)).collect();
        let output = value(&layer.name, 3);
        let part = split::extract(&decoder.graph, inputs?, vec![output])?;
        let graph = self.bench.loaded(&layer.name, &decoder.with_graph(part))?;
        let mut fastest = f64::INFINITY;
        for _ in 0..TIMES {
            let started = Instant::now();
            graph.run(&self.values)?;
            fastest = fastest.min(started.elapsed().as_secs_f64());
        }
        Ok(fastest / self.audio_seconds)
    }

    fn input(&self, name: &str) -> anyhow::Result<ValueInfo> {
        let tensor = self.values.get(name);
        match tensor.with_context(|| format!("nothing gave {name}"))? {
            RawTensor::Floats(shape, _) => Ok(value(name, shape.len())),
            _ => anyhow::bail!("{name} is no float tensor"),
        }
    }
}

fn value(name: &str, rank: usize) -> ValueInfo {
    ValueInfo::tensor(name, DataType::F32, &vec![Dim::Unknown; rank])
}
