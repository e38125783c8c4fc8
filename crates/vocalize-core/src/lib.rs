//! The engine: from utterances to speech.
//!
//! [`Places`] says where things are, [`Runtime`] loads ONNX Runtime, a
//! [`Variant`] is one form of the model, [`Model`] runs it in a pool of
//! sessions, and [`Speech`] turns a text into pieces of audio one by one.

#![forbid(unsafe_code)]

mod chain;
mod cpu;
mod error;
mod in_order;
mod install;
mod memory;
mod mode;
mod model;
mod offline;
mod placement;
mod places;
mod pool;
mod profile;
mod provider;
mod quality;
mod quantised;
mod raw;
mod runtime;
mod session;
mod signature;
mod speech;
mod timing;
mod tune;
mod variant;
mod voice;

pub use cpu::{cpu_features, cpu_identity, cpu_name, physical_cores};
pub use error::Error;
pub use in_order::in_order;
pub use memory::peak_memory_bytes;
pub use mode::{Candidates, Floor, Mode, speaks_well};
pub use model::{Model, Spoken};
pub use offline::{offline_record, optimize_offline};
pub use placement::{Placement, Share};
pub use places::{Places, sentence_cache, user_lexicon};
pub use profile::{Profile, Tuned};
pub use provider::Provider;
pub use quality::QualityRecord;
pub use quantised::QuantisedRecord;
pub use raw::{RawGraph, RawTensor};
pub use runtime::Runtime;
pub use session::{SessionOptions, worth_prepacking};
pub use signature::Signature;
pub use speech::{Piece, SPEEDS, Speech, check_speed};
pub use timing::SpokenWord;
pub use tune::{Sample as TuneSample, tune};
pub use variant::{Variant, VariantFile, VariantRecord};
pub use voice::{Voice, Voices};
