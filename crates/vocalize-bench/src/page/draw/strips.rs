//! Distributions beside each other: a strip each, with a box and every figure.

use plotters::prelude::*;

use super::{around, colour, sheet, small, tick};
use crate::statistics::Sample;

/// One distribution.
pub(in crate::page) struct Strip {
    pub(in crate::page) name: String,
    pub(in crate::page) sample: Sample,
    pub(in crate::page) colour: usize,
}

const HEIGHT: u32 = 40;

/// Draws `strips` above a common axis `what`, with a line at `mark` if it is given. A
/// box spans the quartiles, its bar is the median, and each dot is a measurement.
pub(in crate::page) fn strips(what: &str, strips: &[Strip], mark: Option<f64>) -> String {
    let figures = strips.iter().flat_map(|strip| strip.sample.figures());
    let range = around(figures.copied().chain(mark));
    sheet(strips.len() as u32 * HEIGHT + 52, |area| {
        let rows = strips.len() as f64;
        let mut chart = ChartBuilder::on(area)
            .margin_left(10)
            .margin_right(22)
            .x_label_area_size(44)
            .build_cartesian_2d(range.clone(), 0.0..rows)?;
        chart
            .configure_mesh()
            .disable_y_mesh()
            .disable_y_axis()
            .light_line_style(TRANSPARENT)
            .bold_line_style(super::GREY.mix(0.3))
            .axis_style(super::GREY)
            .x_labels(5)
            .x_label_formatter(&tick)
            .x_desc(what)
            .label_style(small())
            .axis_desc_style(small())
            .draw()?;
        for (row, strip) in strips.iter().enumerate() {
            let top = rows - row as f64;
            let name = Text::new(strip.name.clone(), (range.start, top - 0.05), small());
            chart.draw_series([name])?;
            let (colour, middle) = (colour(strip.colour), top - 0.68);
            // Only beside the strip, so that no line goes through a name.
            if let Some(mark) = mark {
                let line = [(mark, middle - 0.3), (mark, middle + 0.3)];
                chart.draw_series([PathElement::new(line, super::GREY.stroke_width(2))])?;
            }
            let (lower, upper) = (strip.sample.quantile(0.25), strip.sample.quantile(0.75));
            let quartiles = [(lower, middle - 0.2), (upper, middle + 0.2)];
            chart.draw_series([Rectangle::new(quartiles, colour.mix(0.3).filled())])?;
            let median = strip.sample.median();
            let bar = [(median, middle - 0.24), (median, middle + 0.24)];
            chart.draw_series([PathElement::new(bar, colour.stroke_width(3))])?;
            let dots = strip.sample.figures().iter();
            chart.draw_series(
                dots.map(|&x| Circle::new((x, middle), 3, colour.mix(0.7).filled())),
            )?;
        }
        Ok(())
    })
}
