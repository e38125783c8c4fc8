//! Running the program.

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

/// The program with the models that `cargo xtask setup` fetched.
pub(crate) fn vocalize() -> Command {
    let mut command = Command::cargo_bin("vocalize").expect("the program is built");
    command
        .env("VOCALIZE_MODELS", models())
        .env(
            "VOCALIZE_CACHE",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache"),
        )
        .env(
            "VOCALIZE_CONFIG",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("config"),
        )
        .env_remove("ORT_DYLIB_PATH")
        .env_remove("COLUMNS");
    command
}

/// The folder that set-up filled.
pub(crate) fn models() -> PathBuf {
    let named = std::env::var_os("VOCALIZE_MODELS").map(PathBuf::from);
    named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models"))
}

/// Runs the program, which must succeed, and returns its output.
pub(crate) fn succeed(arguments: &[&str]) -> Output {
    vocalize()
        .args(arguments)
        .assert()
        .success()
        .get_output()
        .clone()
}

/// Runs the program with `--json` and returns the object that it prints.
pub(crate) fn json(arguments: &[&str]) -> Value {
    let output = succeed(&[arguments, &["--json"]].concat());
    serde_json::from_slice(&output.stdout).expect("standard output is one JSON object")
}

/// Runs the program, which must fail with exit code 1, one line on standard error
/// and nothing on standard output, and returns that line.
pub(crate) fn fail(command: &mut Command) -> String {
    let output = command.assert().code(1).get_output().clone();
    let said = String::from_utf8(output.stderr).expect("standard error is text");
    assert_eq!(
        said.trim_end().lines().count(),
        1,
        "more than one line: {said}"
    );
    assert!(
        output.stdout.is_empty(),
        "a failure printed to standard output"
    );
    said.trim_end().to_owned()
}

/// The names of what is in a folder.
pub(crate) fn entries(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        entry
            .expect("an entry can be read")
            .file_name()
            .to_string_lossy()
            .into_owned()
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}
