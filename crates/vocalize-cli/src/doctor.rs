//! `vocalize doctor`.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use vocalize_core::{
    Candidates, Error, Mode, Places, Provider, Runtime, Variant, Voices, cpu_features, cpu_name,
    physical_cores,
};

use crate::arguments::Doctor;

/// What was found.
#[derive(Serialize)]
struct Report {
    version: &'static str,
    system: String,
    cpu: &'static str,
    cpu_features: Vec<&'static str>,
    physical_cores: usize,
    models: Option<String>,
    runtime: Option<String>,
    runtime_build: Option<&'static str>,
    providers: Vec<Provider>,
    variants: Vec<String>,
    default_variant: Option<String>,
    /// Which variant speaks in each quality mode, as far as can be told without
    /// loading it.
    quality: Vec<ModeReport>,
    voices: usize,
    players: Vec<&'static str>,
    /// What is missing or damaged, a sentence each.
    problems: Vec<String>,
}

/// One quality mode.
#[derive(Serialize)]
struct ModeReport {
    mode: &'static str,
    variant: Option<String>,
    /// Why those that go before it don't.
    passed_over: Vec<String>,
}

/// Looks at everything; the exit code is 1 if `say` can't work.
pub(crate) fn run(doctor: &Doctor, models: Option<&Path>) -> anyhow::Result<ExitCode> {
    let report = examine(models);
    let mut output = std::io::stdout().lock();
    if doctor.json {
        writeln!(output, "{}", serde_json::to_string(&report)?)?;
    } else {
        write!(output, "{}", as_text(&report))?;
    }
    Ok(if report.problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn examine(models: Option<&Path>) -> Report {
    let mut report = Report {
        version: env!("CARGO_PKG_VERSION"),
        system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        cpu: cpu_name(),
        cpu_features: cpu_features(),
        physical_cores: physical_cores(),
        models: None,
        runtime: None,
        runtime_build: None,
        providers: Vec::new(),
        variants: Vec::new(),
        default_variant: None,
        quality: Vec::new(),
        voices: 0,
        players: vocalize_audio::player_names()
            .into_iter()
            .filter(|p| is_installed(p))
            .collect(),
        problems: Vec::new(),
    };
    match Places::find(models) {
        Ok(places) => {
            report.models = Some(places.models().display().to_string());
            examine_runtime(&places, &mut report);
            examine_variants(&places, &mut report);
            examine_voices(&places, &mut report);
        }
        Err(error) => report.problems.push(error.to_string()),
    }
    report
}

fn examine_runtime(places: &Places, report: &mut Report) {
    match places.runtime().and_then(|path| Runtime::load(&path)) {
        Ok(runtime) => {
            report.runtime = Some(runtime.path().display().to_string());
            report.runtime_build = Some(runtime.build_info());
            report.providers = runtime.providers();
        }
        Err(error) => report.problems.push(error.to_string()),
    }
}

fn examine_variants(places: &Places, report: &mut Report) {
    let folder = places.variants();
    report.variants = Variant::names(&folder);
    for name in &report.variants {
        let checked = Variant::load(&folder.join(name)).and_then(|variant| variant.verify());
        report
            .problems
            .extend(checked.err().map(|error| error.to_string()));
    }
    let name = |variant: Variant| variant.record().name.clone();
    match Candidates::by_default(&folder).first(|_| Ok(())) {
        Ok((variant, ..)) => report.default_variant = Some(name(variant)),
        Err(error @ Error::UnknownVariant { .. }) => report.problems.push(error.to_string()),
        // A damaged one is named above already.
        Err(_) => {}
    }
    report.quality = Mode::ALL
        .map(|mode| {
            let Candidates {
                variants,
                passed_over,
            } = Candidates::for_mode(&folder, mode);
            ModeReport {
                mode: mode.name(),
                variant: variants.into_iter().next().map(name),
                passed_over: passed_over.iter().map(ToString::to_string).collect(),
            }
        })
        .into();
}

fn examine_voices(places: &Places, report: &mut Report) {
    let voices = Voices::new(places.voices());
    let names = voices.names();
    report.voices = names.len();
    if names.is_empty() {
        let folder = places.voices();
        report.problems.push(format!(
            "no voices in {}: run `cargo xtask setup`",
            folder.display()
        ));
    }
    let damaged = names.iter().filter_map(|name| voices.load(name).err());
    report
        .problems
        .extend(damaged.map(|error| error.to_string()));
}

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let suffix = std::env::consts::EXE_SUFFIX;
    std::env::split_paths(&path).any(|folder| folder.join(format!("{program}{suffix}")).is_file())
}

fn as_text(report: &Report) -> String {
    let missing = || "not found".to_owned();
    let list = |things: &[&str]| {
        if things.is_empty() {
            "none".to_owned()
        } else {
            things.join(" ")
        }
    };
    let variants: Vec<&str> = report.variants.iter().map(String::as_str).collect();
    let providers: Vec<&str> = report.providers.iter().map(|p| p.name()).collect();
    let rows = [
        ("version", report.version.to_owned()),
        ("system", report.system.clone()),
        (
            "CPU",
            format!("{}, {} cores", report.cpu, report.physical_cores),
        ),
        ("CPU features", list(&report.cpu_features)),
        ("models", report.models.clone().unwrap_or_else(missing)),
        (
            "ONNX Runtime",
            report.runtime.clone().unwrap_or_else(missing),
        ),
        (
            "its build",
            report.runtime_build.unwrap_or("unknown").to_owned(),
        ),
        ("its providers", list(&providers)),
        ("variants", list(&variants)),
        (
            "used by default",
            report.default_variant.clone().unwrap_or_else(missing),
        ),
        ("voices", report.voices.to_string()),
        ("players", list(&report.players)),
    ];
    let mut text = String::new();
    for (name, value) in rows {
        text.push_str(&format!("{name:<16} {value}\n"));
    }
    for mode in &report.quality {
        let name = format!("quality {}", mode.mode);
        let variant = mode.variant.clone().unwrap_or_else(missing);
        let reason = mode.passed_over.first();
        let reason = reason.map_or_else(String::new, |reason| format!(" ({reason})"));
        text.push_str(&format!("{name:<16} {variant}{reason}\n"));
    }
    if report.problems.is_empty() {
        text.push_str("All is well.\n");
    }
    for problem in &report.problems {
        text.push_str(&format!("PROBLEM          {problem}\n"));
    }
    text
}
