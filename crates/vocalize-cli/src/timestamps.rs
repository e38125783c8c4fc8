//! `--timestamps`: when each word is heard, as JSON or as subtitles.

mod cue;
mod format;

use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::ValueEnum;
use serde::Serialize;
use vocalize_audio::{AudioError, NewFile};
use vocalize_core::SpokenWord;
use vocalize_text::Normalized;

use crate::interrupt::Temporary;

/// What a file of timestamps is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A JSON object: each word with its seconds and bytes
    Json,
    /// SubRip subtitles
    Srt,
    /// WebVTT subtitles
    Vtt,
}

impl Format {
    /// The format that a file's name asks for.
    fn of(path: &Path) -> anyhow::Result<Self> {
        let extension = path.extension().and_then(|extension| extension.to_str());
        extension
            .and_then(|extension| Self::from_str(extension, true).ok())
            .with_context(|| {
                format!(
                    "can't tell the format of {}: name it .json, .srt or .vtt",
                    path.display()
                )
            })
    }

    /// What files of this format are called.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Srt => "srt",
            Self::Vtt => "vtt",
        }
    }
}

/// A word with all that is said of it.
#[derive(Debug, Serialize)]
struct Word {
    text: String,
    /// Seconds from the start of the speech.
    start: f64,
    end: f64,
    /// The first byte in the source, and the one after the last.
    bytes: [usize; 2],
    /// The bytes in the text without markup.
    #[serde(skip)]
    plain: Range<usize>,
    /// Whether a sentence, or a part of a long one, begins here.
    #[serde(skip)]
    begins: bool,
}

/// Timestamps on their way to a file, which appears when it is complete.
pub(crate) struct Timestamps {
    format: Format,
    words: Vec<Word>,
    file: NewFile,
    _temporary: Temporary,
}

/// Everything but the words, to open a [`Timestamps`].
pub(crate) struct Wanted {
    pub(crate) format: Format,
    pub(crate) path: PathBuf,
}

impl Wanted {
    /// The file `path` in the format of its name.
    pub(crate) fn at(path: &Path) -> anyhow::Result<Self> {
        Ok(Self {
            format: Format::of(path)?,
            path: path.to_owned(),
        })
    }
}

impl Timestamps {
    /// Starts the file.
    pub(crate) fn create(wanted: &Wanted) -> Result<Self, AudioError> {
        let create = || NewFile::create(&wanted.path);
        let (file, temporary) = Temporary::make(create, NewFile::temporary_path)?;
        Ok(Self {
            format: wanted.format,
            words: Vec::new(),
            file,
            _temporary: temporary,
        })
    }

    /// Adds the words of an utterance; `text` is what all of them come from.
    pub(crate) fn add(&mut self, text: &Normalized<'_>, words: Vec<SpokenWord>) {
        for (at, word) in words.into_iter().enumerate() {
            match self.words.last_mut() {
                // A number that was cut between two utterances.
                Some(last) if word.source.start < last.plain.end => {
                    last.end = in_milliseconds(word.end);
                }
                _ => self.words.push(Word::new(text, word, at == 0)),
            }
        }
    }

    /// Writes the file and puts it in its place. `seconds` is how long the speech
    /// is.
    pub(crate) fn finish(self, text: &Normalized<'_>, seconds: f64) -> Result<(), AudioError> {
        let mut to = BufWriter::new(self.file.as_file());
        let written = match self.format {
            Format::Json => format::json(&mut to, &self.words, seconds),
            Format::Srt => format::srt(&mut to, &cue::cues(text.text(), &self.words, seconds)),
            Format::Vtt => format::vtt(&mut to, &cue::cues(text.text(), &self.words, seconds)),
        };
        let flushed = written.and_then(|()| to.flush());
        drop(to);
        flushed.map_err(|source| AudioError::Write {
            path: self.file.path().to_owned(),
            source,
        })?;
        self.file.finish()
    }
}

impl Word {
    fn new(text: &Normalized<'_>, word: SpokenWord, begins: bool) -> Self {
        let plain = with_currency(text.text(), word.source);
        let source = text.source_range(plain.clone());
        Self {
            text: text.text()[plain.clone()].to_owned(),
            start: in_milliseconds(word.start),
            end: in_milliseconds(word.end),
            bytes: [source.start, source.end],
            plain,
            begins,
        }
    }
}

/// Seconds rounded to whole milliseconds.
fn in_milliseconds(seconds: f64) -> f64 {
    (seconds * 1e3).round() / 1e3
}

/// The pronunciation of "$5" is that of "5": the sign before a number is part of
/// what is read.
fn with_currency(text: &str, word: Range<usize>) -> Range<usize> {
    let sign = text[..word.start].chars().next_back();
    let sign = sign.filter(|sign| "$£€".contains(*sign));
    word.start - sign.map_or(0, char::len_utf8)..word.end
}
