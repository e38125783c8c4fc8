//! Weights in files beside the model.

use std::{
    collections::HashMap,
    fs::File,
    io::Read,
    path::{Component, Path, PathBuf},
};

use bytes::Bytes;

use crate::{Limits, OnnxError, proto::TensorProto};

/// Where [`Model::save`](crate::Model::save) puts the weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum External {
    /// In the model file.
    Inline,
    /// Those of at least 1 KiB in a file of this name in the model's folder,
    /// each at a multiple of 64 bytes, of 4,096 bytes from 64 KiB on, so that
    /// a runtime can map the file into memory. Smaller ones stay in the model:
    /// shapes and axes are read while loading.
    Beside(String),
}

/// Reads external weights of one model, each file once.
pub(crate) struct Files<'a> {
    folder: &'a Path,
    limits: &'a Limits,
    open: HashMap<PathBuf, Bytes>,
}

impl<'a> Files<'a> {
    pub(crate) fn new(folder: &'a Path, limits: &'a Limits) -> Self {
        Self {
            folder,
            limits,
            open: HashMap::new(),
        }
    }

    /// The bytes that a tensor points to; `size` is what its shape needs.
    pub(crate) fn read(&mut self, tensor: &TensorProto, size: usize) -> Result<Bytes, OnnxError> {
        let entry = |key: &str| {
            let mut entries = tensor.external_data.iter();
            let found = entries.find(|entry| entry.key.as_deref() == Some(key))?;
            found.value.as_deref()
        };
        let name = tensor.name.as_deref().unwrap_or_default();
        let location = entry("location").unwrap_or_default();
        let fail = |problem: &str| OnnxError::External {
            name: name.to_owned(),
            location: location.to_owned(),
            problem: problem.to_owned(),
        };
        let number = |key: &str| match entry(key) {
            Some(text) => text
                .parse::<usize>()
                .map(Some)
                .map_err(|_| fail("offset or length is not a number")),
            None => Ok(None),
        };
        let offset = number("offset")?.unwrap_or(0);
        if number("length")?.is_some_and(|length| length != size) {
            return Err(fail("the length is not what the shape needs"));
        }
        let path = self.inside(location).ok_or_else(|| {
            fail("not a plain path to an existing file inside the model's folder")
        })?;
        let file = self.open(path)?;
        let end = offset.checked_add(size).filter(|end| *end <= file.len());
        let end = end.ok_or_else(|| fail("the file ends before the weights do"))?;
        Ok(file.slice(offset..end))
    }

    /// The file's real path, if it is inside the folder, links followed.
    fn inside(&self, location: &str) -> Option<PathBuf> {
        let relative = Path::new(location);
        let mut parts = relative.components();
        if location.is_empty() || !parts.all(|part| matches!(part, Component::Normal(_))) {
            return None;
        }
        let folder = self.folder.canonicalize().ok()?;
        let path = folder.join(relative).canonicalize().ok()?;
        (path.starts_with(&folder) && path.is_file()).then_some(path)
    }

    fn open(&mut self, path: PathBuf) -> Result<Bytes, OnnxError> {
        if let Some(bytes) = self.open.get(&path) {
            return Ok(bytes.clone());
        }
        let bytes = read_file(
            &path,
            "bytes of external weights",
            self.limits.external_bytes,
        )?;
        self.open.insert(path, bytes.clone());
        Ok(bytes)
    }
}

/// A whole file, unless it is larger than the limit.
pub(crate) fn read_file(path: &Path, what: &'static str, limit: u64) -> Result<Bytes, OnnxError> {
    let io = |error| OnnxError::io(path, error);
    let file = File::open(path).map_err(io)?;
    let size = file.metadata().map_err(io)?.len();
    if size > limit {
        return Err(OnnxError::TooLarge { what, limit });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    // The file may grow while it is read.
    file.take(limit).read_to_end(&mut bytes).map_err(io)?;
    Ok(bytes.into())
}
