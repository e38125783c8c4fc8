//! What can go wrong in the engine.

use std::path::PathBuf;

use vocalize_text::TextError;

use crate::quality::QualityRecord;

/// Why the engine can't speak. Each message says what was wrong, where, and what
/// to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No models folder anywhere.
    #[error(
        "no models found (looked in {looked_in}): run `cargo xtask setup`, or name their folder \
         with --models or VOCALIZE_MODELS"
    )]
    NoModels {
        /// The folders that were looked in.
        looked_in: String,
    },
    /// ONNX Runtime's shared library is nowhere.
    #[error(
        "ONNX Runtime not found (looked for {looked_for}): run `cargo xtask setup`, or set \
         ORT_DYLIB_PATH to its shared library"
    )]
    NoRuntime {
        /// The files that were looked for.
        looked_for: String,
    },
    /// The shared library is there but can't be used.
    #[error("{} can't be used as ONNX Runtime {}: {reason}", path.display(), crate::runtime::WANTED)]
    BadRuntime {
        /// The shared library.
        path: PathBuf,
        /// What is wrong with it and what to do.
        reason: String,
    },
    /// There is no variant of that name.
    #[error("no variant {name:?}: there is {known}")]
    UnknownVariant {
        /// The name asked for.
        name: String,
        /// The names that exist, or what to do when none does.
        known: String,
    },
    /// A variant's folder is damaged.
    #[error("variant {name:?} is damaged: {reason}; run `cargo xtask setup` (or `optimize`) again")]
    DamagedVariant {
        /// Its name.
        name: String,
        /// Which file, and what is wrong with it.
        reason: String,
    },
    /// A variant was made for another CPU.
    #[error(
        "variant {name:?} was optimised for {made_for}, but this is {this}: \
         run `cargo xtask optimize` on this machine, or choose another --variant"
    )]
    ForeignVariant {
        /// Its name.
        name: String,
        /// The CPU it was made on.
        made_for: String,
        /// The CPU of this machine.
        this: String,
    },
    /// A mode is asked for, and nobody measured the variant.
    #[error(
        "variant {name:?} has no quality record: run `cargo xtask optimize`, which measures it, \
         or choose it with --variant"
    )]
    QualityUnknown {
        /// Its name.
        name: String,
    },
    /// A variant's speech is not good enough for a mode.
    #[error(
        "variant {name:?} is below the floor of quality {mode}: P.808 {:+.3} (worst {:+.3}), \
         OVRL {:+.3} (worst {:+.3}), {:.2} dB from fp32",
        lost.p808, lost.p808_worst, lost.ovrl, lost.ovrl_worst, lost.log_spectral_distance
    )]
    QualityTooLow {
        /// Its name.
        name: String,
        /// The mode's name.
        mode: &'static str,
        /// What was measured.
        lost: QualityRecord,
    },
    /// None of a mode's variants was built.
    #[error("no variant for quality {mode} was built here: run `cargo xtask optimize`")]
    NothingForMode {
        /// The mode's name.
        mode: &'static str,
    },
    /// An execution provider that isn't there.
    #[error(
        "the provider {provider} can't be used: {reason} (`vocalize doctor` lists what can be)"
    )]
    NoProvider {
        /// The provider asked for.
        provider: crate::Provider,
        /// Who lacks it, or what ONNX Runtime said.
        reason: String,
    },
    /// An execution provider to which ONNX Runtime gave nothing to do.
    #[error(
        "the provider {provider} takes no node of this graph: ONNX Runtime ran them all on the CPU"
    )]
    IdleProvider {
        /// The provider asked for.
        provider: crate::Provider,
    },
    /// A run that was to show who works, before speech is asked for, failed.
    #[error("a trial run with the provider {provider} failed: {reason}")]
    Trial {
        /// The provider asked for.
        provider: crate::Provider,
        /// What ONNX Runtime said.
        reason: String,
    },
    /// A tuned profile that isn't this machine's any more.
    #[error("{} is not used: {reason}; run `vocalize tune` again", path.display())]
    StaleProfile {
        /// The profile.
        path: PathBuf,
        /// What has changed.
        reason: String,
    },
    /// ONNX Runtime refused the model.
    #[error("ONNX Runtime can't load {}: {reason}", path.display())]
    Load {
        /// The graph.
        path: PathBuf,
        /// What ONNX Runtime said.
        reason: String,
    },
    /// The graph is not a Kokoro export.
    #[error("{} is no Kokoro model: {reason}", path.display())]
    Signature {
        /// The graph.
        path: PathBuf,
        /// Which input or output is missing or of another type.
        reason: String,
    },
    /// ONNX Runtime failed while synthesising.
    #[error("synthesis of {tokens} tokens failed: {reason}")]
    Synthesis {
        /// How many tokens the utterance had, without pads.
        tokens: usize,
        /// What went wrong.
        reason: String,
    },
    /// ONNX Runtime failed while running a graph that is no whole model.
    #[error("running {name} failed: {reason}")]
    Graph {
        /// What the graph is.
        name: String,
        /// What went wrong.
        reason: String,
    },
    /// More tokens than the model takes, or none.
    #[error(
        "an utterance must have 1 to {} tokens, this has {tokens}",
        vocalize_text::MAX_TOKENS
    )]
    TokenCount {
        /// How many it has, without pads.
        tokens: usize,
    },
    /// There is no voice of that name.
    #[error("no voice {name:?}: {advice}")]
    UnknownVoice {
        /// The name asked for.
        name: String,
        /// Names like it, or where the list is.
        advice: String,
    },
    /// A blend of voices that can't be read.
    #[error(
        "can't read the voice {given:?}: {reason} (write af_heart, or af_heart:0.6,am_adam:0.4)"
    )]
    VoiceSyntax {
        /// What was given.
        given: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A voice file is not what it should be.
    #[error("voice file {} is damaged: {reason}; run `cargo xtask setup` again", path.display())]
    DamagedVoice {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A speed that the model doesn't speak at.
    #[error("speed {speed} is out of range: it must be from 0.5 to 2")]
    Speed {
        /// The speed asked for.
        speed: f32,
    },
    /// This export takes whole speeds only.
    #[error("this variant takes whole speeds only, not {speed}: use 1 or 2, or another --variant")]
    WholeSpeed {
        /// The speed asked for.
        speed: f32,
    },
    /// The text can't be turned into tokens.
    #[error(transparent)]
    Text(#[from] TextError),
    /// A file can't be read or written.
    #[error("can't {action} {}: {source}", path.display())]
    Io {
        /// "read", "write", ...
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Error {
    /// For `map_err` on a file operation.
    pub(crate) fn io(
        action: &'static str,
        path: &std::path::Path,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }
}
