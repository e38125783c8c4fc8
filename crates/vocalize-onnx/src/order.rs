//! Checking names and putting nodes in an order in which they can run.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap, HashSet},
};

use crate::{Graph, OnnxError};

/// Sorts the nodes, smallest old position first among those that can run.
pub(crate) fn sort(graph: &mut Graph) -> Result<(), OnnxError> {
    let producers = producers(graph)?;
    let mut waiting: Vec<usize> = vec![0; graph.nodes.len()];
    let mut readers: Vec<Vec<usize>> = vec![Vec::new(); graph.nodes.len()];
    for (number, node) in graph.nodes.iter().enumerate() {
        let sources: HashSet<usize> = node
            .reads()
            .filter_map(|name| producers.get(name).copied())
            .collect();
        waiting[number] = sources.len();
        for source in sources {
            readers[source].push(number);
        }
    }
    let mut ready: BinaryHeap<Reverse<usize>> = (0..graph.nodes.len())
        .filter(|number| waiting[*number] == 0)
        .map(Reverse)
        .collect();
    let mut order = Vec::with_capacity(graph.nodes.len());
    while let Some(Reverse(number)) = ready.pop() {
        order.push(number);
        for reader in &readers[number] {
            waiting[*reader] -= 1;
            if waiting[*reader] == 0 {
                ready.push(Reverse(*reader));
            }
        }
    }
    if order.len() < graph.nodes.len() {
        let stuck = waiting.iter().position(|count| *count > 0);
        let node = stuck.map_or(String::new(), |number| graph.nodes[number].name.clone());
        return Err(OnnxError::Cycle { node });
    }
    let mut nodes: Vec<_> = std::mem::take(&mut graph.nodes)
        .into_iter()
        .map(Some)
        .collect();
    graph.nodes = order
        .into_iter()
        .filter_map(|number| nodes[number].take())
        .collect();
    Ok(())
}

/// The node that makes each tensor, once every name was found to be made once
/// and every name read to be made at all.
fn producers(graph: &Graph) -> Result<HashMap<&str, usize>, OnnxError> {
    // A weight may carry an input's name: it is that input's default value.
    let mut given: HashSet<&str> = graph.weights.keys().map(String::as_str).collect();
    for sparse in &graph.rest.sparse_initializer {
        let values = sparse.values.as_ref();
        given.extend(values.and_then(|tensor| tensor.name.as_deref()));
    }
    let mut inputs = HashSet::new();
    for input in &graph.inputs {
        if !inputs.insert(input.name()) {
            return Err(OnnxError::Duplicate(input.name().to_owned()));
        }
    }
    given.extend(inputs);

    let mut producers = HashMap::new();
    for (number, node) in graph.nodes.iter().enumerate() {
        for output in node.outputs.iter().filter(|name| !name.is_empty()) {
            if given.contains(output.as_str())
                || producers.insert(output.as_str(), number).is_some()
            {
                return Err(OnnxError::Duplicate(output.clone()));
            }
        }
    }
    let defined =
        |name: &str| name.is_empty() || given.contains(name) || producers.contains_key(name);
    let undefined = |tensor: &str, user: &str| OnnxError::Undefined {
        tensor: tensor.to_owned(),
        user: user.to_owned(),
    };
    for node in &graph.nodes {
        // Names captured by subgraphs may be defined inside them.
        if let Some(input) = node.inputs.iter().find(|name| !defined(name)) {
            return Err(undefined(input, &node.name));
        }
    }
    for output in &graph.outputs {
        if !defined(output.name()) {
            return Err(undefined(output.name(), "the graph's outputs"));
        }
    }
    Ok(producers)
}
