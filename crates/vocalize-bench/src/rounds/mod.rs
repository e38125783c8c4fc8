//! Measuring round by round until the figures are exact enough.

mod progress;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::Context;

use crate::compare::{Figure, ratio};
use crate::process::{Measured, Running};
use crate::results::{Measurement, Results};
use crate::setting::Setting;
use progress::Progress;

/// When measuring has gone on for long enough.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    /// Half the distance of a ratio's bounds, as a share of it.
    pub(crate) precision: f64,
    pub(crate) budget: Duration,
    pub(crate) least_rounds: usize,
    pub(crate) most_rounds: usize,
}

/// Why measuring ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Every ratio is exact enough, or was measured as often as allowed.
    Done,
    /// The next round would have taken longer than the budget.
    Budget,
    Interrupted,
}

/// What is measured, and how.
pub(crate) struct Rounds<'a> {
    /// The cells, those that are compared next to each other.
    pub(crate) cells: &'a [Setting],
    /// What a cell is compared with; it must be one of the cells.
    pub(crate) reference: &'a dyn Fn(&Setting) -> Setting,
    pub(crate) rule: Rule,
    pub(crate) running: &'a Running,
    /// Measures a cell; the number says how often it was measured before.
    pub(crate) measure: &'a dyn Fn(&Setting, usize) -> anyhow::Result<Measured>,
}

impl Rounds<'_> {
    /// Measures into `results` until the rule says that it is enough.
    ///
    /// Every other round goes backwards: a machine that grows slower from
    /// minute to minute favours neither the first nor the last.
    ///
    /// # Errors
    /// When a cell fails.
    pub(crate) fn measure(&self, results: &mut Results) -> anyhow::Result<Ended> {
        let started = Instant::now();
        let progress = Progress::new(self.rule.budget);
        let mut seconds: HashMap<&Setting, f64> = HashMap::new();
        let first_round = results.next_round();
        for round in first_round.. {
            let mut open = self.open(results);
            if open.is_empty() {
                return Ok(Ended::Done);
            }
            let expected: f64 = open.iter().filter_map(|cell| seconds.get(cell)).sum();
            let left = self.rule.budget.saturating_sub(started.elapsed());
            if round > first_round && expected > left.as_secs_f64() {
                return Ok(Ended::Budget);
            }
            if round % 2 == 0 {
                open.reverse();
            }
            progress.begin_round(round, open.len());
            for cell in open {
                progress.show(&cell.describe());
                let began = Instant::now();
                let measured = (self.measure)(cell, results.count(cell));
                if self.running.is_stopped() {
                    return Ok(Ended::Interrupted);
                }
                let measured =
                    measured.with_context(|| format!("can't measure {}", cell.describe()))?;
                results.add(Measurement::new(round, measured))?;
                seconds.insert(cell, began.elapsed().as_secs_f64());
                progress.advance();
            }
        }
        Ok(Ended::Done)
    }

    /// The cells that have to be measured again, with what they are compared with.
    fn open(&self, results: &Results) -> Vec<&Setting> {
        let open: Vec<&Setting> = self
            .cells
            .iter()
            .filter(|cell| !self.is_settled(cell, results))
            .collect();
        let references: Vec<Setting> = open.iter().map(|cell| (self.reference)(cell)).collect();
        let wanted = |cell: &&Setting| open.contains(cell) || references.contains(cell);
        self.cells.iter().filter(wanted).collect()
    }

    fn is_settled(&self, cell: &Setting, results: &Results) -> bool {
        let count = results.count(cell);
        if count < self.rule.least_rounds {
            return false;
        }
        let reference = (self.reference)(cell);
        let is_exact = |figure| {
            ratio(results.measurements(), cell, &reference, figure)
                .is_some_and(|ratio| ratio.uncertainty() <= self.rule.precision)
        };
        count >= self.rule.most_rounds || (is_exact(Figure::Inference) && is_exact(Figure::Process))
    }
}
