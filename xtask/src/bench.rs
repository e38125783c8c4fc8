//! Starting the measuring program.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::workspace;

/// Builds `vocalize-bench` in release and lets it do `command`.
///
/// # Errors
/// When cargo cannot be started; what fails later has said so itself and is not an
/// error but the exit code.
pub(crate) fn run(command: &str, models: &Path, arguments: &[OsString]) -> Result<ExitCode> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let start = ["run", "--release", "--package", "vocalize-bench", "--"];
    let status = Command::new(cargo)
        .args(start)
        .arg(command)
        .args(arguments)
        .current_dir(workspace::root())
        .env("VOCALIZE_MODELS", models)
        .status()
        .context("cannot start cargo: install it with rustup")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
