//! Measurements that never change, for the report.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::{Value, json};

const ROUNDS: u32 = 8;

/// Variants with their inference, session and memory beside fp32's.
const VARIANTS: [(&str, f64, f64, f64); 4] = [
    ("fp32", 1.0, 1.0, 1.0),
    ("published-int8", 1.08, 1.45, 0.52),
    ("optimized", 0.94, 0.8, 0.97),
    ("int8-mixed", 0.56, 0.7, 0.6),
];

/// Texts with their tokens, and fp32's inference seconds on two threads.
const TEXTS: [(&str, u32, f64); 3] = [
    ("short", 12, 0.48),
    ("medium", 103, 2.1),
    ("long", 480, 8.9),
];

/// Writes measurements of a matrix and of a peer into `reports`.
pub(crate) fn write(reports: &Path) {
    let mut random = fastrand::Rng::with_seed(5);
    let mut matrix = vec![header()];
    let mut peers = vec![header()];
    for round in 1..=ROUNDS {
        for text in TEXTS {
            for variant in VARIANTS {
                let usual = json!({});
                matrix.push(measurement(round, text, variant, 2, &usual, &mut random));
            }
        }
        for variant in VARIANTS {
            let usual = json!({});
            matrix.push(measurement(
                round,
                TEXTS[1],
                variant,
                1,
                &usual,
                &mut random,
            ));
        }
        for (setting, factor) in [
            (json!({"spinning": false}), 1.04),
            (json!({"arena": false}), 1.11),
            (json!({"memory_pattern": true}), 1.0),
        ] {
            let (name, inference, session, memory) = VARIANTS[2];
            let changed = (name, inference * factor, session, memory);
            matrix.push(measurement(
                round,
                TEXTS[1],
                changed,
                2,
                &setting,
                &mut random,
            ));
        }
        for text in &TEXTS[..2] {
            peers.push(measurement(
                round,
                *text,
                VARIANTS[2],
                2,
                &json!({}),
                &mut random,
            ));
            for (name, inference) in [("published-int8", 1.15), ("fp32", 1.06)] {
                let peer = json!({"engine": "kokoro-onnx 0.6.1"});
                let variant = (name, inference, 3.1, 1.3);
                peers.push(measurement(round, *text, variant, 2, &peer, &mut random));
            }
        }
    }
    save(&reports.join("matrix"), &matrix);
    save(&reports.join("peers"), &peers);
}

fn save(folder: &Path, lines: &[Value]) {
    fs::create_dir_all(folder).unwrap();
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    fs::write(folder.join("fixed.jsonl"), lines).unwrap();
}

fn header() -> Value {
    let variant = |p808: Option<f64>| {
        let mut variant = json!({"files": {"model.onnx": "00"}, "made_by": "hand"});
        if let Some(p808) = p808 {
            variant["quality"] = json!({
                "sentences": 48, "p808": p808, "p808_worst": p808 * 4.0 - 0.05,
                "ovrl": p808 * 0.8, "ovrl_worst": p808 * 3.0 - 0.04,
                "log_spectral_distance": -9.0 * p808 + 0.2,
            });
        }
        variant
    };
    json!({
        "machine": {
            "cpu": "Some CPU 9000", "cpu_features": ["avx2", "fma", "avx512vnni"],
            "physical_cores": 2, "system": "linux x86_64", "governor": "performance",
            "version": "0.1.0", "runtime_build": "ORT Build Info: fixed", "revision": "0123abc",
            "unix_time": 1_700_000_000,
        },
        "program": "00",
        "variants": {
            "fp32": variant(None), "published-int8": variant(Some(-0.031)),
            "optimized": variant(Some(0.0)), "int8-mixed": variant(Some(-0.092)),
        },
    })
}

fn measurement(
    round: u32,
    (text, tokens, seconds): (&str, u32, f64),
    (variant, inference, session, memory): (&str, f64, f64, f64),
    threads: u32,
    setting: &Value,
    random: &mut fastrand::Rng,
) -> Value {
    // A machine that grows slower, and 3% of noise.
    let drift = 1.0 + 0.02 * f64::from(round);
    let mut noisy = |figure: f64| figure * drift * (0.985 + 0.03 * random.f64());
    let faster = if threads == 1 { 1.8 } else { 1.0 };
    let inference_seconds = noisy(seconds * inference * faster);
    let session_seconds = noisy(0.5 * session);
    let audio_seconds = f64::from(tokens) * 0.06;
    let first = if text == "long" { 0.1 } else { 1.0 };
    let total_seconds = 0.051 + session_seconds + inference_seconds;
    let mut line = json!({
        "round": round, "unix_time": 1_700_000_000 + round, "process_seconds": total_seconds + 0.03,
        "engine": "vocalize", "variant": variant, "text": text, "provider": "cpu",
        "threads": threads, "inter_threads": 1, "spinning": true, "arena": true,
        "memory_pattern": false, "voice": "af_heart", "runtime_seconds": noisy(0.04),
        "session_seconds": session_seconds, "frontend_seconds": 0.001, "text_seconds": 0.004,
        "inference_seconds": inference_seconds * 1.03,
        "first_audio_seconds": 0.05 + session_seconds + inference_seconds * first,
        "total_seconds": total_seconds + 0.03 * inference_seconds, "audio_seconds": audio_seconds,
        "tokens": tokens, "peak_memory_bytes": (noisy(4e8 * memory) / drift).round() as u64,
        "cpu_seconds": [inference_seconds * 1.9, 0.06],
        "warm": {
            "text_seconds": [0.0002],
            "inference_seconds": if text == "long" { json!([]) } else { json!([inference_seconds]) },
        },
    });
    if let Some(changes) = setting.as_object() {
        for (name, value) in changes {
            line[name] = value.clone();
        }
    }
    line
}

/// Writes the report of the measurements in `reports`, which knows no models.
pub(crate) fn report(reports: &Path) {
    let mut command = Command::cargo_bin("vocalize-bench").unwrap();
    command.arg("report").arg("--reports").arg(reports);
    command.assert().success();
}
