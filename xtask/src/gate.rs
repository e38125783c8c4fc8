//! `cargo xtask gate`: whether a change made anything slower or worse.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::{debian, programs, setup, workspace};

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
    let Some(models) = args.setup.ready()? else {
        return Ok(ExitCode::FAILURE);
    };
    let program = build(workspace::root(), &workspace::root().join("target"))?;
    let mut command = Command::new(program);
    command
        .arg("gate")
        .args(&args.gate)
        .current_dir(workspace::root())
        .env("VOCALIZE_MODELS", &models);
    if let Some(revision) = &args.against {
        command.arg("--against").arg(build_revision(revision)?);
    } else if !debian::ensure("valgrind", &["valgrind"]) {
        eprintln!("note: valgrind, with which instructions are counted, cannot be installed");
    }
    let status = command
        .status()
        .context("cannot start the measuring program")?;
    Ok(programs::as_exit_code(status))
}

/// Builds the measuring program of the checkout at `root` and returns its path.
fn build(root: &Path, target: &Path) -> Result<PathBuf> {
    let status = programs::cargo()
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
