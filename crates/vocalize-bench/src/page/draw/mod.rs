//! Plots as SVG, as wide as a phone. Names are in the page's own text (a legend), so
//! that nothing in a drawing can overlap; text takes the page's colour.

mod lines;
mod scatter;
mod stack;
mod strips;

pub(super) use lines::{Series, lines};
pub(super) use scatter::{Point, scatter};
pub(super) use stack::{Bar, stack};
pub(super) use strips::{Strip, strips};

use plotters::prelude::*;

/// The width that every plot is drawn for, in CSS pixels.
const WIDTH: u32 = 360;

/// Lines of axes: seen on white and on black.
const GREY: RGBColor = RGBColor(128, 128, 128);

/// Seen on white and on black, and told apart by most of the colour-blind.
const COLOURS: [RGBColor; 8] = [
    RGBColor(59, 130, 246),
    RGBColor(234, 112, 18),
    RGBColor(16, 160, 112),
    RGBColor(217, 48, 140),
    RGBColor(152, 112, 16),
    RGBColor(139, 92, 246),
    RGBColor(8, 150, 175),
    RGBColor(225, 60, 60),
];

/// The colour of the `index`-th thing.
fn colour(index: usize) -> RGBColor {
    COLOURS[index % COLOURS.len()]
}

/// The same for a style sheet.
pub(super) fn css_colour(index: usize) -> String {
    let RGBColor(red, green, blue) = colour(index);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn small() -> TextStyle<'static> {
    TextStyle::from(("sans-serif", 12).into_font()).color(&GREY)
}

/// Draws on a sheet of [`WIDTH`] x `height`. Only memory is written to, so drawing
/// fails only by a mistake in the plot: then the page says so in its place.
fn sheet(
    height: u32,
    draw: impl FnOnce(
        &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>,
    ) -> Result<(), Box<dyn std::error::Error>>,
) -> String {
    let mut svg = String::new();
    let drawn = {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        draw(&area).and_then(|()| Ok(area.present()?))
    };
    match drawn {
        Ok(()) => svg,
        Err(error) => format!("<p>This can't be drawn: {error}</p>"),
    }
}

/// A range from zero that holds `values` with some space above.
fn from_zero(values: impl Iterator<Item = f64>) -> std::ops::Range<f64> {
    let highest = values.filter(|v| v.is_finite()).fold(0.0, f64::max);
    0.0..if highest > 0.0 { highest * 1.08 } else { 1.0 }
}

/// A range around `values` with some space on both sides.
fn around(values: impl Iterator<Item = f64>) -> std::ops::Range<f64> {
    let finite = values.filter(|v| v.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
        (low.min(v), high.max(v))
    });
    if low > high {
        return 0.0..1.0;
    }
    let space = ((high - low) * 0.08).max(high.abs().max(0.01) * 0.02);
    low - space..high + space
}

/// A label of an axis: as few digits as tell neighbours apart.
fn tick(value: &f64) -> String {
    let shown = format!("{value:.3}");
    let short = shown.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" {
        "0".to_owned()
    } else {
        short.to_owned()
    }
}
