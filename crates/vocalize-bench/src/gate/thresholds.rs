//! Limits as data: `reports/gates.toml`.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, ensure};
use serde::Deserialize;

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Thresholds {
    #[serde(rename = "gate")]
    pub(super) gates: Vec<Threshold>,
}

/// One limit.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Threshold {
    /// What people call it.
    pub(super) name: String,
    /// What is measured: see [`super::figures`].
    pub(super) figure: String,
    /// What it is divided by, if it is a ratio: measured in the same run.
    #[serde(default)]
    pub(super) to: Option<String>,
    /// The figure, or ratio, when the limit was set.
    pub(super) expected: f64,
    /// The spread of runs of the same program: standard deviation, in the same unit
    /// as `floor`.
    pub(super) noise: f64,
    /// The least change that matters: a share of what is expected, or an amount if
    /// `absolute`.
    pub(super) floor: f64,
    #[serde(default)]
    pub(super) absolute: bool,
    /// Whether more is better; less is, unless said.
    #[serde(default)]
    pub(super) higher_is_better: bool,
    /// The instruction set, as [`vocalize_core::cpu_features`] calls it, without which
    /// the limit means nothing.
    #[serde(default)]
    pub(super) needs_cpu: Option<String>,
}

impl Threshold {
    /// What a figure must not go beyond.
    pub(super) fn limit(&self) -> f64 {
        let share = self.floor.max(3.0 * self.noise);
        let margin = if self.absolute {
            share
        } else {
            share * self.expected.abs()
        };
        if self.higher_is_better {
            self.expected - margin
        } else {
            self.expected + margin
        }
    }

    /// Whether the limit means anything on a CPU with `features`.
    pub(super) fn applies_to(&self, features: &[&str]) -> bool {
        let needed = self.needs_cpu.as_deref();
        needed.is_none_or(|needed| features.contains(&needed))
    }

    /// Whether `value` is worse than the limit. No number is worse than any.
    pub(super) fn is_broken_by(&self, value: f64) -> bool {
        let within = if self.higher_is_better {
            value >= self.limit()
        } else {
            value <= self.limit()
        };
        !within
    }
}

impl Thresholds {
    pub(super) fn load(path: &Path) -> anyhow::Result<Self> {
        let shown = path.display();
        let text = std::fs::read_to_string(path).with_context(|| format!("can't read {shown}"))?;
        Self::parse(&text).with_context(|| format!("{shown} is not valid"))
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let parsed: Self = toml::from_str(text)?;
        let mut names = BTreeSet::new();
        for gate in &parsed.gates {
            ensure!(
                names.insert(&gate.name),
                "two limits are called {}",
                gate.name
            );
            let sound = gate.expected.is_finite()
                && (0.0..1e12).contains(&gate.noise)
                && (0.0..1e12).contains(&gate.floor);
            ensure!(sound, "the numbers of {} are no limits", gate.name);
        }
        Ok(parsed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn threshold(text: &str) -> Threshold {
        let text = format!("[[gate]]\nname = \"a\"\nfigure = \"b\"\n{text}");
        Thresholds::parse(&text).unwrap().gates.remove(0)
    }

    #[test]
    fn a_limit_is_beyond_the_floor_and_three_times_the_noise() {
        let quiet = threshold("expected = 2.0\nnoise = 0.01\nfloor = 0.1");
        assert!(!quiet.is_broken_by(2.19) && quiet.is_broken_by(2.21));
        let noisy = threshold("expected = 2.0\nnoise = 0.05\nfloor = 0.1");
        assert!(!noisy.is_broken_by(2.29) && noisy.is_broken_by(2.31));
        assert!(noisy.is_broken_by(f64::NAN));
        let score = threshold(
            "expected = -0.01\nnoise = 0.0\nfloor = 0.02\nabsolute = true\nhigher_is_better = true",
        );
        assert!(!score.is_broken_by(-0.02) && score.is_broken_by(-0.04));
    }

    #[test]
    fn a_limit_for_other_cpus_does_not_apply() {
        let numbers = "expected = 0.5\nnoise = 0.0\nfloor = 0.1";
        let picky = threshold(&format!("needs_cpu = \"avx512vnni\"\n{numbers}"));
        assert!(picky.applies_to(&["avx2", "avx512vnni"]));
        assert!(!picky.applies_to(&["avx2"]));
        assert!(threshold(numbers).applies_to(&[]));
    }

    #[test]
    fn what_is_no_limit_is_refused() {
        let twice = "[[gate]]\nname='a'\nfigure='b'\nexpected=1\nnoise=0\nfloor=0\n".repeat(2);
        for text in [
            twice.as_str(),
            "[[gate]]\nname='a'\nfigure='b'\nexpected=nan\nnoise=0\nfloor=0",
            "[[gate]]\nname='a'\nfigure='b'\nexpected=1\nnoise=-1\nfloor=0",
            "[[gate]]\nname='a'\nfigure='b'\nexpected=1\nnoise=0\nfloor=0\nnosie=1",
        ] {
            assert!(Thresholds::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_projects_own_limits_can_be_read() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../reports/gates.toml");
        let thresholds = Thresholds::load(&path).unwrap();
        assert!(thresholds.gates.len() > 5);
        for gate in &thresholds.gates {
            super::super::figures::check_path(&gate.figure).unwrap();
            if let Some(to) = &gate.to {
                super::super::figures::check_path(to).unwrap();
            }
            // A slow-down of a fifth must be beyond every limit.
            let fifth = gate.expected + 0.2 * gate.expected.abs();
            let is_time = gate.figure.ends_with("seconds") || gate.figure.contains("instructions");
            assert!(!is_time || gate.is_broken_by(fifth), "{}", gate.name);
        }
    }
}
