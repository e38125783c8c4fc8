//! What a recogniser hears, through `scripts/transcribe.py`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

/// The recogniser, seen from the root of the clone.
const SCRIPT: &str = "scripts/transcribe.py";

/// One sentence as it was heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Heard {
    #[serde(alias = "heard")]
    pub(crate) text: String,
    /// Words that were said.
    pub(crate) words: u32,
    /// Words to replace, insert or delete in what was heard.
    pub(crate) errors: u32,
}

impl Heard {
    /// Wrong words for each word said; `None` unless every sentence was heard.
    pub(crate) fn error_rate<'a>(heard: impl Iterator<Item = Option<&'a Self>>) -> Option<f64> {
        let heard: Vec<&Self> = heard.collect::<Option<_>>()?;
        let words: u32 = heard.iter().map(|h| h.words).sum();
        let errors: u32 = heard.iter().map(|h| h.errors).sum();
        (words > 0).then(|| f64::from(errors) / f64::from(words))
    }
}

/// Has a recogniser listen to `wavs`, which say `texts`.
///
/// # Errors
/// Python, the script or its packages are missing, or it fails.
pub(crate) fn listen(
    python: &Path,
    wavs: &[PathBuf],
    texts: &[String],
) -> anyhow::Result<Vec<Heard>> {
    let folder = tempfile::tempdir().context("can't make a temporary folder")?;
    let list = folder.path().join("texts.txt");
    fs::write(&list, texts.join("\n")).context("can't write a temporary file")?;
    let output = Command::new(python)
        .args([SCRIPT, "--json", "--lines"])
        .arg(&list)
        .args(wavs)
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("can't start {}", python.display()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let reason = said.lines().rev().find(|line| !line.trim().is_empty());
        bail!("{SCRIPT} failed: {}", reason.unwrap_or("it didn't say why"));
    }
    let lines = serde_json::Deserializer::from_slice(&output.stdout).into_iter();
    let heard: Result<Vec<Heard>, _> = lines.collect();
    let heard = heard.context("the recogniser printed no JSON")?;
    if heard.len() != wavs.len() {
        bail!("{SCRIPT} heard {} of {} files", heard.len(), wavs.len());
    }
    Ok(heard)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_of_all_words_and_of_all_sentences() {
        let heard = |words, errors| Heard {
            text: String::new(),
            words,
            errors,
        };
        let (long, short) = (heard(9, 1), heard(1, 1));
        assert_eq!(
            Heard::error_rate([Some(&long), Some(&short)].into_iter()),
            Some(0.2)
        );
        assert_eq!(Heard::error_rate([Some(&long), None].into_iter()), None);
        assert_eq!(Heard::error_rate(std::iter::empty()), None);
    }

    #[test]
    fn a_python_that_is_not_there_is_an_error() {
        let error = listen(Path::new("/no/such/python"), &[], &[]).unwrap_err();
        assert!(error.to_string().contains("/no/such/python"), "{error}");
    }
}
