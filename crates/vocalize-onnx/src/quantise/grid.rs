//! Placing 8-bit grids over ranges: `real = (stored - zero point) x scale`.

use super::range::Range;

/// A scale is never 0, so that a silent channel stays a number.
const SMALLEST_SCALE: f32 = 1e-9;

/// The grid of a convolution's inputs: a scale for each channel, one zero point
/// for all, because the runtime pads with one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct InputGrid {
    pub(super) zero_point: u8,
    pub(super) scales: Vec<f32>,
}

impl InputGrid {
    /// The grid over `ranges` that adds the least noise to the outputs: a channel's
    /// rounding noise is proportional to its scale, and reaches the outputs times
    /// `gains`, the root of the sum of squares of the channel's weights.
    pub(super) fn over(ranges: &[Range], gains: &[f32]) -> Self {
        let ranges: Vec<Range> = ranges.iter().map(|range| range.with_zero()).collect();
        let scales = |zero_point: u8| -> Vec<f32> {
            let (below, above) = (f32::from(zero_point), f32::from(255 - zero_point));
            let scale = |r: &Range| (r.high / above).max(-r.low / below).max(SMALLEST_SCALE);
            ranges.iter().map(scale).collect()
        };
        let noise = |scales: &[f32]| -> f32 {
            let channels = scales.iter().zip(gains);
            channels.map(|(scale, gain)| (scale * gain).powi(2)).sum()
        };
        let candidates = (8..=248).step_by(2).map(|zero_point| {
            let scales = scales(zero_point);
            (noise(&scales), zero_point, scales)
        });
        let best = candidates.min_by(|a, b| a.0.total_cmp(&b.0));
        let (_, zero_point, scales) = best.expect("the candidates are never none");
        Self { zero_point, scales }
    }

    /// The stored value of `real` in channel `channel`.
    pub(super) fn stored(&self, channel: usize, real: f32) -> u8 {
        let steps = (real / self.scales[channel]).round() + f32::from(self.zero_point);
        steps.clamp(0.0, 255.0) as u8
    }
}

/// What `QLinearConv` adds to each sum before it clips to 0..=255.
pub(super) const OUTPUT_MIDDLE: u8 = 128;

/// The grid of one output channel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct OutputGrid {
    pub(super) scale: f32,
    /// Where 0 lies; outside of 0..=255 when no value of the channel is near 0.
    pub(super) zero_point: f32,
}

impl OutputGrid {
    pub(super) fn over(range: Range) -> Self {
        let scale = ((range.high - range.low) / 255.0).max(SMALLEST_SCALE);
        Self {
            scale,
            zero_point: (-range.low / scale).round(),
        }
    }

    /// What a bias must be raised by for 0 to be stored as the zero point and not
    /// as [`OUTPUT_MIDDLE`].
    pub(super) fn shift(self) -> f32 {
        (self.zero_point - f32::from(OUTPUT_MIDDLE)) * self.scale
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn range() -> impl Strategy<Value = Range> {
        (-50.0f32..50.0, 0.0f32..50.0).prop_map(|(low, width)| Range {
            low,
            high: low + width,
        })
    }

    proptest! {
        #[test]
        fn inputs_come_back_within_half_a_step(ranges in prop::collection::vec(range(), 1..6), at in 0.0f32..1.0) {
            let grid = InputGrid::over(&ranges, &vec![1.0; ranges.len()]);
            for (channel, range) in ranges.iter().enumerate() {
                let real = range.low + at * (range.high - range.low);
                let stored = f32::from(grid.stored(channel, real)) - f32::from(grid.zero_point);
                let scale = grid.scales[channel];
                prop_assert!((stored * scale - real).abs() <= scale * 0.501);
            }
        }

        #[test]
        fn outputs_reach_both_ends(range in range()) {
            let grid = OutputGrid::over(range);
            let stored = |real: f32| real / grid.scale + grid.zero_point;
            prop_assert!((-0.6..=0.6).contains(&stored(range.low)));
            prop_assert!(stored(range.high) <= 255.6);
        }
    }

    #[test]
    fn a_heavy_channel_decides_where_zero_lies() {
        let ranges = [
            Range {
                low: 0.0,
                high: 10.0,
            },
            Range {
                low: -10.0,
                high: 0.0,
            },
        ];
        let grid = InputGrid::over(&ranges, &[10.0, 0.1]);
        assert!(grid.zero_point < 64, "{grid:?}");
    }
}
