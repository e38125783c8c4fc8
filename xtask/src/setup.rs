//! `cargo xtask setup`: fetches what the manifest lists, verifies it, and puts
//! it where the program looks for it.
//!
//! Two folders are written, each by one process at a time: the models folder
//! and the user's cache of downloads. Every file is written beside its place,
//! checked against its SHA-256 and renamed, so an interruption at any moment
//! leaves whole files only; the next run goes on from there.

mod cache;
mod client;
mod digest;
mod folder;
mod given;
mod install;
mod manifest;
mod progress;
mod stamp;
mod unpack;

use std::env::consts::{ARCH, OS};
use std::path::{Path, PathBuf, absolute};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::{tokens, workspace};
use given::{Given, Listed};
use install::Installer;
use manifest::{FileSpec, Manifest};
use stamp::Stamp;

/// Shown below the options.
pub(crate) const EXAMPLES: &str = "\
Examples:
  cargo xtask setup                      fetch what is missing; nothing when all is there
  cargo xtask setup --from ~/Downloads   use files from there before fetching the rest
  cargo xtask setup --check              hash what is installed

Downloads are kept in the user's cache folder, or in the folder that the
environment variable VOCALIZE_CACHE names, for other clones to use.";

/// Arguments of `cargo xtask setup`.
#[derive(clap::Args, Default)]
// Other commands take these arguments among their own.
#[group(skip)]
pub(crate) struct Args {
    /// The folder to fill [default: models/ of the workspace].
    #[arg(long, env = "VOCALIZE_MODELS", value_name = "DIR")]
    models: Option<PathBuf>,
    /// A file or folder that you already have, instead of a download; repeatable.
    #[arg(long, value_name = "PATH")]
    from: Vec<PathBuf>,
    /// Install everything again.
    #[arg(long)]
    force: bool,
    /// Only hash what is installed and say whether it is complete.
    #[arg(long, conflicts_with_all = ["force", "from"])]
    check: bool,
    /// What to install [default: models/manifest.toml of the workspace].
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// Add what an execution provider needs to the models folder; repeatable.
    #[arg(long, value_name = "NAME")]
    provider: Vec<Extra>,
    /// The kind of machine to install for, such as linux-aarch64 [default: this one].
    #[arg(long, value_name = "OS-ARCH")]
    platform: Option<String>,
}

/// Execution providers that take more than the manifest lists.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Extra {
    /// OpenVINO on Intel's and AMD's CPUs, 133 MB
    Openvino,
}

impl Extra {
    /// Its own manifest, in the workspace's models folder.
    fn manifest(self) -> PathBuf {
        match self {
            Self::Openvino => workspace::models().join("openvino.toml"),
        }
    }
}

impl Args {
    /// The folder that is filled, as an absolute path.
    ///
    /// # Errors
    /// When the current folder is unknown.
    pub(crate) fn models(&self) -> Result<PathBuf> {
        let named = self
            .models
            .clone()
            .filter(|models| !models.as_os_str().is_empty());
        let models = named.unwrap_or_else(workspace::models);
        absolute(&models).with_context(|| format!("cannot find {}", models.display()))
    }
}

impl Args {
    /// Sets up, and builds the compiled text data if it is missing; the models folder,
    /// or none when building failed, which has said so itself.
    ///
    /// # Errors
    /// As for [`run`], and when cargo cannot be started.
    pub(crate) fn ready(&self) -> Result<Option<PathBuf>> {
        run(self)?;
        let models = self.models()?;
        let built = tokens::ensure(&models)?;
        Ok((built == ExitCode::SUCCESS).then_some(models))
    }
}

/// Fills the models folder, or checks it.
///
/// # Errors
/// One sentence that says what to do.
pub(crate) fn run(args: &Args) -> Result<()> {
    let usual = || workspace::models().join("manifest.toml");
    install(args, &args.manifest.clone().unwrap_or_else(usual))?;
    let extras = args.provider.iter();
    extras
        .map(|extra| extra.manifest())
        .try_for_each(|manifest| install(args, &manifest))
}

/// Installs, or checks, what one manifest lists.
fn install(args: &Args, manifest: &Path) -> Result<()> {
    let models = args.models()?;
    let manifest = Manifest::load(manifest)?;
    let platform = args
        .platform
        .clone()
        .unwrap_or_else(|| format!("{OS}-{ARCH}"));
    let files = files_for(&manifest, &platform);
    if args.check {
        check(&models, &files)?;
    } else {
        let given = Given::find(&args.from, &listed(&manifest, &platform))?;
        if args.force || !is_complete(&models, &files) {
            Installer::open(&models, &given)?.install(&manifest, &platform, args.force)?;
        }
    }
    for name in manifest.unavailable(&platform) {
        eprintln!(
            "note: no package carries {name} for {platform}: the program needs one of your own"
        );
    }
    eprintln!("{} files are complete in {}", files.len(), models.display());
    Ok(())
}

/// Whether there is nothing to do, found out without locking or hashing.
fn is_complete(models: &Path, files: &[FileSpec]) -> bool {
    let stamp = Stamp::load(models);
    let swept = !models.join(folder::PARTIAL).exists();
    swept && files.iter().all(|file| stamp.vouches_for(models, file))
}

/// Every file that is to be installed.
fn files_for(manifest: &Manifest, platform: &str) -> Vec<FileSpec> {
    let texts = manifest.texts().iter().map(manifest::Text::file);
    let fetched = manifest
        .artifacts(platform)
        .flat_map(|artifact| artifact.files.clone());
    texts.chain(fetched).collect()
}

/// Files and archives that `--from` may name.
fn listed(manifest: &Manifest, platform: &str) -> Vec<Listed> {
    let mut listed = Vec::new();
    for artifact in manifest.artifacts(platform) {
        let files = artifact.files.iter();
        listed.extend(files.map(|file| Listed {
            name: file.file_name().to_string(),
            content: file.content(),
        }));
        let parts = artifact.sources.iter().flat_map(|source| &source.parts);
        listed.extend(parts.map(|part| Listed {
            name: part.archive.clone(),
            content: part.content(),
        }));
    }
    listed
}

/// Hashes every file.
fn check(models: &Path, files: &[FileSpec]) -> Result<()> {
    let wrong: Vec<&FileSpec> = files
        .iter()
        .filter(|file| {
            !file
                .content()
                .is_at(&models.join(&file.path))
                .unwrap_or(false)
        })
        .collect();
    if let Some(first) = wrong.first() {
        let (count, first, models) = (wrong.len(), &first.path, models.display());
        bail!(
            "{count} files are missing or changed in {models}, {first} among them: run `cargo xtask setup --force`"
        );
    }
    Ok(())
}
