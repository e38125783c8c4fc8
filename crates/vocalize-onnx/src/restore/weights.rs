//! What the patterns share: dequantising weights, and finding the float tensor
//! behind a quantised one.

use crate::{Edit, Graph, Index, Node, OnnxError, Tensor};

/// The float tensor that `DynamicQuantizeLinear` quantised.
pub(super) fn float_source<'g>(
    graph: &'g Graph,
    index: &Index,
    quantised: &str,
) -> Result<&'g str, OnnxError> {
    index
        .made_by(graph, quantised, "DynamicQuantizeLinear")
        .map(|node| node.input(0))
        .ok_or_else(|| OnnxError::unexpected(quantised, "made by DynamicQuantizeLinear"))
}

/// A constant that the pattern can't do without.
pub(super) fn constant<'g>(graph: &'g Graph, name: &str) -> Result<&'g Tensor, OnnxError> {
    graph
        .weights
        .get(name)
        .ok_or_else(|| OnnxError::unexpected(name, "a constant"))
}

/// The weight's scale in `Mul(activation's scale, weight's scale)`.
pub(super) fn weight_scale<'g>(
    graph: &'g Graph,
    index: &Index,
    product: &str,
) -> Result<&'g Tensor, OnnxError> {
    index
        .made_by(graph, product, "Mul")
        .and_then(|node| node.inputs.iter().find_map(|name| graph.weights.get(name)))
        .ok_or_else(|| OnnxError::unexpected(product, "Mul by a constant scale"))
}

/// The only node that reads `tensor`, which must be `op`.
pub(super) fn next<'g>(
    graph: &'g Graph,
    index: &Index,
    tensor: &str,
    op: &str,
) -> Result<&'g Node, OnnxError> {
    index
        .only_consumer(graph, tensor)
        .filter(|node| node.is(op))
        .ok_or_else(|| OnnxError::unexpected(tensor, format!("read by one {op} alone")))
}

/// Adds `(weight - zero point) x scale` under the weight's name without
/// `_quantized`, and returns that name. Scale and zero point are one number
/// each, or one for each index of dimension `axis`.
pub(super) fn dequantised(
    graph: &Graph,
    edit: &mut Edit,
    weight: &str,
    scale: &Tensor,
    zero_point: &str,
    axis: usize,
) -> Result<String, OnnxError> {
    let name = weight.strip_suffix("_quantized").unwrap_or(weight);
    let tensor = dequantise(
        weight,
        constant(graph, weight)?,
        scale,
        constant(graph, zero_point)?,
        axis,
    )?;
    Ok(edit.weight(format!("{name}_f32"), tensor))
}

/// `(weight - zero point) x scale`, per tensor or along `axis`.
pub(super) fn dequantise(
    name: &str,
    weight: &Tensor,
    scale: &Tensor,
    zero_point: &Tensor,
    axis: usize,
) -> Result<Tensor, OnnxError> {
    let wrong =
        || OnnxError::unexpected(name, "8-bit weights, a float scale and an 8-bit zero point");
    let values = weight.to_i32_of_8bit().ok_or_else(wrong)?;
    let scales = scale.to_f32().ok_or_else(wrong)?;
    let zeros = zero_point.to_i32_of_8bit().ok_or_else(wrong)?;
    let dims = weight.dims();
    let channels = *dims.get(axis).ok_or_else(wrong)?;
    let fits = |count: usize| count == 1 || count == channels;
    if !fits(scales.len()) || !fits(zeros.len()) {
        return Err(wrong());
    }
    let inner: usize = dims[axis + 1..].iter().product();
    let floats: Vec<f32> = values
        .iter()
        .enumerate()
        .map(|(i, value)| {
            let channel = i / inner % channels;
            let zero = zeros[channel % zeros.len()];
            (value - zero) as f32 * scales[channel % scales.len()]
        })
        .collect();
    Tensor::f32(dims, &floats)
}
