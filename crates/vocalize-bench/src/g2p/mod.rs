//! The ways from text to phonemes beside each other: time, memory, phoneme errors
//! against misaki's answer, and what a recogniser makes of the speech.

mod cell;
mod hearing;
mod table;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use serde::Serialize;
use vocalize_audio::WavFile;
use vocalize_core::{
    Candidates, Model, Places, Runtime, SessionOptions, Speech, Voice, Voices, worth_prepacking,
};
use vocalize_text::{Method, utterances_of_phonemes};

pub(crate) use cell::{Arguments as CellArguments, run as run_cell};

use crate::file;
use crate::machine::Machine;
use crate::statistics::Sample;
use crate::texts::VOICE;
use cell::{BEFORE, Cell};
use hearing::word_error_rate;

/// English in words only, so that a recogniser can write it in one way only.
const SENTENCES: &str = include_str!("sentences.txt");

/// Processes that each way is measured in; medians count.
const ROUNDS: usize = 5;

fn sentences() -> impl Iterator<Item = &'static str> {
    SENTENCES.lines()
}

/// All figures.
#[derive(Debug, Serialize)]
struct Report {
    machine: Machine,
    variant: String,
    voice: &'static str,
    sentences: usize,
    rows: Vec<Row>,
}

/// One way. Seconds are medians of wall time; rates are parts of one.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Row {
    way: &'static str,
    cold_seconds: f64,
    warm_seconds: f64,
    memory_bytes: u64,
    /// Phonemes and stress marks to insert, delete or replace for each of misaki's.
    phoneme_error_rate: f64,
    /// The recogniser's words; `None` where it isn't there.
    word_error_rate: Option<f64>,
}

/// Writes `reports/g2p.json` and `reports/g2p/`, prints the table.
pub(crate) fn run(reports: &Path, python: &Path) -> anyhow::Result<()> {
    let mut cells = Vec::new();
    for way in std::iter::once(BEFORE).chain(Method::ALL.map(Method::name)) {
        eprintln!("measuring {way}");
        match measure(way) {
            Ok(cell) => cells.push((way, cell)),
            Err(error) => eprintln!("left out {way}: {error:#}"),
        }
    }
    let misaki = cells.iter().find(|(way, _)| *way == Method::Misaki.name());
    let (_, misaki) = misaki.context("nothing to compare with: misaki's answer is missing")?;
    let speaker = Speaker::load()?;
    let mut rows = Vec::new();
    for (way, cell) in &cells {
        eprintln!("speaking and hearing {way}");
        let wavs = speaker.speak(&reports.join("g2p").join(way), &cell.phonemes)?;
        let heard = word_error_rate(python, SENTENCES, &wavs)
            .inspect_err(|error| eprintln!("no word error rate: {error:#}"));
        rows.push(Row {
            way,
            cold_seconds: cell.cold_seconds,
            warm_seconds: median(cell.warm_seconds.iter().copied()),
            memory_bytes: cell.memory_bytes,
            phoneme_error_rate: phoneme_error_rate(&misaki.phonemes, &cell.phonemes),
            word_error_rate: heard.ok(),
        });
    }
    println!("{}", table::table(&rows));
    let report = Report {
        machine: speaker.machine,
        variant: speaker.variant,
        voice: VOICE,
        sentences: sentences().count(),
        rows,
    };
    let path = reports.join("g2p.json");
    file::write_json(&path, &report)?;
    println!("All figures are in {}.", path.display());
    Ok(())
}

/// The medians of some processes that read the sentences in one way.
fn measure(way: &str) -> anyhow::Result<Cell> {
    let cells: anyhow::Result<Vec<Cell>> = (0..ROUNDS).map(|_| measure_once(way)).collect();
    let cells = cells?;
    let mut cell = cells[0].clone();
    if cells.iter().any(|other| other.phonemes != cell.phonemes) {
        bail!("{way} doesn't say the same in each process");
    }
    cell.cold_seconds = median(cells.iter().map(|cell| cell.cold_seconds));
    cell.memory_bytes = median(cells.iter().map(|cell| cell.memory_bytes as f64)) as u64;
    cell.warm_seconds = cells
        .into_iter()
        .flat_map(|cell| cell.warm_seconds)
        .collect();
    Ok(cell)
}

/// This program again, for one way.
fn measure_once(way: &str) -> anyhow::Result<Cell> {
    let program = std::env::current_exe().context("can't find this program")?;
    let output = Command::new(program)
        .args(["g2p-cell", "--way", way])
        .stderr(Stdio::inherit())
        .output()
        .context("can't start a process")?;
    if !output.status.success() {
        bail!("it can't be measured here");
    }
    serde_json::from_slice(&output.stdout).context("a cell printed no JSON")
}

/// What speaks the phonemes.
struct Speaker {
    model: Model,
    voice: Voice,
    variant: String,
    machine: Machine,
}

impl Speaker {
    fn load() -> anyhow::Result<Self> {
        let places = Places::find(None)?;
        let runtime = Runtime::load(&places.runtime()?)?;
        let candidates = Candidates::by_default(&places.variants());
        let (variant, (), _) = candidates.first(|_| Ok(()))?;
        let options = SessionOptions {
            prepack: worth_prepacking(SENTENCES.len() * Method::ALL.len()),
            ..SessionOptions::default()
        };
        Ok(Self {
            model: Model::load(&runtime, &variant, &options)?,
            voice: Voices::new(places.voices()).load(VOICE)?,
            variant: variant.record().name.clone(),
            machine: Machine::this(&runtime),
        })
    }

    /// A WAV file in `folder` for each text's phonemes.
    fn speak(&self, folder: &Path, phonemes: &[String]) -> anyhow::Result<Vec<PathBuf>> {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("can't make {}", folder.display()))?;
        let speak = |(number, phonemes): (usize, &String)| {
            let path = folder.join(format!("{number:02}.wav"));
            let mut wav = WavFile::create(&path)?;
            let utterances = utterances_of_phonemes(phonemes)?.into_iter().map(Ok);
            for piece in Speech::new(utterances, &self.model, &self.voice, 1.0) {
                wav.write(&piece?.audio)?;
            }
            wav.finish()?;
            Ok(path)
        };
        phonemes.iter().enumerate().map(speak).collect()
    }
}

/// Phonemes and stress marks of `said` that are wrong for each one of `wanted`.
fn phoneme_error_rate(wanted: &[String], said: &[String]) -> f64 {
    let sounds = |text: &String| -> String {
        let sound = |c: &char| c.is_alphabetic() || *c == '\u{303}';
        text.chars().filter(sound).collect()
    };
    let (mut wrong, mut all) = (0, 0);
    for (wanted, said) in wanted.iter().map(sounds).zip(said.iter().map(sounds)) {
        wrong += strsim::levenshtein(&wanted, &said);
        all += wanted.chars().count();
    }
    wrong as f64 / all.max(1) as f64
}

/// The middle one of at least one figure.
fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    Sample::new(figures).map_or(0.0, |sample| sample.median())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phoneme_errors_are_counted_without_spaces_and_marks() {
        let wanted = ["həlˈO, wˈɜɹld".to_owned(), "hˈI".to_owned()];
        assert_eq!(phoneme_error_rate(&wanted, &wanted), 0.0);
        let said = ["həlˈO wˈɜɹlt!".to_owned(), "hI".to_owned()];
        assert_eq!(phoneme_error_rate(&wanted, &said), 2.0 / 14.0);
    }

    #[test]
    fn the_sentences_are_words_alone() {
        let plain = |c: char| c.is_ascii_alphabetic() || " ,.?".contains(c);
        assert_eq!(sentences().count(), 20);
        assert!(sentences().all(|sentence| sentence.chars().all(plain)));
    }
}
