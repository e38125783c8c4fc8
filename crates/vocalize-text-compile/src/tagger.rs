//! spaCy's tagger, from the data folder of misaki-rs.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, ensure};
use vocalize_text::english::layout::{LABELS, tagger_sections};

/// The sections of weights and of rows.
pub(crate) fn sections() -> anyhow::Result<(Vec<u8>, Vec<u8>)> {
    let folder = data_folder()?;
    let labels = folder.join("tagger_labels.txt");
    let labels = std::fs::read_to_string(&labels).with_context(|| labels.display().to_string())?;
    ensure!(labels.lines().eq(LABELS), "the tagger has other tags");
    let weights = folder.join("tagger.bin");
    let weights = std::fs::read(&weights).with_context(|| weights.display().to_string())?;
    let weights: Vec<f32> = weights
        .as_chunks()
        .0
        .iter()
        .map(|bytes| f32::from_le_bytes(*bytes))
        .collect();
    tagger_sections(&weights).context("the tagger has another number of weights")
}

/// Where cargo keeps the data of misaki-rs.
fn data_folder() -> anyhow::Result<PathBuf> {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let found = Command::new(cargo)
        .args([
            "metadata",
            "--format-version",
            "1",
            "--manifest-path",
            manifest,
        ])
        .output()
        .context("cargo metadata can't be run")?;
    ensure!(
        found.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&found.stderr)
    );
    let metadata: serde_json::Value = serde_json::from_slice(&found.stdout)?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let misaki = packages
        .filter(|package| package["name"] == "misaki-rs")
        .find_map(|package| package["manifest_path"].as_str());
    let manifest = PathBuf::from(misaki.context("misaki-rs is not among the packages")?);
    Ok(manifest.with_file_name("data"))
}
