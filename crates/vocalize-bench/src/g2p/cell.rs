//! One way from text to phonemes, measured in a process of its own.

use std::time::Instant;

use anyhow::bail;
use clap::Args;
use serde::{Deserialize, Serialize};
use vocalize_core::{Places, peak_memory_bytes};
use vocalize_text::{Dialect, Frontend, Language, Method};

use super::sentences;

/// `misaki-rs` itself, parsing its lexicons: what the front end was before.
pub(super) const BEFORE: &str = "misaki-rs";

/// Which way.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[arg(long)]
    way: String,
}

/// What was measured. Seconds are wall time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Cell {
    /// From nothing to the phonemes of the first sentence.
    pub(super) cold_seconds: f64,
    /// Each sentence, read before.
    pub(super) warm_seconds: Vec<f64>,
    /// How much the process's peak of memory grew with the first sentence.
    pub(super) memory_bytes: u64,
    /// The phonemes of each sentence.
    pub(super) phonemes: Vec<String>,
}

/// Measures a way and prints it as one line of JSON.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    println!("{}", serde_json::to_string(&measure(&arguments.way)?)?);
    Ok(())
}

fn measure(way: &str) -> anyhow::Result<Cell> {
    let places = Places::find(None)?;
    let memory_before = peak_memory_bytes();
    let started = Instant::now();
    let frontend = open(way, &places)?;
    let mut phonemes = Vec::new();
    let mut cold_seconds = 0.0;
    let mut memory_bytes = 0;
    for sentence in sentences() {
        phonemes.push(read(&frontend, sentence)?);
        if phonemes.len() == 1 {
            cold_seconds = started.elapsed().as_secs_f64();
            memory_bytes = peak_memory_bytes().saturating_sub(memory_before);
        }
    }
    let mut warm_seconds = Vec::new();
    for (sentence, before) in sentences().zip(&phonemes) {
        let started = Instant::now();
        let said = read(&frontend, sentence)?;
        warm_seconds.push(started.elapsed().as_secs_f64());
        if said != *before {
            bail!("{way} says {sentence:?} otherwise the second time");
        }
    }
    Ok(Cell {
        cold_seconds,
        warm_seconds,
        memory_bytes,
        phonemes,
    })
}

fn open(way: &str, places: &Places) -> anyhow::Result<Frontend> {
    if way == BEFORE {
        return Ok(Frontend::without_compiled(Dialect::Us));
    }
    let Some(method) = Method::ALL.into_iter().find(|m| m.name() == way) else {
        bail!("there is no way {way:?} from text to phonemes");
    };
    Ok(Frontend::open_with(&places.text(), Language::EnUs, method)?)
}

fn read(frontend: &Frontend, sentence: &str) -> anyhow::Result<String> {
    let mut phonemes = String::new();
    for utterance in frontend.utterances(sentence) {
        phonemes.push_str(&utterance?.phonemes);
    }
    Ok(phonemes)
}
