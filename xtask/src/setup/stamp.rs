//! Which files were verified, so that the next run need not hash them again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::manifest::FileSpec;

/// The stamp's name in the models folder.
pub(super) const STAMP: &str = ".verified.toml";

/// Sizes and times of files when they were verified.
#[derive(Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub(super) struct Stamp {
    #[serde(default)]
    files: BTreeMap<String, Seen>,
}

/// A file as it looked when its content had this SHA-256.
#[derive(Debug, Deserialize, PartialEq, Eq, Serialize)]
struct Seen {
    sha256: String,
    bytes: u64,
    /// Nanoseconds since 1970.
    modified: i64,
}

impl Stamp {
    /// Reads the stamp of a models folder; none or a damaged one is empty,
    /// which costs no more than hashing everything.
    pub(super) fn load(models: &Path) -> Self {
        let text = fs::read_to_string(models.join(STAMP)).unwrap_or_default();
        toml::from_str(&text).unwrap_or_default()
    }

    /// Whether the file was verified and has not changed since.
    pub(super) fn vouches_for(&self, models: &Path, file: &FileSpec) -> bool {
        let now = Seen::now(models, file);
        now.is_some() && self.files.get(&file.path) == now.as_ref()
    }

    /// Remembers that the file was just verified.
    pub(super) fn record(&mut self, models: &Path, file: &FileSpec) {
        if let Some(seen) = Seen::now(models, file) {
            self.files.insert(file.path.clone(), seen);
        }
    }

    /// The text that [`Stamp::load`] reads.
    pub(super) fn to_text(&self) -> anyhow::Result<String> {
        Ok(toml::to_string(self)?)
    }
}

impl Seen {
    fn now(models: &Path, file: &FileSpec) -> Option<Self> {
        let path: PathBuf = models.join(&file.path);
        let metadata = path.metadata().ok().filter(fs::Metadata::is_file)?;
        let since = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Self {
            sha256: file.content().sha256,
            bytes: metadata.len(),
            modified: i64::try_from(since.as_nanos()).ok()?,
        })
    }
}
