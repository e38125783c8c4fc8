//! `cargo xtask matrix`: the engine in every setting, and the report.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;

use crate::{programs, setup};

/// Arguments of `cargo xtask matrix`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    setup: setup::Args,
    /// quick, a quarter of an hour, or full, a night [default: quick].
    #[arg(long, value_name = "NAME")]
    preset: Option<OsString>,
    /// A matrix of your own.
    #[arg(long, value_name = "FILE.toml")]
    file: Option<OsString>,
    /// Passed on to the measuring program, as in `cargo xtask matrix -- --minutes 5`.
    #[arg(last = true)]
    matrix: Vec<OsString>,
}

/// Sets up, then measures. The variants are those that `cargo xtask optimize` built.
///
/// # Errors
/// When set-up fails; what measuring fails with, it says itself.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let Some(models) = args.setup.ready()? else {
        return Ok(ExitCode::FAILURE);
    };
    let mut given = Vec::new();
    for (option, value) in [("--preset", &args.preset), ("--file", &args.file)] {
        if let Some(value) = value {
            given.extend([option.into(), value.clone()]);
        }
    }
    given.extend(args.matrix.iter().cloned());
    programs::measure("matrix", &models, given)
}
