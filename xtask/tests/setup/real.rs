//! The project's own manifest and the models that it describes.

use std::path::Path;
use std::process::Command;

use crate::fixture::{Ended, Place};

/// Fills the workspace's models folder, which costs nothing when it is full.
fn setup(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("setup").args(arguments);
    command
}

#[test]
fn the_models_are_complete_and_can_be_given_to_another_clone() {
    Ended::of(&setup(&[]).output().unwrap()).succeeded();
    let models = std::env::var_os("VOCALIZE_MODELS")
        .unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../models").into());

    let place = Place::new();
    let copy = place.path("models");
    let mut command = setup(&[
        "--from",
        models.to_str().unwrap(),
        "--models",
        copy.to_str().unwrap(),
    ]);
    command
        .env("PATH", place.path("empty"))
        .env("VOCALIZE_CACHE", place.path("cache"));
    Ended::of(&command.output().unwrap()).succeeded();

    let files = place.files("models");
    let voices: Vec<&String> = files
        .iter()
        .filter(|file| file.starts_with("voices/"))
        .collect();
    assert_eq!(voices.len(), 54);
    assert!(
        voices
            .iter()
            .all(|voice| place.installed(voice).len() == 510 * 256 * 4)
    );
    let variant =
        String::from_utf8(place.installed("variants/published-int8/variant.toml")).unwrap();
    let model = crate::fixture::sha256(&place.installed("variants/published-int8/model.onnx"));
    assert!(variant.contains(&model));
    assert!(files.iter().any(|file| file.starts_with("runtime/")));
    Ended::of(
        &setup(&["--check", "--models", copy.to_str().unwrap()])
            .output()
            .unwrap(),
    )
    .succeeded();
}

#[test]
fn every_proven_platform_has_a_runtime() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models/manifest.toml");
    let manifest: toml::Table = std::fs::read_to_string(manifest).unwrap().parse().unwrap();
    let artifacts = manifest["artifact"].as_array().unwrap();
    let platforms: Vec<&str> = artifacts
        .iter()
        .filter(|artifact| artifact["name"].as_str() == Some("onnxruntime"))
        .map(|artifact| artifact["platform"].as_str().unwrap())
        .collect();
    assert_eq!(
        platforms,
        [
            "linux-x86_64",
            "linux-aarch64",
            "macos-aarch64",
            "windows-x86_64"
        ]
    );
}
