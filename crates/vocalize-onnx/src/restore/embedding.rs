//! `DequantizeLinear(Gather(Wq, ids), s, z)` -> `Gather((Wq-z)·s, ids)`
//!
//! Gathering rows and scaling every element commute.

use super::weights::{constant, dequantised};
use crate::{Edit, Graph, Node, OnnxError};

pub(super) fn restore(graph: &mut Graph) -> Result<usize, OnnxError> {
    let index = graph.index();
    let mut edit = Edit::new();
    for (number, node) in graph.nodes.iter().enumerate() {
        if !node.is("DequantizeLinear") {
            continue;
        }
        let gather = index
            .made_by(graph, node.input(0), "Gather")
            .ok_or_else(|| OnnxError::unexpected(&node.name, "after a Gather of int8 rows"))?;
        let scale = constant(graph, node.input(1))?;
        let rows = dequantised(graph, &mut edit, gather.input(0), scale, node.input(2), 0)?;
        if scale.len() != 1 {
            return Err(OnnxError::unexpected(&node.name, "one scale for all rows"));
        }
        let mut float = Node::new("Gather", [&rows, gather.input(1)], node.output());
        float.name = gather.name.trim_end_matches("_quant").to_owned();
        float.attributes.clone_from(&gather.attributes);
        edit.replace(number, vec![float]);
    }
    let count = edit.len();
    graph.apply(edit)?;
    Ok(count)
}
