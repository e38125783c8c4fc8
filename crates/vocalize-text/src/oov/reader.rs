//! The network at work: how likely each graphone is at each letter.

use zerocopy::little_endian::F32;

use super::letters::Letter;
use super::network_shape::{FIRST, SECOND, SLOT_VALUES, SLOTS, rows};

/// Values of a network with this many outputs.
pub(crate) fn network_values(outputs: usize) -> usize {
    (SLOTS * SLOT_VALUES + 1) * FIRST + (FIRST + 1) * SECOND + outputs * (SECOND + 1)
}

/// The network's weights and biases, layer by layer.
#[derive(Clone, Copy)]
pub(crate) struct Network<'a> {
    first: &'a [F32],
    first_bias: &'a [F32],
    second: &'a [F32],
    second_bias: &'a [F32],
    output: &'a [F32],
    output_bias: &'a [F32],
}

impl<'a> Network<'a> {
    /// The network in `values`, `None` if there are not as many as it takes.
    pub(crate) fn new(values: &'a [F32], outputs: usize) -> Option<Self> {
        let (first, rest) = values.split_at_checked(SLOTS * SLOT_VALUES * FIRST)?;
        let (first_bias, rest) = rest.split_at_checked(FIRST)?;
        let (second, rest) = rest.split_at_checked(FIRST * SECOND)?;
        let (second_bias, rest) = rest.split_at_checked(SECOND)?;
        let (output, output_bias) = rest.split_at_checked(outputs * SECOND)?;
        (output_bias.len() == outputs)
            .then_some(Self { first, first_bias, second, second_bias, output, output_bias })
    }

    /// The last hidden layer for the letter at `at`.
    pub(crate) fn features(&self, letters: &[Letter], at: usize) -> [f32; SECOND] {
        let mut first = [0.0; FIRST];
        add(&mut first, 1.0, self.first_bias);
        for row in rows(letters, at) {
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
                sums[k] += x[k] * w[k].get();
            }
        }
        sums.iter().sum::<f32>() + self.output_bias[symbol].get()
    }
}

/// Adds `factor` times each of `weights` to `sums`.
fn add(sums: &mut [f32], factor: f32, weights: &[F32]) {
    for (sum, weight) in sums.iter_mut().zip(weights) {
        *sum += factor * weight.get();
    }
}
