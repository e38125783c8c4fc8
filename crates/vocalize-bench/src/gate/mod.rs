//! The gate: measures what `reports/gates.toml` sets limits to and fails when one
//! is broken.
//!
//! Times are compared within one run only, as ratios of CPU time: each probe is a
//! process of its own, probes take turns, and the least of all their figures
//! counts, because everything that disturbs a machine makes it slower.

mod against;
mod figures;
mod instructions;
mod judge;
mod likeness;
mod plant;
mod probe;
mod record;
mod thresholds;
mod work;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

pub(crate) use probe::Arguments as ProbeArguments;
pub(crate) use probe::run as run_probe;
pub(crate) use work::Work;

use figures::Figures;
use judge::{Verdict, judge};
use thresholds::{Threshold, Thresholds};
use vocalize_core::{Places, Runtime, Variant, cpu_features};

use crate::variants;

/// What to measure and how often.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The limits
    #[arg(long, default_value = "reports/gates.toml", value_name = "FILE")]
    gates: PathBuf,
    /// Measure only the limits whose name contains this
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Times each probe is started; the least figure counts
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=100))]
    rounds: u16,
    /// Compare with another build of this program instead of with the limits
    #[arg(long, value_name = "PROGRAM")]
    against: Option<PathBuf>,
    /// Print one JSON object a limit on standard output
    #[arg(long)]
    json: bool,
}

/// Prints a line for each limit. The exit code is 1 if one is broken twice.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if let Some(program) = &arguments.against {
        return against::run(program, arguments.rounds.max(5), arguments.json);
    }
    let thresholds = load(&arguments.gates, arguments.only.as_deref())?;
    build_missing(&thresholds)?;
    let measured = Figures::measure(&thresholds, arguments.rounds)?;
    let mut broken = 0;
    for threshold in &thresholds {
        let mut verdict = judge(threshold, &measured)?;
        if verdict.broken {
            eprintln!("{}: broken, measuring it again", threshold.name);
            let again = Figures::measure(std::slice::from_ref(threshold), arguments.rounds)?;
            verdict = judge(threshold, &again)?;
        }
        broken += usize::from(verdict.broken);
        print(&verdict, arguments.json)?;
    }
    if broken == 0 {
        eprintln!("gate: {} limits are kept", thresholds.len());
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("gate: {broken} of {} limits are broken", thresholds.len());
    Ok(ExitCode::FAILURE)
}

fn load(path: &Path, only: Option<&str>) -> anyhow::Result<Vec<Threshold>> {
    let mut thresholds = Thresholds::load(path)?.gates;
    if let Some(part) = only {
        thresholds.retain(|threshold| threshold.name.contains(part));
    }
    if thresholds.is_empty() {
        anyhow::bail!("{} has no such limit: look there for names", path.display());
    }
    let features = cpu_features();
    thresholds.retain(|threshold| {
        let applies = threshold.applies_to(&features);
        if !applies {
            eprintln!(
                "{}: not checked, this CPU lacks what it needs",
                threshold.name
            );
        }
        applies
    });
    Ok(thresholds)
}

/// Builds the variants if one that a limit names, and that can be built, is not there.
fn build_missing(thresholds: &[Threshold]) -> anyhow::Result<()> {
    let places = Places::find(None)?;
    let there = Variant::names(&places.variants());
    let is_missing = |name: &str| {
        let named = |path: &String| path.split('/').any(|part| part == name);
        let mut paths = thresholds
            .iter()
            .flat_map(|t| [Some(&t.figure), t.to.as_ref()]);
        !there.iter().any(|n| n == name) && paths.any(|path| path.is_some_and(named))
    };
    let float = [
        Variant::PUBLISHED_OPTIMIZED,
        Variant::FP32,
        Variant::OPTIMIZED,
    ];
    let (float, int8) = (float.into_iter().any(is_missing), is_missing(Variant::INT8));
    if !float && !int8 {
        return Ok(());
    }
    let runtime = Runtime::load(&places.runtime()?)?;
    if float {
        variants::build(&places, &runtime, None)?;
    }
    if int8 {
        variants::make_int8(&places, &runtime, None)?;
    }
    Ok(())
}

fn print(verdict: &Verdict<'_>, json: bool) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string(verdict)?);
    } else {
        println!("{verdict}");
    }
    Ok(())
}

/// This program, to be started again as a probe.
fn this_program() -> anyhow::Result<PathBuf> {
    std::env::current_exe().context("can't find this program")
}
