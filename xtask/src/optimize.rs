//! `cargo xtask optimize`: the main job.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use crate::{programs, setup};

/// Arguments of `cargo xtask optimize`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    setup: setup::Args,
    /// A Kokoro export of your own to make the variants from, like
    /// kokoro-v1.0.onnx [default: the published INT8 file]
    #[arg(long, value_name = "FILE")]
    base: Option<PathBuf>,
    /// Passed on to the measuring program, as in `cargo xtask optimize -- --rounds 5`.
    #[arg(last = true)]
    overview: Vec<String>,
}

/// Sentences of the quality report: a mix of every kind, few enough for a main job
/// of minutes. `cargo xtask quality` has them all.
const SENTENCES: &str = "16";

/// Sets up, builds the program in release, and lets the measuring program
/// optimise the model, compare the forms' speed, and then their speech.
///
/// # Errors
/// When set-up fails or cargo cannot be started; what fails later has said so
/// itself and is not an error but the exit code.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let Some(models) = args.setup.ready()? else {
        return Ok(ExitCode::FAILURE);
    };
    let mut program = programs::cargo();
    program.args(["build", "--release", "--package", "vocalize-cli"]);
    let mut overview: Vec<OsString> = Vec::new();
    if let Some(base) = &args.base {
        // It runs in another folder than this.
        overview.extend(["--base".into(), std::path::absolute(base)?.into()]);
    }
    overview.extend(args.overview.iter().map(Into::into));
    let built = programs::exit_code(&mut program)?;
    if built != ExitCode::SUCCESS {
        return Ok(built);
    }
    let measured = programs::measure("overview", &models, overview)?;
    if measured != ExitCode::SUCCESS {
        return Ok(measured);
    }
    programs::measure("quality", &models, ["--sentences", SENTENCES])
}
