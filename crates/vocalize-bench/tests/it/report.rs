//! What the report says of fixed measurements.

use std::fs;

use crate::fixture;

/// The page with `[plot]` in place of each drawing.
fn without_plots(page: &str) -> String {
    let mut kept = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("<svg") {
        kept.push_str(before);
        kept.push_str("[plot]");
        rest = after.split_once("</svg>").expect("a drawing ends").1;
    }
    kept + rest
}

#[test]
fn fixed_measurements_give_this_report() {
    let folder = tempfile::tempdir().unwrap();
    fixture::write(folder.path());
    fixture::report(folder.path());
    let page = fs::read_to_string(folder.path().join("index.html")).unwrap();
    let text = fs::read_to_string(folder.path().join("report.md")).unwrap();
    let style = page.find("<style>").unwrap()..page.find("</style>").unwrap();
    let shown = without_plots(&page.replace(&page[style], ""));
    insta::assert_snapshot!("page", shown.replace("><", ">\n<"));
    insta::assert_snapshot!("text", text);
}

#[test]
fn every_drawing_is_one() {
    let folder = tempfile::tempdir().unwrap();
    fixture::write(folder.path());
    fixture::report(folder.path());
    let page = fs::read_to_string(folder.path().join("index.html")).unwrap();
    assert_eq!(page.matches("<svg").count(), 10);
    assert!(!page.contains("can't be drawn"));
    // Nothing is asked for from anywhere.
    for outside in ["src=", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn what_is_no_measurement_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    fixture::write(folder.path());
    let file = folder.path().join("matrix/fixed.jsonl");
    let lines = fs::read_to_string(&file).unwrap();
    fs::write(&file, lines.replacen("\"round\":1", "\"round\":-1", 1)).unwrap();
    let mut command = assert_cmd::Command::cargo_bin("vocalize-bench").unwrap();
    let refused = command.arg("report").arg("--reports").arg(folder.path());
    let output = refused.assert().failure().get_output().clone();
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("line 2 of"), "{message}");
}
