//! Memory.

use super::super::draw::{Strip, strips};
use super::super::run::Run;
use super::super::section::{Plot, Section, Table};
use super::super::show;
use super::place;
use crate::compare::Figure;
use crate::setting::Setting;
use crate::statistics::Sample;
use crate::texts::Length;

pub(super) fn section(run: &Run) -> Option<Section> {
    let names = run.variants();
    let mut drawn = Vec::new();
    let mut rows = Vec::new();
    for setting in run.usual(Length::Medium) {
        let Some(sample) = run.sample(&setting, Figure::Memory) else {
            continue;
        };
        rows.push(row(run, &setting, &sample));
        let megabytes = sample.figures().iter().map(|bytes| bytes / 1e6);
        drawn.push(Strip {
            colour: place(&names, &setting.variant),
            name: setting.variant,
            sample: Sample::new(megabytes)?,
        });
    }
    (!rows.is_empty()).then(|| Section {
        title: "Memory",
        lead: "The most that a process held while it spoke the medium text once.".to_owned(),
        plot: Some(Plot {
            svg: strips("MB", &drawn, None),
            up: "",
            legend: Vec::new(),
        }),
        table: Table {
            head: vec![
                "variant",
                "medium",
                "short",
                "short, after 100 more",
                "long",
            ],
            rows,
        },
    })
}

fn row(run: &Run, setting: &Setting, medium: &Sample) -> Vec<String> {
    let of = |text, figure| {
        let other = Setting {
            text,
            ..setting.clone()
        };
        show::median(run.sample(&other, figure).as_ref(), show::megabytes)
    };
    vec![
        setting.variant.clone(),
        show::megabytes(medium.median()),
        of(Length::Short, Figure::Memory),
        of(Length::Short, Figure::SoakedMemory),
        of(Length::Long, Figure::Memory),
    ]
}
