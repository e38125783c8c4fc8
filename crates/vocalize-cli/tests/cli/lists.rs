use crate::program::{json, succeed, vocalize};

#[test]
fn all_voices_are_listed() {
    let voices = json(&["voices"]);
    assert_eq!(voices.as_array().unwrap().len(), 54);
    let emma = voices
        .as_array()
        .unwrap()
        .iter()
        .find(|v| v["name"] == "bf_emma")
        .unwrap();
    assert_eq!(
        (&emma["language"], &emma["gender"]),
        (&"British English".into(), &"female".into())
    );
    assert_eq!(
        String::from_utf8(succeed(&["voices"]).stdout)
            .unwrap()
            .lines()
            .count(),
        54
    );
}

#[test]
fn the_published_variant_is_listed() {
    let variants = json(&["variants"]);
    let mut published = variants.as_array().unwrap().iter();
    let published = published.find(|v| v["name"] == "published-int8").unwrap();
    assert_eq!(published["bytes"], 92_361_271);
    assert!(published["problem"].is_null());
}

#[test]
fn the_doctor_finds_everything() {
    let report = json(&["doctor"]);
    assert_eq!(report["voices"], 54);
    assert!(
        report["providers"]
            .as_array()
            .unwrap()
            .contains(&"cpu".into())
    );
    assert_eq!(report["problems"], serde_json::json!([]));
}

#[test]
fn the_doctor_names_what_is_missing() {
    let empty = tempfile::tempdir().unwrap();
    let output = vocalize()
        .arg("doctor")
        .env("VOCALIZE_MODELS", empty.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let report = String::from_utf8(output.stdout).unwrap();
    for missing in ["ONNX Runtime not found", "no variant", "no voices"] {
        assert!(report.contains(missing), "{missing}: {report}");
    }
}
