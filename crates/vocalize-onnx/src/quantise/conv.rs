//! `Conv(x, W, b)` -> `DequantizeLinear(QLinearConv(QuantizeLinear(x), Wq, bq))`
//!
//! With a scale `s[c]` for each input channel, `u[o]` for each row of weights and
//! `t[o]` for each output channel:
//!
//! ```text
//! y[o] = sum_c W[o,c] x[c] + b[o]         x[c] = s[c] (xq[c] - z)
//!      = sum_c (W[o,c] s[c]) (xq[c] - z) + b[o]      W[o,c] s[c] = u[o] Wq[o,c]
//! yq[o] = round(u[o]/t[o] (sum_c Wq[o,c] (xq[c] - z) + bq[o])) + 128
//! ```
//!
//! which is `QLinearConv` with an input scale of 1, weight scales `u/t` and an
//! output scale of 1. Padding with `z` is padding with 0. Sums stay below
//! 1,090 channels x 11 taps x 255 x 127 < 2^31.

use std::collections::BTreeSet;

use super::{
    grid::{InputGrid, OUTPUT_MIDDLE, OutputGrid},
    layer::channels,
    range::{Range, Ranges},
    table::Snake,
    weight::Floats,
};
use crate::{Edit, Graph, Index, Node, OnnxError, Tensor};

/// Quantises the convolutions of `graph` whose output is in `chosen`; returns how
/// many.
///
/// # Errors
/// A chosen layer is no convolution that can be quantised (see [`super::layers`]),
/// or ranges of a tensor that [`super::observed`] names are missing.
pub fn convolutions(
    graph: &mut Graph,
    chosen: &BTreeSet<String>,
    ranges: &Ranges,
) -> Result<usize, OnnxError> {
    let index = graph.index();
    let mut edit = Edit::new();
    for name in chosen {
        let number = index.producer(name).unwrap_or(usize::MAX);
        let node = graph.nodes.get(number);
        let node = node.filter(|node| channels(graph, node).is_some());
        let node = node.ok_or_else(|| OnnxError::unexpected(name, "made by a convolution"))?;
        let nodes = quantised(graph, &index, &mut edit, node, ranges)?;
        edit.replace(number, nodes);
    }
    graph.apply(edit)?;
    Ok(chosen.len())
}

fn quantised(
    graph: &Graph,
    index: &Index,
    edit: &mut Edit,
    conv: &Node,
    ranges: &Ranges,
) -> Result<Vec<Node>, OnnxError> {
    let weight = &graph.weights[conv.input(1)];
    let floats = Floats::read(conv.input(1), weight)?;
    let [outputs, inputs, _] = floats.dims;
    let input = format!("{}.input", conv.output());
    let gains = floats.gains();
    let (grid, mut nodes) = match Snake::before(graph, index, conv) {
        Some(snake) => {
            let before = ranges.of(snake.normal.output(), inputs)?;
            let after: Vec<Range> = before.iter().map(|r| Snake::range(*r)).collect();
            let grid = InputGrid::over(&after, &gains);
            let nodes = snake.looked_up(edit, &before, &grid, &input)?;
            (grid, nodes)
        }
        None => {
            let grid = InputGrid::over(&ranges.of(conv.input(0), inputs)?, &gains);
            let node = rounded(edit, conv.input(0), &grid, &input)?;
            (grid, vec![node])
        }
    };
    let normalised = only_normalised(graph, index, conv.output());
    let out: Vec<OutputGrid> = ranges
        .of(conv.output(), outputs)?
        .into_iter()
        .map(|range| OutputGrid::over(if normalised { range } else { range.with_zero() }))
        .collect();
    nodes.push(convolved(graph, edit, conv, &floats, &grid, &out)?);
    nodes.push(dequantised(edit, conv.output(), &out, normalised)?);
    Ok(nodes)
}

/// Whether a tensor only goes into normalisations, which take each channel's mean
/// away: then 0 needs no place on the grid.
fn only_normalised(graph: &Graph, index: &Index, tensor: &str) -> bool {
    let mut readers = index.consumers(tensor).iter();
    !index.is_fixed(tensor) && readers.all(|n| graph.nodes[*n].is("InstanceNormalization"))
}

fn rounded(edit: &mut Edit, x: &str, grid: &InputGrid, output: &str) -> Result<Node, OnnxError> {
    let channels = grid.scales.len();
    let scales = Tensor::f32(&[channels], &grid.scales)?;
    let scales = edit.weight(format!("{output}.scales"), scales);
    let zeros = Tensor::u8(&[channels], vec![grid.zero_point; channels])?;
    let zeros = edit.weight(format!("{output}.zeros"), zeros);
    Ok(Node::new("QuantizeLinear", [x, &scales, &zeros], output).with("axis", 1))
}

fn convolved(
    graph: &Graph,
    edit: &mut Edit,
    conv: &Node,
    floats: &Floats,
    grid: &InputGrid,
    out: &[OutputGrid],
) -> Result<Node, OnnxError> {
    let name = |what: &str| format!("{}.{what}", conv.output());
    let weights = floats.quantised(&grid.scales, |output| out[output].scale);
    let bias = graph.weights.get(conv.input(2)).and_then(Tensor::to_f32);
    let bias = bias.unwrap_or_else(|| vec![0.0; out.len()]);
    let mut steps = Vec::with_capacity(out.len());
    for ((bias, scale), grid) in bias.iter().zip(&weights.scales).zip(out) {
        let step = f64::from(bias + grid.shift()) / f64::from(*scale);
        if step.abs() > f64::from(1 << 30) {
            return Err(OnnxError::unexpected(
                conv.output(),
                "a bias of the size of its weights",
            ));
        }
        steps.push(step.round() as i32);
    }
    let multipliers = weights.scales.iter().zip(out).map(|(u, t)| u / t.scale);
    let multipliers: Vec<f32> = multipliers.collect();
    let outputs = out.len();
    let one = edit.weight(name("one"), Tensor::scalar(1.0));
    let inputs = [
        name("input"),
        one.clone(),
        edit.weight(name("input_zero"), Tensor::u8(&[], vec![grid.zero_point])?),
        edit.weight(name("weights"), Tensor::i8(&floats.dims, &weights.stored)?),
        edit.weight(name("multipliers"), Tensor::f32(&[outputs], &multipliers)?),
        edit.weight(
            name("weight_zeros"),
            Tensor::i8(&[outputs], &vec![0; outputs])?,
        ),
        one,
        edit.weight(name("middle"), Tensor::u8(&[], vec![OUTPUT_MIDDLE])?),
        edit.weight(name("bias"), Tensor::i32(&[outputs], &steps)?),
    ];
    let mut node = Node::new("QLinearConv", inputs, name("stored"));
    node.attributes.clone_from(&conv.attributes);
    Ok(node)
}

fn dequantised(
    edit: &mut Edit,
    output: &str,
    out: &[OutputGrid],
    normalised: bool,
) -> Result<Node, OnnxError> {
    let name = |what: &str| format!("{output}.{what}");
    let scales: Vec<f32> = out.iter().map(|grid| grid.scale).collect();
    let zero = |grid: &OutputGrid| match normalised {
        true => OUTPUT_MIDDLE,
        false => grid.zero_point.clamp(0.0, 255.0) as u8,
    };
    let zeros: Vec<u8> = out.iter().map(zero).collect();
    let scales = edit.weight(name("scales"), Tensor::f32(&[out.len()], &scales)?);
    let zeros = edit.weight(name("zeros"), Tensor::u8(&[out.len()], zeros)?);
    Ok(Node::new(
        "DequantizeLinear",
        [&name("stored"), &scales, &zeros],
        output,
    )
    .with("axis", 1))
}
