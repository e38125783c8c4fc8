//! From float to 8-bit integers, with ONNX's own operators.
//!
//! | file | what it turns into integers |
//! |---|---|
//! | `conv` | a convolution: inputs, weights and outputs, on grids of their own for each channel |
//! | `table` | the normalisation and Snake before it, when it has them: one look-up in a table |
//! | `storage` | weights of everything else: stored as integers, computed with as floats |
//!
//! `range` holds what calibration saw, `grid` places 8-bit grids over it.
//!
//! The usual static form keeps one grid for a whole tensor and loses the quiet
//! channels. Here every channel has its own, which costs nothing while speaking:
//! the scale of an input channel is a factor in its weights, the scale of an output
//! channel a factor in the multiplier that `QLinearConv` has for each output.

mod conv;
mod grid;
mod layer;
mod range;
mod storage;
mod table;
mod weight;

pub use conv::convolutions;
pub use layer::{Layer, layers, observed, sources, watching};
pub use range::{Range, Ranges};
pub use storage::store_weights;
