//! What the figures were measured on.

use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;
use vocalize_core::{Runtime, cpu_features, cpu_name, physical_cores};

/// The machine and the versions: a figure without them is no figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Machine {
    pub(crate) cpu: String,
    pub(crate) cpu_features: Vec<&'static str>,
    pub(crate) physical_cores: usize,
    pub(crate) system: String,
    pub(crate) runtime_build: String,
    /// The commit measured, with `-dirty` if files differ from it; absent outside
    /// of a clone.
    pub(crate) revision: Option<String>,
    /// Seconds since 1970.
    pub(crate) unix_time: u64,
}

impl Machine {
    pub(crate) fn this(runtime: &Runtime) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        Self {
            cpu: cpu_name().to_owned(),
            cpu_features: cpu_features(),
            physical_cores: physical_cores(),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            runtime_build: runtime.build_info().to_owned(),
            revision: revision(),
            unix_time: now.map_or(0, |since| since.as_secs()),
        }
    }
}

fn revision() -> Option<String> {
    let git = Command::new("git")
        .args(["describe", "--always", "--dirty", "--exclude=*"])
        .output();
    let output = git.ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}
