//! What can go wrong with espeak-ng.

use std::path::PathBuf;

/// Why espeak-ng gave no phonemes.
#[derive(Debug, thiserror::Error)]
pub enum EspeakError {
    /// It isn't installed.
    #[error(
        "{language} is read by the program espeak-ng, and {} isn't there: install the package \
         espeak-ng (apt, dnf, pacman, brew or winget), or name the program in VOCALIZE_ESPEAK",
        program.display()
    )]
    NotInstalled {
        /// The language that it is needed for.
        language: &'static str,
        /// What was looked for.
        program: PathBuf,
    },
    /// It can't be started, or ended with a failure.
    #[error("the program {} failed: {reason}", program.display())]
    Failed {
        /// The program.
        program: PathBuf,
        /// What it or the system said.
        reason: String,
    },
    /// It went on too long, or answered too much.
    #[error("the program {} was stopped: {reason}", program.display())]
    Stopped {
        /// The program.
        program: PathBuf,
        /// Which limit it broke.
        reason: String,
    },
    /// It answered with a phoneme that the model doesn't have.
    #[error(
        "espeak-ng says {symbol:?} in {text:?}, which the model can't speak: write it otherwise"
    )]
    Symbol {
        /// The symbol.
        symbol: char,
        /// The words.
        text: String,
    },
    /// It gave nothing for words.
    #[error("espeak-ng says nothing for {text:?}: write it otherwise")]
    Silent {
        /// The words.
        text: String,
    },
}
