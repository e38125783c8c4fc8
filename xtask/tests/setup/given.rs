//! `--from`: files that the user already has.

use crate::fixture::{Place, artifact};

fn one_wheel() -> Place {
    let place = Place::new();
    let part = place.wheel("one", &[("one/a.bin", b"alpha")]);
    place.write_manifest(&artifact("data/a.bin", b"alpha", &part));
    place
}

#[test]
fn a_file_is_recognised_by_its_content() {
    let place = one_wheel();
    let file = place.write("mine/other-name", "alpha");
    place
        .run_offline(&["--from", file.to_str().unwrap()])
        .succeeded();
    assert_eq!(place.installed("data/a.bin"), b"alpha");
    assert!(!place.path("cache").exists());
    place.run_offline(&["--check"]).succeeded();
}

#[test]
fn an_archive_is_taken_instead_of_a_download() {
    let place = one_wheel();
    let wheel = place.path("index/one-1.0-py3-none-any.whl");
    place
        .run_offline(&["--from", wheel.to_str().unwrap()])
        .succeeded();
    assert_eq!(place.installed("data/a.bin"), b"alpha");
    assert!(
        place
            .path("cache/archives/one-1.0-py3-none-any.whl")
            .exists()
    );
}

#[test]
fn a_folder_is_searched_and_its_other_files_are_ignored() {
    let place = one_wheel();
    place.write("mine/a.bin", "omega");
    place.write("mine/deep/er/x", "alpha");
    place
        .run_offline(&["--from", place.path("mine").to_str().unwrap()])
        .succeeded();
    assert_eq!(place.installed("data/a.bin"), b"alpha");
}

#[test]
fn a_wrong_file_is_refused_and_nothing_is_written() {
    let place = one_wheel();
    let cases = [
        (
            "a.bin",
            "omega",
            "is not the a.bin that is needed (its sha256",
        ),
        (
            "a.bin",
            "alphabet",
            "is not the a.bin that is needed (it has 8 bytes and must have 5)",
        ),
        ("b.bin", "omega", "is none of the files that are needed"),
    ];
    for (name, content, problem) in cases {
        let file = place.write(name, content);
        let ended = place.run_offline(&["--from", file.to_str().unwrap()]);
        assert!(ended.failure().contains(problem), "{}", ended.said);
    }
    let ended = place.run_offline(&["--from", place.path("absent").to_str().unwrap()]);
    assert!(
        ended.failure().contains("cannot read --from"),
        "{}",
        ended.said
    );
    assert!(place.files("models").is_empty());
}

#[test]
fn a_folder_without_the_file_leaves_it_to_the_sources() {
    let place = one_wheel();
    place.write("mine/a.bin", "omega");
    place
        .run(&["--from", place.path("mine").to_str().unwrap()])
        .succeeded();
    assert_eq!(place.installed("data/a.bin"), b"alpha");
}
