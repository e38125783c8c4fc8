//! RTF by the length of the text.

use super::super::draw::{Series, lines};
use super::super::run::Run;
use super::super::section::{Plot, Section, Table};
use super::super::show;
use super::{legend, place};
use crate::compare::Figure;
use crate::texts::Length;

pub(super) fn section(run: &Run) -> Option<Section> {
    let names = run.variants();
    let mut series: Vec<Series> = Vec::new();
    let mut rows = Vec::new();
    for name in &names {
        let mut points = Vec::new();
        for (x, text) in Length::ALL.into_iter().enumerate() {
            let settings = run.usual(text);
            let Some(setting) = settings.iter().find(|s| s.variant == *name) else {
                continue;
            };
            let rtf = run.sample(setting, Figure::Rtf)?;
            rows.push(vec![
                name.clone(),
                text.name().to_owned(),
                format!("{:.3}", rtf.median()),
                show::spread(Some(&rtf)),
                rtf.figures().len().to_string(),
            ]);
            points.push((x as f64, rtf));
        }
        let colour = place(&names, name);
        series.push(Series { colour, points });
    }
    let label = |x: f64| {
        Length::ALL
            .get(x as usize)
            .map_or("", |t| t.name())
            .to_owned()
    };
    let across = (
        -0.3..Length::ALL.len() as f64 - 0.7,
        &label as &dyn Fn(f64) -> String,
    );
    (!rows.is_empty()).then(|| Section {
        title: "Real-time factor by length of text",
        lead: format!(
            "Seconds of inference for each second of speech, with {} threads: less is faster. \
             Lines join medians; a dot is a round.",
            run.cores()
        ),
        plot: Some(Plot {
            svg: lines(&series, across, &[]),
            up: "RTF",
            legend: legend(&names),
        }),
        table: Table {
            head: vec!["variant", "text", "RTF", "spread (MAD)", "rounds"],
            rows,
        },
    })
}
