use crate::program::{entries, fail, json, succeed, vocalize};
use vocalize_audio::read_wav;

#[test]
fn a_file_is_written_and_its_figures_are_true() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hello.wav");
    let figures = json(&[
        "say",
        "Hello world",
        "-o",
        path.to_str().unwrap(),
        "--threads",
        "2",
    ]);
    let samples = read_wav(&path).unwrap();
    let seconds = samples.len() as f64 / 24_000.0;
    assert!((0.6..2.0).contains(&seconds), "{seconds} s");
    assert!(
        samples.iter().any(|s| s.abs() > 0.1),
        "the speech is silent"
    );
    assert_eq!(figures["audio_seconds"].as_f64().unwrap(), seconds);
    assert_eq!(figures["tokens"], 12);
    assert_eq!(figures["voice"], "af_heart");
    assert_eq!(figures["threads"], 2);
    assert!(!figures["variant"].as_str().unwrap().is_empty());
    for key in [
        "text_seconds",
        "load_seconds",
        "synth_seconds",
        "first_audio_seconds",
    ] {
        assert!(figures[key].as_f64().unwrap() > 0.0, "{key}");
    }
    assert!(figures["peak_memory_bytes"].as_u64().unwrap() > 100_000_000);
    assert_eq!(entries(folder.path()), ["hello.wav"]);
}

#[test]
fn every_way_in_and_out_gives_the_same_speech() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.wav");
    let text = folder.path().join("text.txt");
    std::fs::write(&text, "\u{feff}Good morning.\n").unwrap();
    succeed(&["say", "Good morning.", "-o", path.to_str().unwrap()]);
    let written = std::fs::read(&path).unwrap();
    let piped = vocalize()
        .args(["say", "-o", "-"])
        .write_stdin("Good morning.")
        .output()
        .unwrap();
    assert!(piped.stdout == written, "standard input and output");
    let from_file = succeed(&["say", "--file", text.to_str().unwrap(), "-o", "-"]);
    assert!(from_file.stdout == written, "--file");
    let from_phonemes = succeed(&["say", "--phonemes", "ɡˌʊd mˈɔɹnɪŋ.", "-o", "-"]);
    assert!(from_phonemes.stdout.len() > 20_000, "--phonemes");
}

#[test]
fn voices_and_speeds_change_the_speech() {
    let folder = tempfile::tempdir().unwrap();
    let say = |name: &str, more: &[&str]| {
        let path = folder.path().join(name);
        let arguments = [
            &["say", "It is a fine day.", "-o", path.to_str().unwrap()],
            more,
        ]
        .concat();
        succeed(&arguments);
        read_wav(&path).unwrap()
    };
    let plain = say("plain.wav", &[]);
    let blend = say("blend.wav", &["--voice", "af_heart:0.6,am_adam:0.4"]);
    let fast = say("fast.wav", &["--speed", "2"]);
    let slow = say("slow.wav", &["--speed", "0.5"]);
    assert_ne!(plain, blend);
    assert!(
        fast.len() * 3 < plain.len() * 2,
        "{} at speed 2, {} at 1",
        fast.len(),
        plain.len()
    );
    assert!(
        slow.len() * 2 > plain.len() * 3,
        "{} at speed 0.5, {} at 1",
        slow.len(),
        plain.len()
    );
}

#[test]
fn a_sentence_over_the_models_limit_is_spoken_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.wav");
    let text = "and the river ran on past the mill ".repeat(22);
    let shown = json(&["tokens", &text]);
    let tokens = shown["ids"].as_array().unwrap().len();
    assert!(tokens > 510, "{tokens}");
    let spoken = json(&["say", &text, "--speed", "2", "-o", path.to_str().unwrap()]);
    let spoken = spoken["tokens"].as_u64().unwrap() as usize;
    // One space is lost where two utterances part.
    assert!(
        (tokens - 2..=tokens).contains(&spoken),
        "{spoken} of {tokens}"
    );
}

#[test]
fn what_cannot_be_spoken_is_said_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.wav");
    let output = path.to_str().unwrap();
    let cases: [(&[&str], &str); 10] = [
        (&[""], "the text is empty"),
        (&[" \n "], "the text is empty"),
        (&["***"], "only symbols"),
        (&["--phonemes", "hˈ9"], "no phoneme '9' (character 3"),
        (&["Hi", "--voice", "af_hart"], "did you mean af_heart"),
        (&["Hi", "--voice", "af_heart:x"], "no weight above 0"),
        (&["Hi", "--voice", "jf_alpha"], "speaks Japanese"),
        (&["Hi", "--speed", "3"], "from 0.5 to 2"),
        (&["Hi", "--variant", "int9"], "there is "),
        (&["--file", "/no/such/text"], "can't read /no/such/text"),
    ];
    for (arguments, expected) in cases {
        let said = fail(vocalize().arg("say").args(["-o", output]).args(arguments));
        assert!(said.contains(expected), "{arguments:?}: {said}");
        assert!(
            entries(folder.path()).is_empty(),
            "{arguments:?} left a file"
        );
    }
}

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().to_str().unwrap();
    let said = fail(vocalize().args(["say", "Hi", "-o", here]));
    assert!(said.contains(here), "{said}");
    let said = fail(vocalize().args(["say", "Hi", "-o", "/no/such/folder/a.wav"]));
    assert!(said.contains("/no/such/folder/a.wav"), "{said}");
    assert_eq!(said.matches("No such file").count(), 1, "{said}");
    assert!(!said.contains(".part"), "{said}");
    let said = fail(vocalize().args(["say", "Hi", "-o", "-", "--json"]));
    assert!(said.contains("standard output"), "{said}");
}

#[test]
fn input_that_is_no_text_is_refused() {
    let said = fail(
        vocalize()
            .args(["say", "-o", "-"])
            .write_stdin(b"ab\xff".as_slice()),
    );
    assert!(
        said.contains("standard input is no UTF-8 text (byte 2)"),
        "{said}"
    );
    let huge = vec![b'a'; (16 << 20) + 1];
    let said = fail(vocalize().args(["say", "-o", "-"]).write_stdin(huge));
    assert!(said.contains("longer than 16 MiB"), "{said}");
}

/// A full disk: the device that is always full stands for it.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_devices_stay_devices() {
    use std::os::unix::fs::FileTypeExt;
    let said = fail(vocalize().args(["say", "Hi", "-o", "/dev/full"]));
    assert!(said.contains("No space left on device"), "{said}");
    succeed(&["say", "Hi", "-o", "/dev/null"]);
    for device in ["/dev/full", "/dev/null"] {
        assert!(
            std::fs::metadata(device)
                .unwrap()
                .file_type()
                .is_char_device()
        );
    }
}

#[test]
fn without_a_player_the_way_out_is_named() {
    let said = fail(
        vocalize()
            .args(["say", "Hi"])
            .env("PATH", "/no/such/folder"),
    );
    assert!(said.contains("write a file with -o FILE"), "{said}");
}

/// A player that finds no sound server starts, and ends without having played.
#[cfg(unix)]
#[test]
fn a_player_that_fails_is_followed_by_the_next() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let played = folder.path().join("played");
    let player = |name: &str, script: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    };
    player("pacat", "echo no server >&2; exit 1");
    let path = format!("{}:/usr/bin:/bin", folder.path().display());
    let say = || {
        let mut command = vocalize();
        command.args(["say", "Hi"]).env("PATH", &path);
        command
    };
    player("aplay", &format!("cat > {}", played.display()));
    say().assert().success();
    assert!(std::fs::metadata(&played).unwrap().len() > 20_000);
    for name in ["aplay", "play", "ffplay", "mpv"] {
        player(name, "echo no device >&2; exit 1");
    }
    let said = fail(&mut say());
    assert!(said.contains("mpv failed: no device"), "{said}");
}
