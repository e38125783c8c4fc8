//! `cargo xtask gate`: whether a change made anything slower or worse.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

use crate::{setup, tokens, workspace};

/// Arguments of `cargo xtask gate`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    setup: setup::Args,
    /// Build this git revision, too, and compare with it on this machine.
    #[arg(long, value_name = "REV")]
    against: Option<String>,
    /// Passed on to the measuring program, as in `cargo xtask gate -- --only tokens`.
    #[arg(last = true)]
    gate: Vec<String>,
}

/// Sets up, builds the measuring program, and lets it check the limits in
/// `reports/gates.toml`, or compare itself with another revision's.
///
/// # Errors
/// When set-up fails or a program cannot be started; a broken limit is not an
/// error but the exit code.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    setup::run(&args.setup)?;
    let models = args.setup.models()?;
    let tokens = tokens::ensure(&models)?;
    if tokens != ExitCode::SUCCESS {
        return Ok(tokens);
    }
    let program = build(workspace::root(), &workspace::root().join("target"))?;
    let mut command = Command::new(program);
    command
        .arg("gate")
        .args(&args.gate)
        .current_dir(workspace::root())
        .env("VOCALIZE_MODELS", &models);
    if let Some(revision) = &args.against {
        command.arg("--against").arg(build_revision(revision)?);
    } else {
        ensure_valgrind();
    }
    let status = command
        .status()
        .context("cannot start the measuring program")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Builds the measuring program of the checkout at `root` and returns its path.
fn build(root: &Path, target: &Path) -> Result<PathBuf> {
    let cargo: OsString = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--release", "--package", "vocalize-bench"])
        .arg("--target-dir")
        .arg(target)
        .current_dir(root)
        .status()
        .context("cannot start cargo: install it with rustup")?;
    if !status.success() {
        bail!("{} cannot be built", root.display());
    }
    let name = format!("vocalize-bench{}", env::consts::EXE_SUFFIX);
    Ok(target.join("release").join(name))
}

/// Builds the measuring program of `revision` in a worktree of its own under
/// `target/against`, which is kept, so that the next time is quick.
fn build_revision(revision: &str) -> Result<PathBuf> {
    let folder = workspace::root().join("target").join("against");
    let worktree = folder.join("checkout");
    if worktree.join(".git").is_file() {
        git(&worktree, &["checkout", "--quiet", "--detach", revision])?;
    } else {
        let shown = worktree.display().to_string();
        // What an interrupted run left of an earlier one.
        git(workspace::root(), &["worktree", "prune"])?;
        let add = ["worktree", "add", "--quiet", "--detach", "--force", &shown];
        git(workspace::root(), &[add.as_slice(), &[revision]].concat())?;
    }
    build(&worktree, &folder.join("target"))
}

fn git(folder: &Path, arguments: &[&str]) -> Result<()> {
    let status = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .status()
        .context("cannot start git: install it")?;
    if !status.success() {
        bail!("git {} failed", arguments.join(" "));
    }
    Ok(())
}

/// Instructions are counted with valgrind. Where Debian's package manager may be
/// used, it is installed; elsewhere the measuring program says what is missing.
fn ensure_valgrind() {
    if succeeds(Command::new("valgrind").arg("--version")) || !cfg!(target_os = "linux") {
        return;
    }
    eprintln!("installing valgrind");
    let update = succeeds(Command::new("apt-get").args(["update", "--quiet"]));
    let installed = update
        && succeeds(Command::new("apt-get").args(["install", "--yes", "--quiet", "valgrind"]));
    if !installed {
        eprintln!("note: valgrind cannot be installed by this user");
    }
}

fn succeeds(command: &mut Command) -> bool {
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}
