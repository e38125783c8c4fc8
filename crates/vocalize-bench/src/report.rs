//! The report as data.

use serde::Serialize;
use vocalize_onnx::passes::PassReport;

use crate::cell::Cell;
use crate::machine::Machine;
use crate::statistics::Sample;

/// What an overview measured.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    pub(crate) machine: Machine,
    /// Seconds that building the variants took.
    pub(crate) build_seconds: f64,
    /// What each graph pass did.
    pub(crate) passes: Vec<PassFigures>,
    /// Every measurement, in the order they were made.
    pub(crate) cells: Vec<Cell>,
    /// The median of each figure, for each variant and text.
    pub(crate) medians: Vec<Cell>,
}

/// What one graph pass did to `fp32` on the way to `optimized`.
#[derive(Debug, Serialize)]
pub(crate) struct PassFigures {
    pass: &'static str,
    rewrites: usize,
    nodes_before: usize,
    nodes_after: usize,
}

impl From<&PassReport> for PassFigures {
    fn from(report: &PassReport) -> Self {
        Self {
            pass: report.pass,
            rewrites: report.rewrites,
            nodes_before: report.nodes_before,
            nodes_after: report.nodes_after,
        }
    }
}

/// The cell with the median of each figure of `cells`, which are measurements of
/// the same variant and text: at least one.
pub(crate) fn median(cells: &[&Cell]) -> Cell {
    let of = |figure: fn(&Cell) -> f64| {
        let sample = Sample::new(cells.iter().map(|cell| figure(cell)));
        sample.map_or(0.0, |sample| sample.median())
    };
    Cell {
        session_seconds: of(|cell| cell.session_seconds),
        text_seconds: of(|cell| cell.text_seconds),
        inference_seconds: of(|cell| cell.inference_seconds),
        total_seconds: of(|cell| cell.total_seconds),
        audio_seconds: of(|cell| cell.audio_seconds),
        peak_memory_bytes: of(|cell| cell.peak_memory_bytes as f64) as u64,
        ..cells[0].clone()
    }
}
