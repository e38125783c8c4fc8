//! `vocalize say`.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use anyhow::bail;
use vocalize_core::worth_prepacking;
use vocalize_text::markdown::{self, CodeBlocks};
use vocalize_text::{Language, Normalized, sentences, utterances_of_phonemes};

use crate::arguments::{Format, Say};
use crate::engine::{Engine, Purpose};
use crate::input;
use crate::output::Output;
use crate::timestamps::{Timestamps, Wanted};

/// Sentences from which on a second session is worth its creation.
const MANY: usize = 6;

pub(crate) fn run(say: &Say, models: Option<&Path>, started: Instant) -> anyhow::Result<()> {
    let to_stdout = say.output.as_deref() == Some(Path::new("-"));
    if to_stdout && say.json {
        bail!("--json and -o - both write to standard output: choose a file for one of them");
    }
    let text = input::read(say.text.as_deref(), say.file.as_deref())?;
    if text.trim().is_empty() {
        return Err(vocalize_text::TextError::Empty.into());
    }
    // Before the model is loaded: a file that can't be written fails at once.
    let wanted = say.timestamps.as_deref().map(Wanted::at).transpose()?;
    let mut timestamps = wanted.as_ref().map(Timestamps::create).transpose()?;
    let mut output = Output::open(say.output.as_deref())?;
    let engine = Engine::load(
        &say.manner,
        models,
        !say.phonemes,
        worth_prepacking(text.len()),
        purpose(say, &text),
    )?;
    if timestamps.is_some() {
        engine.check_timestamps()?;
    }
    let plain = plain(&text, say.format);
    let heard = |words| {
        if let Some(timestamps) = &mut timestamps {
            timestamps.add(&plain, words);
        }
    };
    let figures = match &engine.frontend {
        Some(frontend) => {
            let utterances = frontend.utterances(plain.text());
            engine.speak(utterances, engine.sessions(), &mut output, started, heard)?
        }
        None => {
            let utterances = utterances_of_phonemes(&text)?.into_iter().map(Ok);
            engine.speak(utterances, engine.sessions(), &mut output, started, heard)?
        }
    };
    output.finish()?;
    if let Some(timestamps) = timestamps {
        timestamps.finish(&plain, figures.audio_seconds)?;
    }
    // The process ends here: giving a model's memory back piece by piece would
    // only delay it.
    std::mem::forget(engine);
    if say.json {
        writeln!(std::io::stdout(), "{}", serde_json::to_string(&figures)?)?;
    }
    Ok(())
}

/// The text without the marks that it is written in.
fn plain(text: &str, format: Format) -> Normalized<'_> {
    match format {
        Format::Text => Normalized::unchanged(text),
        Format::Markdown => markdown::plain(text, CodeBlocks::Skip),
    }
}

/// What is heard at once must come soon; a long file must be finished soon.
fn purpose(say: &Say, text: &str) -> Purpose {
    let heard = say.output.is_none();
    if heard || say.phonemes || say.manner.threads.is_some() {
        return Purpose::Soon;
    }
    // Near enough in any language.
    let utterances = sentences(text, Language::EnUs).take(MANY).count();
    if utterances < MANY {
        return Purpose::Soon;
    }
    Purpose::Much {
        utterances,
        jobs: None,
    }
}
