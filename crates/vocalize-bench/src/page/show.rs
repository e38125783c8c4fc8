//! Figures as people read them.

use crate::compare::Ratio;
use crate::statistics::Sample;

/// `1.23 s`, or `4.56 ms` below a tenth of a second.
pub(super) fn seconds(seconds: f64) -> String {
    if seconds < 0.1 {
        format!("{:.2} ms", seconds * 1e3)
    } else {
        format!("{seconds:.2} s")
    }
}

pub(super) fn megabytes(bytes: f64) -> String {
    format!("{:.0} MB", bytes / 1e6)
}

/// `0.93 (0.91 to 0.95)`: the ratio and its bounds, if they are known.
pub(super) fn ratio(ratio: &Ratio) -> String {
    let Ratio {
        quiet, low, high, ..
    } = ratio;
    if high.is_finite() {
        format!("{quiet:.3} ({low:.3} to {high:.3})")
    } else {
        format!("{quiet:.3} (bounds unknown)")
    }
}

/// A median that may be missing.
pub(super) fn median(sample: Option<&Sample>, show: fn(f64) -> String) -> String {
    sample.map_or_else(|| "-".to_owned(), |sample| show(sample.median()))
}

/// `±1.2%`: the median absolute deviation as a share of the median.
pub(super) fn spread(sample: Option<&Sample>) -> String {
    sample.map_or_else(
        || "-".to_owned(),
        |sample| format!("±{:.1}%", 100.0 * sample.deviation() / sample.median()),
    )
}
