//! One layer in integers: what it costs, and what it gains.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};
use vocalize_core::Variant;
use vocalize_onnx::quantise::{Layer, Ranges};

use super::alone::Alone;
use super::{HEARD, Search};
use crate::int8::recipe::Method;
use crate::progress;

/// Which fp32 was measured: the SHA-256 of its weights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Base(String);

impl Base {
    pub(crate) fn of(fp32: &Variant) -> Self {
        // The largest file: graphs are small.
        let weights = fp32.record().files.iter().max_by_key(|file| file.bytes);
        Self(weights.map_or_else(String::new, |file| file.sha256.clone()))
    }
}

/// One layer alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LayerCost {
    pub(crate) layer: String,
    base: Base,
    method: Method,
    /// dB.
    pub(crate) log_spectral_distance: f64,
    /// Seconds of computing saved for each second of speech.
    pub(crate) saved: f64,
}

impl LayerCost {
    /// What the searches that wrote `journal` measured of `base` with ranges by
    /// `method`, the best exchange first. Lines that can't be read are left out: they
    /// are measured again.
    pub(crate) fn read(journal: &Path, base: &Base, method: Method) -> Vec<Self> {
        let text = fs::read_to_string(journal).unwrap_or_default();
        let lines = text.lines();
        let mut costs: Vec<Self> = lines
            .filter_map(|line| serde_json::from_str(line).ok())
            .filter(|cost: &Self| cost.base == *base && cost.method == method)
            .collect();
        costs.sort_by(|a, b| a.exchange().total_cmp(&b.exchange()));
        costs
    }

    /// What a saved second costs; infinite for a layer that saves nothing.
    pub(crate) fn exchange(&self) -> f64 {
        if self.saved > 0.0 {
            self.log_spectral_distance / self.saved
        } else {
            f64::INFINITY
        }
    }
}

impl Search<'_> {
    /// The cost of every layer: from `journal` where it was measured before.
    pub(super) fn costs(
        &self,
        method: Method,
        ranges: &Ranges,
        journal: &Path,
    ) -> anyhow::Result<Vec<LayerCost>> {
        let known = LayerCost::read(journal, &self.bench.base, method);
        let alone = Alone::hear(self.bench, &self.layers)?;
        let bar = progress::bar(self.layers.len() as u64);
        let mut costs = Vec::new();
        for layer in &self.layers {
            progress::step(&bar, &format!("search: {}", layer.name));
            if let Some(cost) = known.iter().find(|cost| cost.layer == layer.name) {
                costs.push(cost.clone());
                continue;
            }
            let cost = self.cost(layer, method, ranges, &alone)?;
            append(journal, &cost)?;
            costs.push(cost);
        }
        bar.finish_and_clear();
        Ok(costs)
    }

    fn cost(
        &self,
        layer: &Layer,
        method: Method,
        ranges: &Ranges,
        alone: &Alone<'_>,
    ) -> anyhow::Result<LayerCost> {
        let chosen = BTreeSet::from([layer.name.clone()]);
        let decoder = self.bench.quantised(&chosen, ranges)?;
        let float = alone.seconds(&self.bench.parts.decoder, layer)?;
        Ok(LayerCost {
            layer: layer.name.clone(),
            base: self.bench.base.clone(),
            method,
            log_spectral_distance: self.moved(&decoder, HEARD)?,
            saved: float - alone.seconds(&decoder, layer)?,
        })
    }
}

fn append(journal: &Path, cost: &LayerCost) -> anyhow::Result<()> {
    let line = serde_json::to_string(cost)?;
    let open = OpenOptions::new().create(true).append(true).open(journal);
    open.and_then(|mut file| writeln!(file, "{line}"))
        .with_context(|| format!("can't write {}", journal.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_that_was_cut_off_gives_what_is_whole_and_of_the_same_model() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("layers.jsonl");
        let base = Base("ab12".to_owned());
        let cost = LayerCost {
            layer: "a".to_owned(),
            base: base.clone(),
            method: Method::Percentile,
            log_spectral_distance: 1.5,
            saved: 0.25,
        };
        append(&journal, &cost).unwrap();
        append(&journal, &cost).unwrap();
        let text = fs::read_to_string(&journal).unwrap();
        fs::write(&journal, &text[..text.len() - 9]).unwrap();
        let read = |base: &str, method| LayerCost::read(&journal, &Base(base.to_owned()), method);
        assert_eq!(
            read("ab12", Method::Percentile),
            std::slice::from_ref(&cost)
        );
        assert_eq!(read("ab12", Method::Entropy), []);
        assert_eq!(read("cd34", Method::Percentile), []);
        assert_eq!(cost.exchange(), 6.0);
    }
}
