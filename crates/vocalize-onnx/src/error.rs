use std::path::PathBuf;

/// Why a model could not be read, written or rewritten.
#[derive(Debug, thiserror::Error)]
pub enum OnnxError {
    /// The file could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The bytes are not an ONNX protobuf.
    #[error("not an ONNX model: {0}; fetch or build the file again")]
    Damaged(String),
    /// A field this crate doesn't know: writing the model would lose it.
    #[error("{message} has unknown field {field}: the file is newer than this program")]
    UnknownField {
        /// The ONNX message.
        message: &'static str,
        /// Its field number.
        field: u32,
    },
    /// The file asks for more than [`Limits`](crate::Limits) allow.
    #[error("the model has more than {limit} {what}; raise the limit if you trust the file")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How much is allowed.
        limit: u64,
    },
    /// A tensor's dimensions, type and data don't agree.
    #[error("tensor `{name}`: {problem}")]
    Tensor {
        /// The tensor.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
    /// External weights that can't be used.
    #[error("external weights of tensor `{name}` at `{location}`: {problem}")]
    External {
        /// The tensor.
        name: String,
        /// The location written in the file.
        location: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Nodes feed one another in a circle.
    #[error("the graph has a cycle through node `{node}`")]
    Cycle {
        /// One node of the cycle.
        node: String,
    },
    /// Two nodes, inputs or different weights have one name.
    #[error("two tensors are called `{0}`")]
    Duplicate(String),
    /// A node or output uses a tensor that nothing produces.
    #[error("`{user}` uses tensor `{tensor}`, which nothing produces")]
    Undefined {
        /// The tensor's name.
        tensor: String,
        /// The node or output that uses it.
        user: String,
    },
    /// The graph is not what a rewrite was written for.
    #[error("{place}: expected {expected}; is this the published Kokoro-82M v1.0 model?")]
    Unexpected {
        /// The node or tensor.
        place: String,
        /// What should have been there.
        expected: String,
    },
}

impl OnnxError {
    pub(crate) fn io(path: &std::path::Path, source: std::io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            source,
        }
    }

    pub(crate) fn tensor(name: &str, problem: impl Into<String>) -> Self {
        Self::Tensor {
            name: name.to_owned(),
            problem: problem.into(),
        }
    }

    pub(crate) fn unexpected(place: &str, expected: impl Into<String>) -> Self {
        Self::Unexpected {
            place: place.to_owned(),
            expected: expected.into(),
        }
    }
}
