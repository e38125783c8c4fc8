//! How the ratios to fp32 are distributed.

use super::super::draw::{Strip, strips};
use super::super::run::Run;
use super::super::section::{Plot, Section, Table};
use super::super::show;
use super::place;
use crate::compare::Figure;
use crate::texts::Length;

/// Of the inference time with the medium text.
pub(super) fn inference(run: &Run) -> Option<Section> {
    let title = "Inference time against fp32";
    section(run, title, Length::Medium, Figure::Inference)
}

/// Of the whole cold process with the short text.
pub(super) fn process(run: &Run) -> Option<Section> {
    let title = "Cold process against fp32";
    section(run, title, Length::Short, Figure::Process)
}

fn section(run: &Run, title: &'static str, text: Length, figure: Figure) -> Option<Section> {
    let names = run.variants();
    let mut drawn = Vec::new();
    let mut rows = Vec::new();
    for setting in run.usual(text) {
        let (Some(ratio), Some(seconds)) = (
            run.to_reference(&setting, figure),
            run.sample(&setting, figure),
        ) else {
            continue;
        };
        rows.push(vec![
            setting.variant.clone(),
            show::ratio(&ratio),
            show::seconds(seconds.quiet().figure),
            show::seconds(seconds.median()),
            show::spread(Some(&seconds)),
        ]);
        drawn.push(Strip {
            colour: place(&names, &setting.variant),
            name: setting.variant,
            sample: ratio.in_rounds,
        });
    }
    (!rows.is_empty()).then(|| Section {
        title,
        lead: format!(
            "The ratio in each round ({} text): below 1 is faster. A box holds the middle half, \
             its bar is the median. The table's ratio is that of the quiet times.",
            text.name()
        ),
        plot: Some(Plot {
            svg: strips("times what fp32 takes", &drawn, Some(1.0)),
            up: "",
            legend: Vec::new(),
        }),
        table: Table {
            head: vec![
                "variant",
                "ratio (bounds)",
                "quiet",
                "median",
                "spread (MAD)",
            ],
            rows,
        },
    })
}
