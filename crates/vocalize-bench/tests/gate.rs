//! The gate on the real model: it catches what is planted, and nothing else.

// A panic is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use assert_cmd::Command;

/// Speech of one variant beside the same speech at another place: equal work.
const GATES: &str = r#"
[[gate]]
name = "speech"
figure = "synthesis/published-int8/cpu_seconds"
to = "cold/published-int8/warm_cpu_seconds"
expected = 1.0
noise = 0.03
floor = 0.10

[[gate]]
name = "sound"
figure = "likeness/published-int8/published-int8/log_spectral_distance"
expected = 0.0
noise = 0.01
floor = 0.25
absolute = true
"#;

fn models() -> PathBuf {
    let named = std::env::var_os("VOCALIZE_MODELS").map(PathBuf::from);
    named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models"))
}

/// Held while a gate measures: two at once would measure each other.
static TURN: Mutex<()> = Mutex::new(());

/// The gate's exit code and what it printed, with `plant` in the environment.
fn gate(plant: &str, rounds: &str) -> (i32, String) {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = tempfile::tempdir().unwrap();
    let gates = folder.path().join("gates.toml");
    std::fs::write(&gates, GATES).unwrap();
    let output = Command::cargo_bin("vocalize-bench")
        .unwrap()
        .env("VOCALIZE_MODELS", models())
        .env("VOCALIZE_BENCH_PLANT", plant)
        .args(["gate", "--rounds", rounds, "--gates"])
        .arg(&gates)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), said)
}

#[test]
fn the_same_work_is_not_flagged() {
    let (code, said) = gate("", "4");
    assert_eq!(code, 0, "{said}");
    assert_eq!(said.matches("kept").count(), 2, "{said}");
}

#[test]
fn a_slow_down_of_a_fifth_is_caught() {
    let (code, said) = gate("slow=synthesis", "4");
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("BROKEN  speech"), "{said}");
    assert!(said.contains("kept    sound"), "{said}");
}

#[test]
fn noise_in_the_speech_is_caught() {
    let (code, said) = gate("noise=published-int8", "1");
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("BROKEN  sound"), "{said}");
    assert!(said.contains("kept    speech"), "{said}");
}
