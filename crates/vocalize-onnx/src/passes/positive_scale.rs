//! `Conv(LeakyRelu(x / d), W)` -> `Conv(LeakyRelu(x), W / d)`, for `d > 0`;
//! the same for `ConvTranspose`
//!
//! LeakyRelu commutes with positive factors and convolutions are linear. Saves
//! a pass over the largest tensors, at the mean of the residual blocks.

use crate::{Edit, Graph, Index, Node, OnnxError, Tensor};

pub(super) fn fold(graph: &mut Graph) -> Result<usize, OnnxError> {
    let index = graph.index();
    let mut edit = Edit::new();
    let mut count = 0;
    for node in &graph.nodes {
        let Some((divisor, relu, conv)) = found(graph, &index, node) else {
            continue;
        };
        let Some(weight) = graph.weights.get(conv.input(1)) else {
            continue;
        };
        let Some(values) = weight.to_f32() else {
            continue;
        };
        let divided: Vec<f32> = values.iter().map(|value| value / divisor).collect();
        let divided = Tensor::f32(weight.dims(), &divided)?;
        let mut scaled = conv.clone();
        scaled.inputs[1] = edit.weight(format!("{}_divided", conv.output()), divided);
        edit.replace(index.number(conv), vec![scaled]);
        let mut plain = relu.clone();
        plain.inputs[0] = node.input(0).to_owned();
        edit.replace(index.number(relu), vec![plain]);
        count += 1;
    }
    graph.apply(edit)?;
    Ok(count)
}

/// The divisor, the LeakyRelu and the convolution of the pattern.
fn found<'g>(graph: &'g Graph, index: &Index, node: &Node) -> Option<(f32, &'g Node, &'g Node)> {
    if !node.is("Div") {
        return None;
    }
    let divisor = graph
        .scalar(node.input(1))
        .filter(|d| d.is_normal() && *d > 0.0)?;
    let relu = index.only_consumer(graph, node.output())?;
    let conv = index.only_consumer(graph, relu.output())?;
    let convolves = conv.is("Conv") || conv.is("ConvTranspose");
    (relu.is("LeakyRelu") && convolves && conv.input(0) == relu.output())
        .then_some((divisor, relu, conv))
}
