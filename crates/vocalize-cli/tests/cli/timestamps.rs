use std::path::Path;

use serde_json::Value;
use vocalize_audio::{SAMPLE_RATE, read_wav, seconds};
use vocalize_core::VariantRecord;
use vocalize_onnx::{External, Limits, Model, split};

use crate::copy::Copy;
use crate::program::{entries, fail};

const TEXT: &str = "“Hello, world!” Meet me at 5:30: it costs $12.50.\n\nTom's friend can't \
    come on May 5th, because he is <busy> & tired.";

const WORDS: [&str; 20] = [
    "Hello", "world", "Meet", "me", "at", "5:30", "it", "costs", "$12.50", "Tom's", "friend",
    "can't", "come", "on", "May", "5th", "because", "he", "is", "busy",
];

/// Models with the variant `telling`: the published one, which also gives its
/// durations.
fn telling() -> Copy {
    let copy = Copy::new();
    let published = copy.path("variants/published-int8/model.onnx");
    let mut model = Model::load(&published, &Limits::default()).unwrap();
    split::tell_durations(&mut model).unwrap();
    let record = VariantRecord {
        name: "telling".to_owned(),
        graph: "model.onnx".into(),
        steps_before: Vec::new(),
        shaped_graph: None,
        base: "published-int8".to_owned(),
        made_by: "the same with durations".to_owned(),
        requires_cpu: None,
        quantised: None,
        quality: None,
        files: Vec::new(),
    };
    let save = |folder: &Path| {
        let saved = model.save(&folder.join("model.onnx"), &External::Inline);
        saved.unwrap();
        Ok::<_, vocalize_core::Error>(())
    };
    record.install(&copy.path("variants"), save).unwrap();
    copy
}

struct Spoken {
    audio: Vec<f32>,
    words: Vec<Value>,
}

fn say(copy: &Copy, text: &str, more: &[&str]) -> Spoken {
    let out = tempfile::tempdir().unwrap();
    let (wav, words) = (out.path().join("a.wav"), out.path().join("a.json"));
    let mut command = copy.vocalize();
    command
        .args(["say", text, "--variant", "telling"])
        .args(more);
    command.arg("-o").arg(&wav).arg("--timestamps").arg(&words);
    command.assert().success();
    assert_eq!(entries(out.path()), ["a.json", "a.wav"]);
    let audio = read_wav(&wav).unwrap();
    let object: Value = serde_json::from_slice(&std::fs::read(words).unwrap()).unwrap();
    assert_eq!(object["audio_seconds"], seconds(audio.len()));
    Spoken {
        audio,
        words: object["words"].as_array().unwrap().clone(),
    }
}

fn span(word: &Value) -> (f64, f64) {
    let second = |key: &str| word[key].as_f64().unwrap();
    (second("start"), second("end"))
}

fn bytes(word: &Value) -> std::ops::Range<usize> {
    let byte = |at: usize| usize::try_from(word["bytes"][at].as_u64().unwrap()).unwrap();
    byte(0)..byte(1)
}

/// How much of the speech is heard in the words, moved by some seconds.
fn energy(spoken: &Spoken, shift: f64) -> f32 {
    let energy = |word: &Value| {
        let (start, end) = span(word);
        let at = |second: f64| ((second + shift) * f64::from(SAMPLE_RATE)).max(0.0) as usize;
        let part = spoken.audio.get(at(start)..at(end).min(spoken.audio.len()));
        part.unwrap_or_default().iter().map(|s| s * s).sum::<f32>()
    };
    spoken.words.iter().map(energy).sum()
}

#[test]
fn words_are_heard_when_the_file_says() {
    let copy = telling();
    for speed in ["0.5", "1", "2"] {
        let spoken = say(&copy, TEXT, &["--speed", speed]);
        let texts: Vec<&str> = spoken
            .words
            .iter()
            .map(|w| w["text"].as_str().unwrap())
            .collect();
        assert_eq!(texts, [WORDS.as_slice(), &["&", "tired"]].concat());
        let mut before = 0.0;
        for word in &spoken.words {
            let (start, end) = span(word);
            assert!(before <= start && start < end, "{word} after {before}");
            assert_eq!(word["text"], TEXT[bytes(word)], "{word}");
            before = end;
        }
        assert!(before <= seconds(spoken.audio.len()));

        let all: f32 = spoken.audio.iter().map(|s| s * s).sum();
        let inside = energy(&spoken, 0.0);
        assert!(inside > 0.85 * all, "speed {speed}: {inside} of {all}");
        // At other paces than the voice's own nobody has measured the lead.
        for shift in [-0.3, 0.3].into_iter().filter(|_| speed == "1") {
            let moved = energy(&spoken, shift);
            assert!(
                moved < inside,
                "speed {speed}, {shift} s: {moved} of {inside}"
            );
        }
    }
}

#[test]
fn bytes_are_those_of_the_source_and_phonemes_are_words() {
    let copy = telling();
    let markdown = "# A *bold* title\n\nSee [here](x).";
    let spoken = say(&copy, markdown, &["--format", "markdown"]);
    let shown: Vec<&str> = spoken.words.iter().map(|w| &markdown[bytes(w)]).collect();
    assert_eq!(shown, ["A", "bold", "title", "See", "here"]);
    let phonemes = "həlˈO, wˈɜɹld.";
    let spoken = say(&copy, phonemes, &["--phonemes"]);
    let shown: Vec<&str> = spoken.words.iter().map(|w| &phonemes[bytes(w)]).collect();
    assert_eq!(shown, ["həlˈO", "wˈɜɹld"]);
}

/// Enough sentences for some to be spoken at the same time.
#[test]
fn words_of_a_long_file_are_in_their_order() {
    let copy = telling();
    let numbers = [
        "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight",
    ];
    let text = numbers.map(|number| format!("{number} is here.")).join(" ");
    let spoken = say(&copy, &text, &[]);
    let shown: Vec<&str> = spoken.words.iter().map(|w| &text[bytes(w)]).collect();
    assert_eq!(shown, text.replace('.', "").split(' ').collect::<Vec<_>>());
    let mut heard = 0.0;
    for word in &spoken.words {
        let (start, end) = span(word);
        assert!(heard <= start && start < end, "{word}");
        heard = end;
    }
    assert!(heard <= seconds(spoken.audio.len()));
}

#[test]
fn subtitles_are_written_by_extension_and_for_each_line_of_a_batch() {
    let copy = telling();
    let out = tempfile::tempdir().unwrap();
    let lines = out.path().join("lines.txt");
    std::fs::write(&lines, "Fish & chips.\nHi.\n").unwrap();
    let folder = out.path().join("speech");
    let batch = |format: &str| {
        let mut command = copy.vocalize();
        command.args(["batch", "--variant", "telling", "--timestamps", format]);
        command.arg("-i").arg(&lines).arg("-d").arg(&folder);
        String::from_utf8(command.assert().success().get_output().stderr.clone()).unwrap()
    };
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    batch("srt");
    assert_eq!(
        entries(&folder),
        ["00000.srt", "00000.wav", "00001.srt", "00001.wav"]
    );
    assert!(read("00000.srt").starts_with("1\n00:00:00,0"));
    assert!(read("00000.srt").ends_with("\nFish & chips.\n\n"));
    // A line is complete with all that is asked for.
    assert!(batch("srt").contains("2 were there already"));
    std::fs::remove_file(folder.join("00001.srt")).unwrap();
    assert!(batch("srt").contains("1 lines spoken, 1 were there already"));
    let (wav, vtt) = (out.path().join("a.wav"), out.path().join("a.VTT"));
    let mut command = copy.vocalize();
    command.args(["say", "Fish & chips.", "--variant", "telling"]);
    command.arg("-o").arg(&wav).arg("--timestamps").arg(&vtt);
    command.assert().success();
    let written = std::fs::read_to_string(&vtt).unwrap();
    assert!(written.starts_with("WEBVTT\n\n00:00:00.0"), "{written}");
    assert!(written.ends_with("\nFish &amp; chips.\n\n"), "{written}");
}

#[test]
fn timestamps_that_cannot_be_had_are_refused() {
    let copy = Copy::new();
    let out = tempfile::tempdir().unwrap();
    let refused = |file: &str| {
        let mut command = copy.vocalize();
        command
            .args(["say", "Hi", "-o"])
            .arg(out.path().join("a.wav"));
        let said = fail(command.arg("--timestamps").arg(out.path().join(file)));
        assert!(entries(out.path()).is_empty(), "{file} left a file");
        said
    };
    assert!(refused("a.txt").contains(".json, .srt or .vtt"));
    assert!(refused("none/a.srt").contains("can't write"));
    let said = refused("a.json");
    assert!(
        said.contains("\"published-int8\" doesn't tell when words are heard"),
        "{said}"
    );
    assert!(said.contains("--variant optimized"), "{said}");
}
