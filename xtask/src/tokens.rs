//! `cargo xtask tokens`: the compiled text data.

use std::env;
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
    build(&args.setup.models()?)
}

/// Builds the compiled text data if there is none in `models`.
///
/// # Errors
/// As for [`run`].
pub(crate) fn ensure(models: &Path) -> Result<ExitCode> {
    if file(models).is_file() {
        Ok(ExitCode::SUCCESS)
    } else {
        build(models)
    }
}

fn file(models: &Path) -> std::path::PathBuf {
    models.join("text").join("english.bin")
}

fn build(models: &Path) -> Result<ExitCode> {
    let file = file(models);
    let folder = models.join("text");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
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
        .arg(file)
        .current_dir(workspace::root())
        .status()
        .context("cannot start cargo: install it with rustup")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
