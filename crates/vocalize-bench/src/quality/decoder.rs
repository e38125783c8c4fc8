//! A variant's decoder alone.

use std::collections::HashMap;

use anyhow::Context;
use vocalize_core::{RawGraph, RawTensor, Runtime, Variant};
use vocalize_onnx::{Limits, Model, split};

use super::reference::Reference;

/// The decoder cut out of a variant's graph, as it is on disk.
pub(crate) struct Decoder {
    graph: RawGraph,
}

impl Decoder {
    /// Loads it, and cuts it out first if the variant is in one part. What ONNX Runtime
    /// optimised offline is run as it is, like the whole variant.
    pub(crate) fn load(
        runtime: &Runtime,
        variant: &Variant,
        threads: usize,
    ) -> anyhow::Result<Self> {
        let mut model = Model::load(&variant.graph(), &Limits::default())?;
        let record = variant.record();
        if record.parts_before.is_empty() {
            model = split::split(&model)?.decoder;
        }
        let bytes = model.encode();
        drop(model);
        let optimize = record.requires_cpu.is_none();
        let name = format!("the decoder of {}", record.name);
        let graph = RawGraph::from_bytes(runtime, &name, &bytes, threads, optimize)?;
        Ok(Self { graph })
    }

    /// What it makes of fp32's prosody.
    pub(crate) fn speak(&self, reference: &Reference) -> anyhow::Result<Vec<f32>> {
        audio_of(self.graph.run(&reference.prosody)?)
    }
}

/// The audio among the outputs of a decoder that gives nothing else.
pub(crate) fn audio_of(outputs: HashMap<String, RawTensor>) -> anyhow::Result<Vec<f32>> {
    let audio = outputs.into_values().next();
    match audio.context("a decoder gave nothing")? {
        RawTensor::Floats(_, audio) => Ok(audio),
        _ => anyhow::bail!("a decoder gave integers"),
    }
}
