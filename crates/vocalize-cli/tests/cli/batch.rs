use crate::program::{entries, fail, vocalize};
use serde_json::Value;

#[test]
fn a_batch_speaks_each_line_goes_on_and_reports_the_bad_one() {
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("lines.txt");
    let out = folder.path().join("speech");
    std::fs::write(&lines, "One.\n***\nThree.\n").unwrap();
    let run = |more: &[&str]| {
        let mut command = vocalize();
        command.args(["batch", "--input", lines.to_str().unwrap(), "--json"]);
        command
            .args(["--out-dir", out.to_str().unwrap()])
            .args(more);
        let output = command.assert().code(3).get_output().clone();
        let printed = String::from_utf8(output.stdout).unwrap();
        let objects = printed
            .lines()
            .map(|line| serde_json::from_str(line).unwrap());
        (
            objects.collect::<Vec<Value>>(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (objects, said) = run(&[]);
    assert_eq!(entries(&out), ["00000.wav", "00002.wav"]);
    assert_eq!(objects.len(), 3);
    assert!(
        objects[1]["error"]
            .as_str()
            .unwrap()
            .contains("only symbols")
    );
    assert!(objects[2]["audio_seconds"].as_f64().unwrap() > 0.2);
    assert!(said.contains("line 2: "), "{said}");

    std::fs::remove_file(out.join("00002.wav")).unwrap();
    let first = std::fs::metadata(out.join("00000.wav"))
        .unwrap()
        .modified()
        .unwrap();
    let (objects, said) = run(&[]);
    assert_eq!(
        objects.iter().map(|o| &o["line"]).collect::<Vec<_>>(),
        [1, 2]
    );
    assert!(
        said.contains("1 lines spoken, 1 were there already, 1 failed"),
        "{said}"
    );
    assert_eq!(entries(&out), ["00000.wav", "00002.wav"]);
    let (_, said) = run(&["--force"]);
    assert!(
        said.contains("2 lines spoken, 0 were there already, 1 failed"),
        "{said}"
    );
    assert!(
        std::fs::metadata(out.join("00000.wav"))
            .unwrap()
            .modified()
            .unwrap()
            > first
    );
}

#[test]
fn a_batch_without_lines_or_folder_fails() {
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("lines.txt");
    std::fs::write(&lines, "").unwrap();
    let path = lines.to_str().unwrap();
    let said = fail(vocalize().args(["batch", "-i", path, "-d", folder.path().to_str().unwrap()]));
    assert!(said.contains("the text is empty"), "{said}");
    std::fs::write(&lines, "One.").unwrap();
    let said = fail(vocalize().args(["batch", "-i", path, "-d", path]));
    assert!(said.contains("can't make"), "{said}");
}

#[test]
fn lines_spoken_at_once_are_the_same_and_are_told_in_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("lines.txt");
    let text = "One line that takes by far the longest of them all.\nTwo.\n***\nFour.\nFive.\n";
    std::fs::write(&lines, text).unwrap();
    let run = |jobs: &str| {
        let out = folder.path().join(jobs);
        let mut command = vocalize();
        command.args(["batch", "--input", lines.to_str().unwrap(), "--json"]);
        command.args(["--out-dir", out.to_str().unwrap(), "--threads", "1"]);
        let output = command.args(["--jobs", jobs]).assert().code(3);
        let printed = String::from_utf8(output.get_output().stdout.clone()).unwrap();
        let number = |line: &str| serde_json::from_str::<Value>(line).unwrap()["line"].clone();
        let numbers: Vec<Value> = printed.lines().map(number).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4]);
        let speech = |name: &String| std::fs::read(out.join(name)).unwrap();
        let names = entries(&out);
        let speech: Vec<Vec<u8>> = names.iter().map(speech).collect();
        (names, speech)
    };
    let (names, speech) = run("3");
    assert_eq!(names, ["00000.wav", "00001.wav", "00003.wav", "00004.wav"]);
    assert!(
        (names, speech) == run("1"),
        "spoken at once, it is other speech"
    );
}
