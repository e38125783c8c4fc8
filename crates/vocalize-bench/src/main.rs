//! `vocalize-bench`: measures the engine. `cargo xtask optimize`, `matrix` and `peers`
//! start it.

#![forbid(unsafe_code)]

mod cell;
mod compare;
mod machine;
mod matrix;
mod overview;
mod page;
mod peers;
mod process;
mod quality;
mod report;
mod results;
mod rounds;
mod setting;
mod statistics;
mod table;
mod texts;
mod usage;
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
    },
    /// Measure every setting of a matrix, and write the report
    Matrix(matrix::Arguments),
    /// Measure other programs between ours
    #[command(hide = true)]
    Peers(peers::Arguments),
    /// Write the report anew from what was measured
    Report(page::Arguments),
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
        } => overview::run(&reports, rounds, base.as_deref()),
        Command::Matrix(arguments) => matrix::run(&arguments),
        Command::Peers(arguments) => peers::run(&arguments),
        Command::Report(arguments) => page::run(&arguments),
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
