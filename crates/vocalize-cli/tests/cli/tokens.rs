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
