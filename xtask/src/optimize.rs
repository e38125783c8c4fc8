//! `cargo xtask optimize`: the main job.

use std::env;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::{setup, tokens, workspace};

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
    setup::run(&args.setup)?;
    let tokens = tokens::ensure(&args.setup.models()?)?;
    if tokens != ExitCode::SUCCESS {
        return Ok(tokens);
    }
    let program = ["build", "--release", "--package", "vocalize-cli"];
    let measuring = [
        "run",
        "--release",
        "--package",
        "vocalize-bench",
        "--",
        "overview",
    ];
    let quality = [
        "run",
        "--release",
        "--package",
        "vocalize-bench",
        "--",
        "quality",
        "--sentences",
        SENTENCES,
    ];
    for steps in [program.as_slice(), &measuring, &quality] {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .args(steps)
            .current_dir(workspace::root())
            .env("VOCALIZE_MODELS", args.setup.models()?);
        if steps == measuring {
            if let Some(base) = &args.base {
                // It runs in another folder than this.
                command.arg("--base").arg(std::path::absolute(base)?);
            }
            command.args(&args.overview);
        }
        let status = command
            .status()
            .context("cannot start cargo: install it with rustup")?;
        if !status.success() {
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}
