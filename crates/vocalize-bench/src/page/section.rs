//! What a report consists of, before it is HTML or Markdown.

use super::advice;
use super::run::Run;
use super::sections;

/// A report.
pub(super) struct Report {
    /// Name and value: machine, versions, method.
    pub(super) about: Vec<(&'static str, String)>,
    /// What to use and why, a sentence each.
    pub(super) advice: Vec<String>,
    pub(super) sections: Vec<Section>,
}

/// A part of it: a question, its answer as a plot, and the data.
pub(super) struct Section {
    pub(super) title: &'static str,
    /// How to read it.
    pub(super) lead: String,
    pub(super) plot: Option<Plot>,
    pub(super) table: Table,
}

/// A drawing, and what its colours mean.
pub(super) struct Plot {
    pub(super) svg: String,
    /// What goes up; empty where only what goes across is a measure.
    pub(super) up: &'static str,
    /// Colour and name.
    pub(super) legend: Vec<(String, String)>,
}

/// Data in rows; names to the left, figures to the right.
pub(super) struct Table {
    pub(super) head: Vec<&'static str>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Report {
    pub(super) fn of(matrix: Option<&Run>, peers: Option<&Run>) -> Self {
        let mut report = Self {
            about: Vec::new(),
            advice: Vec::new(),
            sections: Vec::new(),
        };
        if let Some(run) = matrix {
            report.about = sections::about(run);
            report.advice = advice::of(run);
            report.sections = sections::of_matrix(run);
        }
        if let Some(run) = peers {
            if matrix.is_none() {
                report.about = sections::about(run);
            }
            report.sections.extend(sections::of_peers(run));
        }
        report
    }
}
