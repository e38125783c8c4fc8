//! `cargo xtask peers`: other programs, installed apart and measured between ours.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::{programs, setup, workspace};

/// A peer: its name and version, and its files in scripts/peers without an ending.
const PEERS: [(&str, &str); 1] = [("kokoro-onnx 0.6.1", "kokoro-onnx")];

/// Arguments of `cargo xtask peers`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    setup: setup::Args,
    /// Passed on to the measuring program, as in `cargo xtask peers -- --minutes 5`.
    #[arg(last = true)]
    peers: Vec<String>,
}

/// Installs every peer in an environment of its own and measures it between ours.
///
/// # Errors
/// When set-up or an installation fails; what measuring fails with, it says itself.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let Some(models) = args.setup.ready()? else {
        return Ok(ExitCode::FAILURE);
    };
    let mut given: Vec<OsString> = Vec::new();
    for (name, file) in PEERS {
        let peer = Peer::new(&models, file);
        peer.install()
            .with_context(|| format!("cannot install {name}"))?;
        given.extend(["--peer".into(), name.into()]);
        given.extend([peer.python().into(), peer.script.into(), peer.folder.into()]);
    }
    given.extend(args.peers.iter().map(Into::into));
    programs::measure("peers", &models, given)
}

/// Where a peer is.
struct Peer {
    script: PathBuf,
    packages: PathBuf,
    /// Its environment, and what it makes for itself.
    folder: PathBuf,
}

impl Peer {
    fn new(models: &Path, file: &str) -> Self {
        let scripts = workspace::root().join("scripts").join("peers");
        Self {
            script: scripts.join(file).with_extension("py"),
            packages: scripts.join(file).with_extension("txt"),
            folder: models.join("peers").join(file),
        }
    }

    fn python(&self) -> PathBuf {
        let environment = self.folder.join("environment");
        if cfg!(windows) {
            environment.join("Scripts").join("python.exe")
        } else {
            environment.join("bin").join("python")
        }
    }

    /// Installs it unless the same packages are there. The list of packages is copied
    /// last: an interrupted installation has none, and is made anew.
    fn install(&self) -> Result<()> {
        let stamp = self.folder.join("packages.txt");
        let wanted = fs::read(&self.packages)
            .with_context(|| format!("cannot read {}", self.packages.display()))?;
        if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
            return Ok(());
        }
        let environment = self.folder.join("environment");
        eprintln!("installing {}", environment.display());
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)?;
        }
        fs::create_dir_all(&self.folder)?;
        let system = if cfg!(windows) { "python" } else { "python3" };
        succeed(Command::new(system).args([
            OsStr::new("-m"),
            OsStr::new("venv"),
            environment.as_ref(),
        ]))?;
        let mut pip = Command::new(self.python());
        pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--no-input"]);
        pip.args([
            "--disable-pip-version-check",
            "--only-binary=:all:",
            "--requirement",
        ]);
        succeed(pip.arg(&self.packages))?;
        let voices = self.folder.parent().and_then(Path::parent);
        let voices = voices
            .context("the folder of peers has one above")?
            .join("voices");
        let mut prepare = Command::new(self.python());
        prepare.arg(&self.script).arg("--folder").arg(&self.folder);
        succeed(prepare.arg("--prepare").arg(voices))?;
        Ok(fs::write(stamp, wanted)?)
    }
}

fn succeed(command: &mut Command) -> Result<()> {
    let program = command.get_program().display().to_string();
    let status = command.status();
    let status = status.with_context(|| {
        format!("cannot start {program}: install Python 3 with venv (Debian: python3-venv)")
    })?;
    if !status.success() {
        bail!("{program} failed ({status})");
    }
    Ok(())
}
