//! `cargo xtask tokens`: the compiled text data.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::{programs, setup};

/// Arguments of `cargo xtask tokens`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    setup: setup::Args,
}

/// Builds the compiled text data anew.
///
/// # Errors
/// When cargo or a folder fails; what the building program fails with, it has
/// said itself.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    setup::run(&args.setup)?;
    build(&args.setup.models()?, &[])
}

/// Builds the compiled text data in `models` if it is missing, damaged or of
/// another version.
///
/// # Errors
/// As for [`run`].
pub(crate) fn ensure(models: &Path) -> Result<ExitCode> {
    build(models, &["--if-needed"])
}

fn build(models: &Path, options: &[&str]) -> Result<ExitCode> {
    let folder = models.join("text");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut arguments: Vec<OsString> = vec![
        "--out".into(),
        folder.join("english.bin").into(),
        "--words".into(),
        folder.join("common_words.txt").into(),
    ];
    arguments.extend(options.iter().map(Into::into));
    programs::start("vocalize-text-compile", models, arguments)
}
