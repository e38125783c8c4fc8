//! Points in two measures, and the front of those that no other beats in both.

use plotters::prelude::*;

use super::{GREY, around, colour, sheet, small, tick};

/// One point; more is better in both directions.
pub(in crate::page) struct Point {
    pub(in crate::page) across: f64,
    pub(in crate::page) up: f64,
    pub(in crate::page) colour: usize,
    /// Whether it lies on the front.
    pub(in crate::page) best: bool,
}

/// Draws `points`; those on the front are filled and joined.
pub(in crate::page) fn scatter(points: &[Point], across: &str) -> String {
    let wide = around(points.iter().map(|point| point.across));
    let high = around(points.iter().map(|point| point.up));
    let mut front: Vec<&Point> = points.iter().filter(|point| point.best).collect();
    front.sort_by(|a, b| a.across.total_cmp(&b.across));
    sheet(280, |area| {
        let mut chart = ChartBuilder::on(area)
            .margin_top(10)
            .margin_right(18)
            .x_label_area_size(44)
            .y_label_area_size(52)
            .build_cartesian_2d(wide, high)?;
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GREY.mix(0.3))
            .axis_style(GREY)
            .x_labels(5)
            .y_labels(5)
            .x_label_formatter(&tick)
            .y_label_formatter(&tick)
            .x_desc(across)
            .label_style(small())
            .axis_desc_style(small())
            .draw()?;
        let joined = front.iter().map(|point| (point.across, point.up));
        chart.draw_series(LineSeries::new(joined, GREY.stroke_width(2)))?;
        for point in points {
            let colour = colour(point.colour);
            let style = if point.best {
                colour.filled()
            } else {
                colour.stroke_width(2)
            };
            chart.draw_series([Circle::new((point.across, point.up), 6, style)])?;
        }
        Ok(())
    })
}
