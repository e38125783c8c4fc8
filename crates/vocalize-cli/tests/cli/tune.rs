use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::{models, vocalize};

/// A models folder with the published file alone, by links.
fn published_alone(folder: &Path) {
    let of = |name: &str| models().canonicalize().unwrap().join(name);
    for name in ["runtime", "voices", "text"] {
        std::os::unix::fs::symlink(of(name), folder.join(name)).unwrap();
    }
    let variant = folder.join("variants/published-int8");
    fs::create_dir_all(&variant).unwrap();
    for file in ["model.onnx", "variant.toml"] {
        let from = of("variants/published-int8").join(file);
        fs::copy(from, variant.join(file)).unwrap();
    }
}

fn json(folder: &Path, arguments: &[&str]) -> (Value, String) {
    let mut command = vocalize();
    command.env("VOCALIZE_MODELS", folder).args(arguments);
    let output = command
        .arg("--json")
        .assert()
        .success()
        .get_output()
        .clone();
    let said = String::from_utf8(output.stderr).unwrap();
    (serde_json::from_slice(&output.stdout).unwrap(), said)
}

#[test]
fn what_tuning_finds_is_used_until_something_changes() {
    let folder = tempfile::tempdir().unwrap();
    published_alone(folder.path());
    let (profile, _) = json(folder.path(), &["tune"]);
    let fastest = &profile["latency"][0];
    assert_eq!(fastest["variant"], "published-int8");
    assert!(fastest["rtf"].as_f64().unwrap() > 0.0);

    // Good speech as far as the record says, and a setting that nothing else uses.
    let record = folder.path().join("variants/published-int8/variant.toml");
    let text = fs::read_to_string(&record).unwrap();
    let good = "[quality]\nsentences = 1\np808 = 0.0\np808_worst = 0.0\novrl = 0.0\n\
                ovrl_worst = 0.0\nlog_spectral_distance = 0.1\n";
    fs::write(&record, format!("{text}\n{good}")).unwrap();
    let tuned = folder.path().join("tuned.toml");
    let own = fs::read_to_string(&tuned).unwrap();
    let threads = format!("threads = {}", fastest["threads"]);
    fs::write(&tuned, own.replace(&threads, "threads = 3")).unwrap();
    let wav = folder.path().join("hi.wav");
    let say = ["say", "Hi.", "-o", wav.to_str().unwrap()];
    let (figures, said) = json(folder.path(), &say);
    assert_eq!(figures["threads"], 3, "{said}");
    assert!(!said.contains("warning"), "{said}");

    fs::write(&tuned, own.replace("cpu = \"", "cpu = \"another ")).unwrap();
    let (_, said) = json(folder.path(), &say);
    let warned = |said: &str| said.lines().filter(|l| l.contains("is not used")).count();
    assert_eq!(warned(&said), 1, "{said}");
    fs::write(&tuned, &own).unwrap();
    let (_, said) = json(folder.path(), &say);
    assert_eq!(warned(&said), 0, "{said}");
    let changed = fs::read_to_string(&record).unwrap();
    let first = changed.find("sha256 = \"").unwrap() + "sha256 = \"".len();
    let mut bytes = changed.into_bytes();
    bytes[first] = if bytes[first] == b'0' { b'1' } else { b'0' };
    fs::write(&record, bytes).unwrap();
    let (_, said) = json(folder.path(), &say);
    assert_eq!(warned(&said), 1, "{said}");
}
