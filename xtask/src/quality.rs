//! `cargo xtask quality`: each variant's speech beside fp32's.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::{programs, setup, workspace};

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
    let Some(models) = args.setup.ready()? else {
        return Ok(ExitCode::FAILURE);
    };
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
    let mut given: Vec<OsString> = vec!["--python".into(), args.python.clone().into()];
    given.extend(args.quality.iter().map(Into::into));
    programs::measure("quality", &models, given)
}
