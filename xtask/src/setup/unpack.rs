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

/// Calls `take` with the index of and a stream over each of `members`, in the
/// archive's order. The receiver bounds how much it reads.
///
/// # Errors
/// When the archive is damaged, of an unknown kind, or lacks a member.
pub(super) fn members(
    archive: &Path,
    members: &BTreeMap<String, usize>,
    take: &mut dyn FnMut(usize, &mut dyn Read) -> Result<()>,
) -> Result<()> {
    let name = archive.file_name().unwrap_or_default().to_string_lossy();
    let file = File::open(archive).with_context(|| format!("cannot read {}", archive.display()))?;
    let unpacked = if name.ends_with(".whl") || name.ends_with(".zip") {
        from_zip(file, members, take)
    } else if name.ends_with(".tgz") || name.ends_with(".tar.gz") {
        from_tar(file, members, take)
    } else {
        bail!("{name} is of no kind of archive that can be unpacked");
    };
    unpacked.with_context(|| format!("cannot unpack {}", archive.display()))
}

fn from_zip(
    file: File,
    members: &BTreeMap<String, usize>,
    take: &mut dyn FnMut(usize, &mut dyn Read) -> Result<()>,
) -> Result<()> {
    let mut zip = zip::ZipArchive::new(BufReader::new(file))?;
    for (member, &index) in members {
        let mut stream = zip
            .by_name(member)
            .with_context(|| format!("it has no usable {member}"))?;
        take(index, &mut stream)?;
    }
    Ok(())
}

fn from_tar(
    file: File,
    members: &BTreeMap<String, usize>,
    take: &mut dyn FnMut(usize, &mut dyn Read) -> Result<()>,
) -> Result<()> {
    let mut waiting = members.clone();
    let mut tar = tar::Archive::new(GzDecoder::new(BufReader::new(file)).take(MAX_TAR));
    for entry in tar.entries()? {
        if waiting.is_empty() {
            break;
        }
        let mut entry = entry?;
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if !entry.header().entry_type().is_file() {
            continue;
        }
        if let Some(index) = waiting.remove(&path) {
            take(index, &mut entry)?;
        }
    }
    let missing = waiting.keys().next();
    ensure!(
        missing.is_none(),
        "it has no {}",
        missing.map_or("", String::as_str)
    );
    Ok(())
}
