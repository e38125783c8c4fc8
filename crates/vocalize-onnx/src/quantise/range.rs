//! What values tensors were seen to have.

use std::collections::BTreeMap;

use crate::OnnxError;

/// The values of one channel, from `low` to `high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The smallest value that counts.
    pub low: f32,
    /// The largest.
    pub high: f32,
}

impl Range {
    /// The range with 0 in it.
    #[must_use]
    pub(super) fn with_zero(self) -> Self {
        Self {
            low: self.low.min(0.0),
            high: self.high.max(0.0),
        }
    }

    /// The range stretched about its middle.
    #[must_use]
    pub(super) fn stretched(self, factor: f32) -> Self {
        let middle = f32::midpoint(self.low, self.high);
        let half = (self.high - self.low) / 2.0 * factor;
        Self {
            low: middle - half,
            high: middle + half,
        }
    }
}

/// Speech that calibration didn't hear may go a little further than what it did.
const MARGIN: f32 = 1.05;

/// The ranges of tensors `[1, channels, time]` by name, one a channel.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ranges(BTreeMap<String, Vec<Range>>);

impl Ranges {
    /// No ranges.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the ranges of a tensor's channels.
    pub fn insert(&mut self, tensor: String, channels: Vec<Range>) {
        self.0.insert(tensor, channels);
    }

    /// The ranges of the `channels` channels of a tensor, with 5% of room.
    pub(super) fn of(&self, tensor: &str, channels: usize) -> Result<Vec<Range>, OnnxError> {
        let ranges = self.0.get(tensor).filter(|ranges| {
            let usable = |r: &&Range| r.low.is_finite() && r.high.is_finite() && r.low <= r.high;
            ranges.len() == channels && ranges.iter().filter(usable).count() == channels
        });
        let ranges = ranges.ok_or_else(|| {
            OnnxError::unexpected(tensor, format!("calibrated ranges of {channels} channels"))
        })?;
        Ok(ranges.iter().map(|r| r.stretched(MARGIN)).collect())
    }
}
