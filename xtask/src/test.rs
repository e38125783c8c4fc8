//! `cargo xtask test`: set-up, then every test of the workspace.

use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::{debian, espeak, programs, setup};

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
    let Some(models) = args.setup.ready()? else {
        return Ok(ExitCode::FAILURE);
    };
    // Where it can't be, the test that looks at the report says so.
    debian::ensure("chromium", &["chromium", "google-chrome"]);
    espeak::ensure();
    let mut command = programs::cargo();
    command
        .args(["test", "--workspace"])
        .env("VOCALIZE_MODELS", models);
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
