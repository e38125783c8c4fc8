//! One cell: one variant speaks one text, in a process of its own.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::bail;
use clap::Args;
use serde::{Deserialize, Serialize};
use vocalize_audio::WavFile;
use vocalize_core::{
    Model, Piece, Places, Runtime, SessionOptions, Speech, Variant, Voices, peak_memory_bytes,
    worth_prepacking,
};
use vocalize_text::Frontend;

use crate::texts::Length;

/// Which cell.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[arg(long)]
    variant: String,
    #[arg(long)]
    text: Length,
    #[arg(long)]
    voice: String,
    #[arg(long)]
    threads: usize,
    /// Where the speech goes
    #[arg(long)]
    wav: PathBuf,
}

/// What was measured. Seconds are wall time of a process that did nothing before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cell {
    pub(crate) variant: String,
    pub(crate) text: Length,
    pub(crate) voice: String,
    pub(crate) threads: usize,
    /// Loading the graph into a session.
    pub(crate) session_seconds: f64,
    /// From text to tokens, the front end ready.
    pub(crate) text_seconds: f64,
    /// From tokens to samples.
    pub(crate) inference_seconds: f64,
    /// All of it, with making the front end and writing the file.
    pub(crate) total_seconds: f64,
    pub(crate) audio_seconds: f64,
    pub(crate) tokens: usize,
    pub(crate) peak_memory_bytes: u64,
}

impl Cell {
    /// Inference seconds for each second of audio.
    pub(crate) fn rtf(&self) -> f64 {
        self.inference_seconds / self.audio_seconds
    }
}

/// Measures the cell and prints it as one line of JSON.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    println!("{}", serde_json::to_string(&measure(arguments)?)?);
    Ok(())
}

fn measure(arguments: &Arguments) -> anyhow::Result<Cell> {
    let started = Instant::now();
    let places = Places::find(None)?;
    let voice = Voices::new(places.voices()).load(&arguments.voice)?;
    let variant = Variant::named(&places.variants(), &arguments.variant)?;
    let runtime = Runtime::load(&places.runtime()?)?;
    let session_started = Instant::now();
    let options = SessionOptions {
        threads: arguments.threads,
        sessions: 1,
        prepack: worth_prepacking(arguments.text.text().len()),
    };
    let model = Model::load(&runtime, &variant, &options)?;
    let session_seconds = session_started.elapsed().as_secs_f64();
    let frontend = Frontend::open(&places.text(), voice.language()?)?;
    let mut cell = Cell {
        variant: arguments.variant.clone(),
        text: arguments.text,
        voice: arguments.voice.clone(),
        threads: arguments.threads,
        session_seconds,
        text_seconds: 0.0,
        inference_seconds: 0.0,
        total_seconds: 0.0,
        audio_seconds: 0.0,
        tokens: 0,
        peak_memory_bytes: 0,
    };
    let mut wav = WavFile::create(&arguments.wav)?;
    let mut samples = 0;
    let utterances = frontend.utterances(arguments.text.text());
    for piece in Speech::new(utterances, &model, &voice, 1.0) {
        let Piece {
            audio,
            tokens,
            text_time,
            synth_time,
        } = piece?;
        wav.write(&audio)?;
        samples += audio.len();
        cell.tokens += tokens;
        cell.text_seconds += text_time.as_secs_f64();
        cell.inference_seconds += synth_time.as_secs_f64();
    }
    wav.finish()?;
    cell.audio_seconds = vocalize_audio::seconds(samples);
    cell.total_seconds = started.elapsed().as_secs_f64();
    cell.peak_memory_bytes = peak_memory_bytes();
    check(&cell)?;
    Ok(cell)
}

/// A figure of something that isn't speech is no figure: English readers take
/// between 30 and 250 ms a phoneme.
fn check(cell: &Cell) -> anyhow::Result<()> {
    let pace = cell.audio_seconds / cell.tokens as f64;
    if !(0.03..0.25).contains(&pace) {
        bail!(
            "{} spoke {} tokens in {:.2} s: that is no speech",
            cell.variant,
            cell.tokens,
            cell.audio_seconds
        );
    }
    Ok(())
}
