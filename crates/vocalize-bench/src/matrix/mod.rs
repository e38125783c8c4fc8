//! `matrix`: measures the engine in every setting that a matrix file names.

mod plan;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use vocalize_core::{Places, Runtime, physical_cores};

use crate::page;
use crate::process::{self, Running, Work};
use crate::results::{Header, Results};
use crate::rounds::{Ended, Rounds};
use crate::setting::Setting;
use crate::texts::VOICE;
use plan::Plan;

const QUICK: &str = include_str!("quick.toml");
const FULL: &str = include_str!("full.toml");

/// Arguments of `matrix`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A matrix that comes with the program
    #[arg(long, value_enum, default_value_t = Preset::Quick, conflicts_with = "file")]
    preset: Preset,
    /// A matrix of your own
    #[arg(long, value_name = "FILE.toml")]
    file: Option<PathBuf>,
    #[command(flatten)]
    kept: Kept,
}

/// Where measurements are kept, and for how long they are made.
#[derive(Debug, Args)]
pub(crate) struct Kept {
    /// Where the measurements and the report go
    #[arg(long, default_value = "reports", value_name = "DIR")]
    pub(crate) reports: PathBuf,
    /// The name of the measurements' file; one that exists is gone on with
    /// [default: the matrix and the revision]
    #[arg(long, value_name = "NAME")]
    run: Option<String>,
    /// Begin anew, and set aside what was measured under the same name
    #[arg(long)]
    fresh: bool,
    /// Measure for at most this long [default: what the matrix says]
    #[arg(long, value_name = "MINUTES")]
    minutes: Option<f64>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Preset {
    /// A quarter of an hour
    Quick,
    /// A night
    Full,
}

impl Preset {
    fn name(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Full => "full",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Quick => QUICK,
            Self::Full => FULL,
        }
    }
}

impl Arguments {
    /// The matrix and its name.
    fn matrix(&self) -> anyhow::Result<(String, String)> {
        let Some(file) = &self.file else {
            return Ok((self.preset.name().to_owned(), self.preset.text().to_owned()));
        };
        let text = fs::read_to_string(file);
        let text = text.with_context(|| format!("can't read {}", file.display()))?;
        let name = file.file_stem().unwrap_or_default();
        Ok((name.to_string_lossy().into_owned(), text))
    }
}

impl Kept {
    /// The file of measurements in the folder `kind`, called `name` unless the user
    /// says otherwise.
    pub(crate) fn open(&self, kind: &str, name: &str, header: Header) -> anyhow::Result<Results> {
        let revision = header.machine.revision.as_deref().unwrap_or("unknown");
        let name = match &self.run {
            Some(run) => run.clone(),
            None => format!("{name}-{revision}"),
        };
        let path = self.reports.join(kind).join(format!("{name}.jsonl"));
        Results::open(&path, header, self.fresh)
    }

    /// The time to measure for, `usual` unless the user says otherwise.
    pub(crate) fn budget(&self, usual: std::time::Duration) -> anyhow::Result<std::time::Duration> {
        self.minutes.map_or(Ok(usual), plan::minutes)
    }
}

/// Measures, then renews the report.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let (name, text) = arguments.matrix()?;
    let places = Places::find(None)?;
    let header = Header::this(&places, &Runtime::load(&places.runtime()?)?)?;
    let variants: Vec<String> = header.variants.keys().cloned().collect();
    plan::check_reference(&variants)?;
    let cores = physical_cores();
    let plan = Plan::read(&text, &variants, cores)
        .with_context(|| format!("can't measure the matrix {name}"))?;
    let mut results = arguments.kept.open("matrix", &name, header)?;
    let running = listen()?;
    let folder = tempfile::tempdir().context("can't make a temporary folder")?;
    let settings: Vec<Setting> = plan.cells.iter().map(|c| c.setting.clone()).collect();
    let soak = |setting: &Setting| {
        let planned = plan.cells.iter().find(|cell| cell.setting == *setting);
        planned.map_or(0, |cell| cell.soak)
    };
    let rounds = Rounds {
        cells: &settings,
        reference: &|cell| Setting::reference(cell.text, cores),
        rule: crate::rounds::Rule {
            budget: arguments.kept.budget(plan.rule.budget)?,
            ..plan.rule
        },
        running: &running,
        measure: &|setting, before| {
            let work = Work {
                voice: VOICE,
                wav: &wav(folder.path()),
                repeats: plan.repeats.of(setting.text),
                soak: if before == 0 { soak(setting) } else { 0 },
            };
            process::measure(process::of_cell(setting, &work)?, &running)
        },
    };
    let ended = rounds.measure(&mut results)?;
    page::renew(&arguments.kept.reports)?;
    say_end(ended, &results)
}

/// Where a cell's speech goes: nobody listens to it.
pub(crate) fn wav(folder: &Path) -> PathBuf {
    folder.join("speech.wav")
}

/// From now on Ctrl-C ends the process that is measured, and measuring with it.
pub(crate) fn listen() -> anyhow::Result<Arc<Running>> {
    let running = Arc::new(Running::default());
    let stop = Arc::clone(&running);
    ctrlc::set_handler(move || stop.stop()).context("can't listen to Ctrl-C")?;
    Ok(running)
}

/// Says why measuring ended.
///
/// # Errors
/// When it was interrupted: whoever started this may not want to go on.
pub(crate) fn say_end(ended: Ended, results: &Results) -> anyhow::Result<()> {
    let (count, path) = (results.measurements().len(), results.path().display());
    let why = match ended {
        Ended::Done => "Every ratio is as exact as wanted, or was measured as often as allowed.",
        Ended::Budget => "The time is spent; the same command goes on from here.",
        Ended::Interrupted => bail!(
            "interrupted; {count} measurements are in {path}, the same command goes on from there"
        ),
    };
    eprintln!("{why} {count} measurements are in {path}.");
    Ok(())
}
