//! `cargo xtask tune`: the fastest settings for this machine.

use std::env;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::{setup, tokens, workspace};

/// Arguments of `cargo xtask tune`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    setup: setup::Args,
    /// Passed on to `vocalize tune`.
    #[arg(last = true)]
    tune: Vec<String>,
}

/// Sets up, builds the program in release, and lets it find the settings. The
/// variants are those that `cargo xtask optimize` built.
///
/// # Errors
/// When set-up fails or cargo cannot be started; what tuning fails with, it says
/// itself.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    setup::run(&args.setup)?;
    let models = args.setup.models()?;
    let tokens = tokens::ensure(&models)?;
    if tokens != ExitCode::SUCCESS {
        return Ok(tokens);
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args([
            "run",
            "--release",
            "--package",
            "vocalize-cli",
            "--",
            "tune",
        ])
        .args(&args.tune)
        .current_dir(workspace::root())
        .env("VOCALIZE_MODELS", &models)
        .status()
        .context("cannot start cargo: install it with rustup")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
