//! A convolution's weights as 8-bit integers.

use crate::{OnnxError, Tensor};

/// Weights `[outputs, inputs, width]` with the scales of the input channels folded
/// in: `real[o, c, k] x input_scales[c] = stored[o, c, k] x scales[o]`.
pub(super) struct Weights {
    pub(super) stored: Vec<i8>,
    /// One for each output channel.
    pub(super) scales: Vec<f32>,
}

/// The dimensions and values of float weights `[outputs, inputs, width]`.
pub(super) struct Floats {
    pub(super) dims: [usize; 3],
    values: Vec<f32>,
}

impl Floats {
    pub(super) fn read(name: &str, tensor: &Tensor) -> Result<Self, OnnxError> {
        let wrong = || OnnxError::unexpected(name, "float weights of a 1-D convolution");
        let &[outputs, inputs, width] = tensor.dims() else {
            return Err(wrong());
        };
        Ok(Self {
            dims: [outputs, inputs, width],
            values: tensor.to_f32().ok_or_else(wrong)?,
        })
    }

    /// For each input channel the root of the sum of squares of its weights.
    pub(super) fn gains(&self) -> Vec<f32> {
        let [_, inputs, width] = self.dims;
        let mut squares = vec![0.0; inputs];
        for (i, value) in self.values.iter().enumerate() {
            squares[i / width % inputs] += value * value;
        }
        squares.into_iter().map(f32::sqrt).collect()
    }

    /// The weights as integers from -127 to 127. `silent` is the scale of an output
    /// channel whose weights are all 0.
    pub(super) fn quantised(&self, input_scales: &[f32], silent: impl Fn(usize) -> f32) -> Weights {
        let [outputs, inputs, width] = self.dims;
        let mut stored = Vec::with_capacity(self.values.len());
        let mut scales = Vec::with_capacity(outputs);
        for (output, row) in self.values.chunks(inputs * width).enumerate() {
            let scaled = row.iter().enumerate();
            let scaled: Vec<f32> = scaled.map(|(i, w)| w * input_scales[i / width]).collect();
            let largest = scaled.iter().fold(0.0f32, |most, w| most.max(w.abs()));
            let scale = if largest > 0.0 {
                largest / 127.0
            } else {
                silent(output)
            };
            stored.extend(
                scaled
                    .iter()
                    .map(|w| (w / scale).round().clamp(-127.0, 127.0) as i8),
            );
            scales.push(scale);
        }
        Weights { stored, scales }
    }
}
