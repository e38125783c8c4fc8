//! Which convolutions can be quantised, and what calibration must watch for that.

use std::collections::BTreeSet;

use super::table::Snake;
use crate::{DataType, Dim, Graph, Index, Model, Node, ValueInfo};

/// A convolution that can be quantised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// The tensor that it makes: its name in a choice of layers.
    pub name: String,
    /// Weights: multiplications for each step of its output.
    pub weights: usize,
}

/// Every convolution of constant weights `[outputs, inputs, width]`, one group and
/// at least 32 channels on both sides: on fewer, integers gain nothing.
pub fn layers(graph: &Graph) -> Vec<Layer> {
    let fit = |node: &&Node| channels(graph, node).is_some_and(|(o, i)| o >= 32 && i >= 32);
    let layer = |node: &Node| Layer {
        name: node.output().to_owned(),
        weights: graph.weights.get(node.input(1)).map_or(0, |w| w.len()),
    };
    graph.nodes.iter().filter(fit).map(layer).collect()
}

/// Output and input channels of a convolution that can be quantised.
pub(super) fn channels(graph: &Graph, node: &Node) -> Option<(usize, usize)> {
    let ungrouped = node.is("Conv") && node.int("group").unwrap_or(1) == 1;
    let bias_known = node.input(2).is_empty() || graph.weights.contains_key(node.input(2));
    match graph.weights.get(node.input(1))?.dims() {
        &[outputs, inputs, _] if ungrouped && bias_known => Some((outputs, inputs)),
        _ => None,
    }
}

/// The tensors whose ranges [`super::convolutions`] needs for `chosen` layers.
pub fn observed(graph: &Graph, chosen: &BTreeSet<String>) -> BTreeSet<String> {
    let index = graph.index();
    let mut tensors = BTreeSet::new();
    for node in graph.nodes.iter().filter(|n| chosen.contains(n.output())) {
        tensors.insert(node.output().to_owned());
        tensors.insert(input_to_observe(graph, &index, node).to_owned());
    }
    tensors
}

/// What `layer` is computed from: the inputs of the normalisation before its Snake,
/// if it has one, else its own.
pub fn sources(graph: &Graph, layer: &Layer) -> Vec<String> {
    let index = graph.index();
    let conv = index.made_by(graph, &layer.name, "Conv");
    let snake = conv.and_then(|conv| Snake::before(graph, &index, conv));
    match (snake, conv) {
        (Some(snake), _) => snake.normal.inputs.clone(),
        (None, Some(conv)) => vec![conv.input(0).to_owned()],
        (None, None) => Vec::new(),
    }
}

/// Behind a Snake the range follows from that of what goes in.
fn input_to_observe<'g>(graph: &'g Graph, index: &Index, node: &'g Node) -> &'g str {
    Snake::before(graph, index, node).map_or(node.input(0), |snake| snake.normal.output())
}

/// The model with `tensors`, floats `[1, channels, time]`, as further outputs; those
/// that are its inputs the caller has already.
pub fn watching<'t>(model: &Model, tensors: impl IntoIterator<Item = &'t String>) -> Model {
    let mut watching = model.clone();
    let shape = [Dim::Fixed(1), Dim::Unknown, Dim::Unknown];
    let Graph {
        inputs, outputs, ..
    } = &mut watching.graph;
    for tensor in tensors {
        let mut known = inputs.iter().chain(&*outputs);
        if !known.any(|value| value.name() == tensor) {
            outputs.push(ValueInfo::tensor(tensor, DataType::F32, &shape));
        }
    }
    watching
}
