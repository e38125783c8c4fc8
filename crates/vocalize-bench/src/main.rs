//! `vocalize-bench`: measures the engine. `cargo xtask optimize` starts it.

#![forbid(unsafe_code)]

mod cell;
mod machine;
mod overview;
mod report;
mod table;
mod texts;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "vocalize-bench", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Optimise the published model offline and compare both forms
    Overview {
        /// Where report.json and audio/ go
        #[arg(long, default_value = "reports")]
        reports: PathBuf,
        /// Times each cell is measured; the median counts
        #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
        rounds: u16,
    },
    /// Measure one cell in this process and print it as JSON
    #[command(hide = true)]
    Cell(cell::Arguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Overview { reports, rounds } => overview::run(&reports, rounds),
        Command::Cell(cell) => cell::run(&cell),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("vocalize-bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}
