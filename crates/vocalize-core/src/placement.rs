//! Which execution providers ran a graph's nodes: ONNX Runtime gives every node
//! that a provider refuses to its CPU kernels, and says nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ort::session::builder::SessionBuilder;
use serde::Deserialize;
use tempfile::TempDir;

use crate::chain::Chain;
use crate::error::Error;
use crate::provider::Provider;
use crate::session::first_line;

/// What one provider ran in a profiled run.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// What ONNX Runtime calls the provider.
    pub provider: String,
    /// Nodes that it ran; a provider that compiles makes one node of many.
    pub nodes: usize,
    /// The time they took.
    pub seconds: f64,
}

/// The providers that ran the nodes of one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Placement {
    /// By name.
    pub shares: Vec<Share>,
}

/// An event of ONNX Runtime's profile: one node, once.
#[derive(Deserialize)]
struct Event {
    #[serde(default)]
    cat: String,
    /// Microseconds.
    #[serde(default)]
    dur: f64,
    #[serde(default)]
    args: Arguments,
}

#[derive(Default, Deserialize)]
struct Arguments {
    provider: Option<String>,
}

impl Placement {
    /// Reads the profiles that ONNX Runtime wrote of one run, a file for each part of
    /// the model.
    ///
    /// # Errors
    /// What is wrong with a file.
    pub(crate) fn of_profiles(paths: &[impl AsRef<Path>]) -> Result<Self, String> {
        let mut events: Vec<Event> = Vec::new();
        for path in paths {
            let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
            let of_part: Vec<Event> =
                serde_json::from_str(&text).map_err(|error| error.to_string())?;
            events.extend(of_part);
        }
        let mut shares: BTreeMap<String, Share> = BTreeMap::new();
        for event in events.into_iter().filter(|event| event.cat == "Node") {
            let Some(provider) = event.args.provider.filter(|name| !name.is_empty()) else {
                continue;
            };
            let share = shares.entry(provider.clone()).or_insert(Share {
                provider,
                nodes: 0,
                seconds: 0.0,
            });
            share.nodes += 1;
            share.seconds += event.dur / 1e6;
        }
        Ok(Self {
            shares: shares.into_values().collect(),
        })
    }

    /// The part of the time that `provider` ran nodes, 0 to 1.
    pub fn share(&self, provider: Provider) -> f64 {
        let own = |share: &&Share| share.provider == provider.runtime_name();
        let seconds: f64 = self.shares.iter().filter(own).map(|s| s.seconds).sum();
        let all: f64 = self.shares.iter().map(|share| share.seconds).sum();
        if all > 0.0 { seconds / all } else { 0.0 }
    }
}

/// A profiled run, in a folder that goes with it.
pub(crate) struct Trial {
    folder: TempDir,
}

impl Trial {
    pub(crate) fn start() -> Result<Self, Error> {
        let place = std::env::temp_dir();
        let folder = tempfile::tempdir().map_err(Error::io("write in", &place))?;
        Ok(Self { folder })
    }

    /// The builder of a model's part, with profiling.
    pub(crate) fn profiled(
        &self,
        builder: SessionBuilder,
        part: usize,
    ) -> Result<SessionBuilder, ort::Error> {
        Ok(builder.with_profiling(self.folder.path().join(format!("part{part}")))?)
    }

    /// Has the chain `speak`, ends the profiles and reads them.
    ///
    /// # Errors
    /// [`Error::IdleProvider`] when `provider` ran nothing; [`Error::Trial`] when the
    /// run fails or its profiles can't be read.
    pub(crate) fn placement(
        &self,
        chain: &mut Chain,
        provider: Provider,
        speak: impl FnOnce(&mut Chain) -> Result<(), ort::Error>,
    ) -> Result<Placement, Error> {
        let failed = |reason| Error::Trial { provider, reason };
        let ended = speak(chain).and_then(|()| chain.end_profiling());
        let files = ended.map_err(|e| failed(first_line(&e)))?;
        let placement = Placement::of_profiles(&files)
            .map_err(|reason| failed(format!("its profiles can't be read: {reason}")))?;
        if placement.share(provider) == 0.0 {
            return Err(Error::IdleProvider { provider });
        }
        Ok(placement)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_tells_who_ran_what() {
        let profile = r#"[
            {"cat":"Session","dur":900,"name":"model_run","args":{}},
            {"cat":"Node","dur":300,"name":"a","args":{"op_name":"Conv","provider":"CPUExecutionProvider"}},
            {"cat":"Node","dur":700,"name":"b","args":{"op_name":"X","provider":"CUDAExecutionProvider"}},
            {"cat":"Node","dur":50,"name":"b_fence","args":{"op_name":"X"}}
        ]"#;
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), profile).unwrap();
        let placement = Placement::of_profiles(&[file.path()]).unwrap();
        let nodes: Vec<_> = placement.shares.iter().map(|share| share.nodes).collect();
        assert_eq!(nodes, [1, 1]);
        assert!((placement.share(Provider::Cuda) - 0.7).abs() < 1e-9);
        assert_eq!(placement.share(Provider::OpenVino), 0.0);
    }
}
