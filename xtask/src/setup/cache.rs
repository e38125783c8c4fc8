//! Downloads, kept in the user's cache folder and shared between clones.

use std::env;
use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result};
use etcetera::base_strategy::{BaseStrategy, choose_native_strategy};

use super::client::{self, Reason};
use super::digest::Content;
use super::folder::{Folder, Purpose};
use super::manifest::{Client, Part, Tags};

/// The environment variable that chooses the cache folder.
pub(super) const CACHE_VARIABLE: &str = "VOCALIZE_CACHE";

/// The cache folder, for this process alone.
pub(super) struct Cache {
    folder: Folder,
}

/// Why an archive is not there.
pub(super) enum Failure {
    /// Another source may still have it.
    Source(Reason),
    /// This machine is in no state to go on.
    Fatal(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Fatal(error)
    }
}

impl Cache {
    /// Opens the folder that `VOCALIZE_CACHE` names, or the user's own.
    ///
    /// # Errors
    /// When there is none or it cannot be written.
    pub(super) fn open() -> Result<Self> {
        let root = match env::var_os(CACHE_VARIABLE) {
            Some(folder) if !folder.is_empty() => PathBuf::from(folder),
            _ => choose_native_strategy()
                .context("this user has no home folder: name a cache folder in VOCALIZE_CACHE")?
                .cache_dir()
                .join("vocalize"),
        };
        let root = std::path::absolute(&root).unwrap_or(root);
        Ok(Self {
            folder: Folder::open(&root, Purpose::Cache)?,
        })
    }

    /// The verified archive of `part`, downloaded unless it is here already.
    pub(super) fn archive(
        &self,
        client: Client,
        tags: Option<&Tags>,
        part: &Part,
    ) -> Result<PathBuf, Failure> {
        let kept = self.folder.path(&name(part));
        let wanted = part.content();
        if wanted.is_at(&kept).unwrap_or(false) {
            return Ok(kept);
        }
        let staging = self.folder.staging(&part.archive)?;
        let fetched = client::fetch(client, tags, part, &staging).map_err(Failure::Source);
        let verified = fetched.and_then(|()| {
            let partial = staging.join(&part.archive);
            self.verify(&partial, &wanted, client, part)?;
            Ok(self.folder.publish(&partial, &name(part))?)
        });
        // Best effort, as the next set-up sweeps it too.
        let _ = fs::remove_dir_all(&staging);
        verified
    }

    /// Copies an archive that the user already has, whose content is known to
    /// be that of `part`.
    pub(super) fn adopt(&self, given: &Path, part: &Part) -> Result<()> {
        let kept = self.folder.path(&name(part));
        if part.content().is_at(&kept).unwrap_or(false) {
            return Ok(());
        }
        self.folder.copy_in(given, &name(part), part.content())
    }

    fn verify(
        &self,
        partial: &Path,
        wanted: &Content,
        client: Client,
        part: &Part,
    ) -> Result<(), Failure> {
        let unreadable = |error| self.folder.cannot_write(partial, &error);
        let found = Content::of_file(partial).map_err(unreadable)?;
        if found != *wanted {
            let difference = found.difference(wanted);
            let what = format!(
                "{} delivered a wrong {} ({difference})",
                client.name(),
                part.archive
            );
            return Err(Failure::Source(Reason::new(
                what,
                "check which package index is used",
            )));
        }
        let synced = OpenOptions::new()
            .write(true)
            .open(partial)
            .and_then(|file| file.sync_all());
        Ok(synced.map_err(unreadable)?)
    }
}

/// Where the archive of `part` is kept, relative to the cache folder.
fn name(part: &Part) -> String {
    format!("archives/{}", part.archive)
}
