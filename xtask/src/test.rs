//! `cargo xtask test`: set-up, then every test of the workspace.

use std::env;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::{chromium, espeak, setup, tokens, workspace};

/// Arguments of `cargo xtask test`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    setup: setup::Args,
    /// Passed on to `cargo test --workspace`, as in `cargo xtask test -- -p vocalize-text`.
    #[arg(last = true)]
    cargo: Vec<String>,
}

/// Sets up and runs `cargo test --workspace`.
///
/// # Errors
/// When set-up fails or cargo cannot be started; failing tests are not an
/// error but the exit code of cargo.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    setup::run(&args.setup)?;
    let tokens = tokens::ensure(&args.setup.models()?)?;
    if tokens != ExitCode::SUCCESS {
        return Ok(tokens);
    }
    chromium::ensure();
    espeak::ensure();
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["test", "--workspace"])
        .current_dir(workspace::root())
        .env("VOCALIZE_MODELS", args.setup.models()?);
    if cfg!(windows) {
        // Windows cannot overwrite the program that is running, this one.
        command.args(["--target-dir", "target/tests"]);
    }
    let status = command
        .args(&args.cargo)
        .status()
        .context("cannot start cargo: install it with rustup")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
