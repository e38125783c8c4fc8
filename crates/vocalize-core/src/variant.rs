//! Variants: the forms of the model on disk, a folder each.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::cpu::cpu_identity;
use crate::error::Error;
use crate::provider::Provider;
use crate::quality::QualityRecord;
use crate::quantised::QuantisedRecord;

const RECORD: &str = "variant.toml";

/// A `variant.toml` is a few hundred bytes; a larger file is something else.
const MAX_RECORD_BYTES: u64 = 1 << 20;

/// What `variant.toml` says: what the variant is, how it was made, and of which
/// files it consists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariantRecord {
    /// The variant's name, that of its folder.
    pub name: String,
    /// The graph's file in the folder; the last part's when it is in parts.
    pub graph: PathBuf,
    /// The steps before it, in this order, each of parts that can run at the same
    /// time, files in the folder too. A part takes the model's own inputs and what
    /// the steps before it gave.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps_before: Vec<Vec<PathBuf>>,
    /// The same graph with more shapes stated, in another file of the folder, for
    /// execution providers that need them. The CPU's sessions take longer to create
    /// with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shaped_graph: Option<PathBuf>,
    /// The variant or file it was made from.
    pub base: String,
    /// How, in a sentence.
    pub made_by: String,
    /// The CPU it runs on, if it doesn't run on every one: see
    /// [`crate::cpu_identity`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires_cpu: Option<String>,
    /// What it was found to be worth beside fp32, if that was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<QualityRecord>,
    /// What is computed with integers. The weights of the rest are stored as
    /// integers too, and unfolded while loading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantised: Option<QuantisedRecord>,
    /// Its files.
    #[serde(default)]
    pub files: Vec<VariantFile>,
}

/// One file of a variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariantFile {
    /// Its name in the variant's folder.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
}

impl VariantRecord {
    /// The graphs, in an order in which they can run.
    fn graphs(&self) -> impl Iterator<Item = &PathBuf> {
        self.steps_before.iter().flatten().chain([&self.graph])
    }

    /// This record with `files` filled from what lies in `folder`.
    ///
    /// # Errors
    /// [`Error::Io`] when a file can't be read.
    pub fn with_files_of(mut self, folder: &Path) -> Result<Self, Error> {
        self.files.clear();
        for entry in fs::read_dir(folder).map_err(Error::io("read", folder))? {
            let path = entry.map_err(Error::io("read", folder))?.path();
            let name = PathBuf::from(path.file_name().unwrap_or_default());
            if name != Path::new(RECORD) {
                let bytes = fs::metadata(&path).map_err(Error::io("read", &path))?.len();
                self.files.push(VariantFile {
                    path: name,
                    bytes,
                    sha256: sha256(&path)?,
                });
            }
        }
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(self)
    }

    /// Writes `variant.toml` into `folder`: beside, then renamed.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn write(&self, folder: &Path) -> Result<(), Error> {
        let path = folder.join(RECORD);
        let write = || {
            let text = toml::to_string(self).map_err(io::Error::other)?;
            let mut beside = NamedTempFile::new_in(folder)?;
            beside.write_all(text.as_bytes())?;
            beside.as_file().sync_all()?;
            make_readable(beside.as_file())?;
            beside.persist(&path)?;
            Ok(())
        };
        write().map_err(Error::io("write", &path))
    }
}

/// A variant whose files are all there.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    folder: PathBuf,
    record: VariantRecord,
}

impl Variant {
    /// Reads the variant in `folder` and checks that its files are there and as
    /// long as recorded. (Contents are checked by [`Variant::verify`]: hashing
    /// hundreds of megabytes at every start would cost more than loading them.)
    ///
    /// # Errors
    /// [`Error::DamagedVariant`].
    pub fn load(folder: &Path) -> Result<Self, Error> {
        let name = folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let damaged = |reason| Error::DamagedVariant {
            name: name.clone(),
            reason,
        };
        let record = read_record(&folder.join(RECORD)).map_err(damaged)?;
        if record.name != name {
            let reason = format!("its {RECORD} is that of {:?}", record.name);
            return Err(Error::DamagedVariant { name, reason });
        }
        let variant = Self {
            folder: folder.to_owned(),
            record,
        };
        variant
            .check_files()
            .map_err(|reason| Error::DamagedVariant { name, reason })?;
        Ok(variant)
    }

    /// The variant `name` among those in `variants`.
    ///
    /// # Errors
    /// [`Error::UnknownVariant`], and as for [`Variant::load`].
    pub fn named(variants: &Path, name: &str) -> Result<Self, Error> {
        let known = Self::names(variants);
        if known.iter().any(|k| k == name) {
            return Self::load(&variants.join(name));
        }
        if known.is_empty() {
            return Err(Self::none_yet());
        }
        Err(Error::UnknownVariant {
            name: name.to_owned(),
            known: known.join(", "),
        })
    }

    /// The error when there are no variants at all.
    pub(crate) fn none_yet() -> Error {
        Error::UnknownVariant {
            name: Self::PUBLISHED.to_owned(),
            known: "none yet, run `cargo xtask setup`".to_owned(),
        }
    }

    /// The variant `name` in `variants`, as [`Variant::load`] finds it; None when
    /// there is none of that name.
    pub(crate) fn find(variants: &Path, name: &str) -> Option<Result<Self, Error>> {
        let folder = variants.join(name);
        folder.join(RECORD).is_file().then(|| Self::load(&folder))
    }

    /// The names of the variants in `variants`, sorted.
    pub fn names(variants: &Path) -> Vec<String> {
        let entries = fs::read_dir(variants).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter(|entry| entry.path().join(RECORD).is_file())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| !name.starts_with('.'))
            .collect();
        names.sort();
        names
    }

    /// The published INT8 file as fetched.
    pub const PUBLISHED: &'static str = "published-int8";

    /// The published INT8 file after ONNX Runtime's optimisation for this CPU.
    pub const PUBLISHED_OPTIMIZED: &'static str = "published-int8-optimized";

    /// Float weights and activations, standard operators.
    pub const FP32: &'static str = "fp32";

    /// [`Variant::FP32`] after our passes and ONNX Runtime's, for this CPU.
    pub const OPTIMIZED: &'static str = "optimized";

    /// The decoder's convolutions in 8-bit integers where it isn't heard, for this CPU.
    pub const INT8: &'static str = "int8";

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What its `variant.toml` says.
    pub fn record(&self) -> &VariantRecord {
        &self.record
    }

    /// Its graph's file, the last part's when it is in parts.
    pub fn graph(&self) -> PathBuf {
        self.folder.join(&self.record.graph)
    }

    /// The files of the graphs that are best for `provider`: steps, one after
    /// another, of graphs that can run at the same time.
    pub(crate) fn steps_for(&self, provider: Provider) -> Vec<Vec<PathBuf>> {
        let in_folder = |file: &PathBuf| self.folder.join(file);
        match &self.record.shaped_graph {
            Some(shaped) if provider != Provider::Cpu => vec![vec![in_folder(shaped)]],
            _ => {
                let last = [self.record.graph.clone()];
                let before = self.record.steps_before.iter().map(Vec::as_slice);
                let steps = before.chain([last.as_slice()]);
                steps
                    .map(|step| step.iter().map(in_folder).collect())
                    .collect()
            }
        }
    }

    /// The size of all its files in bytes.
    pub fn bytes(&self) -> u64 {
        self.record.files.iter().map(|file| file.bytes).sum()
    }

    /// Whether this CPU can run it.
    ///
    /// # Errors
    /// [`Error::ForeignVariant`].
    pub fn check_cpu(&self) -> Result<(), Error> {
        match &self.record.requires_cpu {
            Some(wanted) if *wanted != cpu_identity() => Err(Error::ForeignVariant {
                name: self.record.name.clone(),
                made_for: wanted.clone(),
                this: cpu_identity(),
            }),
            _ => Ok(()),
        }
    }

    /// Writes down what it was found to be worth.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn record_quality(&mut self, quality: QualityRecord) -> Result<(), Error> {
        self.record.quality = Some(quality);
        self.record.write(&self.folder)
    }

    /// Checks the contents of all files against their hashes.
    ///
    /// # Errors
    /// [`Error::DamagedVariant`] for the first that differs.
    pub fn verify(&self) -> Result<(), Error> {
        for file in &self.record.files {
            if sha256(&self.folder.join(&file.path))? != file.sha256 {
                let reason = format!("{} has another content", file.path.display());
                return Err(Error::DamagedVariant {
                    name: self.record.name.clone(),
                    reason,
                });
            }
        }
        Ok(())
    }

    fn check_files(&self) -> Result<(), String> {
        let listed = |graph: &PathBuf| self.record.files.iter().any(|file| file.path == *graph);
        let mut graphs = self.record.graphs().chain(&self.record.shaped_graph);
        if !graphs.all(listed) {
            return Err(format!("{RECORD} doesn't list the graph"));
        }
        self.record
            .files
            .iter()
            .try_for_each(|file| self.check_file(file))
    }

    fn check_file(&self, file: &VariantFile) -> Result<(), String> {
        let shown = file.path.display();
        if !matches!(
            file.path.components().collect::<Vec<_>>()[..],
            [Component::Normal(_)]
        ) {
            return Err(format!(
                "{RECORD} names {shown}, which is not in its folder"
            ));
        }
        match fs::metadata(self.folder.join(&file.path)) {
            Ok(found) if found.len() == file.bytes => Ok(()),
            Ok(found) => Err(format!(
                "{shown} has {} bytes instead of {}",
                found.len(),
                file.bytes
            )),
            Err(error) => Err(format!("{shown}: {error}")),
        }
    }
}

/// Temporary files are private; a variant is for everyone who may read its folder.
#[cfg(unix)]
fn make_readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &File) -> io::Result<()> {
    Ok(())
}

fn read_record(path: &Path) -> Result<VariantRecord, String> {
    let failed = |error: io::Error| format!("{RECORD}: {error}");
    if fs::metadata(path).map_err(failed)?.len() > MAX_RECORD_BYTES {
        return Err(format!("{RECORD} is larger than {MAX_RECORD_BYTES} bytes"));
    }
    let text = fs::read_to_string(path).map_err(failed)?;
    toml::from_str(&text).map_err(|error| format!("{RECORD}: {}", error.message()))
}

fn sha256(path: &Path) -> Result<String, Error> {
    let mut hasher = Sha256::new();
    let mut file = File::open(path).map_err(Error::io("read", path))?;
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer).map_err(Error::io("read", path))? {
            0 => break,
            read => hasher.update(&buffer[..read]),
        }
    }
    Ok(hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn install(variants: &Path, files: &[&str]) -> Result<Variant, Error> {
        let record = VariantRecord {
            name: "both".to_owned(),
            graph: "model.onnx".into(),
            steps_before: Vec::new(),
            shaped_graph: Some("shaped.onnx".into()),
            base: "test".to_owned(),
            made_by: "a test".to_owned(),
            requires_cpu: None,
            quality: None,
            quantised: None,
            files: Vec::new(),
        };
        record.install(variants, |folder| {
            let write = |file: &&str| fs::write(folder.join(file), file);
            files
                .iter()
                .try_for_each(write)
                .map_err(Error::io("write", folder))
        })
    }

    #[test]
    fn the_shaped_graph_is_for_other_providers_and_must_be_there() {
        let folder = tempfile::tempdir().unwrap();
        let both = install(folder.path(), &["model.onnx", "shaped.onnx"]).unwrap();
        let file = |provider| match both.steps_for(provider).concat().as_slice() {
            [graph] => graph.file_name().unwrap().to_owned(),
            others => panic!("{others:?}"),
        };
        assert_eq!(file(Provider::Cpu), "model.onnx");
        assert_eq!(file(Provider::OpenVino), "shaped.onnx");
        let one = install(folder.path(), &["model.onnx"]);
        assert!(matches!(one, Err(Error::DamagedVariant { .. })), "{one:?}");
    }
}
