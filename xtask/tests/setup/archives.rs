//! Archives that are damaged, or not what they seem.

use crate::fixture::{Place, artifact};

#[test]
fn a_damaged_download_in_the_cache_is_fetched_again() {
    let place = Place::new();
    let part = place.wheel("one", &[("a.bin", b"alpha")]);
    place.write_manifest(&artifact("a.bin", b"alpha", &part));
    let kept = "cache/archives/one-1.0-py3-none-any.whl";
    let whole = std::fs::read(place.path("index/one-1.0-py3-none-any.whl")).unwrap();
    let mut flipped = whole.clone();
    flipped[40] ^= 1;
    for damaged in [&whole[..whole.len() / 2], &flipped, b""] {
        place.write(kept, damaged);
        place.run(&["--force"]).succeeded();
        assert_eq!(place.installed("a.bin"), b"alpha");
        assert_eq!(std::fs::read(place.path(kept)).unwrap(), whole);
    }
}

#[test]
fn a_member_longer_than_listed_is_cut_off_with_an_error() {
    let place = Place::new();
    let part = place.cached_tar("bomb", &[("a.bin", &[0; 4 << 20])], "a.bin");
    place.write_manifest(&artifact("a.bin", b"alpha", &part));
    let ended = place.run_offline(&[]);
    assert!(
        ended.failure().contains("longer than 5 bytes"),
        "{}",
        ended.said
    );
    assert_eq!(place.files("models"), [".lock"]);
}

#[test]
fn paths_in_an_archive_lead_nowhere() {
    let place = Place::new();
    let members: &[(&str, &[u8])] = &[
        ("../../evil", b"evil"),
        ("/evil", b"evil"),
        ("a.bin", b"alpha"),
    ];
    let part = place.cached_tar("climber", members, "a.bin");
    place.write_manifest(&artifact("a.bin", b"alpha", &part));
    place.run_offline(&[]).succeeded();
    assert_eq!(place.files("models"), [".lock", ".verified.toml", "a.bin"]);
    assert!(!place.files("").iter().any(|file| file.ends_with("evil")));
}

#[test]
fn an_absent_member_is_named() {
    let place = Place::new();
    let tar = place.cached_tar("one", &[("b.bin", b"alpha")], "a.bin");
    place.write_manifest(&artifact("a.bin", b"alpha", &tar));
    let ended = place.run_offline(&[]);
    assert!(
        ended
            .failure()
            .contains("cannot take a.bin out of one-1.0.tgz"),
        "{}",
        ended.said
    );

    let wheel = place
        .wheel("two", &[("b.bin", b"alpha")])
        .replace("\"b.bin\"", "\"a.bin\"");
    place.write_manifest(&artifact("a.bin", b"alpha", &wheel));
    let ended = place.run(&[]);
    assert!(
        ended
            .failure()
            .contains("cannot take a.bin out of two-1.0-py3-none-any.whl"),
        "{}",
        ended.said
    );
    assert_eq!(place.files("models"), [".lock"]);
}
