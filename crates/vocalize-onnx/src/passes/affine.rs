//! Recognising small tensors that are an affine function of another.

use crate::{Graph, Index, Node, Tensor};

/// `flattened tensor = source · weight + bias`, with `source` one row.
pub(super) struct Affine {
    /// The row it depends on.
    pub(super) source: String,
    /// One column a number of the tensor; each as long as the source.
    pub(super) columns: Vec<Vec<f32>>,
    /// One number a number of the tensor.
    pub(super) bias: Vec<f32>,
}

/// Follows a tensor back through operators that act on single numbers or move
/// none, to one product with a constant matrix.
pub(super) fn trace(graph: &Graph, index: &Index, tensor: &str) -> Option<Affine> {
    let node = &graph.nodes[index.producer(tensor)?];
    if !node.domain.is_empty() {
        return None;
    }
    match node.op.as_str() {
        "Reshape" | "Unsqueeze" | "Squeeze" => trace(graph, index, node.input(0)),
        "Split" => split(graph, index, node, tensor),
        "Mul" => {
            let (factors, mut of) = with_constant(graph, index, node)?;
            for (i, column) in of.columns.iter_mut().enumerate() {
                let factor = factors[i % factors.len()];
                column.iter_mut().for_each(|value| *value *= factor);
                of.bias[i] *= factor;
            }
            Some(of)
        }
        "Add" => {
            let (terms, mut of) = with_constant(graph, index, node)?;
            for (i, bias) in of.bias.iter_mut().enumerate() {
                *bias += terms[i % terms.len()];
            }
            Some(of)
        }
        "MatMul" => product(graph, node),
        _ => None,
    }
}

/// The constant's numbers (one, or one each) and the other input's function.
fn with_constant(graph: &Graph, index: &Index, node: &Node) -> Option<(Vec<f32>, Affine)> {
    let (constant, other) = super::adain::either(node, |name| graph.weights.get(name))?;
    let values = constant.to_f32()?;
    let of = trace(graph, index, other)?;
    (values.len() == 1 || values.len() == of.bias.len()).then_some((values, of))
}

/// `MatMul(source, constant matrix)`, with one row of source.
fn product(graph: &Graph, node: &Node) -> Option<Affine> {
    use crate::Dim::Fixed;
    let weight = graph.weights.get(node.input(1))?;
    let &[rows, columns] = weight.dims() else {
        return None;
    };
    // One row: otherwise the output's numbers have different sources.
    match graph.shape(node.input(0)).as_deref() {
        Some([Fixed(1), Fixed(width)]) if usize::try_from(*width) == Ok(rows) => {}
        _ => return None,
    }
    let values = weight.to_f32()?;
    Some(Affine {
        source: node.input(0).to_owned(),
        columns: (0..columns)
            .map(|column| {
                (0..rows)
                    .map(|row| values[row * columns + column])
                    .collect()
            })
            .collect(),
        bias: vec![0.0; columns],
    })
}

/// One piece of a split along the only dimension that isn't 1.
fn split(graph: &Graph, index: &Index, node: &Node, tensor: &str) -> Option<Affine> {
    let mut of = trace(graph, index, node.input(0))?;
    let whole = of.bias.len();
    let sizes = graph.weights.get(node.input(1)).and_then(Tensor::to_i64)?;
    let sizes: Vec<usize> = sizes
        .iter()
        .map(|size| usize::try_from(*size).ok())
        .collect::<Option<_>>()?;
    // Sizes along another dimension would add up to 1, not to everything.
    if sizes
        .iter()
        .try_fold(0usize, |sum, size| sum.checked_add(*size))
        != Some(whole)
    {
        return None;
    }
    let piece = node.outputs.iter().position(|name| name == tensor)?;
    let start: usize = sizes[..piece].iter().sum();
    let size = *sizes.get(piece)?;
    of.columns = of.columns.drain(start..start + size).collect();
    of.bias = of.bias.drain(start..start + size).collect();
    Some(of)
}
