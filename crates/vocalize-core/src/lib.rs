//! The engine: from utterances to speech.
//!
//! [`Places`] says where things are, [`Runtime`] loads ONNX Runtime, a
//! [`Variant`] is one form of the model, [`Model`] runs it in a pool of
//! sessions, and [`Speech`] turns a text into pieces of audio one by one.

#![forbid(unsafe_code)]

mod cpu;
mod error;
mod install;
mod memory;
mod model;
mod offline;
mod places;
mod pool;
mod provider;
mod quality;
mod raw;
mod runtime;
mod session;
mod signature;
mod speech;
mod variant;
mod voice;

pub use cpu::{cpu_features, cpu_identity, cpu_name, physical_cores};
pub use error::Error;
pub use memory::peak_memory_bytes;
pub use model::Model;
pub use offline::save_optimized;
pub use places::{Places, sentence_cache, user_lexicon};
pub use provider::Provider;
pub use quality::QualityRecord;
pub use raw::{RawGraph, RawTensor};
pub use runtime::Runtime;
pub use session::{SessionOptions, worth_prepacking};
pub use signature::Signature;
pub use speech::{Piece, SPEEDS, Speech, check_speed};
pub use variant::{Variant, VariantFile, VariantRecord};
pub use voice::{Voice, Voices};
