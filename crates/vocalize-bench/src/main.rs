//! `vocalize-bench`: measures the engine. `cargo xtask optimize` starts it.

#![forbid(unsafe_code)]

mod cell;
mod int8;
mod machine;
mod overview;
mod progress;
mod quality;
mod report;
mod table;
mod texts;
mod variants;

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
    /// Build the variants of the model and compare them
    Overview {
        /// Where report.json and audio/ go
        #[arg(long, default_value = "reports")]
        reports: PathBuf,
        /// Times each cell is measured; the median counts
        #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
        rounds: u16,
        /// A Kokoro export of your own to make `fp32` from, like kokoro-v1.0.onnx
        /// [default: the published INT8 file]
        #[arg(long, value_name = "FILE")]
        base: Option<PathBuf>,
        /// Measure every layer to choose what of `int8` is computed with integers,
        /// instead of using the choice in the repository
        #[arg(long)]
        search: bool,
    },
    /// Make the variant `int8` alone, from the fp32 that is there
    Int8 {
        /// Measure every layer to choose what is computed with integers
        #[arg(long)]
        search: bool,
        /// Where the search keeps what it measured of each layer
        #[arg(long, default_value = "reports")]
        reports: PathBuf,
    },
    /// Compare each variant's speech with fp32's
    Quality(quality::Arguments),
    /// Measure one cell in this process and print it as JSON
    #[command(hide = true)]
    Cell(cell::Arguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Overview {
            reports,
            rounds,
            base,
            search,
        } => overview::run(&reports, rounds, base.as_deref(), search),
        Command::Int8 { search, reports } => variants::build_int8(&reports, search),
        Command::Quality(arguments) => quality::run(&arguments),
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
