//! `vocalize`: text to speech with Kokoro-82M on an ordinary CPU.

#![forbid(unsafe_code)]

mod arguments;
mod batch;
mod cache;
mod doctor;
mod engine;
mod input;
mod interrupt;
mod list;
mod output;
mod reading;
mod say;
mod timestamps;
mod tokens;
mod tune;

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    let started = Instant::now();
    let arguments = parse();
    interrupt::listen();
    match run(arguments, started) {
        Ok(code) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("vocalize: {}", one_line(&error));
            ExitCode::FAILURE
        }
    }
}

/// The command line. Of a text that was taken for options, it is said how to
/// write it.
fn parse() -> Arguments {
    Arguments::try_parse().unwrap_or_else(|error| {
        // There is nobody to tell if it can't be printed.
        let _ = error.print();
        let mut given = std::env::args().skip(1);
        let text = given.find(|given| given.starts_with('-') && given.contains(' '));
        if let Some(text) = text.filter(|_| error.kind() == ErrorKind::UnknownArgument) {
            eprintln!("\nA text that begins with - goes to the end, after --: ... -- {text:?}");
        }
        std::process::exit(error.exit_code())
    })
}

fn run(arguments: Arguments, started: Instant) -> anyhow::Result<ExitCode> {
    let models = arguments.models.as_deref();
    match arguments.command {
        Command::Say(say) => say::run(&say, models, started)?,
        Command::Batch(batch) => return batch::run(&batch, models),
        Command::Tokens(tokens) => tokens::run(&tokens, models)?,
        Command::Voices(list) => list::voices(&list, models)?,
        Command::Variants(list) => list::variants(&list, models)?,
        Command::Tune(tuning) => tune::run(&tuning, models)?,
        Command::Doctor(doctor) => return doctor::run(&doctor, models),
        Command::Cache(cache) => cache::run(&cache)?,
        Command::Completions { shell } => {
            // The generator panics when its output fails: it gets one that can't.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "vocalize", &mut script);
            std::io::stdout().write_all(&script)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// An error and its causes in one line. Many of our errors name their cause
/// themselves: it isn't said twice.
fn one_line(error: &anyhow::Error) -> String {
    let mut line = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !line.contains(&cause) {
            line.push_str(": ");
            line.push_str(&cause);
        }
    }
    line
}

/// `vocalize ... | head` ends when `head` has seen enough: that is no failure.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let mut causes = error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>());
    causes.any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
