//! One probe: a process that measures one thing and prints its figures.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use vocalize_core::{
    Model, Places, Runtime, SessionOptions, Speech, Variant, Voice, Voices, peak_memory_bytes,
};
use vocalize_text::english::English;
use vocalize_text::remembered::Remembered;
use vocalize_text::{Dialect, Frontend, Language, TokenId};

use super::likeness;
use super::plant;
use crate::cell;
use crate::texts::{Length, VOICE};
use crate::usage::cpu_time;

/// Times the same thing is done in one process.
const REPEATS: usize = 4;

/// One thread: what a second one is given to do, and how long it waits awake,
/// differs from run to run.
pub(super) fn one_thread() -> SessionOptions {
    SessionOptions {
        threads: 1,
        ..SessionOptions::default()
    }
}

/// What to measure.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A session and its speech
    Synthesis { variant: String },
    /// A process from its start to the end of its speech, and the speech again
    Cold { variant: String },
    /// The text front end
    Tokens,
    /// How far a variant's speech is from another's
    Likeness { variant: String, reference: String },
}

type Readings = BTreeMap<String, f64>;

/// Measures and prints one JSON object.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let readings = match &arguments.what {
        What::Synthesis { variant } => synthesis(variant)?,
        What::Cold { variant } => cold(variant)?,
        What::Tokens => tokens()?,
        What::Likeness { variant, reference } => Readings::from([(
            "log_spectral_distance".to_owned(),
            likeness::distance(variant, reference)?,
        )]),
    };
    println!("{}", serde_json::to_string(&readings)?);
    Ok(())
}

/// Starts `program` as the probe that `arguments` name.
pub(super) fn start(program: &Path, arguments: &[String]) -> anyhow::Result<Readings> {
    let output = Command::new(program)
        .arg("probe")
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("can't start {}", program.display()))?;
    if !output.status.success() {
        bail!(
            "{} can't measure {} (a variant that is missing is built by `cargo xtask optimize`)",
            program.display(),
            arguments.join("/")
        );
    }
    serde_json::from_slice(&output.stdout).context("a probe printed no figures")
}

/// The CPU time of `work`, and more if a slow-down of `what` is planted.
fn timed<T>(what: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<(T, f64)> {
    let started = cpu_time();
    let done = work()?;
    plant::slow_down(what, cpu_time().saturating_sub(started));
    Ok((done, cpu_time().saturating_sub(started).as_secs_f64()))
}

fn synthesis(variant: &str) -> anyhow::Result<Readings> {
    let places = Places::find(None)?;
    let runtime = Runtime::load(&places.runtime()?)?;
    let loaded = Variant::named(&places.variants(), variant)?;
    let (model, session) = timed("session", || {
        Ok(Model::load(&runtime, &loaded, &one_thread())?)
    })?;
    let (voice, ids) = (voice(&places)?, short_ids(&places)?);
    let mut least = f64::INFINITY;
    for _ in 0..REPEATS {
        let (audio, seconds) = timed("synthesis", || Ok(model.synthesize(&ids, &voice, 1.0)?))?;
        cell::check_pace(variant, audio.len(), ids.len())?;
        least = least.min(seconds);
    }
    Ok(Readings::from([
        ("cpu_seconds".to_owned(), least),
        ("session_cpu_seconds".to_owned(), session),
        ("peak_memory_bytes".to_owned(), peak_memory_bytes() as f64),
    ]))
}

fn cold(variant: &str) -> anyhow::Result<Readings> {
    let places = Places::find(None)?;
    let runtime = Runtime::load(&places.runtime()?)?;
    let loaded = Variant::named(&places.variants(), variant)?;
    let options = SessionOptions {
        prepack: false,
        ..one_thread()
    };
    let model = Model::load(&runtime, &loaded, &options)?;
    let voice = voice(&places)?;
    let frontend = Frontend::open(&places.text(), voice.language()?)?;
    let speak = || -> anyhow::Result<usize> {
        let utterances = frontend.utterances(Length::Short.text());
        let pieces = Speech::new(utterances, &model, &voice, 1.0);
        let lengths: Result<Vec<usize>, _> = pieces.map(|p| p.map(|p| p.audio.len())).collect();
        Ok(lengths?.iter().sum())
    };
    let spoken = speak()?;
    // All that this process has done since it was started.
    plant::slow_down("cold", cpu_time());
    let cold = cpu_time().as_secs_f64();
    cell::check_pace(variant, spoken, short_ids(&places)?.len())?;
    let mut warm = f64::INFINITY;
    for _ in 0..REPEATS {
        let (_, seconds) = timed("warm", speak)?;
        warm = warm.min(seconds);
    }
    Ok(Readings::from([
        ("cpu_seconds".to_owned(), cold),
        ("warm_cpu_seconds".to_owned(), warm),
    ]))
}

fn tokens() -> anyhow::Result<Readings> {
    const TURNS: usize = 200;
    let english = English::open(&Places::find(None)?.text())?;
    let words = |text: &str| english.words(text, Dialect::Us, &|_| None);
    let folder = tempfile::tempdir()?;
    let remembered = Remembered::open(folder.path(), 1 << 20, "gate");
    let text = Length::Medium.text();
    remembered.insert(text, &words(text)?)?;
    let (mut new, mut again) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..REPEATS {
        let read = || (0..TURNS).try_for_each(|_| Ok(words(text).map(drop)?));
        new = new.min(timed("tokens", read)?.1);
        let get = || {
            (0..TURNS).try_for_each(|_| {
                let found = remembered.get(text)?;
                found.map(drop).context("a remembered sentence is gone")
            })
        };
        again = again.min(timed("remembered", get)?.1);
    }
    Ok(Readings::from([
        ("new_cpu_seconds".to_owned(), new / TURNS as f64),
        ("remembered_cpu_seconds".to_owned(), again / TURNS as f64),
    ]))
}

pub(super) fn voice(places: &Places) -> anyhow::Result<Voice> {
    Ok(Voices::new(places.voices()).load(VOICE)?)
}

pub(super) fn short_ids(places: &Places) -> anyhow::Result<Vec<TokenId>> {
    let frontend = Frontend::open(&places.text(), Language::EnUs)?;
    let mut utterances = frontend.utterances(Length::Short.text());
    Ok(utterances.next().context("no utterance")??.ids)
}
