//! The main job: build the variants, speak three texts with each, compare.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use vocalize_core::{Places, Runtime, Variant, physical_cores};

use crate::cell::Cell;
use crate::file;
use crate::int8;
use crate::machine::Machine;
use crate::process::{self, Running, Work};
use crate::progress;
use crate::report::{PassFigures, Report, median};
use crate::setting::Setting;
use crate::table::table;
use crate::texts::{Length, VOICE};
use crate::variants;

const VARIANTS: [&str; 5] = [
    Variant::PUBLISHED,
    Variant::PUBLISHED_OPTIMIZED,
    Variant::FP32,
    Variant::OPTIMIZED,
    Variant::INT8,
];

/// Writes `reports/report.json` and `reports/audio/`, prints the table.
pub(crate) fn run(
    reports: &Path,
    rounds: u16,
    base: Option<&Path>,
    search: bool,
) -> anyhow::Result<()> {
    let audio = reports.join("audio");
    fs::create_dir_all(&audio).with_context(|| format!("can't make {}", audio.display()))?;
    let places = Places::find(None)?;
    let runtime = Runtime::load(&places.runtime()?)?;
    let started = Instant::now();
    let passes = variants::build(&places, &runtime, base)?;
    let journal = reports.join(int8::LAYERS);
    variants::make_int8(&places, &runtime, search.then_some(journal.as_path()))?;
    let build_seconds = started.elapsed().as_secs_f64();
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
    let report = Report {
        machine,
        build_seconds,
        passes: passes.iter().map(PassFigures::from).collect(),
        cells,
        medians,
    };
    file::write_json(&path, &report)?;
    println!(
        "Speech is in {}, all figures are in {}.",
        audio.display(),
        path.display()
    );
    Ok(())
}

/// Measures every cell `rounds` times. The variants take turns, so that a machine
/// that grows slower doesn't favour one of them.
fn measure_all(audio: &Path, rounds: u16) -> anyhow::Result<Vec<Cell>> {
    let bar = progress::bar(u64::from(rounds) * (VARIANTS.len() * Length::ALL.len()) as u64);
    let mut cells = Vec::new();
    for round in 0..rounds {
        for length in Length::ALL {
            for variant in VARIANTS {
                let what = format!("{variant}, {} text, round {}", length.name(), round + 1);
                progress::step(&bar, &format!("measuring {what}"));
                cells.push(measure(variant, length, &wav_path(audio, variant, length))?);
            }
        }
    }
    bar.finish_and_clear();
    Ok(cells)
}

fn wav_path(audio: &Path, variant: &str, length: Length) -> PathBuf {
    audio.join(format!("{variant}-{}.wav", length.name()))
}

fn measure(variant: &str, length: Length, wav: &Path) -> anyhow::Result<Cell> {
    let setting = Setting::usual(variant, length, physical_cores());
    let work = Work {
        voice: VOICE,
        wav,
        repeats: 0,
        soak: 0,
    };
    let measured = process::measure(process::of_cell(&setting, &work)?, &Running::default());
    let measured = measured.with_context(|| format!("can't measure {}", setting.describe()))?;
    Ok(measured.cell)
}

fn medians(cells: &[Cell]) -> Vec<Cell> {
    let mut medians = Vec::new();
    for variant in VARIANTS {
        for length in Length::ALL {
            let of_cell =
                |cell: &&Cell| cell.setting.variant == variant && cell.setting.text == length;
            let same: Vec<&Cell> = cells.iter().filter(of_cell).collect();
            medians.push(median(&same));
        }
    }
    medians
}
