//! Trains the network that gives each letter's graphones their probability
//! from the letters around it.

use std::ops::Range;

use ndarray::{Array2, ArrayView2, Axis, Slice, Zip};

use crate::oov::letters::Letter;
use crate::oov::network::{FIRST, INPUTS, ROWS, SECOND, Setting, rows};

/// Letters that are learnt from at once.
const BATCH: usize = 256;

/// Adam's step size at the start; it falls to nothing in a straight line.
const RATE: f32 = 2e-3;

/// Errors of a probability below this are not learnt from: most of the
/// choices, and no worse for it.
const NEGLIGIBLE: f32 = 1e-3;

/// Share of the first layer that is switched off at random while learning, so
/// that no unit relies on another.
const DROPOUT: f32 = 0.2;

/// Adam's decay rates and its guard against division by nothing.
const DECAY: (f32, f32, f32) = (0.9, 0.999, 1e-8);

/// A letter in its word with the graphone that it belongs to.
pub(crate) struct Example {
    rows: [u16; INPUTS],
    /// Rows of the output layer to choose among.
    choices: [Range<u16>; 2],
    answer: u16,
}

impl Example {
    /// The letter at `at` of a word, told by `answer` among the `choices`.
    pub(crate) fn new(
        letters: &[Letter],
        at: usize,
        choices: [Range<u16>; 2],
        answer: u16,
        setting: Setting,
    ) -> Self {
        Self {
            rows: rows(letters, at, setting).map(|row| row as u16),
            choices,
            answer,
        }
    }
}

/// Values that are learnt, with what Adam remembers of their gradients.
struct Parameters {
    values: Array2<f32>,
    gradient: Array2<f32>,
    mean: Array2<f32>,
    square: Array2<f32>,
}

impl Parameters {
    /// `rows` by `columns` values spread evenly between -`spread` and `spread`.
    fn new(rows: usize, columns: usize, spread: f32, random: &mut fastrand::Rng) -> Self {
        let zeros = || Array2::zeros((rows, columns));
        let mut values = zeros();
        values.mapv_inplace(|_: f32| (random.f32() * 2.0 - 1.0) * spread);
        Self {
            values,
            gradient: zeros(),
            mean: zeros(),
            square: zeros(),
        }
    }

    /// One step of Adam for every row that was learnt about, the others rest;
    /// `step` counts from 1. Clears the gradient.
    fn update(&mut self, rate: f32, step: i32) {
        let (keep_mean, keep_square, guard) = DECAY;
        let rate = rate * (1.0 - keep_square.powi(step)).sqrt() / (1.0 - keep_mean.powi(step));
        Zip::from(self.values.rows_mut())
            .and(self.gradient.rows_mut())
            .and(self.mean.rows_mut())
            .and(self.square.rows_mut())
            .for_each(|values, gradient, mean, square| {
                if gradient.iter().all(|&slope| slope == 0.0) {
                    return;
                }
                Zip::from(values)
                    .and(gradient)
                    .and(mean)
                    .and(square)
                    .for_each(|value, slope, mean, square| {
                        *mean = keep_mean * *mean + (1.0 - keep_mean) * *slope;
                        *square = keep_square * *square + (1.0 - keep_square) * *slope * *slope;
                        *value -= rate * *mean / (square.sqrt() + guard);
                        *slope = 0.0;
                    });
            });
    }
}

/// The network: two hidden layers that keep what is positive, and one output
/// for each graphone.
pub(crate) struct Network {
    first: Parameters,
    first_bias: Parameters,
    second: Parameters,
    second_bias: Parameters,
    output: Parameters,
    output_bias: Parameters,
}

impl Network {
    /// Learns from the examples, `epochs` times each, always in the same order.
    pub(crate) fn train(mut examples: Vec<Example>, outputs: usize, epochs: usize) -> Self {
        let mut random = fastrand::Rng::with_seed(1);
        let mut network = Self::new(outputs, &mut random);
        let steps = (examples.len().div_ceil(BATCH) * epochs) as f32;
        let mut step = 0;
        for _ in 0..epochs {
            random.shuffle(&mut examples);
            for batch in examples.chunks(BATCH) {
                network.gradients(batch, &mut random);
                let rate = RATE * (1.0 - step as f32 / steps);
                step += 1;
                for parameters in network.all() {
                    parameters.update(rate, step);
                }
            }
        }
        network
    }

    fn new(outputs: usize, random: &mut fastrand::Rng) -> Self {
        let spread = |inputs: usize| (3.0 / inputs as f32).sqrt();
        Self {
            first: Parameters::new(ROWS, FIRST, spread(INPUTS), random),
            first_bias: Parameters::new(1, FIRST, 0.0, random),
            second: Parameters::new(FIRST, SECOND, spread(FIRST), random),
            second_bias: Parameters::new(1, SECOND, 0.0, random),
            output: Parameters::new(outputs, SECOND, spread(SECOND), random),
            output_bias: Parameters::new(1, outputs, 0.0, random),
        }
    }

    fn all(&mut self) -> [&mut Parameters; 6] {
        [
            &mut self.first,
            &mut self.first_bias,
            &mut self.second,
            &mut self.second_bias,
            &mut self.output,
            &mut self.output_bias,
        ]
    }

    /// What a model's bytes hold of it, table by table: each layer's weights,
    /// one row an input (one an output for the last), then its biases.
    pub(crate) fn tables(&self) -> impl Iterator<Item = f32> {
        let layers = [
            &self.first,
            &self.first_bias,
            &self.second,
            &self.second_bias,
            &self.output,
            &self.output_bias,
        ];
        layers
            .into_iter()
            .flat_map(|layer| layer.values.iter().copied())
    }

    /// Adds the gradients of one batch's cross entropy.
    fn gradients(&mut self, batch: &[Example], random: &mut fastrand::Rng) {
        let scale = 1.0 / batch.len() as f32;
        let mut first = Array2::<f32>::zeros((batch.len(), FIRST));
        for (mut sum, example) in first.rows_mut().into_iter().zip(batch) {
            sum.assign(&self.first_bias.values.row(0));
            for &row in &example.rows {
                sum += &self.first.values.row(row.into());
            }
        }
        let kept = 1.0 / (1.0 - DROPOUT);
        first.mapv_inplace(|x| {
            if random.f32() < DROPOUT {
                0.0
            } else {
                x.max(0.0) * kept
            }
        });
        let mut second = first.dot(&self.second.values) + &self.second_bias.values;
        second.mapv_inplace(|x| x.max(0.0));

        let mut to_second = self.output_gradients(batch, second.view(), scale);
        to_second.zip_mut_with(&second, |gradient, &x| {
            if x <= 0.0 {
                *gradient = 0.0
            }
        });
        self.second_bias
            .gradient
            .row_mut(0)
            .assign(&to_second.sum_axis(Axis(0)));
        self.second.gradient.assign(&first.t().dot(&to_second));

        let mut to_first = to_second.dot(&self.second.values.t());
        to_first.zip_mut_with(&first, |gradient, &x| {
            *gradient *= if x > 0.0 { kept } else { 0.0 }
        });
        self.first_bias
            .gradient
            .row_mut(0)
            .assign(&to_first.sum_axis(Axis(0)));
        for (gradient, example) in to_first.rows().into_iter().zip(batch) {
            for &row in &example.rows {
                let mut sum = self.first.gradient.row_mut(row.into());
                sum += &gradient;
            }
        }
    }

    /// Adds the last layer's gradients and gives those of its inputs.
    fn output_gradients(
        &mut self,
        batch: &[Example],
        inputs: ArrayView2<f32>,
        scale: f32,
    ) -> Array2<f32> {
        let mut to_inputs = Array2::zeros(inputs.raw_dim());
        for ((input, mut to_input), example) in inputs
            .rows()
            .into_iter()
            .zip(to_inputs.rows_mut())
            .zip(batch)
        {
            let choices = || {
                example
                    .choices
                    .iter()
                    .map(|c| usize::from(c.start)..usize::from(c.end))
            };
            let mut chances: Vec<f32> = Vec::new();
            for range in choices() {
                let scores = self
                    .output
                    .values
                    .slice_axis(Axis(0), Slice::from(range.clone()))
                    .dot(&input);
                chances.extend(
                    scores
                        .iter()
                        .zip(range)
                        .map(|(score, at)| score + self.output_bias.values[[0, at]]),
                );
            }
            let most = chances.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            chances
                .iter_mut()
                .for_each(|chance| *chance = (*chance - most).exp());
            let total: f32 = chances.iter().sum();
            for (at, chance) in choices().flatten().zip(&chances) {
                let right = if at == usize::from(example.answer) {
                    1.0
                } else {
                    0.0
                };
                let error = chance / total - right;
                if error.abs() < NEGLIGIBLE {
                    continue;
                }
                let error = error * scale;
                self.output_bias.gradient[[0, at]] += error;
                self.output.gradient.row_mut(at).scaled_add(error, &input);
                to_input.scaled_add(error, &self.output.values.row(at));
            }
        }
        to_inputs
    }
}
