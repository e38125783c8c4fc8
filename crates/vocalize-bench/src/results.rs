//! Measurements on disk: a file of JSON lines, the first about the machine.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use vocalize_core::{Places, QualityRecord, Runtime, Variant};

use crate::cell::{Cell, Warm};
use crate::machine::Machine;
use crate::process::Measured;
use crate::setting::Setting;

/// The first line: what all the others were measured on and with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) machine: Machine,
    /// The SHA-256 of the measuring program: a revision that is `-dirty` doesn't say
    /// which program it was.
    pub(crate) program: String,
    pub(crate) variants: BTreeMap<String, VariantHeader>,
}

/// What is to be known of a variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct VariantHeader {
    /// The SHA-256 of each file.
    pub(crate) files: BTreeMap<PathBuf, String>,
    /// How it was made.
    pub(crate) made_by: String,
    /// What it was found to be worth, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) quality: Option<QualityRecord>,
}

/// Any other line: one cell in one round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Measurement {
    /// All cells take turns in a round.
    pub(crate) round: u32,
    /// Seconds since 1970.
    pub(crate) unix_time: u64,
    pub(crate) process_seconds: f64,
    #[serde(flatten)]
    pub(crate) cell: Cell,
    pub(crate) warm: Warm,
}

impl Measurement {
    pub(crate) fn new(round: u32, measured: Measured) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        Self {
            round,
            unix_time: now.map_or(0, |since| since.as_secs()),
            process_seconds: measured.process_seconds,
            cell: measured.cell,
            warm: measured.warm,
        }
    }
}

impl Header {
    /// Why measurements under `other` can't be mixed with those under this one, if
    /// they can't.
    fn differs_from(&self, other: &Self) -> Option<&'static str> {
        let machine = |header: &Self| Machine {
            unix_time: 0,
            revision: None,
            ..header.machine.clone()
        };
        let files = |header: &Self| -> Vec<_> {
            let variants = header.variants.iter();
            variants
                .map(|(name, v)| (name.clone(), v.files.clone()))
                .collect()
        };
        if machine(self) != machine(other) {
            Some("another machine or ONNX Runtime")
        } else if self.machine.revision != other.machine.revision {
            Some("another revision")
        } else if self.program != other.program {
            Some("another build of the program")
        } else if files(self) != files(other) {
            Some("other variants")
        } else {
            None
        }
    }
}

/// A file of measurements, open for more.
pub(crate) struct Results {
    path: PathBuf,
    file: File,
    measurements: Vec<Measurement>,
}

impl Results {
    /// Opens `path` to go on with it, or begins it. With `fresh`, what is there is
    /// first renamed to end in `.before`.
    ///
    /// # Errors
    /// When it can't be read or written, or was measured under another header.
    pub(crate) fn open(path: &Path, header: Header, fresh: bool) -> anyhow::Result<Self> {
        let shown = path.display();
        let context = || format!("can't write {shown}");
        if fresh && path.exists() {
            fs::rename(path, path.with_extension("before")).with_context(context)?;
        }
        if !path.exists() {
            return Self::begin(path, &header).with_context(context);
        }
        let (found, measurements) = read(path)?;
        if let Some(difference) = found.differs_from(&header) {
            bail!(
                "{shown} was measured with {difference}: give --fresh to begin anew, or --run NAME"
            );
        }
        cut_after_last_line(path).with_context(context)?;
        let file = OpenOptions::new().append(true).open(path);
        Ok(Self {
            path: path.to_owned(),
            file: file.with_context(context)?,
            measurements,
        })
    }

    fn begin(path: &Path, header: &Header) -> anyhow::Result<Self> {
        let folder = path.parent().context("it has no folder")?;
        fs::create_dir_all(folder)?;
        let mut beside = tempfile::NamedTempFile::new_in(folder)?;
        writeln!(beside, "{}", serde_json::to_string(header)?)?;
        beside.persist(path)?;
        Ok(Self {
            path: path.to_owned(),
            file: OpenOptions::new().append(true).open(path)?,
            measurements: Vec::new(),
        })
    }

    /// Keeps a measurement, on disk when this returns.
    pub(crate) fn add(&mut self, measurement: Measurement) -> anyhow::Result<()> {
        let line = format!("{}\n", serde_json::to_string(&measurement)?);
        let written = self.file.write_all(line.as_bytes());
        let synced = written.and_then(|()| self.file.sync_data());
        synced.with_context(|| format!("can't write {}", self.path.display()))?;
        self.measurements.push(measurement);
        Ok(())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn measurements(&self) -> &[Measurement] {
        &self.measurements
    }

    /// How often `setting` has been measured.
    pub(crate) fn count(&self, setting: &Setting) -> usize {
        let same = |m: &&Measurement| m.cell.setting == *setting;
        self.measurements.iter().filter(same).count()
    }

    /// The number that the next round has.
    pub(crate) fn next_round(&self) -> u32 {
        let last = self.measurements.iter().map(|m| m.round).max();
        last.map_or(1, |last| last + 1)
    }
}

/// Reads a file of measurements. A last line without its end is what an interruption
/// has left, and isn't one.
///
/// # Errors
/// When the file can't be read, or a line is something else.
pub(crate) fn read(path: &Path) -> anyhow::Result<(Header, Vec<Measurement>)> {
    let shown = path.display();
    let mut file = BufReader::new(File::open(path).with_context(|| format!("can't read {shown}"))?);
    let mut header = None;
    let mut measurements = Vec::new();
    let mut line = String::new();
    for number in 1.. {
        line.clear();
        let read = file.read_line(&mut line);
        read.with_context(|| format!("can't read {shown}"))?;
        if !line.ends_with('\n') {
            break;
        }
        let wrong = || format!("line {number} of {shown} is no measurement: remove the file");
        match header {
            None => header = Some(serde_json::from_str(&line).with_context(wrong)?),
            Some(_) => measurements.push(serde_json::from_str(&line).with_context(wrong)?),
        }
    }
    let header = header.with_context(|| format!("{shown} is empty: remove it"))?;
    Ok((header, measurements))
}

fn cut_after_last_line(path: &Path) -> std::io::Result<()> {
    let bytes = fs::read(path)?;
    let end = bytes.iter().rposition(|&byte| byte == b'\n');
    let end = end.map_or(0, |place| place as u64 + 1);
    OpenOptions::new().write(true).open(path)?.set_len(end)
}

impl Header {
    /// That of measurements on this machine with the variants that run on it.
    pub(crate) fn this(places: &Places, runtime: &Runtime) -> anyhow::Result<Self> {
        let folder = places.variants();
        let loaded = Variant::names(&folder).into_iter().filter_map(|name| {
            // A damaged one is not measured; `vocalize doctor` says what is wrong.
            let variant = Variant::load(&folder.join(&name)).ok()?;
            variant.check_cpu().is_ok().then_some((name, variant))
        });
        Ok(Self {
            machine: Machine::this(runtime),
            program: own_digest().context("can't read this program's own file")?,
            variants: loaded.map(|(name, v)| (name, (&v).into())).collect(),
        })
    }
}

impl From<&Variant> for VariantHeader {
    fn from(variant: &Variant) -> Self {
        let record = variant.record();
        let files = record.files.iter();
        Self {
            files: files.map(|f| (f.path.clone(), f.sha256.clone())).collect(),
            made_by: record.made_by.clone(),
            quality: record.quality,
        }
    }
}

fn own_digest() -> std::io::Result<String> {
    let digest = Sha256::digest(fs::read(std::env::current_exe()?)?);
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}
