//! Which layers stay floats: what integers cost in each, and what they gain.
//!
//! Each layer is quantised alone (`cost`): its cost is how far the speech moves, its
//! gain the time that the layer alone saves (`alone`). Then all layers whose exchange
//! is good become integers, and the one with the worst goes back to floats until
//! predicted opinions are within the budget. Measurements are kept line by line, so an
//! interrupted search goes on where it stopped.

mod alone;
mod cost;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context;
use vocalize_audio::SAMPLE_RATE;
use vocalize_audio::compare::log_spectral_distance;
use vocalize_core::RawGraph;
use vocalize_onnx::Model;
use vocalize_onnx::quantise::{self, Layer, Ranges};

use super::Workbench;
use super::recipe::{Method, Recipe};
use crate::quality::decoder::audio_of;
use crate::quality::dnsmos::Dnsmos;
use crate::quality::reference::Reference;
pub(crate) use cost::{Base, LayerCost};

const METHODS: [Method; 3] = [Method::Minmax, Method::Percentile, Method::Entropy];

/// Utterances that a single layer is heard with: one for each voice.
const HEARD: usize = 4;

/// What integers may cost. Opinions are those of the search's own sentences and may
/// fall by half of what a variant is accepted with: others will fall a little further.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    /// The mean of P.808 and of OVRL.
    pub(crate) mean: f64,
    /// The worst sentence.
    pub(crate) worst: f64,
    /// One layer, in dB for a saved second of computing a second of speech: the few that
    /// cost more save little.
    pub(crate) exchange: f64,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            mean: 0.015,
            worst: 0.1,
            exchange: 100.0,
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
    let search = Search {
        float: bench.spoken_by(&bench.parts.decoder, &bench.heard)?,
        layers: quantise::layers(&bench.parts.decoder.graph),
        bench,
        dnsmos,
    };
    let (calibration, ranges) = search.best_method()?;
    let costs = search.costs(calibration, &ranges, journal)?;
    let float_layers = search.within(budget, &ranges, costs)?;
    Ok(Recipe {
        calibration,
        float_layers,
    })
}

struct Search<'s> {
    bench: &'s Workbench<'s>,
    dnsmos: &'s Dnsmos,
    layers: Vec<Layer>,
    /// The float decoder's audio of each utterance.
    float: Vec<Vec<f32>>,
}

impl Workbench<'_> {
    /// The decoder with `chosen` layers in integers.
    fn quantised(&self, chosen: &BTreeSet<String>, ranges: &Ranges) -> anyhow::Result<Model> {
        let mut decoder = self.parts.decoder.clone();
        quantise::convolutions(&mut decoder.graph, chosen, ranges)?;
        Ok(decoder)
    }

    fn loaded(&self, name: &str, model: &Model) -> anyhow::Result<RawGraph> {
        let bytes = model.encode();
        Ok(RawGraph::from_bytes(
            self.runtime,
            name,
            &bytes,
            self.threads,
            true,
        )?)
    }

    fn spoken_by(&self, decoder: &Model, heard: &[Reference]) -> anyhow::Result<Vec<Vec<f32>>> {
        let graph = self.loaded("a decoder", decoder)?;
        let speak = |utterance: &Reference| audio_of(graph.run(&utterance.prosody)?);
        heard.iter().map(speak).collect()
    }
}

impl Search<'_> {
    /// The method that moves the speech least when everything is quantised, and its
    /// ranges.
    fn best_method(&self) -> anyhow::Result<(Method, Ranges)> {
        let all = self.layers.iter().map(|layer| layer.name.clone()).collect();
        let mut best: Option<(f64, Method, Ranges)> = None;
        for (method, ranges) in METHODS.into_iter().zip(self.bench.ranges(&METHODS)?) {
            let decoder = self.bench.quantised(&all, &ranges)?;
            let moved = self.moved(&decoder, self.float.len())?;
            eprintln!("search: {method:?} moves the speech by {moved:.2} dB");
            if best.as_ref().is_none_or(|(least, ..)| moved < *least) {
                best = Some((moved, method, ranges));
            }
        }
        let (_, method, ranges) = best.context("there is a method")?;
        Ok((method, ranges))
    }

    /// The mean log-spectral distance from the float decoder's speech, in dB, over the
    /// first `heard` utterances.
    fn moved(&self, decoder: &Model, heard: usize) -> anyhow::Result<f64> {
        let heard = heard.min(self.float.len());
        let spoken = self.bench.spoken_by(decoder, &self.bench.heard[..heard])?;
        let pairs = self.float.iter().zip(&spoken);
        let distances: Result<Vec<f64>, _> =
            pairs.map(|(a, b)| log_spectral_distance(a, b)).collect();
        Ok(mean(&distances?))
    }

    /// Layers that must stay floats for the budget.
    fn within(
        &self,
        budget: Budget,
        ranges: &Ranges,
        mut costs: Vec<LayerCost>,
    ) -> anyhow::Result<BTreeSet<String>> {
        costs.sort_by(|a, b| a.exchange().total_cmp(&b.exchange()));
        let good = |cost: &&LayerCost| cost.exchange() <= budget.exchange;
        let good = costs.iter().take_while(good).count();
        let mut float_layers: BTreeSet<String> =
            costs.drain(good..).map(|cost| cost.layer).collect();
        let reference = self.opinions(&self.float)?;
        while !costs.is_empty() {
            let chosen: BTreeSet<String> = costs.iter().map(|cost| cost.layer.clone()).collect();
            let decoder = self.bench.quantised(&chosen, ranges)?;
            let spoken = self.bench.spoken_by(&decoder, &self.bench.heard)?;
            let (mean, worst) = fall(&reference, &self.opinions(&spoken)?);
            eprintln!(
                "search: {} layers in integers: opinions change by {mean:+.3}, at worst {worst:+.3}",
                chosen.len()
            );
            if mean >= -budget.mean && worst >= -budget.worst {
                break;
            }
            float_layers.extend(costs.pop().map(|dearest| dearest.layer));
        }
        Ok(float_layers)
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
    let least = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::INFINITY, f64::min);
    let mean = least(&mut both.iter().map(|d| mean(d)));
    let worst = least(&mut both.iter().flatten().copied());
    (mean, worst)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::fall;

    #[test]
    fn the_worse_opinion_and_the_worst_sentence_count() {
        let before = [[4.0, 3.0], [4.0, 3.0]];
        let after = [[4.1, 2.9], [3.7, 2.7]];
        let (mean, worst) = fall(&before, &after);
        assert!((mean + 0.2).abs() < 1e-9 && (worst + 0.3).abs() < 1e-9);
    }
}
