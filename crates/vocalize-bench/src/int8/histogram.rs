//! The values that channels were seen to have, and the ranges that follow.

use vocalize_onnx::quantise::Range;

use super::recipe::Method;

/// Enough for the outermost ten-thousandth to be a few bins.
const BINS: usize = 2048;
/// What an 8-bit grid has.
const LEVELS: usize = 256;
/// What [`Method::Percentile`] leaves out on each side.
const OUTERMOST: f64 = 1e-4;

/// The smallest and largest value of each channel of `values`, `[channels, time]`.
pub(super) fn extremes(values: &[f32], channels: usize) -> Vec<Range> {
    let range = |values: &[f32]| Range {
        low: values.iter().copied().fold(f32::INFINITY, f32::min),
        high: values.iter().copied().fold(f32::NEG_INFINITY, f32::max),
    };
    values
        .chunks(values.len() / channels.max(1))
        .map(range)
        .collect()
}

/// The range that holds both.
pub(super) fn united(a: Range, b: Range) -> Range {
    Range {
        low: a.low.min(b.low),
        high: a.high.max(b.high),
    }
}

/// How often one channel had which value.
pub(super) struct Histogram {
    range: Range,
    bins: Vec<u32>,
}

impl Histogram {
    pub(super) fn new(range: Range) -> Self {
        Self {
            range,
            bins: vec![0; BINS],
        }
    }

    pub(super) fn count(&mut self, values: &[f32]) {
        let width = (self.range.high - self.range.low).max(f32::MIN_POSITIVE);
        for value in values {
            let place = (value - self.range.low) / width * BINS as f32;
            self.bins[(place.max(0.0) as usize).min(BINS - 1)] += 1;
        }
    }

    pub(super) fn range(&self, method: Method) -> Range {
        let (first, last) = match method {
            Method::Minmax => (0, BINS),
            Method::Percentile => self.percentile(),
            Method::Entropy => self.entropy(),
        };
        let width = (self.range.high - self.range.low) / BINS as f32;
        Range {
            low: self.range.low + first as f32 * width,
            high: self.range.low + last as f32 * width,
        }
    }

    fn total(&self) -> f64 {
        self.bins.iter().map(|&count| f64::from(count)).sum()
    }

    fn percentile(&self) -> (usize, usize) {
        let most = self.total() * OUTERMOST;
        let outermost = |bins: &mut dyn Iterator<Item = &u32>| {
            let mut seen = 0.0;
            bins.take_while(|&&count| {
                seen += f64::from(count);
                seen <= most
            })
            .count()
        };
        let first = outermost(&mut self.bins.iter());
        let last = BINS - outermost(&mut self.bins.iter().rev());
        if first < last {
            (first, last)
        } else {
            (0, BINS)
        }
    }

    /// Of ranges that are narrower and narrower about the mean, the one whose 256
    /// levels tell the most of the clipped histogram (after Migacz 2017, and as ONNX
    /// Runtime's calibrator does it, but with each side in proportion).
    fn entropy(&self) -> (usize, usize) {
        let places = self.bins.iter().enumerate();
        let sum: f64 = places.map(|(i, &count)| i as f64 * f64::from(count)).sum();
        let mean = sum / self.total().max(1.0);
        let part = |percent: u32| {
            let kept = f64::from(percent) / 100.0;
            let first = (mean - mean * kept) as usize;
            let last = (mean + (BINS as f64 - mean) * kept).ceil() as usize;
            (first, last.clamp(first + LEVELS, BINS))
        };
        let parts = (20..=50).rev().map(|half| part(2 * half));
        let lost = parts.map(|(first, last)| (self.information_lost(first, last), (first, last)));
        let best = lost.min_by(|a, b| a.0.total_cmp(&b.0));
        best.map_or((0, BINS), |(_, part)| part)
    }

    /// The divergence of what is left of the bins `first..last` on 256 levels from
    /// the histogram whose outside was moved to its ends.
    fn information_lost(&self, first: usize, last: usize) -> f64 {
        let count = |bins: &[u32]| bins.iter().map(|&c| f64::from(c)).sum::<f64>();
        let mut clipped: Vec<f64> = self.bins[first..last]
            .iter()
            .map(|&c| f64::from(c))
            .collect();
        clipped[0] += count(&self.bins[..first]);
        clipped[last - first - 1] += count(&self.bins[last..]);
        let total = self.total().max(1.0);
        let mut lost = 0.0;
        for level in 0..LEVELS {
            let bounds = |level: usize| level * (last - first) / LEVELS;
            let bins = bounds(level)..bounds(level + 1);
            let inside = count(&self.bins[first + bins.start..first + bins.end]);
            let filled = clipped[bins.clone()].iter().filter(|c| **c > 0.0).count();
            let spread = (inside / filled.max(1) as f64).max(1e-6);
            let filled = clipped[bins].iter().filter(|c| **c > 0.0);
            lost += filled.map(|c| c / total * (c / spread).ln()).sum::<f64>();
        }
        lost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 100,000 values like noise of deviation 1, and one far away.
    fn noise_and_a_spike() -> Histogram {
        let mut random = fastrand::Rng::with_seed(3);
        let noise = |random: &mut fastrand::Rng| (0..12).map(|_| random.f32()).sum::<f32>() - 6.0;
        let mut values: Vec<f32> = (0..100_000).map(|_| noise(&mut random)).collect();
        values.push(40.0);
        let mut histogram = Histogram::new(extremes(&values, 1)[0]);
        histogram.count(&values);
        histogram
    }

    #[test]
    fn percentiles_leave_a_spike_out() {
        let histogram = noise_and_a_spike();
        assert!(histogram.range(Method::Minmax).high > 39.0);
        let range = histogram.range(Method::Percentile);
        assert!(range.high < 5.0 && range.low < -2.5, "{range:?}");
    }

    #[test]
    fn the_least_information_is_lost_inside_of_the_extremes() {
        let histogram = noise_and_a_spike();
        let (first, last) = histogram.entropy();
        let lost = histogram.information_lost(first, last);
        assert!(lost <= histogram.information_lost(0, BINS));
        let range = histogram.range(Method::Entropy);
        assert!(
            range.high < 40.0 && range.low < -2.5 && range.high > 2.5,
            "{range:?}"
        );
    }

    #[test]
    fn a_constant_channel_has_a_range() {
        for method in [Method::Minmax, Method::Percentile, Method::Entropy] {
            let mut histogram = Histogram::new(Range {
                low: 2.0,
                high: 2.0,
            });
            histogram.count(&[2.0; 50]);
            let range = histogram.range(method);
            assert!(
                range.low.is_finite() && range.low <= range.high,
                "{range:?}"
            );
        }
    }
}
