//! `vocalize batch`.

use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use vocalize_core::{in_order, worth_prepacking};
use vocalize_text::Normalized;

use crate::arguments::Batch;
use crate::engine::{Engine, Figures, Purpose};
use crate::input;
use crate::one_line;
use crate::output::Output;
use crate::timestamps::{Timestamps, Wanted};

/// Exit code of a batch some of whose lines failed.
const SOME_FAILED: u8 = 3;

/// What `--json` prints of one line.
#[derive(Serialize)]
struct Line<'a> {
    /// The number in the file's name: 0 for the first line.
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a Path>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(flatten)]
    figures: Option<Figures>,
}

/// A line that is still to be spoken.
struct Task<'t> {
    number: usize,
    line: &'t str,
    path: PathBuf,
    timestamps: Option<Wanted>,
}

pub(crate) fn run(batch: &Batch, models: Option<&Path>) -> anyhow::Result<ExitCode> {
    let text = input::read_file(&batch.input)?;
    let lines: Vec<&str> = text.lines().collect();
    if lines.is_empty() {
        return Err(vocalize_text::TextError::Empty.into());
    }
    let all = lines.iter().enumerate();
    let mut tasks: Vec<Task<'_>> = all.map(|(n, line)| Task::new(batch, n, line)).collect();
    tasks.retain(|task| batch.force || !task.is_complete());
    let kept = lines.len() - tasks.len();
    let purpose = Purpose::Much {
        utterances: tasks.len(),
        jobs: batch.jobs.map(usize::from),
    };
    let prepack = worth_prepacking(text.len());
    let engine = Engine::load(&batch.manner, models, true, prepack, purpose)?;
    if batch.timestamps.is_some() {
        engine.check_timestamps()?;
    }
    let folder = &batch.out_dir;
    fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    let bar = progress_bar(lines.len() as u64);
    bar.inc(kept as u64);
    let mut failed = 0;
    let mut printing = batch.json;
    let speak = |task| (task, Task::speak(task, &engine));
    in_order(tasks.iter(), engine.sessions(), speak, |(task, spoken)| {
        if let Err(error) = &spoken {
            failed += 1;
            bar.suspend(|| eprintln!("vocalize: line {}: {}", task.number + 1, one_line(error)));
        }
        if printing {
            // Nobody may be reading any more; the lines are still to be spoken.
            printing = bar
                .suspend(|| print_line(task.number, &task.path, spoken))
                .is_ok();
        }
        bar.inc(1);
        anyhow::Ok(())
    })?;
    bar.finish_and_clear();
    let spoken = tasks.len() - failed;
    eprintln!("vocalize: {spoken} lines spoken, {kept} were there already, {failed} failed");
    Ok(if failed > 0 {
        ExitCode::from(SOME_FAILED)
    } else {
        ExitCode::SUCCESS
    })
}

impl<'t> Task<'t> {
    fn new(batch: &Batch, number: usize, line: &'t str) -> Self {
        let path = batch.out_dir.join(format!("{number:05}.wav"));
        let timestamps = batch.timestamps.map(|format| Wanted {
            format,
            path: path.with_extension(format.extension()),
        });
        Self {
            number,
            line,
            path,
            timestamps,
        }
    }

    fn is_complete(&self) -> bool {
        let timed = self.timestamps.as_ref();
        self.path.is_file() && timed.is_none_or(|wanted| wanted.path.is_file())
    }

    fn speak(&self, engine: &Engine) -> anyhow::Result<Figures> {
        let started = Instant::now();
        let frontend = engine.frontend.as_ref();
        let frontend = frontend.context("a batch needs the text front end")?;
        let mut output = Output::file(&self.path)?;
        let timestamps = self.timestamps.as_ref();
        let mut timestamps = timestamps.map(Timestamps::create).transpose()?;
        let plain = Normalized::unchanged(self.line);
        let heard = |words| {
            if let Some(timestamps) = &mut timestamps {
                timestamps.add(&plain, words);
            }
        };
        let utterances = frontend.utterances(self.line);
        let figures = engine.speak(utterances, 1, &mut output, started, heard)?;
        output.finish()?;
        if let Some(timestamps) = timestamps {
            timestamps.finish(&plain, figures.audio_seconds)?;
        }
        Ok(figures)
    }
}

fn print_line(number: usize, path: &Path, spoken: anyhow::Result<Figures>) -> anyhow::Result<()> {
    let line = match spoken {
        Ok(figures) => Line {
            line: number,
            file: Some(path),
            error: None,
            figures: Some(figures),
        },
        Err(error) => Line {
            line: number,
            file: None,
            error: Some(one_line(&error)),
            figures: None,
        },
    };
    writeln!(std::io::stdout(), "{}", serde_json::to_string(&line)?)?;
    Ok(())
}

/// A bar on a terminal; elsewhere nothing moves and the closing line tells.
fn progress_bar(lines: u64) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} lines, {eta} left");
    let bar = ProgressBar::new(lines);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
