//! Size and SHA-256: how a file is recognised.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

/// Bytes read at a time.
const BLOCK: usize = 1 << 18;

/// What identifies a file's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) bytes: u64,
    /// 64 lower-case hexadecimal digits.
    pub(super) sha256: String,
}

impl Content {
    pub(super) fn of_bytes(bytes: &[u8]) -> Self {
        let mut hasher = Hasher::default();
        hasher.update(bytes);
        hasher.finish()
    }

    /// Reads the whole file.
    pub(super) fn of_file(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let mut hasher = Hasher::default();
        let mut block = vec![0; BLOCK];
        loop {
            match file.read(&mut block)? {
                0 => return Ok(hasher.finish()),
                read => hasher.update(&block[..read]),
            }
        }
    }

    /// Whether the file at `path` is this; a wrong size spares the hashing.
    pub(super) fn is_at(&self, path: &Path) -> io::Result<bool> {
        let metadata = path.metadata()?;
        Ok(metadata.is_file() && metadata.len() == self.bytes && Self::of_file(path)? == *self)
    }

    /// How this differs from what it must be, for a person to read.
    pub(super) fn difference(&self, wanted: &Self) -> String {
        if self.bytes != wanted.bytes {
            return format!("it has {} bytes and must have {}", self.bytes, wanted.bytes);
        }
        format!(
            "its sha256 is {} and must be {}",
            self.sha256, wanted.sha256
        )
    }
}

/// Counts and hashes bytes as they pass.
#[derive(Default)]
pub(super) struct Hasher {
    sha256: Sha256,
    bytes: u64,
}

impl Hasher {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn finish(self) -> Content {
        let digits = self
            .sha256
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Content {
            bytes: self.bytes,
            sha256: digits,
        }
    }
}

/// Copies all of `from` to `to` in large blocks.
pub(super) fn copy(from: &mut dyn Read, to: &mut dyn Write) -> io::Result<()> {
    let mut block = vec![0; BLOCK];
    loop {
        match from.read(&mut block)? {
            0 => return Ok(()),
            read => to.write_all(&block[..read])?,
        }
    }
}
