//! What can be measured, by path:
//!
//! | path | what |
//! |---|---|
//! | `synthesis/VARIANT/cpu_seconds` | CPU time from the short text's tokens to samples, 1 thread |
//! | `synthesis/VARIANT/session_cpu_seconds` | CPU time of creating the session |
//! | `synthesis/VARIANT/peak_memory_bytes` | the most memory that process held |
//! | `cold/VARIANT/cpu_seconds` | CPU time of a whole fresh process that speaks the short text |
//! | `cold/VARIANT/warm_cpu_seconds` | the same speech again in that process |
//! | `tokens/new_cpu_seconds` | CPU time from a sentence to tokens, never seen before |
//! | `tokens/remembered_cpu_seconds` | the same of a remembered sentence |
//! | `likeness/VARIANT/REFERENCE/log_spectral_distance` | decibels: see [`super::likeness`] |
//! | `quality/VARIANT/FIGURE` | what `cargo xtask quality` wrote into `variant.toml` |
//! | `instructions/WORK` | machine instructions: see [`super::instructions`] |

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, bail};

use super::thresholds::Threshold;
use super::{instructions, probe, record, this_program};

/// Figures by path. Of a figure measured several times, the least.
#[derive(Debug, Default)]
pub(super) struct Figures(BTreeMap<String, f64>);

/// Where a figure comes from: a path without its last part, or all of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    /// A process, and the arguments of `probe`.
    Probe(Vec<String>),
    /// The same, of something that doesn't vary: once is enough.
    Steady(Vec<String>),
    Quality {
        variant: String,
        figure: String,
    },
    Instructions(String),
}

impl Source {
    fn of(path: &str) -> anyhow::Result<Self> {
        let parts: Vec<&str> = path.split('/').collect();
        let own = |part: &&str| (*part).to_owned();
        Ok(match parts.as_slice() {
            ["synthesis" | "cold", _, _] => Self::Probe(parts[..2].iter().map(own).collect()),
            ["tokens", _] => Self::Probe(vec!["tokens".to_owned()]),
            ["likeness", _, _, _] => Self::Steady(parts[..3].iter().map(own).collect()),
            ["quality", variant, figure] => Self::Quality {
                variant: own(variant),
                figure: own(figure),
            },
            ["instructions", work] => Self::Instructions(own(work)),
            _ => bail!("nothing is measured as {path:?}"),
        })
    }
}

/// Whether `path` can be measured, as far as can be told without doing it.
#[cfg(test)]
pub(super) fn check_path(path: &str) -> anyhow::Result<()> {
    Source::of(path).map(|_| ())
}

impl Figures {
    /// Measures everything that `thresholds` name. Processes take turns, so that
    /// what disturbs the machine for a while disturbs them all.
    pub(super) fn measure(thresholds: &[Threshold], rounds: u16) -> anyhow::Result<Self> {
        let paths = thresholds
            .iter()
            .flat_map(|threshold| [Some(&threshold.figure), threshold.to.as_ref()])
            .flatten();
        let sources: BTreeSet<Source> = paths
            .map(|path| Source::of(path))
            .collect::<anyhow::Result<_>>()?;
        let mut figures = Self::default();
        let program = this_program()?;
        for round in 0..rounds {
            for source in &sources {
                if let Source::Probe(arguments) = source {
                    eprint!("round {} of {rounds}: ", round + 1);
                    figures.add_probe(&program, arguments)?;
                }
            }
        }
        sources
            .iter()
            .try_for_each(|source| figures.add_steady(&program, source))?;
        Ok(figures)
    }

    fn add_probe(&mut self, program: &Path, arguments: &[String]) -> anyhow::Result<()> {
        let what = arguments.join("/");
        eprintln!("measuring {what}");
        for (name, figure) in probe::start(program, arguments)? {
            self.add(format!("{what}/{name}"), figure);
        }
        Ok(())
    }

    /// Measures what doesn't vary.
    fn add_steady(&mut self, program: &Path, source: &Source) -> anyhow::Result<()> {
        match source {
            Source::Probe(_) => {}
            Source::Steady(arguments) => self.add_probe(program, arguments)?,
            Source::Quality { variant, figure } => {
                let value = record::quality(variant, figure)?;
                self.add(format!("quality/{variant}/{figure}"), value);
            }
            Source::Instructions(work) => {
                eprintln!("counting the instructions of {work}");
                let count = instructions::count(work)?;
                self.add(format!("instructions/{work}"), count);
            }
        }
        Ok(())
    }

    fn add(&mut self, path: String, figure: f64) {
        let least = self.0.entry(path).or_insert(figure);
        *least = least.min(figure);
    }

    pub(super) fn get(&self, path: &str) -> anyhow::Result<f64> {
        let figure = self.0.get(path).copied();
        figure.with_context(|| format!("no probe measures {path:?}: correct it in the gates file"))
    }
}
