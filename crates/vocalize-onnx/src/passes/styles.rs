//! All gains and shifts of instance normalisations that depend on one style row
//! -> one `Gemm` and one `Split`
//!
//! Each is `style · W + b` behind some reshaping, splitting, scaling and adding
//! of constants; see [`super::affine`]. Columns side by side in one matrix give
//! the same numbers, with the constants folded into `W` and `b`. Hundreds of
//! tiny nodes become two.

use std::collections::BTreeMap;

use super::affine::{Affine, trace};
use crate::{Edit, Graph, Node, OnnxError, Tensor};

/// Where one gain or shift goes.
struct Use {
    node: usize,
    input: usize,
    affine: Affine,
}

pub(super) fn merge(graph: &mut Graph) -> Result<usize, OnnxError> {
    let index = graph.index();
    let mut sources: BTreeMap<String, Vec<Use>> = BTreeMap::new();
    for (number, node) in graph.nodes.iter().enumerate() {
        if !node.is("InstanceNormalization") {
            continue;
        }
        for input in [1, 2] {
            if let Some(affine) = trace(graph, &index, node.input(input)) {
                sources.entry(affine.source.clone()).or_default().push(Use {
                    node: number,
                    input,
                    affine,
                });
            }
        }
    }
    let mut edit = Edit::new();
    let mut changed: BTreeMap<usize, Node> = BTreeMap::new();
    let mut after: BTreeMap<usize, Vec<Node>> = BTreeMap::new();
    let mut count = 0;
    for (source, uses) in sources {
        // Named after the first of the normalisations, because each part of a model
        // has a matrix of its own, for the same source.
        let first = uses
            .first()
            .map_or("", |used| graph.nodes[used.node].output());
        let nodes = merged(&mut edit, first, &source, &uses)?;
        let pieces = nodes.last().map_or(&[][..], |split| &split.outputs);
        for (used, piece) in uses.iter().zip(pieces) {
            let node = changed
                .entry(used.node)
                .or_insert_with(|| graph.nodes[used.node].clone());
            node.inputs[used.input].clone_from(piece);
            count += 1;
        }
        // New nodes go right after the source, or first when it is an input. One
        // node can make several sources.
        match index.producer(&source) {
            Some(producer) => after.entry(producer).or_default().extend(nodes),
            None => edit.prepend(nodes),
        }
    }
    for (producer, nodes) in after {
        let group = std::iter::once(graph.nodes[producer].clone()).chain(nodes);
        edit.replace(producer, group.collect());
    }
    for (number, node) in changed {
        edit.replace(number, vec![node]);
    }
    graph.apply(edit)?;
    Ok(count)
}

/// `Gemm`, `Reshape` and `Split`, whose outputs are in the order of the uses.
fn merged(
    edit: &mut Edit,
    first: &str,
    source: &str,
    uses: &[Use],
) -> Result<Vec<Node>, OnnxError> {
    let name = |what: &str| format!("{first}.styles.{what}");
    let columns: Vec<&Vec<f32>> = uses.iter().flat_map(|used| &used.affine.columns).collect();
    let rows = columns.first().map_or(0, |column| column.len());
    let mut weight = Vec::with_capacity(rows * columns.len());
    for row in 0..rows {
        weight.extend(columns.iter().map(|column| column[row]));
    }
    let bias: Vec<f32> = uses
        .iter()
        .flat_map(|used| used.affine.bias.iter().copied())
        .collect();
    let sizes: Vec<i64> = uses
        .iter()
        .map(|used| used.affine.bias.len() as i64)
        .collect();
    let weight = edit.weight(
        name("weight"),
        Tensor::f32(&[rows, columns.len()], &weight)?,
    );
    let bias = edit.weight(name("bias"), Tensor::f32(&[bias.len()], &bias)?);
    let flat = edit.weight(name("flat"), Tensor::i64(&[1], &[-1])?);
    let sizes = edit.weight(name("sizes"), Tensor::i64(&[sizes.len()], &sizes)?);
    let mut split = Node::new("Split", [name("row"), sizes], name("0")).with("axis", 0);
    split.outputs = (0..uses.len()).map(|i| name(&i.to_string())).collect();
    Ok(vec![
        Node::new("Gemm", [source, &weight, &bias], name("rows")),
        Node::new("Reshape", [name("rows"), flat], name("row")),
        split,
    ])
}
