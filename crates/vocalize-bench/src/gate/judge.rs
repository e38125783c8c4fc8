//! Figures against limits.

use std::fmt;

use serde::Serialize;

use super::figures::Figures;
use super::thresholds::Threshold;

/// What became of one limit.
#[derive(Debug, Serialize)]
pub(super) struct Verdict<'t> {
    name: &'t str,
    measured: f64,
    expected: f64,
    limit: f64,
    pub(super) broken: bool,
}

/// # Errors
/// When a figure was not measured.
pub(super) fn judge<'t>(
    threshold: &'t Threshold,
    figures: &Figures,
) -> anyhow::Result<Verdict<'t>> {
    let mut measured = figures.get(&threshold.figure)?;
    if let Some(to) = &threshold.to {
        measured /= figures.get(to)?;
    }
    Ok(Verdict {
        name: &threshold.name,
        measured,
        expected: threshold.expected,
        limit: threshold.limit(),
        broken: threshold.is_broken_by(measured),
    })
}

impl fmt::Display for Verdict<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = if self.broken { "BROKEN" } else { "kept" };
        write!(
            f,
            "{word:<7} {:<44} {} (expected {}, limit {})",
            self.name,
            number(self.measured),
            number(self.expected),
            number(self.limit)
        )
    }
}

/// Whole numbers for what is counted, three places for the rest.
fn number(value: f64) -> String {
    if value.abs() >= 1000.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.3}")
    }
}
