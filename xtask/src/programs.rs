//! Starting the project's own programs.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Command, ExitCode, ExitStatus};

use anyhow::{Context, Result};

use crate::workspace;

/// cargo, in the workspace.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(workspace::root());
    cargo
}

/// Builds the program of `package` in release and starts it with `arguments`.
///
/// # Errors
/// When cargo cannot be started; what fails later has said so itself and is not an
/// error but the exit code.
pub(crate) fn start(
    package: &str,
    models: &Path,
    arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
) -> Result<ExitCode> {
    let mut cargo = cargo();
    cargo
        .args(["run", "--release", "--package", package, "--"])
        .args(arguments)
        .env("VOCALIZE_MODELS", models);
    exit_code(&mut cargo)
}

/// Has the measuring program do `command`.
///
/// # Errors
/// As for [`start`].
pub(crate) fn measure(
    command: &str,
    models: &Path,
    arguments: impl IntoIterator<Item = impl Into<OsString>>,
) -> Result<ExitCode> {
    let arguments = arguments.into_iter().map(Into::into);
    start(
        "vocalize-bench",
        models,
        std::iter::once(command.into()).chain(arguments),
    )
}

/// Runs cargo and tells whether it succeeded.
///
/// # Errors
/// When it cannot be started.
pub(crate) fn exit_code(cargo: &mut Command) -> Result<ExitCode> {
    let status = cargo
        .status()
        .context("cannot start cargo: install it with rustup")?;
    Ok(as_exit_code(status))
}

/// Success or failure, as another program ended.
pub(crate) fn as_exit_code(status: ExitStatus) -> ExitCode {
    if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
