//! Putting a new variant in its place, all of it or nothing.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::error::Error;
use crate::variant::{Variant, VariantRecord};

impl VariantRecord {
    /// Makes the variant of this record in `variants`: `fill` writes its files
    /// into a folder beside, which gets its name when it is complete. An older
    /// variant of that name is replaced. The record's list of files is made here.
    ///
    /// # Errors
    /// What `fill` fails with, and [`Error::Io`].
    pub fn install<E: From<Error>>(
        self,
        variants: &Path,
        fill: impl FnOnce(&Path) -> Result<(), E>,
    ) -> Result<Variant, E> {
        let beside = tempfile::Builder::new()
            .prefix(".making-")
            .tempdir_in(variants)
            .map_err(Error::io("write in", variants))?;
        fill(beside.path())?;
        let place = variants.join(&self.name);
        let record = self.with_files_of(beside.path())?;
        record.write(beside.path())?;
        replace(beside, &place)?;
        Ok(Variant::load(&place)?)
    }
}

/// Puts the finished folder in the place of an older one.
fn replace(made: TempDir, place: &Path) -> Result<(), Error> {
    let old = made.path().with_extension("old");
    let had_old = place.exists();
    if had_old {
        fs::rename(place, &old).map_err(Error::io("move", place))?;
    }
    fs::rename(made.path(), place).map_err(Error::io("write", place))?;
    // The folder has its name now: there is nothing left to remove.
    let _ = made.keep();
    if had_old {
        fs::remove_dir_all(&old).map_err(Error::io("remove", &old))?;
    }
    Ok(())
}
