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

/// What a pipe holds at most: a player that took more has begun to play.
const PIPE: usize = 64 << 10;

/// A player and, as long as it may have played nothing, what it was given: one
/// that ends so early, for it finds no sound server, is followed by the next.
pub(super) struct Program {
    player: Running,
    others: &'static [Player],
    given: Option<Vec<u8>>,
}

struct Running {
    name: &'static str,
    child: Child,
    input: ChildStdin,
}

impl Program {
    /// Starts the first player that is installed.
    pub(super) fn start() -> Result<Self, AudioError> {
        let (player, others) = first_of(&PLAYERS).ok_or_else(|| AudioError::NoPlayer {
            looked_for: super::player_names().join(", "),
        })?;
        Ok(Self {
            player,
            others,
            given: Some(Vec::new()),
        })
    }

    pub(super) fn write(&mut self, samples: &[f32]) -> Result<(), AudioError> {
        let bytes: Vec<u8> = samples
            .iter()
            .flat_map(|&s| pcm16(s).to_le_bytes())
            .collect();
        if let Some(given) = &mut self.given {
            given.extend(&bytes);
        }
        if let Err(error) = self.player.input.write_all(&bytes) {
            let failure = self.player.failure(&error);
            self.go_on_with_another(failure)?;
        }
        self.given.take_if(|given| given.len() > PIPE);
        Ok(())
    }

    pub(super) fn finish(self) -> Result<(), AudioError> {
        let Self {
            player,
            others,
            given,
        } = self;
        let Err(failure) = player.finish() else {
            return Ok(());
        };
        let next = given.as_ref().and_then(|_| first_of(others));
        let (player, others) = next.ok_or(failure)?;
        let mut next = Self {
            player,
            others,
            given,
        };
        next.give_again()?;
        next.finish()
    }

    /// Starts the next player, unless the one that failed has played.
    fn go_on_with_another(&mut self, failure: AudioError) -> Result<(), AudioError> {
        if self.given.is_none() {
            return Err(failure);
        }
        (self.player, self.others) = first_of(self.others).ok_or(failure)?;
        self.give_again()
    }

    fn give_again(&mut self) -> Result<(), AudioError> {
        let given = self.given.as_deref().unwrap_or_default();
        match self.player.input.write_all(given) {
            Ok(()) => Ok(()),
            Err(error) => {
                let failure = self.player.failure(&error);
                self.go_on_with_another(failure)
            }
        }
    }
}

/// The first of `players` that is installed, started, and those after it.
fn first_of(players: &'static [Player]) -> Option<(Running, &'static [Player])> {
    players.iter().enumerate().find_map(|(at, player)| {
        let mut child = Command::new(player.name)
            .args(player.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .ok()?;
        let running = Running {
            name: player.name,
            input: child.stdin.take()?,
            child,
        };
        Some((running, &players[at + 1..]))
    })
}

impl Running {
    /// Waits until all was played.
    fn finish(self) -> Result<(), AudioError> {
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
