//! A variant's decoder alone.

use std::collections::HashMap;

use super::reference::Reference;
use crate::variants;
use anyhow::Context;
use vocalize_core::{RawGraph, RawTensor, Runtime, Variant};

/// The decoder cut out of a variant's graph, as it is on disk.
pub(crate) struct Decoder {
    graph: RawGraph,
}

impl Decoder {
    /// Loads it. What ONNX Runtime optimised offline is run as it is, like the whole
    /// variant.
    pub(crate) fn load(
        runtime: &Runtime,
        variant: &Variant,
        threads: usize,
    ) -> anyhow::Result<Self> {
        let record = variant.record();
        let bytes = variants::decoder(variant)?.encode();
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
