//! What was found to be fastest on this machine: `tuned.toml` in the models folder,
//! beside the variants that it speaks of.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cpu::{cpu_identity, cpu_name, physical_cores};
use crate::error::Error;
use crate::places::Places;
use crate::variant::Variant;

const FILE: &str = "tuned.toml";

/// Settings of one variant, and how fast it speaks with them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tuned {
    /// The variant.
    pub variant: String,
    /// Threads of a session.
    pub threads: usize,
    /// Sessions that speak at the same time.
    pub sessions: usize,
    /// Whether memory is kept from run to run.
    pub arena: bool,
    /// Seconds of work for each second of speech, all sessions together.
    pub rtf: f64,
}

/// A tuned profile: for each purpose the variants with their best settings, the
/// fastest first. A quality mode takes the first that is good enough for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The CPU that it was made on.
    pub cpu: String,
    /// A digest of each variant's files.
    pub models: BTreeMap<String, String>,
    /// One utterance as soon as possible.
    pub latency: Vec<Tuned>,
    /// As much speech as possible in all.
    pub throughput: Vec<Tuned>,
}

impl Profile {
    /// Where the profile is kept.
    pub fn path(places: &Places) -> PathBuf {
        places.models().join(FILE)
    }

    /// The profile, if there is one. The second part says why it isn't used: it was
    /// made on another CPU or for other variants, or can't be read.
    pub fn load(places: &Places) -> (Option<Self>, Option<Error>) {
        let path = Self::path(places);
        if !path.is_file() {
            return (None, None);
        }
        let stale = |reason: String| Error::StaleProfile {
            path: path.clone(),
            reason,
        };
        let read = fs::read_to_string(&path).map_err(|error| stale(error.to_string()));
        let parsed = read.and_then(|text| {
            toml::from_str::<Self>(&text).map_err(|error| stale(error.message().to_owned()))
        });
        let checked = parsed.and_then(|profile| {
            if profile.cpu != this_cpu() {
                Err(stale(format!("it was made on {}", profile.cpu)))
            } else if profile.models != digests(places) {
                Err(stale("the variants have changed since".to_owned()))
            } else {
                Ok(profile)
            }
        });
        match checked {
            Ok(profile) => (Some(profile), None),
            Err(error) => (None, Some(error)),
        }
    }

    /// A profile of this machine and these variants; slower settings go behind.
    pub fn new(places: &Places, mut latency: Vec<Tuned>, mut throughput: Vec<Tuned>) -> Self {
        latency.sort_by(|a, b| a.rtf.total_cmp(&b.rtf));
        throughput.sort_by(|a, b| a.rtf.total_cmp(&b.rtf));
        Self {
            cpu: this_cpu(),
            models: digests(places),
            latency,
            throughput,
        }
    }

    /// Writes the profile, all of it or nothing.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn save(&self, places: &Places) -> Result<(), Error> {
        let path = Self::path(places);
        let write = || -> io::Result<()> {
            let text = toml::to_string(self).map_err(io::Error::other)?;
            let mut beside = tempfile::NamedTempFile::new_in(places.models())?;
            beside.write_all(b"# Made by `vocalize tune`, and ignored on another machine.\n\n")?;
            beside.write_all(text.as_bytes())?;
            beside.as_file().sync_all()?;
            beside.persist(&path)?;
            Ok(())
        };
        write().map_err(Error::io("write", &path))
    }
}

/// What decides which settings are fastest.
fn this_cpu() -> String {
    format!(
        "{}, {}, {} cores",
        cpu_name(),
        cpu_identity(),
        physical_cores()
    )
}

/// A digest of the files of each variant that can be read, by the hashes in its
/// record.
fn digests(places: &Places) -> BTreeMap<String, String> {
    let folder = places.variants();
    let names = Variant::names(&folder).into_iter();
    let variants = names.filter_map(|name| Variant::named(&folder, &name).ok());
    let digest = |variant: Variant| {
        let mut hasher = Sha256::new();
        for file in &variant.record().files {
            hasher.update(&file.sha256);
        }
        let digest = hasher.finalize();
        let short: String = digest.iter().take(8).map(|b| format!("{b:02x}")).collect();
        (variant.record().name.clone(), short)
    };
    variants.map(digest).collect()
}
