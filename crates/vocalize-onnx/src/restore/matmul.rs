//! `Mul(Cast(MatMulInteger(Xq, Wq, x0, w0)), sx·sw)` -> `MatMul(X, (Wq-w0)·sw)`
//!
//! `X` is what `DynamicQuantizeLinear` turned into `Xq`; the scale `sw` and
//! zero point `w0` are per output column.

use super::weights::{dequantised, float_source, next, weight_scale};
use crate::{Edit, Graph, Node, OnnxError};

pub(super) fn restore(graph: &mut Graph) -> Result<usize, OnnxError> {
    let index = graph.index();
    let mut edit = Edit::new();
    for node in graph.nodes.iter().filter(|node| node.is("MatMulInteger")) {
        let cast = next(graph, &index, node.output(), "Cast")?;
        let scaled = next(graph, &index, cast.output(), "Mul")?;
        let product = other_input(scaled, cast.output());
        let scale = weight_scale(graph, &index, product)?;
        let weight = dequantised(graph, &mut edit, node.input(1), scale, node.input(3), 1)?;
        let source = float_source(graph, &index, node.input(0))?;
        let mut matmul = Node::new("MatMul", [source, &weight], scaled.output());
        matmul.name = node.name.trim_end_matches("_quant").to_owned();
        edit.replace(index.number(scaled), vec![matmul]);
    }
    let count = edit.len();
    graph.apply(edit)?;
    Ok(count)
}

/// The input of a two-input node that is not `known`.
pub(super) fn other_input<'n>(node: &'n Node, known: &str) -> &'n str {
    let other = usize::from(node.input(0) == known);
    node.input(other)
}
