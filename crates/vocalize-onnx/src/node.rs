use std::collections::BTreeMap;

use crate::{Attribute, annotations::Annotations};

/// One operation of the graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// A name for people; need not be unique.
    pub name: String,
    /// The operator, such as `Conv`.
    pub op: String,
    /// The operator's domain; empty for ONNX's own.
    pub domain: String,
    /// Names of the tensors read. An empty name is an input left out.
    pub inputs: Vec<String>,
    /// Names of the tensors made. An empty name is an output left out.
    pub outputs: Vec<String>,
    /// Attributes by name.
    pub attributes: BTreeMap<String, Attribute>,
    /// Names that the node's subgraphs may read from around them.
    pub(crate) captured: Vec<String>,
    pub(crate) annotations: Annotations,
}

impl Node {
    /// A standard operator with one output, named after that output.
    pub fn new<I: Into<String>>(
        op: &str,
        inputs: impl IntoIterator<Item = I>,
        output: impl Into<String>,
    ) -> Self {
        let output = output.into();
        Self {
            name: output.clone(),
            op: op.to_owned(),
            domain: String::new(),
            inputs: inputs.into_iter().map(Into::into).collect(),
            outputs: vec![output],
            attributes: BTreeMap::new(),
            captured: Vec::new(),
            annotations: Annotations::default(),
        }
    }

    /// The node with one more attribute.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Attribute>) -> Self {
        self.attributes.insert(name.to_owned(), value.into());
        self
    }

    /// Whether this is ONNX's own operator `op`.
    pub fn is(&self, op: &str) -> bool {
        self.op == op && self.domain.is_empty()
    }

    /// The name of input `i`; empty when it was left out.
    pub fn input(&self, i: usize) -> &str {
        self.inputs.get(i).map_or("", String::as_str)
    }

    /// The name of the first output.
    pub fn output(&self) -> &str {
        self.outputs.first().map_or("", String::as_str)
    }

    /// An integer attribute.
    pub fn int(&self, name: &str) -> Option<i64> {
        match self.attributes.get(name)? {
            Attribute::Int(value) => Some(*value),
            _ => None,
        }
    }

    /// An attribute of several integers.
    pub fn ints(&self, name: &str) -> Option<&[i64]> {
        match self.attributes.get(name)? {
            Attribute::Ints(values) => Some(values),
            _ => None,
        }
    }

    /// A string attribute, when it is UTF-8.
    pub fn string(&self, name: &str) -> Option<&str> {
        match self.attributes.get(name)? {
            Attribute::String(value) => std::str::from_utf8(value).ok(),
            _ => None,
        }
    }

    /// Every name the node reads: its inputs, and what its subgraphs use.
    pub fn reads(&self) -> impl Iterator<Item = &str> {
        self.inputs
            .iter()
            .chain(&self.captured)
            .map(String::as_str)
            .filter(|name| !name.is_empty())
    }
}
