use crate::program::{fail, vocalize};

/// No ONNX Runtime that set-up fetches has this provider.
const ABSENT: [&str; 6] = ["say", "Hi.", "--provider", "onednn", "-o", "hi.wav"];

#[test]
fn an_absent_provider_is_a_warning_and_the_cpu_speaks() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = vocalize();
    command
        .args(ABSENT)
        .arg("--json")
        .current_dir(folder.path());
    let output = command.assert().success().get_output().clone();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("warning: speaking on the CPU: the provider onednn can't be used"),
        "{said}"
    );
    let figures: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(figures["provider"], "cpu");
    assert!(folder.path().join("hi.wav").is_file());
}

#[test]
fn an_absent_provider_is_an_error_when_strict() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = vocalize();
    command
        .args(ABSENT)
        .arg("--strict")
        .current_dir(folder.path());
    let said = fail(&mut command);
    assert!(said.contains("the provider onednn can't be used"), "{said}");
    assert!(!folder.path().join("hi.wav").exists());
}

#[test]
fn an_unknown_provider_is_refused_with_the_known_ones() {
    let mut command = vocalize();
    command.args(["say", "Hi.", "--provider", "gpu"]);
    let output = command.assert().code(2).get_output().clone();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("there is cpu, openvino"), "{said}");
}
