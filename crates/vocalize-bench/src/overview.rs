//! The main job: optimise offline, speak three texts with both forms, compare.

use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
use vocalize_core::{Places, Runtime, Variant, physical_cores, save_optimized};

use crate::cell::Cell;
use crate::machine::Machine;
use crate::report::{Report, median};
use crate::table::table;
use crate::texts::Length;

const VOICE: &str = "af_heart";
const FORMS: [&str; 2] = [Variant::PUBLISHED, Variant::OPTIMIZED];

/// Writes `reports/report.json` and `reports/audio/`, prints the table.
pub(crate) fn run(reports: &Path, rounds: u16) -> anyhow::Result<()> {
    let audio = reports.join("audio");
    fs::create_dir_all(&audio).with_context(|| format!("can't make {}", audio.display()))?;
    let places = Places::find(None)?;
    let runtime = Runtime::load(&places.runtime()?)?;
    let started = Instant::now();
    let published = Variant::named(&places.variants(), Variant::PUBLISHED)?;
    eprintln!("optimising {} for this CPU", Variant::PUBLISHED);
    save_optimized(&runtime, &published, Variant::OPTIMIZED)?;
    let optimize_seconds = started.elapsed().as_secs_f64();
    let cells = measure_all(&audio, rounds)?;
    let medians = medians(&cells);
    let machine = Machine::this(&runtime);
    println!("{}", table(&medians));
    println!(
        "{}, {} threads, {}",
        machine.cpu,
        physical_cores(),
        machine.runtime_build
    );
    let path = reports.join("report.json");
    Report {
        machine,
        optimize_seconds,
        cells,
        medians,
    }
    .write(&path)?;
    println!(
        "Speech is in {}, all figures are in {}.",
        audio.display(),
        path.display()
    );
    Ok(())
}

/// Measures every cell `rounds` times. The forms take turns, so that a machine
/// that grows slower doesn't favour one of them.
fn measure_all(audio: &Path, rounds: u16) -> anyhow::Result<Vec<Cell>> {
    let bar = progress_bar(u64::from(rounds) * 6);
    let mut cells = Vec::new();
    for round in 0..rounds {
        for length in Length::ALL {
            for form in FORMS {
                let what = format!("{form}, {} text, round {}", length.name(), round + 1);
                if bar.is_hidden() {
                    eprintln!("measuring {what}");
                }
                bar.set_message(what);
                cells.push(measure(form, length, &wav_path(audio, form, length))?);
                bar.inc(1);
            }
        }
    }
    bar.finish_and_clear();
    Ok(cells)
}

fn wav_path(audio: &Path, form: &str, length: Length) -> PathBuf {
    audio.join(format!("{form}-{}.wav", length.name()))
}

/// Measures one cell in a fresh process: this program again.
fn measure(form: &str, length: Length, wav: &Path) -> anyhow::Result<Cell> {
    let program = std::env::current_exe().context("can't find this program")?;
    let output = Command::new(program)
        .args([
            "cell",
            "--variant",
            form,
            "--text",
            length.name(),
            "--voice",
            VOICE,
        ])
        .args(["--threads", &physical_cores().to_string()])
        .arg("--wav")
        .arg(wav)
        .stderr(Stdio::inherit())
        .output()
        .context("can't start a process for a cell")?;
    if !output.status.success() {
        bail!("measuring {form} with the {} text failed", length.name());
    }
    serde_json::from_slice(&output.stdout).context("a cell printed no JSON")
}

fn medians(cells: &[Cell]) -> Vec<Cell> {
    let mut medians = Vec::new();
    for form in FORMS {
        for length in Length::ALL {
            let of_cell = |cell: &&Cell| cell.variant == form && cell.text == length;
            let same: Vec<&Cell> = cells.iter().filter(of_cell).collect();
            medians.push(median(&same));
        }
    }
    medians
}

/// A bar with the time left on a terminal, nothing elsewhere.
fn progress_bar(cells: u64) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(cells);
    bar.enable_steady_tick(Duration::from_millis(200));
    match ProgressStyle::with_template("{bar:20} {pos}/{len} {msg}, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
