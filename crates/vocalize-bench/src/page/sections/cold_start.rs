//! Where the time of a cold process goes.

use super::super::draw::{Bar, stack};
use super::super::run::Run;
use super::super::section::{Plot, Section, Table};
use super::super::show;
use super::legend;
use crate::results::Measurement;
use crate::statistics::Sample;
use crate::texts::Length;

const PARTS: [&str; 6] = [
    "start and end",
    "files and runtime",
    "session",
    "text",
    "inference",
    "writing",
];

/// Seconds of each of the [`PARTS`]. What the parent saw and the process didn't is
/// the system's work at its start and end.
fn parts(measurement: &Measurement) -> [f64; 6] {
    let cell = &measurement.cell;
    let text = cell.frontend_seconds + cell.text_seconds;
    let known = cell.runtime_seconds + cell.session_seconds + text + cell.inference_seconds;
    [
        (measurement.process_seconds - cell.total_seconds).max(0.0),
        cell.runtime_seconds,
        cell.session_seconds,
        text,
        cell.inference_seconds,
        (cell.total_seconds - known).max(0.0),
    ]
}

pub(super) fn section(run: &Run) -> Option<Section> {
    let mut bars = Vec::new();
    let mut rows = Vec::new();
    for setting in run.usual(Length::Short) {
        let same = run
            .measurements
            .iter()
            .filter(|m| m.cell.setting == setting);
        let measured: Vec<[f64; 6]> = same.map(parts).collect();
        let median = |part: usize| {
            let figures = measured.iter().map(|parts| parts[part]);
            Sample::new(figures).map_or(0.0, |sample| sample.median())
        };
        let parts: Vec<f64> = (0..PARTS.len()).map(median).collect();
        let mut row = vec![setting.variant.clone()];
        row.extend(parts.iter().map(|&part| show::seconds(part)));
        rows.push(row);
        bars.push(Bar {
            name: setting.variant,
            parts,
        });
    }
    (!rows.is_empty()).then(|| Section {
        title: "Where a cold process spends its time",
        lead: "The short text, medians of the parts.".to_owned(),
        plot: Some(Plot {
            svg: stack("seconds", &bars),
            up: "",
            legend: legend(&PARTS.map(str::to_owned)),
        }),
        table: Table {
            head: ["variant"].into_iter().chain(PARTS).collect(),
            rows,
        },
    })
}
