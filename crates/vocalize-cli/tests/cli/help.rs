use crate::program::{succeed, vocalize};

/// The help of a command, as wide as a terminal of 100 columns.
fn help(command: &[&str]) -> String {
    let output = vocalize().args(command).arg("--help").output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn help_texts() {
    insta::assert_snapshot!("help", help(&[]));
    for command in [
        "say",
        "batch",
        "tokens",
        "tune",
        "voices",
        "variants",
        "doctor",
        "cache",
        "completions",
    ] {
        insta::assert_snapshot!(format!("help-{command}"), help(&[command]));
    }
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = String::from_utf8(succeed(&["completions", shell]).stdout).unwrap();
        assert!(
            script.contains("doctor") && script.contains("out-dir"),
            "{shell}"
        );
    }
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    vocalize()
        .args(["say", "a", "--file", "b"])
        .assert()
        .code(2);
    vocalize().arg("shout").assert().code(2);
    vocalize()
        .args(["say", "a", "--threads", "0"])
        .assert()
        .code(2);
}

#[test]
fn a_text_that_looks_like_an_option_gets_advice() {
    let wrong = |arguments: &[&str]| {
        let output = vocalize().args(arguments).assert().code(2);
        String::from_utf8(output.get_output().stderr.clone()).unwrap()
    };
    let said = wrong(&["say", "-5 degrees", "-o", "a.wav"]);
    assert!(said.contains("after --: ... -- \"-5 degrees\""), "{said}");
    assert!(!wrong(&["say", "--voise"]).contains("after --:"));
    assert!(succeed(&["tokens", "--", "-5 degrees"]).stdout.len() > 10);
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_is_full_is_one_sentence() {
    let full = || {
        std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap()
    };
    for arguments in [
        &["completions", "bash"][..],
        &["voices"],
        &["tokens", "Hi."],
    ] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_vocalize"));
        command
            .env("VOCALIZE_MODELS", crate::program::models())
            .args(arguments);
        let output = command.stdout(full()).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("No space left on device"), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}
