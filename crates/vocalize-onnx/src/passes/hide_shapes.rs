//! A tensor that is as long as the text or the speech -> the same, of unknown shape
//!
//! ```text
//! x [1, a, ..] -> Squeeze(x) [a, ..] -> Unsqueeze(.., 0) [1, a, ..]
//! ```
//!
//! Equal where no other axis has length 1: two token ids at least (the pads), and
//! so two frames. What the shape inference can't know, ONNX Runtime doesn't plan
//! buffers for: while it creates a session, it compares the shapes of every two
//! tensors that could share one, which takes longer than everything else together.
//! Both operators only rename their buffer while speaking.

use crate::split::speech_long;
use crate::{Graph, Node, OnnxError, Tensor, ValueInfo};

const AXIS: &str = "hide_shapes.first_axis";

/// Hides where lengths come from: the embeddings of token ids, and what the model
/// is cut at. Shapes that the file states elsewhere are forgotten.
pub(super) fn hide(graph: &mut Graph) -> Result<usize, OnnxError> {
    let lengths = lengths(graph);
    for tensor in &lengths {
        let [squeezed, hidden] = ["squeezed", "hidden"].map(|what| format!("{tensor}.{what}"));
        graph.replace_input(tensor, &hidden);
        graph.nodes.extend([
            Node::new("Squeeze", [tensor], &squeezed),
            Node::new("Unsqueeze", [squeezed.as_str(), AXIS], &hidden),
        ]);
    }
    if !lengths.is_empty() {
        graph
            .weights
            .insert(AXIS.to_owned(), Tensor::i64(&[1], &[0])?);
    }
    graph.values.clear();
    graph.sort()?;
    Ok(lengths.len())
}

fn lengths(graph: &Graph) -> Vec<String> {
    let index = graph.index();
    let is_input = |name: &str| graph.inputs.iter().map(ValueInfo::name).any(|i| i == name);
    let embeds = |node: &&Node| node.is("Gather") && is_input(node.input(1));
    let embeddings = graph.nodes.iter().filter(embeds).map(Node::output);
    let mut found: Vec<String> = embeddings.map(str::to_owned).collect();
    let cuts = speech_long().filter(|name| index.producer(name).is_some());
    found.extend(cuts.map(str::to_owned));
    found
}
