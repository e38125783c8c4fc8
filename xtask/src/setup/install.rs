//! Files of an artifact, out of what was given or fetched, into the models
//! folder.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Error, Result, anyhow};

use super::cache::{Cache, Failure};
use super::client::Reason;
use super::digest;
use super::folder::{Folder, Purpose};
use super::given::Given;
use super::manifest::{Artifact, FileSpec, Manifest, Source};
use super::progress::Progress;
use super::stamp::{STAMP, Stamp};

/// Installs files into the models folder, one process at a time.
pub(super) struct Installer<'a> {
    models: &'a Path,
    folder: Folder,
    given: &'a Given,
    /// Opened when something must be fetched or unpacked.
    cache: Option<Cache>,
    stamp: Stamp,
}

impl<'a> Installer<'a> {
    /// Locks the models folder; the stamp is read under the lock.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub(super) fn open(models: &'a Path, given: &'a Given) -> Result<Self> {
        let folder = Folder::open(models, Purpose::Models)?;
        Ok(Self {
            models,
            folder,
            given,
            cache: None,
            stamp: Stamp::load(models),
        })
    }

    /// Installs what is missing or changed; everything with `force`.
    ///
    /// # Errors
    /// One sentence; what was installed before stays.
    pub(super) fn install(
        &mut self,
        manifest: &Manifest,
        platform: &str,
        force: bool,
    ) -> Result<()> {
        for text in manifest.texts() {
            let file = text.file();
            if force || !self.is_intact(&file) {
                self.folder.write(&file.path, &text.content)?;
                self.record(&[&file])?;
            }
        }
        for artifact in manifest.artifacts(platform) {
            let missing: Vec<&FileSpec> = artifact
                .files
                .iter()
                .filter(|file| force || !self.is_intact(file))
                .collect();
            let missing = self.install_given(missing)?;
            if !missing.is_empty() {
                self.install_fetched(artifact, &missing)?;
            }
        }
        self.save_stamp()
    }

    /// Whether the file is there and right, by the stamp or else by its hash.
    fn is_intact(&mut self, file: &FileSpec) -> bool {
        if self.stamp.vouches_for(self.models, file) {
            return true;
        }
        let intact = file
            .content()
            .is_at(&self.folder.path(&file.path))
            .unwrap_or(false);
        if intact {
            self.stamp.record(self.models, file);
        }
        intact
    }

    /// Installs those of `files` that the user gave; returns the others.
    fn install_given<'f>(&mut self, files: Vec<&'f FileSpec>) -> Result<Vec<&'f FileSpec>> {
        let mut others = Vec::new();
        for file in files {
            let Some(path) = self.given.get(&file.content()) else {
                others.push(file);
                continue;
            };
            self.folder.copy_in(path, &file.path, file.content())?;
            self.record(&[file])?;
        }
        Ok(others)
    }

    /// Tries the artifact's sources in their order.
    fn install_fetched(&mut self, artifact: &Artifact, files: &[&FileSpec]) -> Result<()> {
        let mut reasons: Vec<Reason> = Vec::new();
        for source in &artifact.sources {
            let tried = self
                .archives(source)
                .and_then(|archives| Ok(self.unpack(artifact, source, &archives, files)?));
            match tried {
                Ok(()) => return self.record(files),
                Err(Failure::Fatal(error)) => return Err(error),
                Err(Failure::Source(reason)) if reasons.contains(&reason) => {}
                Err(Failure::Source(reason)) => reasons.push(reason),
            }
        }
        Err(no_source_left(artifact, &reasons))
    }

    /// The archives of a source's parts, given, kept or fetched.
    fn archives(&mut self, source: &Source) -> Result<Vec<PathBuf>, Failure> {
        let cache = match &mut self.cache {
            Some(cache) => cache,
            none => none.insert(Cache::open()?),
        };
        let mut archives = Vec::new();
        for part in &source.parts {
            if let Some(path) = self.given.get(&part.content()) {
                cache.adopt(path, part)?;
            }
            archives.push(cache.archive(source.client, source.tags.as_ref(), part)?);
        }
        Ok(archives)
    }

    /// Writes each file from its members, in the order of the parts.
    fn unpack(
        &self,
        artifact: &Artifact,
        source: &Source,
        archives: &[PathBuf],
        files: &[&FileSpec],
    ) -> Result<()> {
        let bytes = files.iter().map(|file| file.content().bytes).sum();
        let Artifact {
            name,
            version,
            licence,
            ..
        } = artifact;
        let progress = Progress::start(&format!("unpacking {name} {version}, {licence}"), bytes);
        let begin = |file: &&FileSpec| self.folder.begin(&file.path, file.content());
        let mut incoming = files.iter().map(begin).collect::<Result<Vec<_>>>()?;
        let mut done = 0;
        for (part, archive) in source.parts.iter().zip(archives) {
            let members: BTreeMap<String, usize> = files
                .iter()
                .enumerate()
                .map(|(index, file)| (part.member_for(file), index))
                .collect();
            super::unpack::members(archive, &members, &mut |index, stream| {
                let mut counted = Counted {
                    to: &mut incoming[index],
                    done: &mut done,
                    progress: &progress,
                };
                let copied = digest::copy(stream, &mut counted);
                copied.map_err(|error| self.not_installed(files[index], &error))
            })?;
        }
        for (file, incoming) in files.iter().zip(incoming) {
            incoming
                .finish()
                .map_err(|error| self.not_installed(file, &error))?;
        }
        Ok(())
    }

    fn not_installed(&self, file: &FileSpec, error: &io::Error) -> Error {
        if error.kind() == io::ErrorKind::InvalidData {
            return anyhow!(
                "{} is not what the manifest lists ({error}): correct the manifest",
                file.path
            );
        }
        self.folder
            .cannot_write(&self.folder.path(&file.path), error)
    }

    /// Remembers installed files at once, so that an interrupted run resumes.
    fn record(&mut self, files: &[&FileSpec]) -> Result<()> {
        for file in files {
            self.stamp.record(self.models, file);
        }
        self.save_stamp()
    }

    fn save_stamp(&self) -> Result<()> {
        if Stamp::load(self.models) == self.stamp {
            return Ok(());
        }
        self.folder.write(STAMP, &self.stamp.to_text()?)
    }
}

/// All reasons in one sentence, with the advice for the last.
fn no_source_left(artifact: &Artifact, reasons: &[Reason]) -> Error {
    let what: Vec<&str> = reasons.iter().map(|reason| reason.what.as_str()).collect();
    let what = if what.is_empty() {
        "no package carries it".to_string()
    } else {
        what.join(", and ")
    };
    let advice = reasons
        .last()
        .map(|reason| format!("{}, or ", reason.advice))
        .unwrap_or_default();
    let wanted: Vec<&str> = match artifact.sources.first() {
        Some(source) => source
            .parts
            .iter()
            .map(|part| part.archive.as_str())
            .collect(),
        None => artifact.files.iter().map(FileSpec::file_name).collect(),
    };
    let Artifact { name, version, .. } = artifact;
    let wanted = wanted.join(", ");
    anyhow!("cannot get {name} {version} because {what}: {advice}give {wanted} with --from PATH")
}

/// Moves the progress bar by what passes.
struct Counted<'a, W> {
    to: &'a mut W,
    done: &'a mut u64,
    progress: &'a Progress,
}

impl<W: Write> Write for Counted<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        *self.done += written as u64;
        self.progress.set(*self.done);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
