//! A one-sided `STFT` of known length whose output has no shape -> the shape is said
//!
//! ```text
//! STFT(x [batch, samples], hop, window [n], n): [batch, ?, n / 2 + 1, 2]
//! ```
//!
//! The file says of what follows not even the rank, which some execution
//! providers (OpenVINO's) need to know. Nothing is computed otherwise.

use crate::{DataType, Dim, Graph, Node, OnnxError, Tensor, ValueInfo};

pub(super) fn say(graph: &mut Graph) -> Result<usize, OnnxError> {
    let found: Vec<ValueInfo> = graph
        .nodes
        .iter()
        .filter(|node| graph.shape(node.output()).is_none())
        .filter_map(|node| shape(graph, node))
        .collect();
    let count = found.len();
    let named = found.into_iter().map(|info| (info.name().to_owned(), info));
    graph.values.extend(named);
    Ok(count)
}

fn shape(graph: &Graph, node: &Node) -> Option<ValueInfo> {
    if !node.is("STFT") || node.int("onesided").unwrap_or(1) != 1 {
        return None;
    }
    let length = graph.weights.get(node.input(3)).and_then(Tensor::to_i64)?;
    let [batch, _samples] = <[Dim; 2]>::try_from(graph.shape(node.input(0))?).ok()?;
    let bins = Dim::Fixed(length.first()? / 2 + 1);
    let shape = [batch, Dim::Unknown, bins, Dim::Fixed(2)];
    Some(ValueInfo::tensor(node.output(), DataType::F32, &shape))
}
