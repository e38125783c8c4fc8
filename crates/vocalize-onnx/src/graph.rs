use std::collections::{BTreeMap, HashMap, HashSet};

use crate::{Dim, Index, Node, OnnxError, Tensor, ValueInfo, order, proto::GraphProto};

/// A graph: nodes in an order in which they can run, weights, and the names,
/// types and shapes of values.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    /// The nodes, each after those that it reads from.
    pub nodes: Vec<Node>,
    /// Weights and other constants by name (ONNX: initializers).
    pub weights: BTreeMap<String, Tensor>,
    /// What the caller gives.
    pub inputs: Vec<ValueInfo>,
    /// What the caller gets.
    pub outputs: Vec<ValueInfo>,
    /// What the file says about tensors in between, by name.
    pub values: HashMap<String, ValueInfo>,
    /// The graph's remaining fields.
    pub(crate) rest: GraphProto,
}

impl Graph {
    /// An empty graph.
    pub fn new(name: &str) -> Self {
        Self {
            nodes: Vec::new(),
            weights: BTreeMap::new(),
            inputs: Vec::new(),
            outputs: Vec::new(),
            values: HashMap::new(),
            rest: GraphProto {
                name: Some(name.to_owned()),
                ..GraphProto::default()
            },
        }
    }

    /// Who makes and who reads each tensor, as the graph is now.
    pub fn index(&self) -> Index {
        Index::new(self)
    }

    /// How many nodes run `op`, in any domain.
    pub fn count(&self, op: &str) -> usize {
        self.nodes.iter().filter(|node| node.op == op).count()
    }

    /// A tensor's shape, as far as weights, inputs, outputs or the file's value
    /// information tell.
    pub fn shape(&self, tensor: &str) -> Option<Vec<Dim>> {
        if let Some(weight) = self.weights.get(tensor) {
            let dims = weight.dims().iter();
            return dims
                .map(|dim| i64::try_from(*dim).ok().map(Dim::Fixed))
                .collect();
        }
        let given = self.inputs.iter().chain(&self.outputs);
        given
            .chain(self.values.get(tensor))
            .find(|value| value.name() == tensor)?
            .shape()
    }

    /// A constant's only float.
    pub fn scalar(&self, tensor: &str) -> Option<f32> {
        self.weights.get(tensor)?.scalar_f32()
    }

    /// Reads `to` wherever nodes read `from`. Names used by subgraphs or given
    /// out by the graph stay (see [`Index::is_fixed`]).
    pub fn replace_input(&mut self, from: &str, to: &str) {
        for input in self.nodes.iter_mut().flat_map(|node| &mut node.inputs) {
            if input == from {
                to.clone_into(input);
            }
        }
    }

    /// Carries out an edit and removes what nothing needs any more.
    ///
    /// # Errors
    /// The edited graph has a cycle, a name twice or an undefined tensor, or a
    /// new weight has the name of a different one.
    pub fn apply(&mut self, edit: Edit) -> Result<(), OnnxError> {
        for (name, weight) in edit.weights {
            if self.weights.get(&name).is_some_and(|old| *old != weight) {
                return Err(OnnxError::Duplicate(name));
            }
            self.weights.insert(name, weight);
        }
        let mut replaced = edit.replaced;
        let old = std::mem::replace(&mut self.nodes, edit.first);
        for (number, node) in old.into_iter().enumerate() {
            match replaced.remove(&number) {
                Some(nodes) => self.nodes.extend(nodes),
                None => self.nodes.push(node),
            }
        }
        self.remove_dead();
        self.sort()
    }

    /// Removes nodes, weights and value information that no output needs;
    /// returns how many nodes went.
    pub fn remove_dead(&mut self) -> usize {
        let index = self.index();
        let mut needed: HashSet<String> = HashSet::new();
        let mut open: Vec<String> = self.outputs.iter().map(|v| v.name().to_owned()).collect();
        let mut live = vec![false; self.nodes.len()];
        while let Some(tensor) = open.pop() {
            if let Some(number) = index.producer(&tensor)
                && !std::mem::replace(&mut live[number], true)
            {
                open.extend(self.nodes[number].reads().map(str::to_owned));
            }
            needed.insert(tensor);
        }
        let before = self.nodes.len();
        let mut live = live.into_iter();
        self.nodes.retain(|_| live.next() == Some(true));
        self.weights.retain(|name, _| needed.contains(name));
        self.values.retain(|name, _| needed.contains(name));
        before - self.nodes.len()
    }

    /// Puts every node after those that it reads from, otherwise keeping the
    /// order, and checks that every name is produced exactly once.
    ///
    /// # Errors
    /// A cycle, a name twice or an undefined tensor.
    pub fn sort(&mut self) -> Result<(), OnnxError> {
        order::sort(self)
    }
}

/// Changes to a graph, collected while looking at it.
#[derive(Debug, Default)]
pub struct Edit {
    replaced: HashMap<usize, Vec<Node>>,
    first: Vec<Node>,
    weights: Vec<(String, Tensor)>,
}

impl Edit {
    /// No changes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts `nodes` in the place of node `number`. They must make what it made
    /// and others still need.
    pub fn replace(&mut self, number: usize, nodes: Vec<Node>) {
        self.replaced.insert(number, nodes);
    }

    /// Puts `nodes` before all others.
    pub fn prepend(&mut self, nodes: Vec<Node>) {
        self.first.extend(nodes);
    }

    /// Adds a weight, and returns its name.
    pub fn weight(&mut self, name: String, tensor: Tensor) -> String {
        self.weights.push((name.clone(), tensor));
        name
    }

    /// Nodes replaced so far.
    pub fn len(&self) -> usize {
        self.replaced.len()
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.replaced.is_empty() && self.first.is_empty() && self.weights.is_empty()
    }
}
