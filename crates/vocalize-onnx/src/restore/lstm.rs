//! `DynamicQuantizeLSTM(X, Wq, Rq, B, lengths, h0, c0, P, sw, w0, sr, r0)` ->
//! `LSTM(X, W, R, B, lengths, h0, c0, P)`
//!
//! The quantised operator keeps its weights transposed, [directions, input,
//! 4 x hidden] instead of [directions, 4 x hidden, input]; scales are one a
//! direction.

use super::weights::{constant, dequantise};
use crate::{Edit, Graph, Node, OnnxError, Tensor};

pub(super) fn restore(graph: &mut Graph) -> Result<usize, OnnxError> {
    let mut edit = Edit::new();
    for (number, node) in graph.nodes.iter().enumerate() {
        if node.op != "DynamicQuantizeLSTM" {
            continue;
        }
        let input = weight(graph, &mut edit, node, 1, 8)?;
        let recurrent = weight(graph, &mut edit, node, 2, 10)?;
        let mut lstm = node.clone();
        lstm.op = "LSTM".to_owned();
        lstm.domain.clear();
        lstm.name = node.name.trim_end_matches("_quant").to_owned();
        lstm.inputs.truncate(8);
        lstm.inputs[1] = input;
        lstm.inputs[2] = recurrent;
        while lstm.inputs.last().is_some_and(String::is_empty) {
            lstm.inputs.pop();
        }
        edit.replace(number, vec![lstm]);
    }
    let count = edit.len();
    graph.apply(edit)?;
    Ok(count)
}

/// Dequantises and transposes input `i`, whose scale is input `scale` and zero
/// point the one after.
fn weight(
    graph: &Graph,
    edit: &mut Edit,
    node: &Node,
    i: usize,
    scale: usize,
) -> Result<String, OnnxError> {
    let name = node.input(i);
    let quantised = constant(graph, name)?;
    let scales = constant(graph, node.input(scale))?;
    let zeros = constant(graph, node.input(scale + 1))?;
    let float = dequantise(name, quantised, scales, zeros, 0)?;
    let transposed = transpose_inner(name, &float)?;
    let name = name.strip_suffix("_quantized").unwrap_or(name);
    Ok(edit.weight(format!("{name}_f32"), transposed))
}

/// Swaps the last two of three dimensions.
fn transpose_inner(name: &str, tensor: &Tensor) -> Result<Tensor, OnnxError> {
    let wrong = || OnnxError::unexpected(name, "three dimensions of floats");
    let &[directions, rows, columns] = tensor.dims() else {
        return Err(wrong());
    };
    let values = tensor.to_f32().ok_or_else(wrong)?;
    let mut swapped = Vec::with_capacity(values.len());
    for direction in 0..directions {
        let matrix = &values[direction * rows * columns..][..rows * columns];
        for column in 0..columns {
            swapped.extend((0..rows).map(|row| matrix[row * columns + column]));
        }
    }
    Tensor::f32(&[directions, columns, rows], &swapped)
}
