//! `cargo xtask quality`: each variant's speech beside fp32's.

use std::env;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::{setup, tokens, workspace};

/// Makes a model file as ONNX Runtime's own quantiser does.
const PEER: &str = "scripts/peer_dynamic_int8.py";

/// Arguments of `cargo xtask quality`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    setup: setup::Args,
    /// Make the peers first: what onnxruntime.quantization makes of fp32
    /// (scripts/peer_dynamic_int8.py; its packages must be there).
    #[arg(long)]
    peers: bool,
    /// The Python for peers and for word error rates.
    #[arg(long, value_name = "PROGRAM", default_value = "python3")]
    python: PathBuf,
    /// Passed on to the measuring program, as in `cargo xtask quality -- --sentences 8`.
    #[arg(last = true)]
    quality: Vec<String>,
}

/// Sets up, builds the measuring program in release, and lets it compare the
/// variants that are there. `cargo xtask optimize` makes them.
///
/// # Errors
/// When set-up fails or a program cannot be started; what fails later has said so
/// itself and is not an error but the exit code.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    setup::run(&args.setup)?;
    let models = args.setup.models()?;
    let tokens = tokens::ensure(&models)?;
    if tokens != ExitCode::SUCCESS {
        return Ok(tokens);
    }
    if args.peers {
        let mut peer = Command::new(&args.python);
        peer.arg(PEER).arg(&models);
        let made = peer
            .current_dir(workspace::root())
            .status()
            .with_context(|| {
                format!(
                    "cannot start {}: give one with --python",
                    args.python.display()
                )
            })?;
        if !made.success() {
            return Ok(ExitCode::FAILURE);
        }
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args([
            "run",
            "--release",
            "--package",
            "vocalize-bench",
            "--",
            "quality",
        ])
        .arg("--python")
        .arg(&args.python)
        .args(&args.quality)
        .current_dir(workspace::root())
        .env("VOCALIZE_MODELS", models);
    let status = command
        .status()
        .context("cannot start cargo: install it with rustup")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
