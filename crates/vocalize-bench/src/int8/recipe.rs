//! What becomes integers, and how their ranges are found.

use std::collections::BTreeSet;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use vocalize_core::QuantisedRecord;
use vocalize_onnx::Graph;
use vocalize_onnx::quantise;

/// What the search found on restored fp32.
const DEFAULT: &str = include_str!("recipe.toml");

/// How the range of a channel is taken from the values that it was seen to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Method {
    /// From the smallest value to the largest
    Minmax,
    /// All but the outermost ten-thousandth on each side
    Percentile,
    /// What loses the least information (Kullback-Leibler)
    Entropy,
}

impl Method {
    /// As files call it.
    fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// The method that files call `name`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::from_str(name, false).ok()
    }
}

/// A choice that can be carried out again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recipe {
    pub(crate) calibration: Method,
    /// Layers that stay floats.
    pub(crate) float_layers: BTreeSet<String>,
}

impl Recipe {
    /// The recipe in the repository.
    pub(crate) fn default_of_repository() -> anyhow::Result<Self> {
        Ok(toml::from_str(DEFAULT)?)
    }

    /// The layers of a decoder that become integers.
    pub(crate) fn chosen(&self, decoder: &Graph) -> BTreeSet<String> {
        let layers = quantise::layers(decoder).into_iter().map(|l| l.name);
        layers
            .filter(|name| !self.float_layers.contains(name))
            .collect()
    }

    /// For a variant's record.
    pub(crate) fn record(&self) -> QuantisedRecord {
        QuantisedRecord {
            calibration: self.calibration.name(),
            float_layers: self.float_layers.iter().cloned().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recipe_of_the_repository_can_be_read() {
        let recipe = Recipe::default_of_repository().unwrap();
        assert_eq!(recipe.record().calibration, "percentile");
    }
}
