//! From the published dynamically quantised model back to fp32.
//!
//! Pattern by pattern, each in its own file, every quantised operator becomes
//! the float operator that it stands for. Activations are no longer rounded;
//! weights keep the values of the int8 grid, so this is *restored* fp32, not
//! the file the quantiser once read.

mod conv;
mod embedding;
mod lstm;
mod matmul;
mod weights;

use crate::{Model, OnnxError};

/// How many patterns of each kind were undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Restored {
    /// `DynamicQuantizeLinear` + `MatMulInteger` to `MatMul`.
    pub matmuls: usize,
    /// `DynamicQuantizeLinear` + `ConvInteger` + int32 bias to `Conv`.
    pub convs: usize,
    /// `DynamicQuantizeLSTM` to `LSTM`.
    pub lstms: usize,
    /// `Gather` of int8 rows + `DequantizeLinear` to `Gather` of float rows.
    pub embeddings: usize,
}

/// What the published Kokoro-82M v1.0 int8 file holds.
pub const PUBLISHED: Restored = Restored {
    matmuls: 148,
    convs: 87,
    lstms: 6,
    embeddings: 4,
};

/// Operators that must be gone afterwards.
const QUANTISED: [&str; 6] = [
    "DynamicQuantizeLinear",
    "MatMulInteger",
    "ConvInteger",
    "DynamicQuantizeLSTM",
    "DequantizeLinear",
    "QuantizeLinear",
];

/// The key under which a restored model says what it is.
pub const ORIGIN_KEY: &str = "vocalize.origin";

/// Undoes dynamic quantisation, and labels the model as restored.
///
/// A model without quantised operators comes back unchanged, with all counts 0.
///
/// # Errors
/// A quantised operator is not surrounded by the pattern that the quantiser of
/// ONNX Runtime writes.
pub fn fp32(model: &mut Model) -> Result<Restored, OnnxError> {
    let graph = &mut model.graph;
    let restored = Restored {
        matmuls: matmul::restore(graph)?,
        convs: conv::restore(graph)?,
        lstms: lstm::restore(graph)?,
        embeddings: embedding::restore(graph)?,
    };
    let left = graph
        .nodes
        .iter()
        .find(|node| QUANTISED.contains(&node.op.as_str()));
    if let Some(node) = left {
        return Err(OnnxError::unexpected(
            &node.name,
            format!("no {} left after restoring", node.op),
        ));
    }
    if restored != Restored::default() {
        model.remove_unused_opsets();
        model.set_metadata(ORIGIN_KEY, "restored fp32: weights on the int8 grid");
    }
    Ok(restored)
}
