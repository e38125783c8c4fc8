//! Pictures: spectrograms, and a strip of dots for each variant.

use std::error::Error;

use plotters::prelude::*;
use vocalize_audio::spectrum::{Stft, decibel};
use vocalize_audio::{SAMPLE_RATE, seconds};

/// CSS pixels.
const WIDTH: u32 = 340;
const HEIGHT: u32 = 150;
const FRAME: usize = 512;
/// What is darkest: dB below full scale.
const RANGE: f32 = 90.0;
const GREY: RGBColor = RGBColor(128, 128, 128);

/// From silence to full scale: dark, told apart by the colour-blind, and in print.
const COLOURS: [(u8, u8, u8); 5] = [
    (0, 0, 4),
    (81, 18, 124),
    (183, 55, 121),
    (252, 137, 97),
    (252, 253, 191),
];

/// The spectrogram of `samples`, up to half the sample rate, as SVG:
/// seconds to the right, kHz upwards.
pub(crate) fn spectrogram(samples: &[f32]) -> String {
    drawn(HEIGHT, |area| {
        let kilohertz = f64::from(SAMPLE_RATE) / 2000.0;
        let mut chart = ChartBuilder::on(area)
            .margin_right(8)
            .margin_top(4)
            .x_label_area_size(18)
            .y_label_area_size(24)
            .build_cartesian_2d(0.0..seconds(samples.len()).max(0.01), 0.0..kilohertz)?;
        let (width, height) = chart.plotting_area().dim_in_pixel();
        let pixels = pixels(samples, width as usize, height as usize);
        let bitmap: Option<BitMapElement<'_, (f64, f64)>> =
            BitMapElement::with_owned_buffer((0.0, kilohertz), (width, height), pixels);
        chart.draw_series(bitmap)?;
        chart
            .configure_mesh()
            .disable_mesh()
            .x_labels(6)
            .y_labels(4)
            .y_label_formatter(&|kilohertz| format!("{kilohertz:.0}"))
            .axis_style(GREY)
            .label_style(small())
            .draw()?;
        Ok(())
    })
}

/// RGB, the highest frequency first.
fn pixels(samples: &[f32], width: usize, height: usize) -> Vec<u8> {
    let stft = Stft::new(FRAME, (samples.len() / width.max(1)).max(1));
    let full = stft.full_scale();
    let frames = stft.power(samples);
    let mut pixels = Vec::with_capacity(3 * width * height);
    for row in 0..height {
        let bin = (height - 1 - row) * (stft.bins() - 1) / height.max(1);
        for column in 0..width {
            let frame = &frames[column * frames.len() / width];
            let below = decibel((frame[bin] / full).max(1e-12));
            let (red, green, blue) = colour(1.0 + below / RANGE);
            pixels.extend([red, green, blue]);
        }
    }
    pixels
}

fn colour(level: f32) -> (u8, u8, u8) {
    let last = COLOURS.len() - 1;
    let place = level.clamp(0.0, 1.0) * last as f32;
    let below = (place as usize).min(last - 1);
    let part = place - below as f32;
    let mix = |a: u8, b: u8| (f32::from(a) + part * (f32::from(b) - f32::from(a))).round() as u8;
    let (a, b) = (COLOURS[below], COLOURS[below + 1]);
    (mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
}

/// A row of dots for each list of figures, first list on top, as SVG. Rows are
/// numbered from 1.
pub(crate) fn strips(rows: &[Vec<f64>]) -> String {
    let all = || rows.iter().flatten().copied();
    let reach = all().fold(0.1, |reach: f64, figure| reach.max(figure.abs())) * 1.05;
    drawn(40 + 26 * rows.len() as u32, |area| {
        let count = rows.len() as f64;
        let mut chart = ChartBuilder::on(area)
            .margin(6)
            .x_label_area_size(18)
            .y_label_area_size(16)
            .build_cartesian_2d(-reach..reach, 0.0..count)?;
        let middle = |row: usize| count - row as f64 - 0.5;
        chart
            .configure_mesh()
            .disable_y_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GREY.mix(0.3))
            .x_labels(5)
            .y_labels(0)
            .axis_style(GREY)
            .label_style(small())
            .draw()?;
        chart.draw_series(LineSeries::new([(0.0, 0.0), (0.0, count)], GREY))?;
        for (row, figures) in rows.iter().enumerate() {
            let name = Text::new((row + 1).to_string(), (-reach, middle(row)), small());
            chart.plotting_area().draw(&name)?;
            let dot = |&figure: &f64| {
                Circle::new(
                    (figure, middle(row)),
                    3,
                    RGBColor(59, 130, 246).mix(0.6).filled(),
                )
            };
            chart.draw_series(figures.iter().map(dot))?;
        }
        Ok(())
    })
}

fn small() -> TextStyle<'static> {
    TextStyle::from(("sans-serif", 11).into_font()).color(&GREY)
}

/// A drawing of this height. Only memory is written to: it fails by a mistake in the
/// drawing alone, and then the page says so.
fn drawn(
    height: u32,
    draw: impl FnOnce(
        &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>,
    ) -> Result<(), Box<dyn Error>>,
) -> String {
    let mut svg = String::new();
    let done = {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        draw(&area).and_then(|()| Ok(area.present()?))
    };
    match done {
        // plotters names the bitmap's type as no browser knows it.
        Ok(()) => svg.replace("\"data:png;", "\"data:image/png;"),
        Err(error) => format!("<p>This can't be drawn: {error}</p>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_is_one_bright_line_at_its_height() {
        let step = std::f32::consts::TAU * 3000.0 / SAMPLE_RATE as f32;
        let tone: Vec<f32> = (0..24_000).map(|n| (step * n as f32).sin()).collect();
        let (width, height) = (100, 80);
        let pixels = pixels(&tone, width, height);
        let brightness = |row: usize| {
            let pixel = 3 * (row * width + width / 2);
            pixels[pixel..pixel + 3]
                .iter()
                .map(|&c| u32::from(c))
                .sum::<u32>()
        };
        let brightest = (0..height).max_by_key(|&row| brightness(row)).unwrap();
        // A quarter of the height, from the bottom.
        assert!((58..=60).contains(&brightest), "{brightest}");
        assert!(brightness(brightest) > 600 && brightness(10) < 100);
    }

    #[test]
    fn pictures_are_drawn_of_anything() {
        for samples in [vec![], vec![0.5], vec![0.1; 30_000]] {
            let svg = spectrogram(&samples);
            assert!(svg.contains("data:image/png;base64,"), "{svg}");
        }
        for rows in [vec![], vec![vec![]], vec![vec![0.0, -0.3], vec![0.2]]] {
            let svg = strips(&rows);
            assert!(svg.starts_with("<svg"), "{svg}");
        }
    }
}
