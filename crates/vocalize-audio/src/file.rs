//! Files that appear under their names only when they are complete.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::AudioError;

/// A file being written: a temporary one in the same folder, which dropping it
/// before [`NewFile::finish`] removes.
pub struct NewFile {
    path: PathBuf,
    beside: NamedTempFile,
}

impl NewFile {
    /// Starts the file `path`, which is replaced at the end if it exists.
    ///
    /// # Errors
    /// [`AudioError::Write`] when the folder is missing or can't be written, or
    /// `path` is a folder.
    pub fn create(path: &Path) -> Result<Self, AudioError> {
        let failed = |source| AudioError::Write {
            path: path.to_owned(),
            source,
        };
        if path.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        std::fs::metadata(folder).map_err(failed)?;
        let beside = tempfile::Builder::new()
            .prefix(".vocalize-")
            .suffix(".part")
            .tempfile_in(folder)
            // Its own message names a temporary file that nobody asked for.
            .map_err(|error| failed(error.kind().into()))?;
        Ok(Self {
            path: path.to_owned(),
            beside,
        })
    }

    /// The name it will have.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where its content is until it is finished: to be removed when the process
    /// has to end at once.
    pub fn temporary_path(&self) -> &Path {
        self.beside.path()
    }

    /// The file to write to.
    pub fn as_file(&self) -> &File {
        self.beside.as_file()
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// [`AudioError::Write`]; then nothing is left.
    pub fn finish(self) -> Result<(), AudioError> {
        let Self { path, beside } = self;
        let failed = |source| AudioError::Write {
            path: path.clone(),
            source,
        };
        beside.as_file().sync_all().map_err(failed)?;
        make_readable(beside.as_file()).map_err(failed)?;
        beside.persist(&path).map_err(|e| failed(e.error))?;
        Ok(())
    }
}

/// Temporary files are private; a file that a person asked for is not.
#[cfg(unix)]
fn make_readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &File) -> io::Result<()> {
    Ok(())
}
