//! The report as a real browser shows it, on a phone and on a desk.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::fixture;

/// Lays the page out in a frame of each width, every table opened, and lists what is
/// wrong: text that runs out of the page or of its drawing, and boxes that overlap.
const CHECK: &str = include_str!("check.js");

/// Runs Chromium on `page`; the folder is its own, so that nothing is remembered.
fn chromium(page: &Path, profile: &Path) -> Output {
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--enable-logging=stderr",
        "--dump-dom",
    ];
    for program in ["chromium", "chromium-browser", "google-chrome"] {
        let mut command = Command::new(program);
        command.args(arguments);
        command.arg(format!("--user-data-dir={}", profile.display()));
        command.arg(format!("file://{}", page.display()));
        if let Ok(output) = command.output() {
            return output;
        }
    }
    panic!("this test needs Chromium: `apt-get install chromium`, or `cargo xtask test` as root");
}

/// What is wrong with `page` at 390 and 1280 px, a line each.
fn findings(page: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let (alone, checked) = (
        folder.path().join("page.html"),
        folder.path().join("check.html"),
    );
    fs::write(&alone, page).unwrap();
    let quoted = serde_json::to_string(page).unwrap().replace("</", "<\\/");
    let check = CHECK.replace("\"PAGE\"", &quoted);
    let frame = format!("<!DOCTYPE html><pre id=findings>not run</pre><script>{check}</script>");
    fs::write(&checked, frame).unwrap();
    let console = |output: &Output| -> Vec<String> {
        let log = String::from_utf8_lossy(&output.stderr).into_owned();
        let said = log.lines().filter(|line| line.contains("CONSOLE"));
        said.map(str::to_owned).collect()
    };
    let mut found = console(&chromium(&alone, &folder.path().join("first")));
    let output = chromium(&checked, &folder.path().join("second"));
    found.extend(console(&output));
    let document = String::from_utf8(output.stdout).unwrap();
    let list = document.split_once("<pre id=\"findings\">");
    let list = list.and_then(|(_, after)| after.split_once("</pre>"));
    let list = list.expect("Chromium shows what was found").0;
    found.extend(
        list.lines()
            .filter(|l| *l != "checked 390" && *l != "checked 1280")
            .map(str::to_owned),
    );
    assert!(
        list.contains("checked 390\n") && list.contains("checked 1280\n"),
        "{list}"
    );
    found
}

#[test]
fn nothing_overlaps_or_runs_out_of_the_page() {
    let folder = tempfile::tempdir().unwrap();
    fixture::write(folder.path());
    fixture::report(folder.path());
    let page = fs::read_to_string(folder.path().join("index.html")).unwrap();
    assert_eq!(findings(&page), Vec::<String>::new());
}

#[test]
fn what_is_wrong_is_found() {
    let wrong = r##"<!DOCTYPE html><body style="margin:0"><p style="width:1400px">wide</p>
        <h1 style="height:10px">one</h1><h2 style="margin-top:-40px">two</h2>
        <svg width="200" height="50"><text x="10" y="20">first</text>
        <text x="20" y="20">second</text><text x="190" y="40">outside</text></svg>
        <script>console.error("said");</script>"##;
    let found = findings(wrong).join("\n");
    for part in [
        "said",
        "390: the page is",
        "1280: the page is",
        "P",
        "H1",
        "overlaps H2",
        "first",
        "outside",
    ] {
        assert!(found.contains(part), "{part} is not in {found}");
    }
}
