//! Other programs that speak with the same model, measured between ours.

use super::super::draw::{Strip, strips};
use super::super::run::Run;
use super::super::section::{Plot, Section, Table};
use super::super::show;
use crate::compare::Figure;
use crate::peers;
use crate::setting::Setting;
use crate::texts::Length;

/// Whole processes that speak the short text once.
pub(super) fn cold(run: &Run) -> Option<Section> {
    let lead = "A whole process that speaks the short text once, from its start to its end, over \
                that of Vocalize in the same round: above 1 is slower.";
    section(
        run,
        "Cold process beside other programs",
        lead,
        Length::Short,
        Figure::Process,
    )
}

/// Synthesis in a process that has spoken the text before.
pub(super) fn warm(run: &Run) -> Option<Section> {
    let lead = "Tokens to samples for the medium text in a process that has spoken it before, over \
                that of Vocalize in the same round: above 1 is slower.";
    section(
        run,
        "Warm synthesis beside other programs",
        lead,
        Length::Medium,
        Figure::Inference,
    )
}

fn section(
    run: &Run,
    title: &'static str,
    lead: &str,
    drawn_text: Length,
    drawn_figure: Figure,
) -> Option<Section> {
    let settings = run.settings();
    let engines = engines(&settings);
    let ours = peers::ours(&settings);
    let drawn: Vec<Strip> = settings
        .iter()
        .filter(|setting| setting.text == drawn_text)
        .filter_map(|setting| {
            let usual = peers::beside(setting, ours.as_deref()?);
            Some(Strip {
                name: format!(
                    "{} {}, {}T",
                    setting.engine, setting.variant, setting.threads
                ),
                sample: run.ratio(setting, &usual, drawn_figure)?.in_rounds,
                colour: engines
                    .iter()
                    .position(|engine| *engine == setting.engine)?,
            })
        })
        .collect();
    let rows = settings
        .iter()
        .map(|setting| row(run, setting, ours.as_deref()));
    (!drawn.is_empty()).then(|| Section {
        title,
        lead: format!(
            "{lead} Vocalize is {} here.",
            ours.as_deref().unwrap_or("?")
        ),
        plot: Some(Plot {
            svg: strips("times what Vocalize takes", &drawn, Some(1.0)),
            up: "",
            legend: Vec::new(),
        }),
        table: Table {
            head: vec![
                "program",
                "variant",
                "text",
                "threads",
                "process",
                "ratio",
                "synthesis",
                "ratio",
                "session",
                "CPU",
                "memory",
                "rounds",
            ],
            rows: rows.collect(),
        },
    })
}

fn engines(settings: &[Setting]) -> Vec<String> {
    let mut engines: Vec<String> = Vec::new();
    for setting in settings {
        if !engines.contains(&setting.engine) {
            engines.push(setting.engine.clone());
        }
    }
    engines
}

fn row(run: &Run, setting: &Setting, ours: Option<&str>) -> Vec<String> {
    let of =
        |figure, show: fn(f64) -> String| show::median(run.sample(setting, figure).as_ref(), show);
    let ratio = |figure| {
        let ratio = ours.and_then(|ours| run.ratio(setting, &peers::beside(setting, ours), figure));
        ratio.map_or_else(|| "-".to_owned(), |ratio| show::ratio(&ratio))
    };
    let rounds = run.sample(setting, Figure::Process);
    vec![
        setting.engine.clone(),
        setting.variant.clone(),
        setting.text.name().to_owned(),
        setting.threads.to_string(),
        of(Figure::Process, show::seconds),
        ratio(Figure::Process),
        of(Figure::Inference, show::seconds),
        ratio(Figure::Inference),
        of(Figure::Session, show::seconds),
        of(Figure::Cpu, show::seconds),
        of(Figure::Memory, show::megabytes),
        rounds
            .map_or(0, |sample| sample.figures().len())
            .to_string(),
    ]
}
