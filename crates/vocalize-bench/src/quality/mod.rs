//! `vocalize-bench quality`: each variant's speech beside fp32's.
//!
//! fp32 speaks every sentence once. A variant's decoder gets fp32's prosody, so
//! that both say the same at the same time; and the whole variant speaks as it does
//! for everyone.

pub(crate) mod decoder;
pub(crate) mod dnsmos;
mod figures;
mod listing;
mod measure;
mod page;
mod recordings;
pub(crate) mod reference;
mod report;
mod spectrogram;
mod statistics;
pub(crate) mod utterances;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use vocalize_audio::seconds;
use vocalize_core::{Places, Runtime, Variant, physical_cores};

use crate::file;
use crate::int8::{self, Base, LayerCost, Method};
use crate::machine::Machine;
use crate::progress;
use dnsmos::Dnsmos;
use figures::Whole;
use measure::{Measured, Measurement, Spoken};
use page::Exhibit;
use report::{LayerReport, ReferenceSentence, Report, SentenceReport, Summary, VariantReport};
use utterances::Sentence;
use words::Heard;

/// Sentences that can be looked at and listened to in the page: one for each voice.
const EXHIBITS: usize = 4;

/// What is compared.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Variants, by name or by folder [default: every one that runs here, and the
    /// peers in models/peers]
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    variants: Vec<String>,
    /// Sentences, the first of the list [default: all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    sentences: Option<u16>,
    /// Threads for each model [default: physical cores]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Where quality.json, quality.html and quality/ go
    #[arg(long, value_name = "DIR", default_value = "reports")]
    reports: PathBuf,
    /// A Python with the packages that scripts/transcribe.py needs, for word error
    /// rates
    #[arg(long, value_name = "PROGRAM", default_value = "python3")]
    python: PathBuf,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    /// Leave the variants' own records as they are
    #[arg(long)]
    no_record: bool,
}

/// Compares, and writes the report, the recordings and the variants' records.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let places = Places::find(None)?;
    let mut variants = chosen(&places, &arguments.variants)?;
    let fp32 = Variant::named(&places.variants(), Variant::FP32)
        .context("the quality report compares with fp32: run `cargo xtask optimize`")?;
    let reports = &arguments.reports;
    fs::create_dir_all(reports).with_context(|| format!("can't make {}", reports.display()))?;
    let sentences = utterances::sentences(arguments.sentences.map_or(usize::MAX, usize::from));
    let runtime = Runtime::load(&places.runtime()?)?;
    let threads = arguments.threads.unwrap_or_else(physical_cores);
    let steps = sentences.len() * (1 + 2 * variants.len());
    let measurement = Measurement {
        dnsmos: Dnsmos::load(&runtime, &places.models().join("dnsmos"), threads)?,
        utterances: utterances::utterances(&places, &sentences)?,
        bar: progress::bar(steps as u64),
        runtime,
        threads,
    };
    let spoken = measurement.speak_reference(&fp32)?;
    let measured: anyhow::Result<Vec<_>> = variants
        .iter()
        .map(|variant| measurement.measure(variant, &spoken))
        .collect();
    let measured = measured?;
    measurement.bar.finish_and_clear();

    let audio = recordings(&variants, &spoken, &measured);
    let exhibits = exhibits(&audio, sentences.len());
    recordings::write(reports, &audio)?;
    let heard = listen(arguments, &variants, &sentences);
    let report = Report {
        machine: Machine::this(&measurement.runtime),
        reference_made_by: fp32.record().made_by.clone(),
        reference: reference(&spoken, heard.as_ref().ok().map(|heard| &heard[0])),
        no_words: heard.as_ref().err().map(|error| format!("{error:#}")),
        variants: (1..)
            .zip(variants.iter().zip(measured))
            .map(|(n, (variant, measured))| {
                variant_report(
                    variant,
                    measured,
                    heard.as_ref().ok().map(|heard| &heard[n]),
                )
            })
            .collect(),
        layers: layers(&reports.join(int8::LAYERS), &fp32, &variants),
        sentences,
    };
    file::write_json(&reports.join("quality.json"), &report)?;
    let page = page::page(&report, &exhibits);
    file::write(&reports.join("quality.html"), page.as_bytes())?;
    if !arguments.no_record {
        for (variant, report) in variants.iter_mut().zip(&report.variants) {
            record(variant, report)?;
        }
    }
    show(&report, arguments)
}

fn show(report: &Report, arguments: &Arguments) -> anyhow::Result<()> {
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(report)?);
        return Ok(());
    }
    println!("{}", listing::listing(report));
    if let Some(reason) = &report.no_words {
        println!("Word error rates were not measured: {reason}");
    }
    let page = arguments.reports.join("quality.html");
    println!("To look at and listen to: {}", page.display());
    Ok(())
}

/// What was measured of each layer of `fp32` for the `int8` among `variants`.
fn layers(journal: &Path, fp32: &Variant, variants: &[Variant]) -> Vec<LayerReport> {
    let int8 = variants.iter().find(|v| v.record().name == Variant::INT8);
    let choice = int8.and_then(|v| v.record().quantised.as_ref());
    let method = choice.and_then(|choice| Method::named(&choice.calibration));
    let (Some(choice), Some(method)) = (choice, method) else {
        return Vec::new();
    };
    let costs = LayerCost::read(journal, &Base::of(fp32), method).into_iter();
    costs
        .map(|cost| LayerReport {
            integers: !choice.float_layers.contains(&cost.layer),
            cost,
        })
        .collect()
}

/// The variants named, or all but fp32 that this CPU can run, and the peers.
fn chosen(places: &Places, named: &[String]) -> anyhow::Result<Vec<Variant>> {
    let folder = places.variants();
    if !named.is_empty() {
        let load = |name: &String| {
            let path = Path::new(name);
            Ok(if path.components().count() > 1 {
                Variant::load(path)?
            } else {
                Variant::named(&folder, name)?
            })
        };
        return named.iter().map(load).collect();
    }
    let mut found = Vec::new();
    for folder in [folder, places.models().join("peers")] {
        for name in Variant::names(&folder) {
            if name == Variant::FP32 {
                continue;
            }
            let variant = Variant::load(&folder.join(&name))?;
            match variant.check_cpu() {
                Ok(()) => found.push(variant),
                Err(error) => eprintln!("{name} is left out: {error}"),
            }
        }
    }
    if found.is_empty() {
        bail!("there is no variant beside fp32: run `cargo xtask optimize`");
    }
    Ok(found)
}

/// Writes what was found into the variant's own record. The file that set-up
/// fetched stays as set-up knows it.
fn record(variant: &mut Variant, report: &VariantReport) -> anyhow::Result<()> {
    match report.record() {
        Some(quality) if variant.record().name != Variant::PUBLISHED => {
            Ok(variant.record_quality(quality)?)
        }
        _ => Ok(()),
    }
}

/// The speech of fp32 and of each variant, with its name.
fn recordings<'a>(
    variants: &'a [Variant],
    spoken: &'a [Spoken],
    measured: &'a [Measured],
) -> Vec<(&'a str, Vec<&'a [f32]>)> {
    let fp32 = spoken.iter().map(|s| s.speech.audio.as_slice()).collect();
    let others = variants.iter().zip(measured).map(|(variant, measured)| {
        let audio = measured.audio.iter().map(Vec::as_slice).collect();
        (variant.record().name.as_str(), audio)
    });
    std::iter::once((Variant::FP32, fp32))
        .chain(others)
        .collect()
}

fn exhibits(recordings: &[(&str, Vec<&[f32]>)], sentences: usize) -> Vec<Exhibit> {
    let exhibit = |sentence: usize| Exhibit {
        sentence,
        spectrograms: recordings
            .iter()
            .map(|(name, audio)| {
                let picture = spectrogram::spectrogram(audio[sentence]);
                ((*name).to_owned(), picture)
            })
            .collect(),
    };
    (0..sentences.min(EXHIBITS)).map(exhibit).collect()
}

/// What a recogniser hears of fp32 and then of each variant, sentence by sentence.
fn listen(
    arguments: &Arguments,
    variants: &[Variant],
    sentences: &[Sentence],
) -> anyhow::Result<Vec<Vec<Heard>>> {
    let names = variants.iter().map(|v| v.record().name.as_str());
    let names = std::iter::once(Variant::FP32).chain(names);
    let texts: Vec<String> = sentences.iter().map(|s| s.text.clone()).collect();
    names
        .map(|name| {
            let wavs = recordings::paths(&arguments.reports, name, texts.len());
            words::listen(&arguments.python, &wavs, &texts)
        })
        .collect()
}

fn reference(spoken: &[Spoken], heard: Option<&Vec<Heard>>) -> Vec<ReferenceSentence> {
    let sentence = |(number, spoken): (usize, &Spoken)| ReferenceSentence {
        seconds: seconds(spoken.speech.audio.len()),
        opinion: spoken.speech.opinion,
        heard: heard.map(|heard| heard[number].clone()),
    };
    spoken.iter().enumerate().map(sentence).collect()
}

fn variant_report(
    variant: &Variant,
    measured: Measured,
    heard: Option<&Vec<Heard>>,
) -> VariantReport {
    let (alone, no_decoder) = match measured.alone {
        Ok(figures) => (figures, None),
        Err(reason) => (Vec::new(), Some(reason)),
    };
    let sentence = |(number, whole): (usize, Whole)| SentenceReport {
        equal_prosody: alone.get(number).copied(),
        whole,
        heard: heard.map(|heard| heard[number].clone()),
    };
    let sentences: Vec<_> = measured
        .whole
        .into_iter()
        .enumerate()
        .map(sentence)
        .collect();
    VariantReport {
        name: variant.record().name.clone(),
        made_by: variant.record().made_by.clone(),
        no_decoder,
        summary: Summary::of(&sentences),
        sentences,
    }
}

#[cfg(test)]
mod tests;
