//! Bars of parts that follow one another.

use plotters::prelude::*;

use super::{GREY, colour, from_zero, sheet, small, tick};

/// One bar.
pub(in crate::page) struct Bar {
    pub(in crate::page) name: String,
    /// The parts' sizes; a part has the colour of its place.
    pub(in crate::page) parts: Vec<f64>,
}

const HEIGHT: u32 = 40;

/// Draws `bars` above a common axis `what`.
pub(in crate::page) fn stack(what: &str, bars: &[Bar]) -> String {
    let range = from_zero(bars.iter().map(|bar| bar.parts.iter().sum()));
    sheet(bars.len() as u32 * HEIGHT + 52, |area| {
        let rows = bars.len() as f64;
        let mut chart = ChartBuilder::on(area)
            .margin_left(10)
            .margin_right(22)
            .x_label_area_size(44)
            .build_cartesian_2d(range, 0.0..rows)?;
        chart
            .configure_mesh()
            .disable_y_mesh()
            .disable_y_axis()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GREY.mix(0.3))
            .axis_style(GREY)
            .x_labels(5)
            .x_label_formatter(&tick)
            .x_desc(what)
            .label_style(small())
            .axis_desc_style(small())
            .draw()?;
        for (row, bar) in bars.iter().enumerate() {
            let top = rows - row as f64;
            chart.draw_series([Text::new(bar.name.clone(), (0.0, top - 0.05), small())])?;
            let mut start = 0.0;
            for (index, part) in bar.parts.iter().enumerate() {
                let corners = [(start, top - 0.92), (start + part, top - 0.45)];
                chart.draw_series([Rectangle::new(corners, colour(index).filled())])?;
                start += part;
            }
        }
        Ok(())
    })
}
