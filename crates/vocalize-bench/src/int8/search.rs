//! Which layers stay floats: what integers cost in each, and what they gain.
//!
//! Each layer is quantised alone. Its cost is how far the speech moves (log-spectral
//! distance on equal prosody), its gain the time that the layer alone saves. Then all
//! layers become integers, and the one with the worst exchange goes back to floats
//! until predicted opinions are within the budget. Measurements are kept line by
//! line, so an interrupted search goes on where it stopped.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use serde::{Deserialize, Serialize};
use vocalize_audio::SAMPLE_RATE;
use vocalize_audio::compare::log_spectral_distance;
use vocalize_core::{RawGraph, RawTensor};
use vocalize_onnx::quantise::{self, Ranges};
use vocalize_onnx::{Dim, Model, ValueInfo, split};

use super::Workbench;
use super::recipe::{Method, Recipe};
use crate::progress;
use crate::quality::decoder::audio_of;
use crate::quality::dnsmos::Dnsmos;

/// How often a layer is timed; the fastest counts.
const TIMES: usize = 5;

/// How far opinions of the search's own sentences may fall. Half of what a variant
/// is accepted with: others will fall a little further.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    /// The mean of P.808 and of OVRL.
    pub(crate) mean: f64,
    /// The worst sentence.
    pub(crate) worst: f64,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            mean: 0.015,
            worst: 0.1,
        }
    }
}

/// One layer alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LayerCost {
    layer: String,
    method: Method,
    /// dB.
    log_spectral_distance: f64,
    /// Seconds of computing saved for each second of speech.
    saved: f64,
}

impl LayerCost {
    /// What a saved second costs: layers that save nothing go first.
    fn exchange(&self) -> f64 {
        if self.saved > 0.0 {
            self.log_spectral_distance / self.saved
        } else {
            f64::INFINITY
        }
    }
}

/// Searches, keeping what was measured in `journal`.
pub(crate) fn search(
    bench: &Workbench<'_>,
    dnsmos: &Dnsmos,
    budget: Budget,
    journal: &Path,
) -> anyhow::Result<Recipe> {
    let methods = [Method::Minmax, Method::Percentile, Method::Entropy];
    let ranges = bench.ranges(&methods)?;
    let search = Search {
        bench,
        dnsmos,
        float: bench.float()?,
    };
    let method = search.best_method(&methods, &ranges)?;
    let ranges = methods.iter().zip(&ranges).find(|(m, _)| **m == method);
    let (_, ranges) = ranges.context("the method is one of them")?;
    let costs = search.costs(method, ranges, journal)?;
    let float_layers = search.within(budget, ranges, costs)?;
    Ok(Recipe {
        calibration: method,
        float_layers,
    })
}

struct Search<'s> {
    bench: &'s Workbench<'s>,
    dnsmos: &'s Dnsmos,
    /// The float decoder's audio of each utterance.
    float: Vec<Vec<f32>>,
}

impl Workbench<'_> {
    fn float(&self) -> anyhow::Result<Vec<Vec<f32>>> {
        self.spoken_by(&self.parts.decoder)
    }

    fn spoken_by(&self, decoder: &Model) -> anyhow::Result<Vec<Vec<f32>>> {
        let bytes = decoder.encode();
        let graph = RawGraph::from_bytes(self.runtime, "a decoder", &bytes, self.threads, true)?;
        let heard = self.heard.iter();
        heard
            .map(|utterance| audio_of(graph.run(&utterance.prosody)?))
            .collect()
    }

    fn quantised(&self, chosen: &BTreeSet<String>, ranges: &Ranges) -> anyhow::Result<Model> {
        let mut decoder = self.parts.decoder.clone();
        quantise::convolutions(&mut decoder.graph, chosen, ranges)?;
        Ok(decoder)
    }
}

impl Search<'_> {
    /// The method that moves the speech least when everything is quantised.
    fn best_method(&self, methods: &[Method], ranges: &[Ranges]) -> anyhow::Result<Method> {
        let mut best = (f64::INFINITY, Method::Minmax);
        for (method, ranges) in methods.iter().zip(ranges) {
            let decoder = self.bench.quantised(&self.layers(), ranges)?;
            let moved = self.moved(&decoder)?;
            eprintln!("search: {method:?} moves the speech by {moved:.2} dB");
            if moved < best.0 {
                best = (moved, *method);
            }
        }
        Ok(best.1)
    }

    fn layers(&self) -> BTreeSet<String> {
        let layers = quantise::layers(&self.bench.parts.decoder.graph);
        layers.into_iter().map(|layer| layer.name).collect()
    }

    /// The mean log-spectral distance from the float decoder's speech.
    fn moved(&self, decoder: &Model) -> anyhow::Result<f64> {
        let spoken = self.bench.spoken_by(decoder)?;
        let pairs = self.float.iter().zip(&spoken);
        let distances: Result<Vec<f64>, _> =
            pairs.map(|(a, b)| log_spectral_distance(a, b)).collect();
        Ok(mean(&distances?))
    }

    fn costs(
        &self,
        method: Method,
        ranges: &Ranges,
        journal: &Path,
    ) -> anyhow::Result<Vec<LayerCost>> {
        let mut known = read(journal);
        let layers = self.layers();
        let bar = progress::bar(layers.len() as u64);
        let mut costs = Vec::new();
        for layer in layers {
            progress::step(&bar, &format!("search: {layer}"));
            let here = |cost: &LayerCost| cost.layer == layer && cost.method == method;
            let cost = match known.iter().position(here) {
                Some(place) => known.swap_remove(place),
                None => {
                    let cost = self.cost(&layer, method, ranges)?;
                    append(journal, &cost)?;
                    cost
                }
            };
            costs.push(cost);
        }
        bar.finish_and_clear();
        Ok(costs)
    }

    fn cost(&self, layer: &str, method: Method, ranges: &Ranges) -> anyhow::Result<LayerCost> {
        let chosen = BTreeSet::from([layer.to_owned()]);
        let decoder = self.bench.quantised(&chosen, ranges)?;
        let (float, integer) = (
            self.seconds(&self.bench.parts.decoder, layer)?,
            self.seconds(&decoder, layer)?,
        );
        Ok(LayerCost {
            layer: layer.to_owned(),
            method,
            log_spectral_distance: self.moved(&decoder)?,
            saved: float - integer,
        })
    }

    /// The seconds that `layer` alone, from its normalisation on, takes for a second
    /// of speech.
    fn seconds(&self, decoder: &Model, layer: &str) -> anyhow::Result<f64> {
        let float = &self.bench.parts.decoder.graph;
        let index = float.index();
        let conv = &float.nodes[index.producer(layer).context("a layer is a node")?];
        let observed = quantise::observed(float, &BTreeSet::from([layer.to_owned()]));
        let before = observed.iter().find(|name| *name != layer);
        let before = before.map_or(conv.input(0), String::as_str);
        let normal = index.made_by(float, before, "InstanceNormalization");
        let inputs: Vec<String> = match normal {
            Some(normal) => normal.inputs.clone(),
            None => vec![before.to_owned()],
        };
        let given = self.values_of(&inputs)?;
        let value = |name: &String| {
            let unknown = vec![Dim::Unknown; given[name].1];
            ValueInfo::tensor(name, vocalize_onnx::DataType::F32, &unknown)
        };
        let output = ValueInfo::tensor(
            layer,
            vocalize_onnx::DataType::F32,
            &[Dim::Unknown, Dim::Unknown, Dim::Unknown],
        );
        let part = split::extract(
            &decoder.graph,
            inputs.iter().map(value).collect(),
            vec![output],
        )?;
        let bytes = Model::new(part, 20).encode();
        let graph =
            RawGraph::from_bytes(self.bench.runtime, layer, &bytes, self.bench.threads, true)?;
        let given: HashMap<String, RawTensor> =
            given.into_iter().map(|(n, (v, _))| (n, v)).collect();
        let mut fastest = f64::INFINITY;
        for _ in 0..TIMES {
            let started = Instant::now();
            graph.run(&given)?;
            fastest = fastest.min(started.elapsed().as_secs_f64());
        }
        let audio = self.float.first().map_or(1, Vec::len);
        Ok(fastest / vocalize_audio::seconds(audio))
    }

    /// What `tensors` are in the first utterance, with their number of dimensions.
    fn values_of(
        &self,
        tensors: &[String],
    ) -> anyhow::Result<BTreeMap<String, (RawTensor, usize)>> {
        let utterance = self
            .bench
            .heard
            .first()
            .context("calibration has sentences")?;
        let watching = quantise::watching(&self.bench.parts.decoder, tensors).encode();
        let graph = RawGraph::from_bytes(
            self.bench.runtime,
            "a decoder",
            &watching,
            self.bench.threads,
            true,
        )?;
        let outputs = graph.run(&utterance.prosody)?;
        let value = |name: &String| {
            let value = outputs.get(name).or_else(|| utterance.prosody.get(name));
            let value = value.with_context(|| format!("nothing gave {name}"))?;
            let RawTensor::Floats(shape, _) = value else {
                anyhow::bail!("{name} is no float tensor");
            };
            Ok((name.clone(), (value.clone(), shape.len())))
        };
        tensors.iter().map(value).collect()
    }

    /// Layers that must stay floats for the budget.
    fn within(
        &self,
        budget: Budget,
        ranges: &Ranges,
        mut costs: Vec<LayerCost>,
    ) -> anyhow::Result<BTreeSet<String>> {
        costs.sort_by(|a, b| a.exchange().total_cmp(&b.exchange()));
        let reference = self.opinions(&self.float)?;
        let mut float_layers = BTreeSet::new();
        // What gains nothing is no exchange.
        while costs.last().is_some_and(|cost| cost.saved <= 0.0) {
            float_layers.extend(costs.pop().map(|cost| cost.layer));
        }
        loop {
            let chosen: BTreeSet<String> = costs.iter().map(|cost| cost.layer.clone()).collect();
            let decoder = self.bench.quantised(&chosen, ranges)?;
            let opinions = self.opinions(&self.bench.spoken_by(&decoder)?)?;
            let (mean, worst) = fall(&reference, &opinions);
            eprintln!(
                "search: {} layers in integers: opinions change by {mean:+.3}, at worst {worst:+.3}",
                chosen.len()
            );
            if mean >= -budget.mean && worst >= -budget.worst {
                return Ok(float_layers);
            }
            let Some(dearest) = costs.pop() else {
                return Ok(float_layers);
            };
            float_layers.insert(dearest.layer);
        }
    }

    /// P.808 and OVRL of each utterance.
    fn opinions(&self, spoken: &[Vec<f32>]) -> anyhow::Result<Vec<[f64; 2]>> {
        let opinion = |audio: &Vec<f32>| {
            let opinion = self.dnsmos.judge(audio, SAMPLE_RATE)?;
            Ok([opinion.p808, opinion.ovrl])
        };
        spoken.iter().map(opinion).collect()
    }
}

/// The lower of the mean differences of both opinions, and the worst of all.
fn fall(before: &[[f64; 2]], after: &[[f64; 2]]) -> (f64, f64) {
    let differences = |which: usize| -> Vec<f64> {
        let pairs = before.iter().zip(after);
        pairs.map(|(a, b)| b[which] - a[which]).collect()
    };
    let both = [differences(0), differences(1)];
    let mean = both.iter().map(|d| mean(d)).fold(f64::INFINITY, f64::min);
    let worst = both.iter().flatten().copied().fold(f64::INFINITY, f64::min);
    (mean, worst)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// What an earlier search measured; lines that can't be read are measured again.
fn read(journal: &Path) -> Vec<LayerCost> {
    let text = fs::read_to_string(journal).unwrap_or_default();
    let lines = text.lines();
    lines
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

fn append(journal: &Path, cost: &LayerCost) -> anyhow::Result<()> {
    let line = serde_json::to_string(cost)?;
    let open = OpenOptions::new().create(true).append(true).open(journal);
    open.and_then(|mut file| writeln!(file, "{line}"))
        .with_context(|| format!("can't write {}", journal.display()))
}
