use serde_json::Value;

use crate::copy::Copy;
use crate::program::fail;

/// What `--json` and standard error say of a spoken word.
fn say(copy: &Copy, more: &[&str]) -> (String, String) {
    let mut command = copy.vocalize();
    command
        .args(["say", "Hi", "-o", "/dev/null", "--json"])
        .args(more);
    let output = command.assert().success().get_output().clone();
    let figures: Value = serde_json::from_slice(&output.stdout).unwrap();
    let variant = figures["variant"].as_str().unwrap().to_owned();
    (variant, String::from_utf8(output.stderr).unwrap())
}

/// A record of quality, as far below fp32 as said.
fn quality(lost: f32) -> String {
    format!(
        "[quality]\nsentences = 40\np808 = -{lost}\np808_worst = -{lost}\novrl = 0.0\n\
         ovrl_worst = 0.0\nlog_spectral_distance = 1.5\n"
    )
}

#[test]
fn a_mode_falls_back_with_a_warning_of_one_line() {
    let copy = Copy::new();
    // Asked for nothing, what is there speaks.
    assert_eq!(
        say(&copy, &[]),
        ("published-int8".to_owned(), String::new())
    );
    let (variant, said) = say(&copy, &["--quality", "fast"]);
    assert_eq!(variant, "published-int8");
    assert!(
        said.contains("no variant for quality fast was built"),
        "{said}"
    );

    copy.add_variant("fp32", "");
    copy.add_variant("int8", &quality(0.1));
    assert_eq!(
        say(&copy, &["--quality", "best"]),
        ("fp32".to_owned(), String::new())
    );
    assert_eq!(
        say(&copy, &["--quality", "fast"]),
        ("int8".to_owned(), String::new())
    );
    let (variant, said) = say(&copy, &["--quality", "balanced"]);
    assert_eq!((variant.as_str(), said.lines().count()), ("fp32", 1));
    assert!(
        said.contains("warning: using fp32: variant \"int8\" is below the floor"),
        "{said}"
    );
    assert!(said.contains("P.808 -0.100"), "{said}");

    // It is as long as it should be, and no model.
    let length = copy.content("variants/int8/model.onnx").len();
    copy.replace("variants/int8/model.onnx", &vec![0x5a; length]);
    let (variant, said) = say(&copy, &["--quality", "fast"]);
    assert_eq!((variant.as_str(), said.lines().count()), ("fp32", 1));
    assert!(said.contains("ONNX Runtime can't load"), "{said}");
    // What is asked for by name is used or nothing.
    let mut command = copy.vocalize();
    let said = fail(command.args(["say", "Hi", "-o", "/dev/null", "--variant", "int8"]));
    assert!(said.contains("ONNX Runtime can't load"), "{said}");
}

#[test]
fn variants_and_doctor_show_the_quality() {
    let copy = Copy::new();
    copy.add_variant("int8", &quality(0.1));
    let shown = |command: &str| {
        let output = copy.vocalize().arg(command).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(shown("variants").contains("P.808 -0.100, OVRL +0.000"));
    let doctor = shown("doctor");
    assert!(doctor.contains("quality fast     int8\n"), "{doctor}");
    let balanced = "quality balanced published-int8 (variant \"int8\" is below the floor";
    assert!(doctor.contains(balanced), "{doctor}");
}
