//! `vocalize-bench quality`: each variant's speech beside fp32's.
//!
//! fp32 speaks every sentence once. A variant's decoder gets fp32's prosody, so
//! that both say the same at the same time; and the whole variant speaks as it does
//! for everyone.

mod decoder;
mod dnsmos;
mod figures;
mod reference;
mod report;
mod statistics;
mod utterances;

use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use vocalize_core::{
    Model, Places, QualityRecord, Runtime, SessionOptions, Variant, physical_cores,
};

use crate::machine::Machine;
use decoder::Decoder;
use dnsmos::Dnsmos;
use figures::{EqualProsody, Judged, Whole};
use reference::{Reference, ReferenceModel};
use report::{Report, SentenceReport, Summary, VariantReport};
use utterances::Utterance;

/// What is compared.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Variants, by name or by folder [default: every one that runs here]
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    variants: Vec<String>,
    /// Sentences, the first of the list [default: all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    sentences: Option<u16>,
    /// Threads for each model [default: physical cores]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Where quality.json goes
    #[arg(long, default_value = "reports")]
    reports: PathBuf,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    /// Leave the variants' records as they are
    #[arg(long)]
    no_record: bool,
}

/// Everything that measuring needs.
struct Measurement {
    runtime: Runtime,
    threads: usize,
    dnsmos: Dnsmos,
    utterances: Vec<Utterance>,
    bar: ProgressBar,
}

/// fp32's speech of one sentence.
struct Spoken {
    reference: Reference,
    judged: Judged,
}

/// Compares, writes `quality.json` and the variants' records.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let places = Places::find(None)?;
    let mut variants = chosen(&places.variants(), &arguments.variants)?;
    let fp32 = Variant::named(&places.variants(), Variant::FP32)
        .context("the quality report compares with fp32: run `cargo xtask optimize`")?;
    let reports = &arguments.reports;
    fs::create_dir_all(reports).with_context(|| format!("can't make {}", reports.display()))?;
    let count = arguments.sentences.map_or(usize::MAX, usize::from);
    let sentences = utterances::sentences(count.min(utterances::count()));
    let runtime = Runtime::load(&places.runtime()?)?;
    let threads = arguments.threads.unwrap_or_else(physical_cores);
    let steps = sentences.len() * (1 + 2 * variants.len());
    let measurement = Measurement {
        dnsmos: Dnsmos::load(&runtime, &places.models().join("dnsmos"), threads)?,
        utterances: utterances::utterances(&places, &sentences)?,
        bar: progress_bar(steps as u64),
        runtime,
        threads,
    };
    let spoken = measurement.speak_reference(&fp32)?;
    let measured: anyhow::Result<Vec<_>> = variants
        .iter()
        .map(|variant| measurement.measure(variant, &spoken))
        .collect();
    measurement.bar.finish_and_clear();
    let report = Report {
        machine: Machine::this(&measurement.runtime),
        sentences,
        reference: spoken.iter().map(|s| s.judged.opinion).collect(),
        variants: measured?,
    };
    let path = reports.join("quality.json");
    report.write(&path)?;
    if !arguments.no_record {
        for (variant, report) in variants.iter_mut().zip(&report.variants) {
            record(variant, report.record())?;
        }
    }
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    }
    Ok(())
}

/// The variants named, or all but fp32 that this CPU can run.
fn chosen(folder: &Path, named: &[String]) -> anyhow::Result<Vec<Variant>> {
    if !named.is_empty() {
        let load = |name: &String| {
            let path = Path::new(name);
            Ok(if path.components().count() > 1 {
                Variant::load(path)?
            } else {
                Variant::named(folder, name)?
            })
        };
        return named.iter().map(load).collect();
    }
    let mut found = Vec::new();
    for name in Variant::names(folder) {
        if name == Variant::FP32 {
            continue;
        }
        let variant = Variant::load(&folder.join(&name))?;
        match variant.check_cpu() {
            Ok(()) => found.push(variant),
            Err(error) => eprintln!("{name} is left out: {error}"),
        }
    }
    if found.is_empty() {
        bail!("there is no variant beside fp32: run `cargo xtask optimize`");
    }
    Ok(found)
}

/// Writes what was found into the variant's own record. The file that set-up
/// fetched stays as set-up knows it.
fn record(variant: &mut Variant, quality: Option<QualityRecord>) -> anyhow::Result<()> {
    match quality {
        Some(quality) if variant.record().name != Variant::PUBLISHED => {
            Ok(variant.record_quality(quality)?)
        }
        _ => Ok(()),
    }
}

impl Measurement {
    fn step(&self, what: &str) {
        self.bar.set_message(what.to_owned());
        self.bar.inc(1);
    }

    fn announce(&self, what: &str) {
        if self.bar.is_hidden() {
            eprintln!("quality: {what}");
        }
    }

    fn speak_reference(&self, fp32: &Variant) -> anyhow::Result<Vec<Spoken>> {
        self.announce("fp32 speaks");
        let model = ReferenceModel::load(&self.runtime, fp32, self.threads)?;
        let speak = |utterance| {
            let mut reference = model.speak(utterance)?;
            let audio = std::mem::take(&mut reference.audio);
            let judged = Judged::new(audio, &self.dnsmos)?;
            self.step("fp32");
            Ok(Spoken { reference, judged })
        };
        self.utterances.iter().map(speak).collect()
    }

    fn measure(&self, variant: &Variant, spoken: &[Spoken]) -> anyhow::Result<VariantReport> {
        let name = &variant.record().name;
        self.announce(&format!("{name} beside fp32"));
        let alone = self.decoder_alone(variant, spoken);
        let (alone, no_decoder) = match alone? {
            Ok(figures) => (figures.into_iter().map(Some).collect(), None),
            Err(reason) => (vec![None; spoken.len()], Some(reason)),
        };
        let whole = self.whole(variant, spoken)?;
        let sentences: Vec<SentenceReport> = alone
            .into_iter()
            .zip(whole)
            .map(|(equal_prosody, whole)| SentenceReport {
                equal_prosody,
                whole,
            })
            .collect();
        Ok(VariantReport {
            name: name.clone(),
            made_by: variant.record().made_by.clone(),
            no_decoder,
            summary: Summary::of(&sentences),
            sentences,
        })
    }

    /// The decoder on fp32's prosody, or why there is none.
    fn decoder_alone(
        &self,
        variant: &Variant,
        spoken: &[Spoken],
    ) -> anyhow::Result<Result<Vec<EqualProsody>, String>> {
        let name = &variant.record().name;
        let decoder = match Decoder::load(&self.runtime, variant, self.threads) {
            Ok(decoder) => decoder,
            Err(error) => {
                self.bar.inc(spoken.len() as u64);
                return Ok(Err(format!("{error:#}")));
            }
        };
        let compare = |spoken: &Spoken| {
            let audio = decoder.speak(&spoken.reference)?;
            self.step(&format!("{name}: decoder"));
            EqualProsody::measure(&spoken.judged.audio, &audio)
        };
        let figures: anyhow::Result<Vec<_>> = spoken.iter().map(compare).collect();
        Ok(Ok(figures?))
    }

    /// The variant as everyone uses it.
    fn whole(&self, variant: &Variant, spoken: &[Spoken]) -> anyhow::Result<Vec<Whole>> {
        let name = &variant.record().name;
        let options = SessionOptions {
            threads: self.threads,
            ..SessionOptions::default()
        };
        let model = Model::load(&self.runtime, variant, &options)?;
        let compare = |(utterance, spoken): (&Utterance, &Spoken)| {
            let audio = model.synthesize(&utterance.ids, &utterance.voice, 1.0)?;
            let judged = Judged::new(audio, &self.dnsmos)?;
            self.step(name);
            Ok(Whole::measure(&spoken.judged, &judged))
        };
        self.utterances.iter().zip(spoken).map(compare).collect()
    }
}

/// A bar with the time left on a terminal, nothing elsewhere.
fn progress_bar(steps: u64) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(steps);
    bar.enable_steady_tick(Duration::from_millis(200));
    match ProgressStyle::with_template("{bar:20} {pos}/{len} {msg}, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
