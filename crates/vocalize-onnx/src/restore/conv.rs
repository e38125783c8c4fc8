//! `Mul(Cast(Add(ConvInteger(Xq, Wq, x0, w0), bias)), sx·sw)` -> `Conv(X, (Wq-w0)·sw, b)`
//!
//! The int32 bias is `Reshape(Cast(Floor(b / (sx·sw))))` with the float bias
//! `b` still in the file; layers without bias have no `Add`. Scale and zero
//! point are one for the whole weight.

use super::{
    matmul::other_input,
    weights::{dequantised, float_source, next, weight_scale},
};
use crate::{Edit, Graph, Index, Node, OnnxError};

pub(super) fn restore(graph: &mut Graph) -> Result<usize, OnnxError> {
    let index = graph.index();
    let mut edit = Edit::new();
    for node in graph.nodes.iter().filter(|node| node.is("ConvInteger")) {
        let add = next(graph, &index, node.output(), "Add").ok();
        let sum = add.map_or(node.output(), Node::output);
        let cast = next(graph, &index, sum, "Cast")?;
        let scaled = next(graph, &index, cast.output(), "Mul")?;
        let product = other_input(scaled, cast.output());
        let scale = weight_scale(graph, &index, product)?;
        let weight = dequantised(graph, &mut edit, node.input(1), scale, node.input(3), 0)?;
        let source = float_source(graph, &index, node.input(0))?;
        let mut inputs = vec![source, &weight];
        if let Some(add) = add {
            inputs.push(float_bias(graph, &index, other_input(add, node.output()))?);
        }
        let mut conv = Node::new("Conv", inputs, scaled.output());
        conv.name = node.name.trim_end_matches("_quant").to_owned();
        conv.attributes.clone_from(&node.attributes);
        edit.replace(index.number(scaled), vec![conv]);
    }
    let count = edit.len();
    graph.apply(edit)?;
    Ok(count)
}

/// The float bias behind the int32 one.
fn float_bias<'g>(graph: &'g Graph, index: &Index, bias: &'g str) -> Result<&'g str, OnnxError> {
    let mut tensor = bias;
    for op in ["Reshape", "Cast", "Floor", "Div"] {
        let node = index.made_by(graph, tensor, op);
        tensor = node
            .ok_or_else(|| OnnxError::unexpected(tensor, format!("made by {op}")))?
            .input(0);
    }
    super::weights::constant(graph, tensor)?;
    Ok(tensor)
}
