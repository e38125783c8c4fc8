//! What a recogniser hears: `scripts/transcribe.py`, where its packages are.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use serde::Deserialize;

/// A line that the script prints.
#[derive(Deserialize)]
struct Heard {
    /// Words to replace, insert or delete.
    errors: usize,
    /// Words that were said.
    words: usize,
}

/// The words that were heard wrongly for each one of `said`, a line a file.
pub(super) fn word_error_rate(python: &Path, said: &str, wavs: &[PathBuf]) -> anyhow::Result<f64> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/transcribe.py");
    let mut lines = tempfile::NamedTempFile::new().context("can't make a file")?;
    lines
        .write_all(said.as_bytes())
        .context("can't write a file")?;
    let output = Command::new(python)
        .arg(script)
        .arg("--json")
        .arg("--lines")
        .arg(lines.path())
        .args(wavs)
        .output()
        .with_context(|| format!("can't start {}", python.display()))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        let last = complaint
            .trim_end()
            .lines()
            .last()
            .unwrap_or("it says nothing");
        bail!("{} with scripts/transcribe.py: {last}", python.display());
    }
    let printed = String::from_utf8(output.stdout).context("the recogniser printed no text")?;
    let heard: Result<Vec<Heard>, _> = printed.lines().map(serde_json::from_str).collect();
    let heard = heard.context("the recogniser printed no JSON")?;
    if heard.len() != wavs.len() {
        bail!(
            "the recogniser heard {} of {} files",
            heard.len(),
            wavs.len()
        );
    }
    let sum = |figure: fn(&Heard) -> usize| heard.iter().map(figure).sum::<usize>() as f64;
    Ok(sum(|heard| heard.errors) / sum(|heard| heard.words).max(1.0))
}
