//! Finding the ranges of a decoder's tensors while it speaks.

use std::collections::BTreeMap;

use anyhow::Context;
use vocalize_core::{RawGraph, RawTensor, Runtime};
use vocalize_onnx::Model;
use vocalize_onnx::quantise::{self, Range, Ranges};

use super::histogram::{Histogram, extremes, united};
use super::recipe::Method;
use crate::quality::reference::Reference;

/// A decoder that shows what goes through it.
struct Watched {
    graph: RawGraph,
    tensors: Vec<String>,
}

impl Watched {
    /// Calls `look` with each watched tensor `[1, channels, time]` of each utterance:
    /// its name, its channels and its values.
    fn listen(
        &self,
        utterances: &[Reference],
        mut look: impl FnMut(&str, usize, &[f32]),
    ) -> anyhow::Result<()> {
        for utterance in utterances {
            let outputs = self.graph.run(&utterance.prosody)?;
            for name in &self.tensors {
                let tensor = outputs.get(name).or_else(|| utterance.prosody.get(name));
                let tensor = tensor.with_context(|| format!("nothing gave {name}"))?;
                let RawTensor::Floats(shape, values) = tensor else {
                    anyhow::bail!("{name} is no float tensor");
                };
                let [1, channels, _] = shape[..] else {
                    anyhow::bail!("{name} has the shape {shape:?}");
                };
                look(name, channels, values);
            }
        }
        Ok(())
    }
}

/// The ranges that all layers of `decoder` need, by each of `methods`.
pub(crate) fn ranges(
    runtime: &Runtime,
    decoder: &Model,
    utterances: &[Reference],
    methods: &[Method],
    threads: usize,
) -> anyhow::Result<Vec<Ranges>> {
    let layers = quantise::layers(&decoder.graph).into_iter().map(|l| l.name);
    let tensors = quantise::observed(&decoder.graph, &layers.collect());
    let watching = quantise::watching(decoder, &tensors).encode();
    let watched = Watched {
        graph: RawGraph::from_bytes(runtime, "the watched decoder", &watching, threads, true)?,
        tensors: tensors.into_iter().collect(),
    };
    let mut seen: BTreeMap<String, Vec<Range>> = BTreeMap::new();
    watched.listen(utterances, |name, channels, values| {
        let now = extremes(values, channels);
        let known = seen.entry(name.to_owned()).or_insert_with(|| now.clone());
        for (range, now) in known.iter_mut().zip(now) {
            *range = united(*range, now);
        }
    })?;
    if methods == [Method::Minmax] {
        let mut ranges = Ranges::new();
        for (name, channels) in seen {
            ranges.insert(name, channels);
        }
        return Ok(vec![ranges]);
    }
    let mut histograms: BTreeMap<String, Vec<Histogram>> = seen
        .into_iter()
        .map(|(name, ranges)| (name, ranges.into_iter().map(Histogram::new).collect()))
        .collect();
    watched.listen(utterances, |name, channels, values| {
        let rows = values.chunks(values.len() / channels.max(1));
        for (histogram, row) in histograms.get_mut(name).into_iter().flatten().zip(rows) {
            histogram.count(row);
        }
    })?;
    Ok(methods
        .iter()
        .map(|method| by(*method, &histograms))
        .collect())
}

fn by(method: Method, histograms: &BTreeMap<String, Vec<Histogram>>) -> Ranges {
    let mut ranges = Ranges::new();
    for (name, channels) in histograms {
        let channels = channels.iter().map(|histogram| histogram.range(method));
        ranges.insert(name.clone(), channels.collect());
    }
    ranges
}
