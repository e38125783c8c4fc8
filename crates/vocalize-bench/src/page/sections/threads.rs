//! Speed-up by threads.

use super::super::draw::{Series, lines};
use super::super::run::Run;
use super::super::section::{Plot, Section, Table};
use super::super::show;
use super::{legend, place};
use crate::compare::Figure;
use crate::setting::Setting;
use crate::texts::Length;

pub(super) fn section(run: &Run) -> Option<Section> {
    let names = run.variants();
    let mut series: Vec<Series> = Vec::new();
    let mut rows = Vec::new();
    for name in &names {
        let one = Setting::usual(name, Length::Medium, 1);
        let mut points = Vec::new();
        for threads in 1..=run.cores() {
            let setting = Setting::usual(name, Length::Medium, threads);
            let (Some(faster), Some(seconds)) = (
                run.ratio(&one, &setting, Figure::Inference),
                run.quiet(&setting, Figure::Inference),
            ) else {
                continue;
            };
            rows.push(vec![
                name.clone(),
                threads.to_string(),
                show::ratio(&faster),
                show::seconds(seconds),
            ]);
            points.push((threads as f64, faster.in_rounds));
        }
        let colour = place(&names, name);
        series.push(Series { colour, points });
    }
    let cores = run.cores() as f64;
    let label = |x: f64| format!("{x:.0}");
    let across = (0.7..cores + 0.3, &label as &dyn Fn(f64) -> String);
    (rows.len() > names.len()).then(|| Section {
        title: "Speed-up by threads",
        lead: "How many times faster than with one thread (medium text). The grey line is what \
               the cores could give."
            .to_owned(),
        plot: Some(Plot {
            svg: lines(&series, across, &[(1.0, 1.0), (cores, cores)]),
            up: "Speed-up",
            legend: legend(&names),
        }),
        table: Table {
            head: vec!["variant", "threads", "speed-up (bounds)", "seconds"],
            rows,
        },
    })
}
