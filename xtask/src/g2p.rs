//! `cargo xtask g2p`: the ways from text to phonemes, compared.

use std::process::ExitCode;

use anyhow::Result;

use crate::{espeak, programs, setup};

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
    let Some(models) = args.setup.ready()? else {
        return Ok(ExitCode::FAILURE);
    };
    espeak::ensure();
    programs::measure("g2p", &models, &args.g2p)
}
