use std::collections::{HashMap, HashSet};

use crate::{Graph, Node};

/// Who makes and who reads each tensor of a graph, by node number.
///
/// It describes the graph it was made from: make a new one after changes.
#[derive(Debug)]
pub struct Index {
    producer: HashMap<String, usize>,
    consumers: HashMap<String, Vec<usize>>,
    fixed: HashSet<String>,
}

impl Index {
    pub(crate) fn new(graph: &Graph) -> Self {
        let mut producer = HashMap::new();
        let mut consumers: HashMap<String, Vec<usize>> = HashMap::new();
        let mut fixed: HashSet<String> = graph
            .outputs
            .iter()
            .map(|output| output.name().to_owned())
            .collect();
        for (number, node) in graph.nodes.iter().enumerate() {
            for output in node.outputs.iter().filter(|name| !name.is_empty()) {
                producer.insert(output.clone(), number);
            }
            for input in node.reads() {
                consumers.entry(input.to_owned()).or_default().push(number);
            }
            fixed.extend(node.captured.iter().cloned());
        }
        Self {
            producer,
            consumers,
            fixed,
        }
    }

    /// The node that makes a tensor; `None` for inputs and weights.
    pub fn producer(&self, tensor: &str) -> Option<usize> {
        self.producer.get(tensor).copied()
    }

    /// A node's number, by its first output.
    ///
    /// # Panics
    /// The node is not of the graph that this index was made from.
    pub fn number(&self, node: &Node) -> usize {
        self.producer[node.output()]
    }

    /// The nodes that read a tensor, once for each place they read it at.
    pub fn consumers(&self, tensor: &str) -> &[usize] {
        self.consumers.get(tensor).map_or(&[], Vec::as_slice)
    }

    /// Whether the tensor's name can't change: an output of the graph, or used
    /// inside a subgraph.
    pub fn is_fixed(&self, tensor: &str) -> bool {
        self.fixed.contains(tensor)
    }

    /// The node that makes a tensor, if it is ONNX's own operator `op`.
    pub fn made_by<'g>(&self, graph: &'g Graph, tensor: &str, op: &str) -> Option<&'g Node> {
        let node = &graph.nodes[self.producer(tensor)?];
        node.is(op).then_some(node)
    }

    /// The only node that reads a tensor nobody else needs.
    pub fn only_consumer<'g>(&self, graph: &'g Graph, tensor: &str) -> Option<&'g Node> {
        match self.consumers(tensor) {
            [number] if !self.is_fixed(tensor) => Some(&graph.nodes[*number]),
            _ => None,
        }
    }
}
