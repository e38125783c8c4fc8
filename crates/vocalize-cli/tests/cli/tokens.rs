use crate::program::{fail, json, succeed, vocalize};
use serde_json::Value;
use vocalize_text::token_id;

#[test]
fn each_line_gives_an_object_with_its_phonemes_and_ids() {
    let text = "Hello world\n\nDr. Smith read 3.14 books.";
    let output = vocalize()
        .args(["tokens", "--json"])
        .write_stdin(text)
        .assert()
        .success();
    let printed = String::from_utf8(output.get_output().stdout.clone()).unwrap();
    let lines: Vec<Value> = printed
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["text"], "Hello world");
    assert_eq!(lines[0]["phonemes"], "həlˈO wˈɜɹld");
    assert_eq!(lines[1]["ids"], Value::Array(Vec::new()));
    for line in &lines {
        let phonemes = line["phonemes"].as_str().unwrap().chars();
        let ids: Vec<u64> = phonemes.map(|c| token_id(c).unwrap().into()).collect();
        assert_eq!(line["ids"], serde_json::json!(ids));
    }
}

#[test]
fn the_two_kinds_of_english_differ() {
    let us = json(&["tokens", "A hot bath", "--lang", "en-us"]);
    let gb = json(&["tokens", "A hot bath", "--lang", "en-gb"]);
    assert_eq!(us["phonemes"], "ɐ hˈɑt bˈæθ");
    assert_eq!(gb["phonemes"], "ɐ hˈɒt bˈɑːθ");
}

/// Whether the program that reads other languages is there.
fn has_espeak() -> bool {
    let program = std::process::Command::new("espeak-ng")
        .arg("--version")
        .output();
    program.is_ok_and(|output| output.status.success())
}

#[test]
fn other_languages_are_read_by_espeak_ng() {
    let arguments = ["tokens", "Hola, ¿qué tal?", "--lang", "es", "--json"];
    if has_espeak() {
        assert_eq!(json(&arguments[..4])["phonemes"], "ˈola, kˈe tˈal?");
    }
    let missing = fail(
        vocalize()
            .args(arguments)
            .env("VOCALIZE_ESPEAK", "/nowhere/espeak-ng"),
    );
    assert!(missing.contains("Spanish"), "{missing}");
    assert!(
        missing.contains("install the package espeak-ng"),
        "{missing}"
    );
}

#[cfg(unix)]
#[test]
fn an_espeak_ng_that_misbehaves_is_an_error_and_no_silence() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("espeak-ng");
    for (script, expected) in [
        ("echo '$HOME 9'", "'$'"),
        ("echo broken >&2; exit 1", "broken"),
        ("echo", "says nothing"),
    ] {
        let script = format!("#!/bin/sh\ncat > /dev/null\n{script}\n");
        std::fs::write(&program, script).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let mut command = vocalize();
        command
            .args(["tokens", "hola", "--lang", "es"])
            .env("VOCALIZE_ESPEAK", &program);
        let said = fail(&mut command);
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn the_pronunciation_can_be_found_in_other_ways() {
    let says = |g2p: &str| json(&["tokens", "The big dog, 7!", "--g2p", g2p])["phonemes"].clone();
    assert_eq!(says("misaki"), "ðə bˈɪɡ dˈɔɡ, sˈɛvən!");
    assert_eq!(says("chars"), "the biɡ doɡ, seven!");
    let rules = says("rules");
    assert!(rules.as_str().unwrap().contains("bˈɪɡ"), "{rules}");
    if has_espeak() {
        assert_eq!(says("espeak"), "ðə bˈɪɡ dˈɑɡ, sˈɛvən!");
    }
    let said = fail(vocalize().args(["tokens", "Hola", "--lang", "es", "--g2p", "rules"]));
    assert!(said.contains("English only"), "{said}");
}

#[test]
fn people_see_phonemes_and_ids_below_each_other() {
    let output = succeed(&["tokens", "Hi."]);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "hˈI.\n50 156 25 4\n"
    );
}

#[test]
fn no_text_is_an_error() {
    assert!(fail(vocalize().args(["tokens", ""])).contains("the text is empty"));
}
