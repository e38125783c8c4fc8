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
mod tokens;

use std::process::ExitCode;
use std::time::Instant;

use clap::{CommandFactory, Parser};

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    let started = Instant::now();
    let arguments = Arguments::parse();
    interrupt::listen();
    match run(arguments, started) {
        Ok(code) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("vocalize: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments, started: Instant) -> anyhow::Result<ExitCode> {
    let models = arguments.models.as_deref();
    match arguments.command {
        Command::Say(say) => say::run(&say, models, started)?,
        Command::Batch(batch) => return batch::run(&batch, models),
        Command::Tokens(tokens) => tokens::run(&tokens, models)?,
        Command::Voices(list) => list::voices(&list, models)?,
        Command::Variants(list) => list::variants(&list, models)?,
        Command::Doctor(doctor) => return doctor::run(&doctor, models),
        Command::Cache(cache) => cache::run(&cache)?,
        Command::Completions { shell } => {
            let mut command = Arguments::command();
            clap_complete::generate(shell, &mut command, "vocalize", &mut std::io::stdout());
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// `vocalize ... | head` ends when `head` has seen enough: that is no failure.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let mut causes = error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>());
    causes.any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
