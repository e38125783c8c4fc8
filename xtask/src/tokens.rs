//! `cargo xtask tokens`: the compiled text data.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::{setup, workspace};

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
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args([
            "run",
            "--release",
            "--package",
            "vocalize-text-compile",
            "--",
            "--out",
        ])
        .arg(folder.join("english.bin"))
        .args(options)
        .current_dir(workspace::root())
        .status()
        .context("cannot start cargo: install it with rustup")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
