//! The messages of the ONNX specification (IR version 13), by field number.
//!
//! Written out for `prost`'s derive, so that building needs neither `protoc`
//! nor a download. Every field of the specification is here: what a model
//! holds survives reading and writing. [`crate::wire`] refuses the rest.

mod device;
mod graph;
mod types;

pub(crate) use device::*;
pub(crate) use graph::*;
pub(crate) use types::*;
