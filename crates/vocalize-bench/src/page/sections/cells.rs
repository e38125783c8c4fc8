//! Every cell in numbers.

use super::super::run::Run;
use super::super::section::{Section, Table};
use super::super::show;
use crate::compare::Figure;
use crate::setting::Setting;

pub(super) fn section(run: &Run) -> Option<Section> {
    let settings = run.settings();
    (!settings.is_empty()).then(|| Section {
        title: "Every cell",
        lead: "Medians; ratios are to fp32 with all cores and the same text.".to_owned(),
        plot: None,
        table: Table {
            head: vec![
                "cell",
                "rounds",
                "inference ratio",
                "process ratio",
                "RTF",
                "inference",
                "process",
                "session",
                "text",
                "first audio",
                "user CPU",
                "system CPU",
                "memory",
            ],
            rows: settings.iter().map(|setting| row(run, setting)).collect(),
        },
    })
}

fn row(run: &Run, setting: &Setting) -> Vec<String> {
    let of =
        |figure, show: fn(f64) -> String| show::median(run.sample(setting, figure).as_ref(), show);
    let ratio = |figure| {
        let ratios = run.to_reference(setting, figure);
        ratios.map_or_else(|| "-".to_owned(), |ratios| show::ratio(&ratios))
    };
    let rounds = run.sample(setting, Figure::Process);
    vec![
        setting.describe(),
        rounds
            .map_or(0, |sample| sample.figures().len())
            .to_string(),
        ratio(Figure::Inference),
        ratio(Figure::Process),
        of(Figure::Rtf, |rtf| format!("{rtf:.3}")),
        of(Figure::Inference, show::seconds),
        of(Figure::Process, show::seconds),
        of(Figure::Session, show::seconds),
        of(Figure::Text, show::seconds),
        of(Figure::FirstAudio, show::seconds),
        of(Figure::User, show::seconds),
        of(Figure::System, show::seconds),
        of(Figure::Memory, show::megabytes),
    ]
}
