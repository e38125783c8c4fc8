//! What is fetched: the manifest, read and checked.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path};

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde::Deserialize;

use super::digest::Content;

/// The only version of the manifest's shape that this program reads.
const SCHEMA: u32 = 1;

/// Everything that set-up can install, for every platform.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    schema: u32,
    #[serde(default, rename = "artifact")]
    artifacts: Vec<Artifact>,
    #[serde(default, rename = "text")]
    texts: Vec<Text>,
}

/// Files of one origin and version.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Artifact {
    pub(super) name: String,
    pub(super) version: String,
    /// An SPDX expression; required, so that nobody adds a part without it.
    pub(super) licence: String,
    /// `linux-x86_64`, ...; none means every platform.
    #[serde(default)]
    platform: Option<String>,
    pub(super) files: Vec<FileSpec>,
    #[serde(default, rename = "source")]
    pub(super) sources: Vec<Source>,
}

/// One file as it must be when installed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileSpec {
    /// Relative to the models folder, with `/`.
    pub(super) path: String,
    bytes: u64,
    sha256: String,
}

/// A small file whose text is in the manifest.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    path: String,
    pub(super) content: String,
}

/// One way to get an artifact's files: the members of these archives, one
/// after another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) client: Client,
    #[serde(default)]
    pub(super) tags: Option<Tags>,
    #[serde(rename = "part")]
    pub(super) parts: Vec<Part>,
}

/// The program that fetches.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Client {
    Pip,
    Npm,
}

/// Which wheel pip is to choose, whatever machine it runs on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tags {
    pub(super) platform: String,
    pub(super) python: String,
    pub(super) abi: String,
}

/// One archive of a package registry and what is used of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    pub(super) package: String,
    pub(super) version: String,
    /// The name that the client gives the download.
    pub(super) archive: String,
    bytes: u64,
    sha256: String,
    member: String,
}

impl FileSpec {
    pub(super) fn content(&self) -> Content {
        Content {
            bytes: self.bytes,
            sha256: self.sha256.clone(),
        }
    }

    pub(super) fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

impl Text {
    /// The file that this text makes.
    pub(super) fn file(&self) -> FileSpec {
        let Content { bytes, sha256 } = Content::of_bytes(self.content.as_bytes());
        FileSpec {
            path: self.path.clone(),
            bytes,
            sha256,
        }
    }
}

impl Part {
    pub(super) fn content(&self) -> Content {
        Content {
            bytes: self.bytes,
            sha256: self.sha256.clone(),
        }
    }

    /// The member that holds (this part of) `file`.
    pub(super) fn member_for(&self, file: &FileSpec) -> String {
        self.member.replace("{file}", file.file_name())
    }
}

impl Manifest {
    /// Reads and checks the manifest at `path`.
    ///
    /// # Errors
    /// When it cannot be read, is of another schema, or names a place outside
    /// of the models folder.
    pub(super) fn load(path: &Path) -> Result<Self> {
        let shown = path.display();
        let text = fs::read_to_string(path).with_context(|| {
            format!("cannot read the manifest {shown}: give one with --manifest")
        })?;
        let manifest: Self = toml::from_str(&text)
            .map_err(|error| anyhow!("the manifest {shown} is not valid: {}", error.message()))?;
        manifest
            .check()
            .with_context(|| format!("the manifest {shown} is not valid"))?;
        Ok(manifest)
    }

    /// The artifacts for `platform`.
    pub(super) fn artifacts<'a>(&'a self, platform: &'a str) -> impl Iterator<Item = &'a Artifact> {
        self.artifacts
            .iter()
            .filter(move |artifact| artifact.is_for(platform))
    }

    pub(super) fn texts(&self) -> &[Text] {
        &self.texts
    }

    /// Names of artifacts that exist for other platforms only.
    pub(super) fn unavailable(&self, platform: &str) -> BTreeSet<&str> {
        let available: BTreeSet<&str> = self.artifacts(platform).map(|a| a.name.as_str()).collect();
        let all = self.artifacts.iter().map(|artifact| artifact.name.as_str());
        all.filter(|name| !available.contains(name)).collect()
    }

    fn check(&self) -> Result<()> {
        ensure!(
            self.schema == SCHEMA,
            "its schema is {} and must be {SCHEMA}",
            self.schema
        );
        self.texts
            .iter()
            .try_for_each(|text| check_path(&text.path))?;
        self.artifacts.iter().try_for_each(Artifact::check)
    }
}

impl Artifact {
    fn is_for(&self, platform: &str) -> bool {
        self.platform.as_deref().is_none_or(|own| own == platform)
    }

    fn check(&self) -> Result<()> {
        for file in &self.files {
            check_path(&file.path)?;
            check_sha256(&file.path, &file.sha256)?;
        }
        for part in self.sources.iter().flat_map(|source| &source.parts) {
            let name = &part.archive;
            ensure!(
                !name.contains(['/', '\\']),
                "archive `{name}` must be a file name"
            );
            check_path(name)?;
            check_sha256(name, &part.sha256)?;
            let several = self.files.len() > 1;
            ensure!(
                !several || part.member.contains("{file}"),
                "the member of `{name}` needs {{file}}"
            );
        }
        Ok(())
    }
}

/// Only plain names below the folder: nothing that leaves it, nothing hidden.
fn check_path(path: &str) -> Result<()> {
    let plain = |part: Component<'_>| match part {
        Component::Normal(name) => !name.to_string_lossy().starts_with('.'),
        _ => false,
    };
    if path.is_empty() || path.contains('\\') || !Path::new(path).components().all(plain) {
        bail!("path `{path}` must be relative and stay inside of the folder");
    }
    Ok(())
}

fn check_sha256(name: &str, sha256: &str) -> Result<()> {
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    ensure!(
        sha256.len() == 64 && sha256.bytes().all(hex),
        "sha256 of `{name}` must be 64 lower-case hexadecimal digits"
    );
    Ok(())
}
