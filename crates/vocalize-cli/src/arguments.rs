//! What can be written on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use vocalize_core::{Mode, Provider};
use vocalize_text::{Emoji, Language, Method};

use crate::timestamps::Format as TimestampFormat;

const EXIT_CODES: &str = "\
Exit codes:
  0    all went well
  1    it failed; standard error says why in one line
  2    the command line can't be understood
  3    a batch is done, but some of its lines failed
  130  interrupted (Ctrl-C); nothing half-written is left";

/// Text to speech with Kokoro-82M that answers at once on an ordinary CPU.
#[derive(Debug, Parser)]
#[command(name = "vocalize", version, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    /// The folder that `cargo xtask setup` filled [env: VOCALIZE_MODELS]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) models: Option<PathBuf>,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Speak a text: play it, or write a WAV file
    Say(Say),
    /// Speak each line of a file into a WAV file of its own
    Batch(Batch),
    /// Show the phonemes and token ids of each line of a text
    Tokens(Tokens),
    /// List the voices
    Voices(List),
    /// List the variants of the model
    Variants(List),
    /// Find the fastest settings for this machine, to be used from then on
    Tune(Tune),
    /// Show what was found where, and what is missing
    Doctor(Doctor),
    /// The sentences that are remembered, so that they are read at once
    Cache(Cache),
    /// Print a completion script for a shell
    #[command(
        after_help = "Example:\n  vocalize completions bash > ~/.local/share/bash-completion/completions/vocalize"
    )]
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// How to speak: shared by `say` and `batch`.
#[derive(Debug, Args)]
pub(crate) struct Manner {
    /// A voice, or a blend of voices with weights
    #[arg(long, default_value = "af_heart", value_name = "VOICE")]
    pub(crate) voice: String,
    /// The pace, 0.5 to 2
    #[arg(long, default_value_t = 1.0, value_name = "FACTOR")]
    pub(crate) speed: f32,
    /// Threads that work on one utterance [default: the physical cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// How good the speech must be [default: balanced]
    #[arg(long, value_name = "MODE")]
    pub(crate) quality: Option<Quality>,
    /// A certain variant of the model
    #[arg(long, value_name = "NAME", conflicts_with = "quality")]
    pub(crate) variant: Option<String>,
    /// What runs the model: cpu, openvino, openvino-bf16, xnnpack, onednn, cuda, tensorrt, directml
    /// or coreml [default: cpu]
    #[arg(long, value_name = "NAME")]
    pub(crate) provider: Option<Provider>,
    /// Fail if the provider can't be used, instead of speaking on the CPU
    #[arg(long, requires = "provider")]
    pub(crate) strict: bool,
    /// Don't remember the sentences that are spoken
    #[arg(long)]
    pub(crate) no_cache: bool,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// How to read: shared by everything that takes text.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    /// The language to read in [default: the voice's, en-us without one]
    #[arg(long)]
    pub(crate) lang: Option<Lang>,
    /// What finds the pronunciation
    #[arg(long, default_value = "misaki")]
    pub(crate) g2p: G2p,
    /// Words of your own, in TOML: "Kubernetes" = "kˌubəɹnˈɛTiz" [also read: words.toml in the
    /// configuration folder]
    #[arg(long, value_name = "FILE")]
    pub(crate) lexicon: Option<PathBuf>,
    /// What becomes of emoji
    #[arg(long, default_value = "named")]
    pub(crate) emoji: EmojiChoice,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  vocalize say \"Hello world\"
  vocalize say \"Hello world\" -o hello.wav
  vocalize say --file story.txt --voice bf_emma --speed 1.2 -o story.wav
  vocalize say --voice af_heart:0.6,am_adam:0.4 \"Two voices in one\" -o blend.wav
  date | vocalize say -o - | aplay
  vocalize say --file story.txt -o story.wav --timestamps story.srt
  vocalize say --phonemes \"həlˈO wˈɜɹld\" -o hello.wav --json
  vocalize say -o cold.wav -- \"-5 degrees\"")]
pub(crate) struct Say {
    /// The text [default: standard input]
    #[arg(conflicts_with = "file")]
    pub(crate) text: Option<String>,
    /// Read the text from a file (- is standard input)
    #[arg(short, long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Write a WAV file (- is standard output) [default: play it]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Write when each word is heard: .json, or the subtitles .srt or .vtt
    #[arg(long, value_name = "FILE")]
    pub(crate) timestamps: Option<PathBuf>,
    /// The text is phonemes already
    #[arg(long, conflicts_with = "format")]
    pub(crate) phonemes: bool,
    /// What the text is written in
    #[arg(long, default_value = "text")]
    pub(crate) format: Format,
    /// Print one JSON object on standard output
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) manner: Manner,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Line 1 becomes 00000.wav, line 2 00001.wav, and so on. Files that are there already
are kept, so an interrupted batch goes on where it stopped; --force makes them
again. A line that fails is reported and the rest is done (exit code 3).

Example:
  vocalize batch --input lines.txt --out-dir speech --voice am_michael"
)]
pub(crate) struct Batch {
    /// The text, a line each (- is standard input)
    #[arg(short, long, value_name = "FILE")]
    pub(crate) input: PathBuf,
    /// The folder for the WAV files; made if missing
    #[arg(short = 'd', long, value_name = "DIR")]
    pub(crate) out_dir: PathBuf,
    /// Write when each word is heard, beside each WAV file
    #[arg(long, value_name = "FORMAT")]
    pub(crate) timestamps: Option<TimestampFormat>,
    /// Speak also the lines whose file exists
    #[arg(long)]
    pub(crate) force: bool,
    /// Lines that are spoken at the same time [default: as `vocalize tune` found, else up
    /// to 4, which share the physical cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(crate) jobs: Option<u16>,
    /// Print one JSON object a line on standard output
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) manner: Manner,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Ids are without the pads that the model gets at both ends.

Examples:
  vocalize tokens \"Hello world\"
  vocalize tokens --file lines.txt --json"
)]
pub(crate) struct Tokens {
    /// The text [default: standard input]
    #[arg(conflicts_with = "file")]
    pub(crate) text: Option<String>,
    /// Read the text from a file (- is standard input)
    #[arg(short, long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Print one JSON object a line: text, phonemes, ids
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, Args)]
pub(crate) struct Cache {
    #[command(subcommand)]
    pub(crate) action: CacheAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CacheAction {
    /// Show how many sentences are remembered, and where
    Stats(List),
    /// Forget all of them
    Clear,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Print one JSON array on standard output
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Tune {
    /// Print one JSON object on standard output
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Print one JSON object on standard output
    #[arg(long)]
    pub(crate) json: bool,
}

/// What a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Plain text
    Text,
    /// Markdown: headings, lists and links are read as a person would, blocks of code are passed over
    Markdown,
}

/// [`Mode`] as it is written on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Quality {
    /// No measurable loss against fp32
    Best,
    /// No loss that most listeners would notice
    Balanced,
    /// The fastest that is still good speech
    Fast,
}

impl From<Quality> for Mode {
    fn from(quality: Quality) -> Self {
        match quality {
            Quality::Best => Self::Best,
            Quality::Balanced => Self::Balanced,
            Quality::Fast => Self::Fast,
        }
    }
}

/// [`Emoji`] as it is written on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EmojiChoice {
    /// They are said by name
    Named,
    /// They are passed over
    Silent,
}

impl From<EmojiChoice> for Emoji {
    fn from(choice: EmojiChoice) -> Self {
        match choice {
            EmojiChoice::Named => Self::Named,
            EmojiChoice::Silent => Self::Silent,
        }
    }
}

/// [`Language`] as it is written on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// American English
    EnUs,
    /// British English
    EnGb,
    /// Spanish; this and those below need the program espeak-ng
    Es,
    /// French
    #[value(alias("fr-fr"))]
    Fr,
    /// Hindi
    Hi,
    /// Italian
    It,
    /// Brazilian Portuguese
    #[value(alias("pt"))]
    PtBr,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::EnUs => Self::EnUs,
            Lang::EnGb => Self::EnGb,
            Lang::Es => Self::Es,
            Lang::Fr => Self::Fr,
            Lang::Hi => Self::Hi,
            Lang::It => Self::It,
            Lang::PtBr => Self::PtBr,
        }
    }
}

/// [`Method`] as it is written on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum G2p {
    /// What the model's authors use: in English misaki's answer and a trained guesser for the rest,
    /// in other languages espeak-ng's
    Misaki,
    /// The guesser for every word (English only)
    Rules,
    /// The program espeak-ng
    Espeak,
    /// None: the characters themselves
    Chars,
}

impl From<G2p> for Method {
    fn from(g2p: G2p) -> Self {
        match g2p {
            G2p::Misaki => Self::Misaki,
            G2p::Rules => Self::Rules,
            G2p::Espeak => Self::Espeak,
            G2p::Chars => Self::Chars,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
