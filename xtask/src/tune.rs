//! `cargo xtask tune`: the fastest settings for this machine.

use std::process::ExitCode;

use anyhow::Result;

use crate::{programs, setup};

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
    let Some(models) = args.setup.ready()? else {
        return Ok(ExitCode::FAILURE);
    };
    let tune = std::iter::once("tune").chain(args.tune.iter().map(String::as_str));
    programs::start("vocalize-cli", &models, tune)
}
