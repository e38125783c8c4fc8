//! Named members out of an archive, as streams; nothing else of it is used and
//! no path in it is followed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use flate2::read::GzDecoder;

/// Unpacked bytes of a compressed tar that are read at most, wanted or not.
const MAX_TAR: u64 = 4 << 30;

/// Receives the index of a member and a stream over it.
pub(super) type Take<'a> = dyn FnMut(usize, &mut dyn Read) -> Result<()> + 'a;

/// Calls `take` for each of `members` (names in the archive and their
/// indices), in the archive's order. The receiver bounds how much it reads.
///
/// # Errors
/// When the archive is damaged, of an unknown kind, or lacks a member; and
/// what `take` returns, as it is.
pub(super) fn members(
    archive: &Path,
    members: &BTreeMap<String, usize>,
    take: &mut Take<'_>,
) -> Result<()> {
    let name = archive.file_name().unwrap_or_default().to_string_lossy();
    let file = File::open(archive).with_context(|| format!("cannot read {}", archive.display()))?;
    if name.ends_with(".whl") || name.ends_with(".zip") {
        from_zip(&name, file, members, take)
    } else if name.ends_with(".tgz") || name.ends_with(".tar.gz") {
        from_tar(&name, file, members, take)
    } else {
        bail!("{name} is of no kind of archive that can be unpacked: correct the manifest");
    }
}

fn from_zip(
    name: &str,
    file: File,
    members: &BTreeMap<String, usize>,
    take: &mut Take<'_>,
) -> Result<()> {
    let damaged = || format!("cannot unpack {name}");
    let mut zip = zip::ZipArchive::new(BufReader::new(file)).with_context(damaged)?;
    for (member, &index) in members {
        let found = zip.by_name(member);
        let mut stream = found.with_context(|| format!("cannot take {member} out of {name}"))?;
        take(index, &mut stream)?;
    }
    Ok(())
}

fn from_tar(
    name: &str,
    file: File,
    members: &BTreeMap<String, usize>,
    take: &mut Take<'_>,
) -> Result<()> {
    let damaged = || format!("cannot unpack {name}");
    let mut waiting = members.clone();
    let mut tar = tar::Archive::new(GzDecoder::new(BufReader::new(file)).take(MAX_TAR));
    for entry in tar.entries().with_context(damaged)? {
        let mut entry = entry.with_context(damaged)?;
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if !entry.header().entry_type().is_file() {
            continue;
        }
        if let Some(index) = waiting.remove(&path) {
            take(index, &mut entry)?;
        }
        if waiting.is_empty() {
            return Ok(());
        }
    }
    let missing = waiting.into_keys().collect::<Vec<_>>().join(", ");
    ensure!(
        missing.is_empty(),
        "cannot take {missing} out of {name}: it has no such file"
    );
    Ok(())
}
