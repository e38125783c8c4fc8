//! `cargo xtask g2p`: the ways from text to phonemes, compared.

use std::env;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::{espeak, setup, tokens, workspace};

/// Arguments of `cargo xtask g2p`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    setup: setup::Args,
    /// Passed on to the measuring program, as in `cargo xtask g2p -- --python .venv/bin/python`.
    #[arg(last = true)]
    g2p: Vec<String>,
}

/// Sets up and lets the measuring program compare.
///
/// # Errors
/// When set-up fails or cargo cannot be started; what fails later has said so
/// itself and is not an error but the exit code.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    setup::run(&args.setup)?;
    let tokens = tokens::ensure(&args.setup.models()?)?;
    if tokens != ExitCode::SUCCESS {
        return Ok(tokens);
    }
    espeak::ensure();
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args([
            "run",
            "--release",
            "--package",
            "vocalize-bench",
            "--",
            "g2p",
        ])
        .args(&args.g2p)
        .current_dir(workspace::root())
        .env("VOCALIZE_MODELS", args.setup.models()?)
        .status()
        .context("cannot start cargo: install it with rustup")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
