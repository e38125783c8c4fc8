//! The network that reads a letter among its neighbours: how likely each
//! graphone is there.

use zerocopy::little_endian::U16;

use super::letters::{LETTERS, Letter};

/// Letters seen on either side of the one to be read.
pub(crate) const REACH: usize = 8;

/// Letters seen at once.
pub(crate) const SLOTS: usize = 2 * REACH + 1;

/// What a slot can hold: a letter, or nothing where the word has ended.
pub(crate) const SLOT_VALUES: usize = LETTERS + 1;

/// Width of the first hidden layer.
pub(crate) const FIRST: usize = 256;

/// Width of the second hidden layer.
pub(crate) const SECOND: usize = 128;

/// Inputs switched on at once: one a slot, and one [`Setting`].
pub(crate) const INPUTS: usize = SLOTS + 1;

/// Rows of the first layer's weights: every value of every slot, then every
/// setting.
pub(crate) const ROWS: usize = SLOTS * SLOT_VALUES + 4;

/// What else the network knows of a letter.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    /// The main stress lies on a letter behind this one.
    pub(crate) stressed: bool,
    /// The word begins with a capital: likely a name.
    pub(crate) capital: bool,
}

/// The rows of the first layer's weights that the letter at `at`, its
/// neighbours and the setting switch on.
pub(crate) fn rows(letters: &[Letter], at: usize, setting: Setting) -> [usize; INPUTS] {
    std::array::from_fn(|slot| {
        if slot == SLOTS {
            return SLOTS * SLOT_VALUES
                + usize::from(setting.stressed)
                + 2 * usize::from(setting.capital);
        }
        let value = (at + slot)
            .checked_sub(REACH)
            .and_then(|place| letters.get(place));
        slot * SLOT_VALUES + value.map_or(LETTERS, |&letter| usize::from(letter))
    })
}

/// Values of a network with this many outputs.
pub(crate) fn size(outputs: usize) -> usize {
    (ROWS + 1) * FIRST + (FIRST + 1) * SECOND + outputs * (SECOND + 1)
}

/// The network's weights and biases, layer by layer.
#[derive(Clone, Copy)]
pub(crate) struct Network<'a> {
    first: &'a [U16],
    first_bias: &'a [U16],
    second: &'a [U16],
    second_bias: &'a [U16],
    output: &'a [U16],
    output_bias: &'a [U16],
}

impl<'a> Network<'a> {
    /// The network in `values`, `None` if there are not as many as it takes.
    pub(crate) fn new(values: &'a [U16], outputs: usize) -> Option<Self> {
        let (first, rest) = values.split_at_checked(ROWS * FIRST)?;
        let (first_bias, rest) = rest.split_at_checked(FIRST)?;
        let (second, rest) = rest.split_at_checked(FIRST * SECOND)?;
        let (second_bias, rest) = rest.split_at_checked(SECOND)?;
        let (output, output_bias) = rest.split_at_checked(outputs * SECOND)?;
        (output_bias.len() == outputs).then_some(Self {
            first,
            first_bias,
            second,
            second_bias,
            output,
            output_bias,
        })
    }

    /// The last hidden layer for the letter at `at`.
    pub(crate) fn features(
        &self,
        letters: &[Letter],
        at: usize,
        setting: Setting,
    ) -> [f32; SECOND] {
        let mut first = [0.0; FIRST];
        add(&mut first, 1.0, self.first_bias);
        for row in rows(letters, at, setting) {
            add(&mut first, 1.0, &self.first[row * FIRST..][..FIRST]);
        }
        let mut second = [0.0; SECOND];
        add(&mut second, 1.0, self.second_bias);
        for (x, weights) in first.iter().zip(self.second.chunks_exact(SECOND)) {
            if *x > 0.0 {
                add(&mut second, *x, weights);
            }
        }
        second.map(|x| x.max(0.0))
    }

    /// The score of a graphone: a log probability up to a constant.
    pub(crate) fn score(&self, features: &[f32; SECOND], symbol: usize) -> f32 {
        let weights = &self.output[symbol * SECOND..][..SECOND];
        // Eight partial sums, so that the compiler may add in parallel.
        let mut sums = [0.0; 8];
        for (x, w) in features.chunks_exact(8).zip(weights.chunks_exact(8)) {
            for k in 0..8 {
                sums[k] += x[k] * value(w[k]);
            }
        }
        sums.iter().sum::<f32>() + value(self.output_bias[symbol])
    }
}

/// A weight as it is stored: the upper half of an `f32` (bfloat16).
fn value(stored: U16) -> f32 {
    f32::from_bits(u32::from(stored.get()) << 16)
}

/// Adds `factor` times each of `weights` to `sums`.
fn add(sums: &mut [f32], factor: f32, weights: &[U16]) {
    for (sum, weight) in sums.iter_mut().zip(weights) {
        *sum += factor * value(*weight);
    }
}
