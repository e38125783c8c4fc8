//! Lines over a common axis: medians, with every figure as a dot.

use std::ops::Range;

use plotters::prelude::*;

use super::{GREY, colour, from_zero, sheet, small, tick};
use crate::statistics::Sample;

/// One line.
pub(in crate::page) struct Series {
    pub(in crate::page) colour: usize,
    pub(in crate::page) points: Vec<(f64, Sample)>,
}

/// Draws `series` over `across`, whose whole numbers `label` names. A grey line goes
/// through `ideal`.
pub(in crate::page) fn lines(
    series: &[Series],
    (across, label): (Range<f64>, &dyn Fn(f64) -> String),
    ideal: &[(f64, f64)],
) -> String {
    let figures = series.iter().flat_map(|series| &series.points);
    let figures = figures.flat_map(|(_, sample)| sample.figures().iter().copied());
    let range = from_zero(figures.chain(ideal.iter().map(|point| point.1)));
    let labels = (across.end - across.start).floor() as usize + 1;
    sheet(260, |area| {
        let mut chart = ChartBuilder::on(area)
            .margin_top(10)
            .margin_right(14)
            .x_label_area_size(30)
            .y_label_area_size(46)
            .build_cartesian_2d(across.clone(), range)?;
        let whole = |x: &f64| {
            let is_whole = (x - x.round()).abs() < 1e-6;
            if is_whole { label(*x) } else { String::new() }
        };
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GREY.mix(0.3))
            .axis_style(GREY)
            .x_labels(labels * 2)
            .x_label_formatter(&whole)
            .y_labels(6)
            .y_label_formatter(&tick)
            .label_style(small())
            .axis_desc_style(small())
            .draw()?;
        chart.draw_series([PathElement::new(ideal.to_vec(), GREY.stroke_width(1))])?;
        for series in series {
            let colour = colour(series.colour);
            let medians = series
                .points
                .iter()
                .map(|(x, sample)| (*x, sample.median()));
            chart.draw_series(LineSeries::new(medians, colour.stroke_width(2)))?;
            for (x, sample) in &series.points {
                let dots = sample.figures().iter();
                let dot = |&y: &f64| Circle::new((*x, y), 3, colour.mix(0.6).filled());
                chart.draw_series(dots.map(dot))?;
            }
        }
        Ok(())
    })
}
