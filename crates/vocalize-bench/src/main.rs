//! `vocalize-bench`: measures the engine. `cargo xtask optimize`, `matrix` and `peers`
//! start it.

#![forbid(unsafe_code)]

mod cell;
mod compare;
mod file;
mod g2p;
mod gate;
mod html;
mod int8;
mod machine;
mod matrix;
mod overview;
mod page;
mod peers;
mod process;
mod progress;
mod quality;
mod report;
mod results;
mod rounds;
mod setting;
mod statistics;
mod table;
#[cfg(test)]
mod testing;
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
    /// Measure every setting of a matrix, and write the report
    Matrix(matrix::Arguments),
    /// Measure other programs between ours
    #[command(hide = true)]
    Peers(peers::Arguments),
    /// Write the report anew from what was measured
    Report(page::Arguments),
    /// Compare each variant's speech with fp32's
    Quality(quality::Arguments),
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
    /// Check the limits in reports/gates.toml
    Gate(gate::Arguments),
    /// Measure one thing for the gate in this process and print it as JSON
    #[command(hide = true)]
    Probe(gate::ProbeArguments),
    /// Do some work whose instructions the gate counts
    #[command(hide = true)]
    Work(gate::Work),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Overview {
            reports,
            rounds,
            base,
            search,
        } => overview::run(&reports, rounds, base.as_deref(), search).map(|()| ExitCode::SUCCESS),
        Command::Int8 { search, reports } => {
            let journal = reports.join(int8::LAYERS);
            variants::build_int8(search.then_some(journal.as_path())).map(|()| ExitCode::SUCCESS)
        }
        Command::G2p { reports, python } => g2p::run(&reports, &python).map(|()| ExitCode::SUCCESS),
        Command::G2pCell(cell) => g2p::run_cell(&cell).map(|()| ExitCode::SUCCESS),
        Command::Cell(cell) => cell::run(&cell).map(|()| ExitCode::SUCCESS),
        Command::Gate(gate) => gate::run(&gate),
        Command::Probe(probe) => gate::run_probe(&probe).map(|()| ExitCode::SUCCESS),
        Command::Work(work) => work.run().map(|()| ExitCode::SUCCESS),
        Command::Matrix(arguments) => matrix::run(&arguments).map(|()| ExitCode::SUCCESS),
        Command::Peers(arguments) => peers::run(&arguments).map(|()| ExitCode::SUCCESS),
        Command::Report(arguments) => page::run(&arguments).map(|()| ExitCode::SUCCESS),
        Command::Quality(arguments) => quality::run(&arguments).map(|()| ExitCode::SUCCESS),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("vocalize-bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}
