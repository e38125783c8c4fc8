//! `--from`: files that the user already has, recognised by their content.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use super::digest::Content;

/// Folders below a given folder that are looked into.
const MAX_DEPTH: usize = 4;
/// Files in a given folder that are looked at.
const MAX_FILES: usize = 20_000;

/// What the manifest lists: a name and the content that goes with it.
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) content: Content,
}

/// Given files that are some listed file or archive, by SHA-256.
#[derive(Default)]
pub(super) struct Given(BTreeMap<String, PathBuf>);

impl Given {
    /// Looks at files and folders that the user named.
    ///
    /// # Errors
    /// When one does not exist, a folder is larger than the limits, or a named
    /// file (not one in a folder) is nothing that the manifest lists.
    pub(super) fn find(paths: &[PathBuf], listed: &[Listed]) -> Result<Self> {
        let sizes: BTreeSet<u64> = listed.iter().map(|entry| entry.content.bytes).collect();
        let mut given = Self::default();
        for path in paths {
            let shown = path.display();
            let metadata =
                fs::metadata(path).with_context(|| format!("cannot read --from {shown}"))?;
            if metadata.is_file() {
                given.add_file(path, listed)?;
                continue;
            }
            ensure!(
                metadata.is_dir(),
                "--from {shown} is neither a file nor a folder: give one of them"
            );
            for file in files_below(path)? {
                let size = file.metadata().map_or(0, |metadata| metadata.len());
                if sizes.contains(&size) {
                    given.add_if_listed(&file, listed)?;
                }
            }
        }
        Ok(given)
    }

    /// The given file with this content.
    pub(super) fn get(&self, content: &Content) -> Option<&Path> {
        self.0.get(&content.sha256).map(PathBuf::as_path)
    }

    fn add_file(&mut self, path: &Path, listed: &[Listed]) -> Result<()> {
        let Some(found) = self.add_if_listed(path, listed)? else {
            return Ok(());
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let shown = path.display();
        match listed.iter().find(|entry| entry.name == name) {
            Some(entry) => {
                let difference = found.difference(&entry.content);
                bail!(
                    "{shown} is not the {name} that is needed ({difference}): give the right file or leave --from out"
                )
            }
            None => bail!(
                "{shown} is none of the files that are needed: give another file or leave --from out"
            ),
        }
    }

    /// Returns the content of a file that is not listed.
    fn add_if_listed(&mut self, path: &Path, listed: &[Listed]) -> Result<Option<Content>> {
        let found = Content::of_file(path)
            .with_context(|| format!("cannot read --from {}", path.display()))?;
        if !listed.iter().any(|entry| entry.content == found) {
            return Ok(Some(found));
        }
        self.0.insert(found.sha256, path.to_path_buf());
        Ok(None)
    }
}

/// Ordinary files in `folder` and below; links to folders are not followed.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![(folder.to_path_buf(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let unreadable = || format!("cannot read --from {}", folder.display());
        for entry in fs::read_dir(&folder).with_context(unreadable)? {
            let path = entry.with_context(unreadable)?.path();
            if path.is_file() {
                files.push(path);
            } else if path.is_dir() && !path.is_symlink() && depth < MAX_DEPTH {
                folders.push((path, depth + 1));
            }
            if files.len() > MAX_FILES {
                bail!(
                    "--from holds more than {MAX_FILES} files: name the folder that holds the downloads"
                );
            }
        }
    }
    Ok(files)
}
