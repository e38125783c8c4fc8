//! What each unusual setting changes.

use super::super::draw::{Strip, strips};
use super::super::run::Run;
use super::super::section::{Plot, Section, Table};
use super::super::show;
use super::place;
use crate::compare::Figure;
use crate::setting::Setting;

/// More than these are for the table alone.
const MOST_STRIPS: usize = 24;

pub(super) fn section(run: &Run) -> Option<Section> {
    let names = run.variants();
    let mut drawn = Vec::new();
    let mut rows = Vec::new();
    for setting in run.settings() {
        if setting.unusual().is_empty() {
            continue;
        }
        let usual = Setting::usual(&setting.variant, setting.text, setting.threads);
        let ratio = |figure| run.ratio(&setting, &usual, figure);
        let (Some(inference), Some(process), Some(memory)) = (
            ratio(Figure::Inference),
            ratio(Figure::Process),
            ratio(Figure::Memory),
        ) else {
            continue;
        };
        rows.push(vec![
            setting.describe(),
            show::ratio(&inference),
            show::ratio(&process),
            format!("{:.3}", memory.quiet),
        ]);
        drawn.push(Strip {
            colour: place(&names, &setting.variant),
            name: setting.describe(),
            sample: inference.in_rounds,
        });
    }
    drawn.truncate(MOST_STRIPS);
    (!rows.is_empty()).then(|| Section {
        title: "Other settings",
        lead: "The inference time of a setting over that of the same cell without it, in each \
               round: above 1 is slower."
            .to_owned(),
        plot: Some(Plot {
            svg: strips("times the usual inference time", &drawn, Some(1.0)),
            up: "",
            legend: Vec::new(),
        }),
        table: Table {
            head: vec!["setting", "inference", "cold process", "memory"],
            rows,
        },
    })
}
