//! `Reshape` and `Expand` to a shape computed at run time -> to a constant shape
//!
//! Exporters compute shapes from the shapes of other tensors, number by number.
//! Where all numbers but one are known, that one can be `-1`: the number of
//! elements settles it. What computed the shape is then dead.

use std::collections::HashMap;

use crate::{Dim, Edit, Graph, Index, Node, OnnxError, Tensor};

/// Integers of a small tensor, as far as they are known.
type Partial = Vec<Option<i64>>;

/// Longer integer tensors are no shapes.
const LONGEST: usize = 16;

pub(super) fn make_static(graph: &mut Graph) -> Result<usize, OnnxError> {
    let index = graph.index();
    let mut edit = Edit::new();
    let mut known = Known {
        graph,
        index: &index,
        seen: HashMap::new(),
    };
    for (number, node) in graph.nodes.iter().enumerate() {
        let computed = index.producer(node.input(1)).is_some();
        // With allowzero, a 0 would be a size and -1 not allowed beside it.
        if !node.is("Reshape") || !computed || node.int("allowzero").unwrap_or(0) != 0 {
            continue;
        }
        let Some(shape) = known.values(node.input(1)) else {
            continue;
        };
        let unknown = shape.iter().filter(|size| size.is_none()).count();
        let wild = shape.iter().flatten().any(|size| *size < 1);
        if unknown > 1 || wild {
            continue;
        }
        let sizes: Vec<i64> = shape.iter().map(|size| size.unwrap_or(-1)).collect();
        let mut reshape = node.clone();
        reshape.inputs[1] = edit.weight(
            format!("{}_shape", node.output()),
            Tensor::i64(&[sizes.len()], &sizes)?,
        );
        edit.replace(number, vec![reshape]);
    }
    let count = edit.len();
    graph.apply(edit)?;
    Ok(count)
}

/// Works out small integer tensors, each once.
struct Known<'a> {
    graph: &'a Graph,
    index: &'a Index,
    seen: HashMap<String, Option<Partial>>,
}

impl Known<'_> {
    fn values(&mut self, tensor: &str) -> Option<Partial> {
        if let Some(values) = self.seen.get(tensor) {
            return values.clone();
        }
        let values = self.work_out(tensor).filter(|v| v.len() <= LONGEST);
        self.seen.insert(tensor.to_owned(), values.clone());
        values
    }

    fn work_out(&mut self, tensor: &str) -> Option<Partial> {
        let graph = self.graph;
        if let Some(weight) = graph.weights.get(tensor) {
            let short = weight.len() <= LONGEST;
            let values = short.then(|| weight.to_i64())??;
            return Some(values.into_iter().map(Some).collect());
        }
        let node = &graph.nodes[self.index.producer(tensor)?];
        if !node.domain.is_empty() {
            return None;
        }
        match node.op.as_str() {
            "Shape" => shape_of(graph, node),
            "Unsqueeze" | "Squeeze" => self.values(node.input(0)),
            "Gather" => {
                let data = self.values(node.input(0))?;
                let at = graph.weights.get(node.input(1))?.to_i64()?;
                at.iter()
                    .map(|i| {
                        let i = if *i < 0 { i + data.len() as i64 } else { *i };
                        data.get(usize::try_from(i).ok()?).copied()
                    })
                    .collect()
            }
            "Concat" => {
                let mut all = Vec::new();
                for input in &node.inputs {
                    // A part of unknown length makes every later place unknown.
                    all.extend(self.values(input)?);
                }
                Some(all)
            }
            _ => None,
        }
    }
}

/// The known dimensions of a tensor.
fn shape_of(graph: &Graph, node: &Node) -> Option<Partial> {
    if node.int("start").unwrap_or(0) != 0 || node.int("end").is_some() {
        return None;
    }
    let shape = graph.shape(node.input(0))?;
    let size = |dim: &Dim| match dim {
        Dim::Fixed(size) => Some(*size),
        _ => None,
    };
    Some(shape.iter().map(size).collect())
}
