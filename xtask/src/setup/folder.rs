//! A folder that set-up writes to: one process at a time, and every file is
//! written beside, checked, and renamed into place.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result, anyhow};

use super::digest::{self, Content, Hasher};

/// The folder in a [`Folder`] for what is not whole yet.
pub(super) const PARTIAL: &str = ".partial";

/// What a folder is for, and so what to advise when it cannot be used.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    Models,
    Cache,
}

/// A folder locked by this process until the value is dropped.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
    /// For what is not whole yet; its parent is swept by the next set-up.
    staging: PathBuf,
    purpose: Purpose,
    _lock: File,
}

impl Folder {
    /// Creates the folder if need be, waits until no other set-up uses it, and
    /// removes what an interrupted one left half-written.
    ///
    /// # Errors
    /// When the folder cannot be created or written.
    pub(super) fn open(root: &Path, purpose: Purpose) -> Result<Self> {
        let lock = open_lock(root).map_err(|error| purpose.cannot_write(root, &error))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                eprintln!("waiting for another set-up that uses {}", root.display());
                lock.lock()
                    .map_err(|error| purpose.cannot_write(root, &error))?;
            }
            Err(TryLockError::Error(error)) => return Err(purpose.cannot_write(root, &error)),
        }
        let staging = fresh_staging(&root.join(PARTIAL))
            .map_err(|error| purpose.cannot_write(root, &error))?;
        Ok(Self {
            root: root.to_path_buf(),
            staging,
            purpose,
            _lock: lock,
        })
    }

    pub(super) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A new folder for a child process to write to.
    pub(super) fn staging(&self, name: &str) -> Result<PathBuf> {
        let folder = self.staging.join(name).with_added_extension("d");
        fs::create_dir(&folder).map_err(|error| self.cannot_write(&folder, &error))?;
        Ok(folder)
    }

    /// Starts a file that is to become `relative` and to hold `content`.
    pub(super) fn begin(&self, relative: &str, content: Content) -> Result<Incoming> {
        let partial = self.staging.join(relative.replace('/', "+"));
        let file = File::create(&partial).map_err(|error| self.cannot_write(&partial, &error))?;
        let hasher = Hasher::default();
        Ok(Incoming {
            file,
            partial,
            target: self.path(relative),
            content,
            hasher,
        })
    }

    /// Copies a file of the user's to `relative`, if it holds `content`.
    pub(super) fn copy_in(&self, given: &Path, relative: &str, content: Content) -> Result<()> {
        let shown = given.display();
        let mut from = File::open(given).with_context(|| format!("cannot read {shown}"))?;
        let mut incoming = self.begin(relative, content)?;
        let copied = digest::copy(&mut from, &mut incoming).and_then(|()| incoming.finish());
        copied.map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData => anyhow!("{shown} has just been changed: run this again"),
            _ => self.cannot_write(&self.path(relative), &error),
        })
    }

    /// Moves a file of the staging folder to `relative`.
    pub(super) fn publish(&self, partial: &Path, relative: &str) -> Result<PathBuf> {
        let target = self.path(relative);
        publish(partial, &target).map_err(|error| self.cannot_write(&target, &error))?;
        Ok(target)
    }

    /// Writes `text` to `relative`, whole or not at all.
    pub(super) fn write(&self, relative: &str, text: &str) -> Result<()> {
        let mut incoming = self.begin(relative, Content::of_bytes(text.as_bytes()))?;
        let written = incoming
            .write_all(text.as_bytes())
            .and_then(|()| incoming.finish());
        written.map_err(|error| self.cannot_write(&self.path(relative), &error))
    }

    pub(super) fn cannot_write(&self, path: &Path, error: &io::Error) -> Error {
        self.purpose.cannot_write(path, error)
    }
}

impl Drop for Folder {
    /// Best effort: whatever stays is removed by the next set-up.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.root.join(PARTIAL));
    }
}

impl Purpose {
    /// One sentence about why `path` cannot be written and what to do.
    fn cannot_write(self, path: &Path, error: &io::Error) -> Error {
        let shown = path.display();
        let elsewhere = match self {
            Self::Models => "choose another folder with --models",
            Self::Cache => {
                "choose another cache folder with the environment variable VOCALIZE_CACHE"
            }
        };
        if is_disk_full(error) {
            return anyhow!(
                "no space left for {shown}: free some, or {elsewhere}, and run this again"
            );
        }
        anyhow!("cannot write {shown} ({error}): make it writable, or {elsewhere}")
    }
}

/// Whether `error` says that no more can be stored.
fn is_disk_full(error: &io::Error) -> bool {
    use io::ErrorKind::{QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded)
}

/// A file on its way: hashed while it is written, never longer than expected.
pub(super) struct Incoming {
    file: File,
    partial: PathBuf,
    target: PathBuf,
    content: Content,
    hasher: Hasher,
}

impl Incoming {
    /// Checks the content and puts the file into its place.
    ///
    /// # Errors
    /// `InvalidData` when the content is not the expected one; the target is
    /// then as it was before.
    pub(super) fn finish(self) -> io::Result<()> {
        let found = self.hasher.finish();
        if found != self.content {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                found.difference(&self.content),
            ));
        }
        self.file.sync_all()?;
        drop(self.file);
        publish(&self.partial, &self.target)
    }
}

impl Write for Incoming {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.hasher.bytes() + bytes.len() as u64 > self.content.bytes {
            let message = format!("it is longer than {} bytes", self.content.bytes);
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn open_lock(root: &Path) -> io::Result<File> {
    fs::create_dir_all(root)?;
    File::options()
        .create(true)
        .write(true)
        .truncate(false)
        .open(root.join(".lock"))
}

/// Sweeps what interrupted runs left and makes a new folder. A client that
/// outlived its set-up may still be writing to an old one, which then stays
/// until the next sweep.
fn fresh_staging(parent: &Path) -> io::Result<PathBuf> {
    let _ = fs::remove_dir_all(parent);
    fs::create_dir_all(parent)?;
    let mut number = 0;
    loop {
        let folder = parent.join(number.to_string());
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
        }
    }
}

fn publish(partial: &Path, target: &Path) -> io::Result<()> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::rename(partial, target)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    /// The kernel's own device that is always full.
    #[test]
    fn a_full_disk_says_what_to_do() {
        let mut incoming = Incoming {
            file: File::options().write(true).open("/dev/full").unwrap(),
            partial: PathBuf::new(),
            target: PathBuf::new(),
            content: Content::of_bytes(b"alpha"),
            hasher: Hasher::default(),
        };
        let error = incoming.write_all(b"alpha").unwrap_err();
        let models = Purpose::Models.cannot_write(Path::new("m/a.bin"), &error);
        assert_eq!(
            models.to_string(),
            "no space left for m/a.bin: free some, or choose another folder with --models, and run this again"
        );
        let cache = Purpose::Cache.cannot_write(Path::new("c"), &error);
        assert!(cache.to_string().contains("VOCALIZE_CACHE"));
    }
}
