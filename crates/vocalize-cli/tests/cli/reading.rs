//! Lexicons, Markdown, emoji, and the sentences that are remembered.

use std::fs;

use crate::program::{fail, json, models, vocalize};

#[test]
fn words_of_the_user_go_before_all_others() {
    let folder = tempfile::tempdir().unwrap();
    let lexicon = folder.path().join("words.toml");
    fs::write(&lexicon, "\"world\" = \"wˈʌn\"\n").unwrap();
    let path = lexicon.to_str().unwrap();
    let said = json(&["tokens", "Hello world", "--lexicon", path]);
    assert_eq!(said["phonemes"], "həlˈO wˈʌn");
    let mut command = vocalize();
    command
        .args(["tokens", "Hello world", "--json"])
        .env("VOCALIZE_CONFIG", folder.path());
    let configured = command.output().unwrap();
    assert!(
        String::from_utf8(configured.stdout)
            .unwrap()
            .contains("həlˈO wˈʌn")
    );
    fs::write(&lexicon, "\"world\" = \"9\"\n").unwrap();
    let said = fail(vocalize().args(["tokens", "Hello", "--lexicon", path]));
    assert!(said.contains(path) && said.contains("world"), "{said}");
}

#[test]
fn inline_phonemes_are_said_as_given() {
    let said = json(&["tokens", "Say [Kokoro](/kˈOkəɹO/) now"]);
    assert_eq!(said["phonemes"], "sˈA kˈOkəɹO nˈW");
}

#[test]
fn markdown_is_read_without_its_marks() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let markdown = "# A title\n\nSee [the page](https://example.com/x).\n";
    let options = ["--format", "markdown", "-o"];
    let read = json(&[&["say", markdown], &options[..], &[&path("a.wav")]].concat());
    let plain = json(&["say", "A title.\n\nSee the page.", "-o", &path("b.wav")]);
    assert_eq!(read["tokens"], plain["tokens"]);
    assert!(fs::read(path("a.wav")).unwrap() == fs::read(path("b.wav")).unwrap());
}

#[test]
fn emoji_are_named_or_silent() {
    assert_eq!(
        json(&["tokens", "Hi 😀", "--emoji", "silent"])["phonemes"],
        "hˈI"
    );
    let named = json(&["tokens", "Hi 😀"]);
    assert!(named["phonemes"].as_str().unwrap().contains("ɡɹˈɪnɪŋ"));
}

#[test]
fn words_in_no_lexicon_are_guessed_and_letters_are_named() {
    let said = json(&["tokens", "frobnications FBI"]);
    let said = said["phonemes"].as_str().unwrap();
    assert!(said.starts_with("fɹ") && said.contains("ʃən"), "{said}");
    assert!(said.ends_with("ˌɛfbˌiˈI"), "{said}");
}

#[test]
fn spoken_sentences_are_remembered_until_they_are_cleared() {
    let cache = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = vocalize();
        command.args(arguments).env("VOCALIZE_CACHE", cache.path());
        command.assert().success().get_output().stdout.clone()
    };
    let sentences = || {
        let stats: serde_json::Value =
            serde_json::from_slice(&run(&["cache", "stats", "--json"])).unwrap();
        stats["sentences"].as_u64().unwrap()
    };
    assert_eq!(sentences(), 0);
    run(&["say", "One two. Three four.", "-o", "-", "--no-cache"]);
    assert_eq!(sentences(), 0);
    let first = run(&["say", "One two. Three four.", "-o", "-"]);
    assert_eq!(sentences(), 2);
    assert!(
        run(&["say", "One two. Three four.", "-o", "-"]) == first,
        "remembered, it is said otherwise"
    );
    run(&["cache", "clear"]);
    assert_eq!(sentences(), 0);
}

#[test]
fn without_the_compiled_data_there_is_a_warning_and_the_same_speech() {
    let folder = tempfile::tempdir().unwrap();
    let text = "The record said: read the 3 books, Dr. Smith!";
    let compiled = json(&["tokens", text]);
    // The models folder of this test has all but the compiled data.
    for part in ["voices", "runtime"] {
        fs::create_dir(folder.path().join(part)).unwrap();
    }
    fs::create_dir(folder.path().join("text")).unwrap();
    let whole = fs::read(models().join("text/english.bin")).unwrap();
    for damaged in [
        None,
        Some(&whole[..whole.len() / 2]),
        Some(&b"something else"[..]),
    ] {
        if let Some(bytes) = damaged {
            fs::write(folder.path().join("text/english.bin"), bytes).unwrap();
        }
        let mut command = vocalize();
        command
            .args(["tokens", text, "--json"])
            .env("VOCALIZE_MODELS", folder.path());
        let output = command.output().unwrap();
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(said, compiled);
        let warning = String::from_utf8(output.stderr).unwrap();
        assert!(warning.contains("cargo xtask tokens"), "{warning}");
    }
}
