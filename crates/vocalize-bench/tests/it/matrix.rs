//! A small matrix, measured for real.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Two cells, one round.
const MATRIX: &str = r#"
precision = 0.5
budget_minutes = 5
least_rounds = 1
most_rounds = 1
[repeats]
short = 1
medium = 0
long = 0
[[cells]]
texts = ["short"]
arena = [true, false]
"#;

/// The models that set-up installs.
fn installed() -> PathBuf {
    let named = std::env::var_os("VOCALIZE_MODELS").filter(|models| !models.is_empty());
    let usual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    named.map_or(usual, PathBuf::from).canonicalize().unwrap()
}

/// A models folder in which the published file goes by the name of the reference, so
/// that no test waits for a variant to be built.
fn models(folder: &Path) -> PathBuf {
    let (from, models) = (installed(), folder.join("models"));
    let variant = models.join("variants/fp32");
    fs::create_dir_all(&variant).unwrap();
    for part in ["runtime", "text", "voices"] {
        fs::create_dir(models.join(part)).unwrap();
        for file in fs::read_dir(from.join(part)).unwrap() {
            let file = file.unwrap();
            place(&file.path(), &models.join(part).join(file.file_name()));
        }
    }
    let published = from.join("variants/published-int8");
    place(&published.join("model.onnx"), &variant.join("model.onnx"));
    let record = fs::read_to_string(published.join("variant.toml")).unwrap();
    let record = record.replace("\"published-int8\"", "\"fp32\"");
    fs::write(variant.join("variant.toml"), record).unwrap();
    fs::write(models.join("manifest.toml"), "").unwrap();
    models
}

/// The same file under another name: a link where there can be one.
fn place(from: &Path, to: &Path) {
    if fs::hard_link(from, to).is_err() {
        fs::copy(from, to).unwrap();
    }
}

struct Bench {
    folder: tempfile::TempDir,
    models: PathBuf,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let models = models(folder.path());
        fs::write(folder.path().join("small.toml"), MATRIX).unwrap();
        Self { folder, models }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vocalize-bench"));
        command.args(["matrix", "--file", "small.toml", "--run", "small"]);
        command.args(arguments).current_dir(self.folder.path());
        command.env("VOCALIZE_MODELS", &self.models);
        command
    }

    /// Runs the matrix; whether that succeeded, and what it said.
    fn run(&self, arguments: &[&str]) -> (bool, String) {
        let output = self.command(arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        (output.status.success(), said)
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("reports/matrix/small.jsonl")
    }

    fn lines(&self) -> Vec<serde_json::Value> {
        let text = fs::read_to_string(self.file()).unwrap();
        assert!(text.ends_with('\n'), "only whole lines are kept");
        let lines = text.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

#[test]
fn a_matrix_is_measured_once_and_gone_on_with() {
    let bench = Bench::new();
    let (done, said) = bench.run(&[]);
    assert!(done, "{said}");
    let lines = bench.lines();
    assert_eq!(lines.len(), 3);
    for (line, arena) in lines[1..].iter().zip([true, false]) {
        assert_eq!(line["arena"], arena);
        let of = |figure: &str| line[figure].as_f64().unwrap();
        assert!(of("process_seconds") > of("total_seconds"));
        assert!(of("total_seconds") >= of("first_audio_seconds"));
        assert!(of("first_audio_seconds") > of("session_seconds") + of("inference_seconds"));
        assert!(line["warm"]["inference_seconds"][0].as_f64().unwrap() > 0.0);
    }
    assert!(bench.folder.path().join("reports/index.html").is_file());

    // An interruption in the middle of writing left half a line.
    let whole = fs::read_to_string(bench.file()).unwrap();
    let second = whole.trim_end().rfind('\n').unwrap();
    fs::write(bench.file(), &whole[..second + 40]).unwrap();
    let (done, said) = bench.run(&[]);
    assert!(done, "{said}");
    let again = bench.lines();
    // The reference is measured again too: what is compared is of one round.
    assert_eq!(again[..2], lines[..2]);
    let rounds: Vec<u64> = again[2..]
        .iter()
        .map(|l| l["round"].as_u64().unwrap())
        .collect();
    assert_eq!(rounds, [2, 2]);

    // Nothing is left to measure.
    let (done, said) = bench.run(&[]);
    assert!(done && said.contains("exact"), "{said}");
    assert_eq!(bench.lines(), again);

    // Measured with another program: not to be mixed.
    let foreign = fs::read_to_string(bench.file()).unwrap();
    let foreign = foreign.replacen("\"program\":\"", "\"program\":\"0", 1);
    fs::write(bench.file(), foreign).unwrap();
    let (done, said) = bench.run(&[]);
    assert!(
        !done && said.contains("another build of the program"),
        "{said}"
    );
    assert!(said.contains("--fresh"), "{said}");
}

#[cfg(unix)]
#[test]
fn an_interruption_keeps_what_was_measured() {
    use nix::sys::signal::{Signal, kill};
    use nix::unistd::Pid;

    let bench = Bench::new();
    let mut command = bench.command(&[]);
    let mut running = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(running.stderr.take().unwrap()).lines();
    // When the second cell begins, the first is on disk.
    assert!(said.any(|line| line.unwrap().contains("arena off")));
    kill(
        Pid::from_raw(running.id().try_into().unwrap()),
        Signal::SIGINT,
    )
    .unwrap();
    let rest: Vec<String> = said.map(Result::unwrap).collect();
    assert!(!running.wait().unwrap().success());
    assert!(
        rest.iter().any(|line| line.contains("goes on from there")),
        "{rest:?}"
    );
    assert_eq!(bench.lines().len(), 2);
    assert!(bench.folder.path().join("reports/report.md").is_file());
}
