//! Weights stored as 8-bit integers and computed with as floats.
//!
//! `W` -> `DequantizeLinear(Wq, scale, zero point)`, which the runtime unfolds when
//! it loads the graph. Weights that were restored from 8 bits lie on a grid: it is
//! found again, and they come back bit by bit; or, where a pass has multiplied them
//! since, to the last bits of a float. Others stay floats.

use crate::{Edit, Graph, Node, OnnxError, Tensor};

/// Operators whose float weights are worth storing as integers.
const READERS: [&str; 5] = ["MatMul", "Gemm", "LSTM", "Gather", "Conv"];

/// Weights of fewer elements stay floats.
const SMALLEST: usize = 16_384;

/// Stores the large weights of matrix products, convolutions, LSTMs and embeddings
/// in a byte an element, where they lie on a grid; returns how many.
///
/// # Errors
/// New names collide with those of the graph.
pub fn store_weights(graph: &mut Graph) -> Result<usize, OnnxError> {
    let mut edit = Edit::new();
    let mut unfold = Vec::new();
    for name in worth_storing(graph) {
        let tensor = &graph.weights[&name];
        let Some(values) = tensor.to_f32() else {
            continue;
        };
        if let Some(grid) = Grid::exact(tensor.dims(), &values) {
            unfold.push((name, grid.stored(tensor.dims(), &values)?, grid));
        }
    }
    let count = unfold.len();
    for (name, bytes, grid) in unfold {
        let part = |what: &str| format!("{name}.{what}");
        graph.weights.remove(&name);
        let dims = grid.axis.map_or(vec![], |_| vec![grid.scales.len()]);
        let dims = dims.as_slice();
        let inputs = [
            edit.weight(part("stored"), bytes),
            edit.weight(part("scale"), Tensor::f32(dims, &grid.scales)?),
            edit.weight(part("zero"), Tensor::u8(dims, grid.zeros.clone())?),
        ];
        let node = Node::new("DequantizeLinear", inputs, name);
        edit.prepend(vec![match grid.axis {
            Some(axis) => node.with("axis", axis as i64),
            None => node,
        }]);
    }
    graph.apply(edit)?;
    Ok(count)
}

fn worth_storing(graph: &Graph) -> Vec<String> {
    let index = graph.index();
    let read = |name: &str| {
        let mut readers = index.consumers(name).iter().map(|n| &graph.nodes[*n]);
        !index.is_fixed(name) && readers.all(|node| READERS.contains(&node.op.as_str()))
    };
    let large = graph.weights.iter().filter(|(_, w)| w.len() >= SMALLEST);
    large
        .filter(|(name, _)| read(name))
        .map(|(name, _)| name.clone())
        .collect()
}

/// One grid for all elements, or one for each index of dimension `axis`.
struct Grid {
    axis: Option<usize>,
    scales: Vec<f32>,
    zeros: Vec<u8>,
}

impl Grid {
    /// The grid on which every element lies exactly, if there is one.
    fn exact(dims: &[usize], values: &[f32]) -> Option<Self> {
        let axes = (0..dims.len()).rev().map(Some);
        std::iter::once(None).chain(axes).find_map(|axis| {
            let lines = lines(dims, values, axis);
            let found: Option<Vec<(f32, u8)>> = lines.iter().map(|line| on_grid(line)).collect();
            let (scales, zeros) = found?.into_iter().unzip();
            Some(Self {
                axis,
                scales,
                zeros,
            })
        })
    }

    fn stored(&self, dims: &[usize], values: &[f32]) -> Result<Tensor, OnnxError> {
        let byte = |(i, value): (usize, &f32)| {
            let line = self.axis.map_or(0, |axis| line_of(dims, axis, i));
            let steps = (value / self.scales[line]).round() + f32::from(self.zeros[line]);
            steps.clamp(0.0, 255.0) as u8
        };
        Tensor::u8(dims, values.iter().enumerate().map(byte).collect())
    }
}

/// The index in dimension `axis` of element `i`.
fn line_of(dims: &[usize], axis: usize, i: usize) -> usize {
    let inner: usize = dims[axis + 1..].iter().product();
    i / inner % dims[axis]
}

/// The elements of each index of `axis`, or all.
fn lines(dims: &[usize], values: &[f32], axis: Option<usize>) -> Vec<Vec<f32>> {
    let Some(axis) = axis else {
        return vec![values.to_vec()];
    };
    let mut lines = vec![Vec::new(); dims[axis]];
    for (i, value) in values.iter().enumerate() {
        lines[line_of(dims, axis, i)].push(*value);
    }
    lines
}

/// Scale and zero point of the 8-bit grid on which all `values` lie exactly.
fn on_grid(values: &[f32]) -> Option<(f32, u8)> {
    let mut levels = values.to_vec();
    levels.sort_by(f32::total_cmp);
    levels.dedup();
    // Levels that a float's rounding split into several count as one.
    let width = levels.last()? - levels.first()?;
    let gaps = levels.windows(2).map(|pair| pair[1] - pair[0]);
    let gaps: Vec<f32> = gaps.filter(|gap| *gap > width * 1e-5).collect();
    let gap = gaps.iter().copied().fold(f32::INFINITY, f32::min);
    if gaps.len() > 255 || !gap.is_finite() {
        return None;
    }
    // The largest levels tell the scale most precisely: `level = steps x scale`.
    levels.sort_by(|a, b| b.abs().total_cmp(&a.abs()));
    let candidates = levels.iter().take(8).flat_map(|level| {
        let scale = level / (level / gap).round();
        [scale, scale.next_up(), scale.next_down()]
    });
    let candidates: Vec<f32> = candidates.collect();
    let by = |slack: f32| {
        candidates
            .iter()
            .find_map(|scale| fits(&levels, *scale, slack))
    };
    by(0.0).or_else(|| by(ROUNDING))
}

/// How far, of its size, a weight may lie beside the grid: what a few products of
/// floats leave.
const ROUNDING: f32 = 1e-6;

/// The zero point, if all levels are whole multiples of `scale` within 8 bits.
fn fits(levels: &[f32], scale: f32, slack: f32) -> Option<(f32, u8)> {
    let steps = |level: &f32| (level / scale).round();
    let low = levels.iter().map(steps).fold(0.0, f32::min);
    let high = levels.iter().map(steps).fold(0.0, f32::max);
    let close = |level: &f32| (steps(level) * scale - level).abs() <= slack * level.abs();
    let on_grid = scale.is_normal() && levels.iter().all(close);
    (on_grid && high - low <= 255.0).then_some((scale, -low as u8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unfolded(grid: &Grid, dims: &[usize], values: &[f32]) -> Vec<f32> {
        let stored = grid.stored(dims, values).unwrap().to_i32_of_8bit().unwrap();
        let real = |(i, stored): (usize, &i32)| {
            let line = grid.axis.map_or(0, |axis| line_of(dims, axis, i));
            (stored - i32::from(grid.zeros[line])) as f32 * grid.scales[line]
        };
        stored.iter().enumerate().map(real).collect()
    }

    proptest! {
        #[test]
        fn what_is_stored_comes_back(
            mut steps in prop::collection::vec(-100i16..=155, 24),
            scales in prop::collection::vec(1e-5f32..10.0, 3),
            by_column in any::<bool>(),
        ) {
            let dims = [8, 3];
            // Neighbours in every column: without any, a coarser grid would do.
            steps[..6].copy_from_slice(&[7, 7, 7, 8, 8, 8]);
            let scale = |i: usize| scales[if by_column { i % 3 } else { 0 }];
            let values: Vec<f32> =
                steps.iter().enumerate().map(|(i, s)| f32::from(*s) * scale(i)).collect();
            let grid = Grid::exact(&dims, &values).expect("the grid that they were made on");
            for (a, b) in unfolded(&grid, &dims, &values).iter().zip(&values) {
                prop_assert!((a - b).abs() <= ROUNDING * b.abs());
            }
        }
    }

    #[test]
    fn a_full_grid_is_found_and_noise_is_not_taken_for_one() {
        let full: Vec<f32> = (-128..128).map(|step| step as f32 * 0.0317).collect();
        assert!(Grid::exact(&[256], &full).is_some());
        let mut spoiled = full;
        spoiled[7] += 0.01;
        assert_eq!(on_grid(&spoiled), None);
    }
}
