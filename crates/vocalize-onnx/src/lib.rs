//! ONNX graphs in memory, without a runtime.
//!
//! [`Model::load`] reads a model file and its external weights under stated
//! [`Limits`]; [`Graph`] gives names, types, shapes, producers and consumers;
//! [`Model::save`] writes beside and renames. On top of that:
//! [`restore::fp32`] undoes the published file's dynamic quantisation,
//! [`split::split`] cuts the model into prosody, harmonic source and decoder,
//! [`passes::optimize`] rewrites a model or a part with fewer, cheaper standard
//! operators, [`quantise`] turns floats into 8-bit integers, and [`split::join`]
//! makes one model of the parts.

#![forbid(unsafe_code)]

mod annotations;
mod attribute;
mod error;
mod external;
mod graph;
mod index;
mod join;
mod limits;
mod model;
mod node;
mod order;
pub mod passes;
mod proto;
pub mod quantise;
mod read;
pub mod restore;
pub mod split;
mod tensor;
mod value;
mod wire;
mod write;

pub use attribute::Attribute;
pub use error::OnnxError;
pub use external::External;
pub use graph::{Edit, Graph};
pub use index::Index;
pub use limits::Limits;
pub use model::Model;
pub use node::Node;
pub use tensor::{DataType, Tensor};
pub use value::{Dim, ValueInfo};
