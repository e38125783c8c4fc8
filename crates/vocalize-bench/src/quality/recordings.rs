//! The speech itself, to listen to.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use vocalize_audio::WavFile;

/// Where the recordings are, beside the report.
const FOLDER: &str = "quality";

/// A sentence's file, seen from the report.
pub(crate) fn link(variant: &str, sentence: usize) -> String {
    format!("{FOLDER}/{variant}/{:02}.wav", sentence + 1)
}

/// Writes `recordings`, name and sentences of each variant, below `reports`. Older
/// ones are replaced when all are written. What an interrupted run has left is
/// removed first.
pub(crate) fn write(reports: &Path, recordings: &[(&str, Vec<&[f32]>)]) -> anyhow::Result<()> {
    let making = reports.join(".quality-making");
    let place = reports.join(FOLDER);
    let write = || -> anyhow::Result<()> {
        remove(&making)?;
        for (name, sentences) in recordings {
            let folder = making.join(name);
            fs::create_dir_all(&folder)?;
            for (number, samples) in sentences.iter().enumerate() {
                let mut wav = WavFile::create(&folder.join(format!("{:02}.wav", number + 1)))?;
                wav.write(samples)?;
                wav.finish()?;
            }
        }
        remove(&place)?;
        Ok(fs::rename(&making, &place)?)
    };
    write().with_context(|| format!("can't write recordings to {}", place.display()))
}

fn remove(folder: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// The files of one variant's sentences.
pub(crate) fn paths(reports: &Path, variant: &str, sentences: usize) -> Vec<PathBuf> {
    (0..sentences)
        .map(|sentence| reports.join(link(variant, sentence)))
        .collect()
}
