//! One of the cache's folders.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// What a file takes on a disk is a multiple of this.
const DISK_BLOCK: u64 = 4096;

/// A file that is still not renamed after this time never will be.
const UNFINISHED_AFTER: Duration = Duration::from_secs(3600);

/// A file of the cache.
pub(super) struct Entry {
    path: PathBuf,
    pub(super) length: u64,
    used: SystemTime,
    /// Not yet renamed to its place.
    pub(super) unfinished: bool,
}

pub(super) fn disk_size(length: u64) -> u64 {
    length.div_ceil(DISK_BLOCK) * DISK_BLOCK
}

/// Whether `path` is a folder and not a link to one elsewhere.
pub(super) fn is_ours(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// The cache's files in a folder. Other files are left alone, and so are those
/// that another process removes meanwhile.
pub(super) fn entries(folder: &Path) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let unfinished = name.starts_with("new-");
        let finished = name.len() == 16 && name.bytes().all(|b| b.is_ascii_hexdigit());
        let Ok(metadata) = entry.metadata() else {
            continue;
        };
        if metadata.is_file() && (finished || unfinished) {
            entries.push(Entry {
                path: entry.path(),
                length: metadata.len(),
                used: metadata.modified()?,
                unfinished,
            });
        }
    }
    Ok(entries)
}

/// Removes what was not asked for the longest until at most `limit` bytes are
/// left. A file that another process is still writing is left alone.
pub(super) fn trim(folder: &Path, limit: u64) -> io::Result<()> {
    let now = SystemTime::now();
    let abandoned = |entry: &Entry| {
        let age = now.duration_since(entry.used).unwrap_or_default();
        entry.unfinished && age > UNFINISHED_AFTER
    };
    let mut removable = entries(folder)?;
    removable.retain(|entry| !entry.unfinished || abandoned(entry));
    // Abandoned files first, then the oldest.
    removable.sort_by_key(|entry| (!entry.unfinished, entry.used));
    let mut size: u64 = removable.iter().map(|entry| disk_size(entry.length)).sum();
    for entry in &removable {
        if size <= limit && !entry.unfinished {
            break;
        }
        size -= disk_size(entry.length);
        remove_file(&entry.path)?;
    }
    Ok(())
}

/// Removes all of the cache's files, and the folder if nothing else is in it.
pub(super) fn remove(folder: &Path) -> io::Result<()> {
    for entry in entries(folder)? {
        remove_file(&entry.path)?;
    }
    // What else is in it is not ours to remove.
    let _ = fs::remove_dir(folder);
    Ok(())
}

/// Another process may have been faster.
fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
