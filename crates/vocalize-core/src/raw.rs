//! Graphs that are run by the names of their tensors.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use ort::session::builder::GraphOptimizationLevel;
use ort::session::{Session, SessionInputValue};
use ort::value::{DynValue, TensorRef};

use crate::error::Error;
use crate::runtime::Runtime;
use crate::session::{SessionOptions, first_line, session_builder};

/// A tensor by value.
#[derive(Debug, Clone, PartialEq)]
pub enum RawTensor {
    /// Shape and f32 numbers, the last dimension running fastest.
    Floats(Vec<usize>, Vec<f32>),
    /// Shape and i64 numbers.
    Integers(Vec<usize>, Vec<i64>),
    /// Shape and i32 numbers.
    ShortIntegers(Vec<usize>, Vec<i32>),
}

impl RawTensor {
    /// Its numbers, if they are floats.
    pub fn floats(&self) -> Option<&[f32]> {
        match self {
            Self::Floats(_, numbers) => Some(numbers),
            Self::Integers(..) | Self::ShortIntegers(..) => None,
        }
    }

    fn input(&self) -> Result<SessionInputValue<'_>, ort::Error> {
        Ok(match self {
            Self::Floats(shape, n) => {
                TensorRef::from_array_view((shape.clone(), n.as_slice()))?.into()
            }
            Self::Integers(shape, n) => {
                TensorRef::from_array_view((shape.clone(), n.as_slice()))?.into()
            }
            Self::ShortIntegers(shape, n) => {
                TensorRef::from_array_view((shape.clone(), n.as_slice()))?.into()
            }
        })
    }
}

/// Any graph in a session of its own: a part of a model, a model with more
/// outputs, or one that measures.
pub struct RawGraph {
    session: Mutex<Session>,
    name: String,
    inputs: Vec<String>,
}

impl RawGraph {
    /// Loads an ONNX file's bytes, with its weights inside. `name` is for messages.
    /// A graph that ONNX Runtime has optimised before is run as it is:
    /// `optimize` is false for it.
    ///
    /// # Errors
    /// [`Error::NoProvider`] and [`Error::Load`].
    pub fn from_bytes(
        runtime: &Runtime,
        name: &str,
        bytes: &[u8],
        threads: usize,
        optimize: bool,
    ) -> Result<Self, Error> {
        let level = if optimize {
            GraphOptimizationLevel::All
        } else {
            GraphOptimizationLevel::Disable
        };
        let options = SessionOptions {
            threads,
            ..SessionOptions::default()
        };
        let session = session_builder(runtime, &options, level)?
            .commit_from_memory(bytes)
            .map_err(|e| Error::Load {
                path: PathBuf::from(name),
                reason: first_line(&e),
            })?;
        let inputs = session.inputs().iter().map(|i| i.name().to_owned());
        Ok(Self {
            name: name.to_owned(),
            inputs: inputs.collect(),
            session: Mutex::new(session),
        })
    }

    /// The names of its inputs.
    pub fn inputs(&self) -> &[String] {
        &self.inputs
    }

    /// Runs it on `given`, by name; what it doesn't take is left aside. Its outputs
    /// by name.
    ///
    /// # Errors
    /// [`Error::Graph`] when ONNX Runtime fails, an input is missing, or an output
    /// is of another type than f32 and i64.
    pub fn run(
        &self,
        given: &HashMap<String, RawTensor>,
    ) -> Result<HashMap<String, RawTensor>, Error> {
        let taken = given.iter().filter(|(name, _)| self.inputs.contains(name));
        let inputs: Result<Vec<_>, ort::Error> = taken
            .map(|(name, tensor)| Ok((name.as_str(), tensor.input()?)))
            .collect();
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let outputs = inputs.and_then(|inputs| session.run(inputs));
        let outputs = outputs.map_err(|e| self.failed(first_line(&e)))?;
        outputs
            .iter()
            .map(|(name, value)| Ok((name.to_owned(), self.read(name, &value)?)))
            .collect()
    }

    fn read(&self, name: &str, value: &DynValue) -> Result<RawTensor, Error> {
        let sizes = |shape: &ort::value::Shape| -> Vec<usize> {
            let dims = shape.iter().map(|&dim| usize::try_from(dim));
            dims.map(Result::unwrap_or_default).collect()
        };
        if let Ok((shape, numbers)) = value.try_extract_tensor::<f32>() {
            return Ok(RawTensor::Floats(sizes(shape), numbers.to_vec()));
        }
        match value.try_extract_tensor::<i64>() {
            Ok((shape, numbers)) => Ok(RawTensor::Integers(sizes(shape), numbers.to_vec())),
            Err(_) => Err(self.failed(format!("its output {name:?} is neither f32 nor i64"))),
        }
    }

    fn failed(&self, reason: String) -> Error {
        Error::Graph {
            name: self.name.clone(),
            reason,
        }
    }
}
