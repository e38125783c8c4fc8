//! `vocalize-bench`: measures the engine. `cargo xtask optimize` starts it.

#![forbid(unsafe_code)]

mod cell;
mod g2p;
mod machine;
mod overview;
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
    },
    /// Compare the ways from text to phonemes: time, memory, errors
    G2p {
        /// Where g2p.json and g2p/ go
        #[arg(long, default_value = "reports")]
        reports: PathBuf,
        /// The Python that has what scripts/transcribe.py needs
        #[arg(long, default_value = "python3", value_name = "PROGRAM")]
        python: PathBuf,
    },
    /// Measure one way in this process and print it as JSON
    #[command(hide = true)]
    G2pCell(g2p::CellArguments),
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
        Command::G2p { reports, python } => g2p::run(&reports, &python),
        Command::G2pCell(cell) => g2p::run_cell(&cell),
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
