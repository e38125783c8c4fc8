//! Speed against quality.

use super::super::draw::{Point, scatter};
use super::super::run::Run;
use super::super::section::{Plot, Section, Table};
use super::{legend, place};
use crate::compare::Figure;
use crate::setting::Setting;
use crate::texts::Length;

pub(super) fn section(run: &Run) -> Option<Section> {
    let names = run.variants();
    let mut points = Vec::new();
    let mut rows = Vec::new();
    let reference = Setting::reference(Length::Medium, run.cores());
    for setting in run.usual(Length::Medium) {
        let Some(ratio) = run.to_reference(&setting, Figure::Inference) else {
            continue;
        };
        let speed = 1.0 / ratio.quiet;
        let loss = match run.quality(&setting.variant) {
            Some(quality) => Some(f64::from(quality.p808)),
            None if setting == reference => Some(0.0),
            None => None,
        };
        if let Some(up) = loss {
            points.push(Point {
                across: speed,
                up,
                colour: place(&names, &setting.variant),
                best: false,
            });
        }
        rows.push(row(run, &setting, speed));
    }
    // The reference alone is no comparison.
    if points.len() < 2 {
        return None;
    }
    mark_front(&mut points);
    let on_front = |name: &String| {
        let index = place(&names, name);
        points
            .iter()
            .any(|point| point.colour == index && point.best)
    };
    let front: Vec<String> = names
        .iter()
        .filter(|name| on_front(name))
        .cloned()
        .collect();
    Some(Section {
        title: "Speed against quality",
        lead: format!(
            "Times as fast as fp32 (medium text), and the mean change of predicted MOS (DNSMOS \
             P.808) against it. No variant is both faster and better than a filled one: {}.",
            front.join(", ")
        ),
        plot: Some(Plot {
            svg: scatter(&points, "times as fast as fp32"),
            up: "Change of predicted MOS",
            legend: legend(&names),
        }),
        table: Table {
            head: vec![
                "variant",
                "speed",
                "P.808",
                "worst",
                "OVRL",
                "worst",
                "LSD",
                "sentences",
            ],
            rows,
        },
    })
}

fn row(run: &Run, setting: &Setting, speed: f64) -> Vec<String> {
    let mut row = vec![setting.variant.clone(), format!("{speed:.2}")];
    match run.quality(&setting.variant) {
        Some(quality) => row.extend([
            format!("{:+.3}", quality.p808),
            format!("{:+.3}", quality.p808_worst),
            format!("{:+.3}", quality.ovrl),
            format!("{:+.3}", quality.ovrl_worst),
            format!("{:.2} dB", quality.log_spectral_distance),
            quality.sentences.to_string(),
        ]),
        None => row.extend(std::iter::repeat_n("-".to_owned(), 6)),
    }
    row
}

/// Marks the points that no other beats or equals in one measure and beats in the
/// other.
fn mark_front(points: &mut [Point]) {
    let all: Vec<(f64, f64)> = points.iter().map(|p| (p.across, p.up)).collect();
    for point in points {
        let (across, up) = (point.across, point.up);
        let beaten = all
            .iter()
            .any(|&(a, u)| a >= across && u >= up && (a > across || u > up));
        point.best = !beaten;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_is_what_nothing_beats() {
        let point = |across, up| Point {
            across,
            up,
            colour: 0,
            best: false,
        };
        let mut points = [
            point(1.0, 0.0),
            point(2.0, -0.1),
            point(1.5, -0.2),
            point(1.0, -0.1),
            point(2.0, -0.1),
            point(3.0, -1.0),
        ];
        mark_front(&mut points);
        let best: Vec<bool> = points.iter().map(|point| point.best).collect();
        assert_eq!(best, [true, true, false, false, true, true]);
    }
}
