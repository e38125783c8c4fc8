//! Where speech goes: a file, standard output, or a loudspeaker.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use vocalize_audio::{AudioError, Playback, WavFile, WavSpool};

use crate::interrupt::Temporary;

/// Takes the samples of one speech.
pub(crate) enum Output {
    /// A WAV file that appears when it is complete.
    File(WavFile, Temporary),
    /// A WAV for something that takes bytes in order, once its length is known.
    Pipe(WavSpool, Box<dyn Write>),
    /// Played as it comes.
    Player(Playback),
}

impl Output {
    /// The output that `-o` asks for.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, AudioError> {
        match path {
            None => Playback::open().map(Self::Player),
            Some(path) if path == Path::new("-") => Self::pipe(Box::new(io::stdout())),
            Some(path) => Self::file(path),
        }
    }

    /// The file `path`. A device or a named pipe is written to; it isn't replaced
    /// by a file. Of a link, the file that it leads to is replaced.
    pub(crate) fn file(path: &Path) -> Result<Self, AudioError> {
        let existing = fs::metadata(path);
        if existing.is_ok_and(|found| !found.is_file() && !found.is_dir()) {
            let opened = OpenOptions::new().write(true).open(path);
            let failed = |source| AudioError::Write {
                path: path.to_owned(),
                source,
            };
            return Self::pipe(Box::new(opened.map_err(failed)?));
        }
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let create = || WavFile::create(&path);
        let (file, temporary) = Temporary::make(create, WavFile::temporary_path)?;
        Ok(Self::File(file, temporary))
    }

    fn pipe(to: Box<dyn Write>) -> Result<Self, AudioError> {
        Ok(Self::Pipe(WavSpool::new()?, to))
    }

    pub(crate) fn write(&mut self, samples: &[f32]) -> Result<(), AudioError> {
        match self {
            Self::File(file, _) => file.write(samples),
            Self::Pipe(spool, _) => spool.write(samples),
            Self::Player(player) => player.write(samples),
        }
    }

    /// Completes the output; for a loudspeaker, waits until all is heard.
    pub(crate) fn finish(self) -> Result<(), AudioError> {
        match self {
            Self::File(file, _temporary) => file.finish(),
            Self::Pipe(spool, to) => spool.finish(to),
            Self::Player(player) => player.finish(),
        }
    }
}
