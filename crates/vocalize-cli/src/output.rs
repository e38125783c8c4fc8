//! Where speech goes: a file, standard output, or a loudspeaker.

use std::io;
use std::path::Path;

use vocalize_audio::{AudioError, Playback, WavFile, WavSpool};

use crate::interrupt::Temporary;

/// Takes the samples of one speech.
pub(crate) enum Output {
    /// A WAV file that appears when it is complete.
    File(WavFile, Temporary),
    /// A WAV on standard output, once its length is known.
    Pipe(WavSpool),
    /// Played as it comes.
    Player(Playback),
}

impl Output {
    /// The output that `-o` asks for.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, AudioError> {
        match path {
            None => Playback::open().map(Self::Player),
            Some(path) if path == Path::new("-") => WavSpool::new().map(Self::Pipe),
            Some(path) => Self::file(path),
        }
    }

    pub(crate) fn file(path: &Path) -> Result<Self, AudioError> {
        let file = WavFile::create(path)?;
        let temporary = Temporary::new(file.temporary_path());
        Ok(Self::File(file, temporary))
    }

    pub(crate) fn write(&mut self, samples: &[f32]) -> Result<(), AudioError> {
        match self {
            Self::File(file, _) => file.write(samples),
            Self::Pipe(spool) => spool.write(samples),
            Self::Player(player) => player.write(samples),
        }
    }

    /// Completes the output; for a loudspeaker, waits until all is heard.
    pub(crate) fn finish(self) -> Result<(), AudioError> {
        match self {
            Self::File(file, _temporary) => file.finish(),
            Self::Pipe(spool) => spool.finish(io::stdout().lock()),
            Self::Player(player) => player.finish(),
        }
    }
}
