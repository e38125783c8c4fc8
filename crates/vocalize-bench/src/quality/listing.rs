//! The summary as rows: for the page, and for a terminal.

use super::report::{Report, VariantReport};
use super::statistics::Estimate;

pub(crate) const HEAD: [&str; 13] = [
    "variant",
    "P.808",
    "worst",
    "OVRL",
    "worst",
    "LSD dB",
    "PESQ",
    "SNR dB",
    "length %",
    "F0 cents",
    "voicing %",
    "MCD dB",
    "WER %",
];

/// fp32's own values, then each variant's differences from it.
pub(crate) fn rows(report: &Report) -> Vec<Vec<String>> {
    let reference = reference(report);
    let variants = report.variants.iter().map(variant);
    std::iter::once(reference).chain(variants).collect()
}

fn reference(report: &Report) -> Vec<String> {
    let opinion = report.reference_opinion();
    let mut row = vec!["-".to_owned(); HEAD.len()];
    row[0] = "fp32".to_owned();
    row[1] = format!("{:.3}", opinion.p808);
    row[3] = format!("{:.3}", opinion.ovrl);
    row[12] = rate(report.reference_word_error_rate());
    row
}

fn variant(variant: &VariantReport) -> Vec<String> {
    let summary = &variant.summary;
    let worst = |estimate: Option<Estimate>| with(estimate, |e| format!("{:+.3}", e.min));
    let difference = |estimate: Option<Estimate>| {
        with(estimate, |e| {
            format!("{:+.3} [{:+.3}, {:+.3}]", e.mean, e.low, e.high)
        })
    };
    let mean = |estimate: Option<Estimate>| with(estimate, |e| format!("{:.2}", e.mean));
    vec![
        variant.name.clone(),
        difference(summary.p808_difference),
        worst(summary.p808_difference),
        difference(summary.ovrl_difference),
        worst(summary.ovrl_difference),
        mean(summary.log_spectral_distance),
        mean(summary.pesq),
        mean(summary.snr),
        with(summary.duration_change, |e| format!("{:+.2}", e.mean)),
        mean(summary.f0_cents),
        mean(summary.voicing_error),
        mean(summary.mel_cepstral_distance),
        rate(summary.word_error_rate),
    ]
}

fn with(estimate: Option<Estimate>, show: impl FnOnce(Estimate) -> String) -> String {
    estimate.map_or("-".to_owned(), show)
}

fn rate(rate: Option<f64>) -> String {
    rate.map_or("-".to_owned(), |rate| format!("{:.1}", 100.0 * rate))
}

/// The rows with their head, in columns: names to the left, figures to the right.
pub(crate) fn listing(report: &Report) -> String {
    let mut rows = rows(report);
    rows.insert(0, HEAD.map(str::to_owned).to_vec());
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..HEAD.len()).map(|c| width(c).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let mut line = format!("{:<width$}", row[0], width = widths[0]);
        for (field, width) in row.iter().zip(&widths).skip(1) {
            line.push_str(&format!("  {field:>width$}"));
        }
        line + "\n"
    };
    rows.iter().map(line).collect()
}
