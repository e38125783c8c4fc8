//! One cell: one setting speaks one text, in a process of its own.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::bail;
use clap::Args;
use serde::{Deserialize, Serialize};
use vocalize_audio::WavFile;
use vocalize_core::{
    Model, Piece, Places, Runtime, SessionOptions, Speech, Variant, Voice, Voices,
    peak_memory_bytes, worth_prepacking,
};
use vocalize_text::Frontend;

use crate::setting::Setting;
use crate::usage;

/// Which cell, and how often.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    setting: Setting,
    #[arg(long)]
    voice: String,
    /// Where the speech goes
    #[arg(long)]
    wav: PathBuf,
    /// How often the text is spoken again and timed
    #[arg(long, default_value_t = 0)]
    repeats: u32,
    /// How often it is spoken after that, before memory is looked at
    #[arg(long, default_value_t = 0)]
    soak: u32,
}

/// What was measured. Seconds are wall time of a process that did nothing before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cell {
    #[serde(flatten)]
    pub(crate) setting: Setting,
    pub(crate) voice: String,
    /// Finding the files, reading the voice, loading ONNX Runtime.
    pub(crate) runtime_seconds: f64,
    /// Loading the graph into a session.
    pub(crate) session_seconds: f64,
    /// Opening the text front end.
    pub(crate) frontend_seconds: f64,
    /// From text to tokens, the front end ready.
    pub(crate) text_seconds: f64,
    /// From tokens to samples.
    pub(crate) inference_seconds: f64,
    /// From the start until the first samples could be heard.
    pub(crate) first_audio_seconds: f64,
    /// All of it, with making the front end and writing the file.
    pub(crate) total_seconds: f64,
    pub(crate) audio_seconds: f64,
    pub(crate) tokens: usize,
    pub(crate) peak_memory_bytes: u64,
    /// Seconds of all threads in the process's own code and in the system's, where
    /// the system tells.
    pub(crate) cpu_seconds: Option<(f64, f64)>,
}

/// What the same process measured when it spoke the text again.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Warm {
    /// From text to tokens, a figure for each time.
    pub(crate) text_seconds: Vec<f64>,
    /// From tokens to samples, a figure for each time.
    pub(crate) inference_seconds: Vec<f64>,
    /// The memory held at the end, after `soak` more times; absent without any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) soaked_memory_bytes: Option<u64>,
}

impl Cell {
    /// Inference seconds for each second of audio.
    pub(crate) fn rtf(&self) -> f64 {
        self.inference_seconds / self.audio_seconds
    }
}

/// Measures the cell and prints [`Cell`] as one line of JSON; then speaks again as
/// often as asked and prints [`Warm`] as another.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let started = Instant::now();
    let engine = Engine::load(&arguments.setting, &arguments.voice, started)?;
    let cell = engine.speak_cold(arguments, started)?;
    println!("{}", serde_json::to_string(&cell)?);
    let warm = engine.speak_warm(arguments)?;
    println!("{}", serde_json::to_string(&warm)?);
    Ok(())
}

/// Everything that speaking needs, and how long getting it ready took.
struct Engine {
    model: Model,
    voice: Voice,
    frontend: Frontend,
    text: &'static str,
    runtime_seconds: f64,
    session_seconds: f64,
    frontend_seconds: f64,
}

impl Engine {
    fn load(setting: &Setting, voice: &str, started: Instant) -> anyhow::Result<Self> {
        let text = setting.text.text();
        let places = Places::find(None)?;
        let voice = Voices::new(places.voices()).load(voice)?;
        let variant = Variant::named(&places.variants(), &setting.variant)?;
        let runtime = Runtime::load(&places.runtime_for(setting.provider)?)?;
        let runtime_seconds = started.elapsed().as_secs_f64();
        let options = options(setting);
        let model = Model::load(&runtime, &variant, &options)?;
        let session_seconds = started.elapsed().as_secs_f64() - runtime_seconds;
        let frontend_started = Instant::now();
        let frontend = Frontend::open(&places.text(), voice.language()?)?;
        Ok(Self {
            model,
            voice,
            frontend,
            text,
            runtime_seconds,
            session_seconds,
            frontend_seconds: frontend_started.elapsed().as_secs_f64(),
        })
    }

    /// The pieces of the text, spoken.
    fn pieces(&self) -> impl Iterator<Item = Result<Piece, vocalize_core::Error>> {
        let utterances = self.frontend.utterances(self.text);
        Speech::new(utterances, &self.model, &self.voice, 1.0)
    }

    fn speak_cold(&self, arguments: &Arguments, started: Instant) -> anyhow::Result<Cell> {
        let mut wav = WavFile::create(&arguments.wav)?;
        let mut first_audio_seconds = 0.0;
        let (mut text_seconds, mut inference_seconds) = (0.0, 0.0);
        let (mut samples, mut tokens) = (0, 0);
        for piece in self.pieces() {
            let piece = piece?;
            if samples == 0 {
                first_audio_seconds = started.elapsed().as_secs_f64();
            }
            wav.write(&piece.audio)?;
            samples += piece.audio.len();
            tokens += piece.tokens;
            text_seconds += piece.text_time.as_secs_f64();
            inference_seconds += piece.synth_time.as_secs_f64();
        }
        wav.finish()?;
        let cell = Cell {
            setting: arguments.setting.clone(),
            voice: arguments.voice.clone(),
            runtime_seconds: self.runtime_seconds,
            session_seconds: self.session_seconds,
            frontend_seconds: self.frontend_seconds,
            text_seconds,
            inference_seconds,
            first_audio_seconds,
            total_seconds: started.elapsed().as_secs_f64(),
            audio_seconds: vocalize_audio::seconds(samples),
            tokens,
            peak_memory_bytes: peak_memory_bytes(),
            cpu_seconds: usage::cpu_seconds(),
        };
        check(&cell)?;
        Ok(cell)
    }

    fn speak_warm(&self, arguments: &Arguments) -> anyhow::Result<Warm> {
        let mut warm = Warm::default();
        for _ in 0..arguments.repeats {
            let (text, inference) = self.speak_once()?;
            warm.text_seconds.push(text);
            warm.inference_seconds.push(inference);
        }
        for _ in 0..arguments.soak {
            self.speak_once()?;
        }
        if arguments.soak > 0 {
            warm.soaked_memory_bytes = usage::memory_bytes();
        }
        Ok(warm)
    }

    /// Speaks the text to nowhere: seconds from text to tokens, and from tokens to
    /// samples.
    fn speak_once(&self) -> anyhow::Result<(f64, f64)> {
        let mut seconds = (0.0, 0.0);
        for piece in self.pieces() {
            let piece = piece?;
            seconds.0 += piece.text_time.as_secs_f64();
            seconds.1 += piece.synth_time.as_secs_f64();
        }
        Ok(seconds)
    }
}

fn options(setting: &Setting) -> SessionOptions {
    SessionOptions {
        provider: setting.provider,
        threads: setting.threads,
        inter_threads: setting.inter_threads,
        spinning: setting.spinning,
        arena: setting.arena,
        memory_pattern: setting.memory_pattern,
        sessions: 1,
        prepack: worth_prepacking(setting.text.text().len()),
    }
}

/// A figure of something that isn't speech is no figure.
pub(crate) fn check(cell: &Cell) -> anyhow::Result<()> {
    check_seconds(&cell.setting.variant, cell.audio_seconds, cell.tokens)
}

/// The same of samples that `variant` spoke.
pub(crate) fn check_pace(variant: &str, samples: usize, tokens: usize) -> anyhow::Result<()> {
    check_seconds(variant, vocalize_audio::seconds(samples), tokens)
}

/// English readers take between 30 and 250 ms a phoneme.
fn check_seconds(variant: &str, seconds: f64, tokens: usize) -> anyhow::Result<()> {
    let pace = seconds / tokens as f64;
    if !(0.03..0.25).contains(&pace) {
        bail!("{variant} spoke {tokens} tokens in {seconds:.2} s: that is no speech");
    }
    Ok(())
}
