//! What the figures were measured on.

use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use vocalize_core::{Runtime, cpu_features, cpu_name, physical_cores};

/// The machine and the versions: a figure without them is no figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Machine {
    pub(crate) cpu: String,
    pub(crate) cpu_features: Vec<String>,
    pub(crate) physical_cores: usize,
    pub(crate) system: String,
    /// How the system chooses the clock, where it says so: `performance`, `powersave`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) governor: Option<String>,
    /// This program's version.
    pub(crate) version: String,
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
            cpu_features: cpu_features().into_iter().map(str::to_owned).collect(),
            physical_cores: physical_cores(),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            governor: governor(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
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

/// Linux alone has a file for it, and most virtual machines hide it.
fn governor() -> Option<String> {
    let file = "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor";
    Some(std::fs::read_to_string(file).ok()?.trim().to_owned())
}
