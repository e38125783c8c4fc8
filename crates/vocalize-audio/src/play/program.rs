//! An installed player, fed through its standard input.

use std::io::{self, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::AudioError;
use crate::wav::pcm16;

/// A program that plays raw 16-bit little-endian mono at 24 kHz from its
/// standard input.
pub(super) struct Player {
    pub(super) name: &'static str,
    arguments: &'static [&'static str],
}

pub(super) const PLAYERS: [Player; 5] = [
    Player {
        name: "pacat",
        arguments: &[
            "--playback",
            "--rate=24000",
            "--format=s16le",
            "--channels=1",
        ],
    },
    Player {
        name: "aplay",
        arguments: &[
            "-q", "-t", "raw", "-r", "24000", "-f", "S16_LE", "-c", "1", "-",
        ],
    },
    Player {
        name: "play",
        arguments: &[
            "-q", "-t", "raw", "-r", "24000", "-e", "signed", "-b", "16", "-c", "1", "-",
        ],
    },
    Player {
        name: "ffplay",
        arguments: &[
            "-loglevel",
            "error",
            "-nodisp",
            "-autoexit",
            "-f",
            "s16le",
            "-ar",
            "24000",
            "-i",
            "-",
        ],
    },
    Player {
        name: "mpv",
        arguments: &[
            "--really-quiet",
            "--demuxer=rawaudio",
            "--demuxer-rawaudio-rate=24000",
            "--demuxer-rawaudio-channels=1",
            "--demuxer-rawaudio-format=s16le",
            "-",
        ],
    },
];

pub(super) struct Program {
    name: &'static str,
    child: Child,
    input: ChildStdin,
}

impl Program {
    /// Starts the first player that is installed.
    pub(super) fn start() -> Result<Self, AudioError> {
        for player in &PLAYERS {
            let spawned = Command::new(player.name)
                .args(player.arguments)
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn();
            let Ok(mut child) = spawned else { continue };
            if let Some(input) = child.stdin.take() {
                return Ok(Self {
                    name: player.name,
                    child,
                    input,
                });
            }
        }
        Err(AudioError::NoPlayer {
            looked_for: super::player_names().join(", "),
        })
    }

    pub(super) fn write(&mut self, samples: &[f32]) -> Result<(), AudioError> {
        let bytes: Vec<u8> = samples
            .iter()
            .flat_map(|&s| pcm16(s).to_le_bytes())
            .collect();
        match self.input.write_all(&bytes) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failure(&error)),
        }
    }

    pub(super) fn finish(self) -> Result<(), AudioError> {
        let Self { name, child, input } = self;
        drop(input);
        let output = child.wait_with_output()?;
        if output.status.success() {
            return Ok(());
        }
        Err(failed(name, &output.stderr, &output.status.to_string()))
    }

    /// Why the player stopped reading: its own words if it left any.
    fn failure(&mut self, error: &io::Error) -> AudioError {
        // A player that closed its input is ending; one that hangs is ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let mut said = Vec::new();
        if let Some(stderr) = &mut self.child.stderr {
            let _ = io::Read::read_to_end(stderr, &mut said);
        }
        failed(self.name, &said, &error.to_string())
    }
}

fn failed(name: &str, said: &[u8], otherwise: &str) -> AudioError {
    let said = String::from_utf8_lossy(said);
    let line = said.lines().rev().find(|line| !line.trim().is_empty());
    AudioError::Player {
        player: name.to_owned(),
        reason: line.unwrap_or(otherwise).trim().to_owned(),
    }
}
