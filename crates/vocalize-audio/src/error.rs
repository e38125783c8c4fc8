//! What can go wrong with audio.

use std::path::PathBuf;

/// Why audio could not be written, read or played.
#[derive(Debug, thiserror::Error)]
pub enum AudioError {
    /// The output could not be made, written or put in its place.
    #[error("can't write {}: {source}", path.display())]
    Write {
        /// The file that was asked for.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Samples could not be spooled or passed on.
    #[error("can't pass the audio on: {0}")]
    Stream(#[from] std::io::Error),
    /// A file is no WAV file that can be read here.
    #[error("can't read {} as WAV: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the reader said.
        source: hound::Error,
    },
    /// The audio is longer than a WAV file can say (4 GiB).
    #[error(
        "the speech is longer than a WAV file can hold (4 GiB, about 24 hours): split the text"
    )]
    TooLong,
    /// No program or device to play with.
    #[error(
        "nothing here can play sound (looked for {looked_for}): \
         write a file with -o FILE, or install one of them"
    )]
    NoPlayer {
        /// The programs that were looked for.
        looked_for: String,
    },
    /// The player or the sound device failed.
    #[error("playing with {player} failed: {reason}; write a file with -o FILE instead")]
    Player {
        /// The program or device.
        player: String,
        /// What it said.
        reason: String,
    },
    /// Samples can't be brought to another rate.
    #[error("can't resample from {from} to {to} Hz: both must be above 0")]
    Resample {
        /// The rate they have.
        from: u32,
        /// The rate that was asked for.
        to: u32,
    },
    /// Two recordings can't be compared.
    #[error("can't compare {first} samples with {second}: {reason}")]
    Compare {
        /// Samples of the first.
        first: usize,
        /// Samples of the second.
        second: usize,
        /// What must be otherwise.
        reason: String,
    },
}
