//! `cargo xtask`: the project's own commands, one file each.
//!
//! Exit codes: 0 done, 1 failed (one sentence on standard error says what to
//! do), 2 a wrong command line; `test` passes on the code of `cargo test`.

#![forbid(unsafe_code)]

mod debian;
mod espeak;
mod g2p;
mod gate;
mod matrix;
mod optimize;
mod peers;
mod programs;
mod quality;
mod setup;
mod test;
mod tokens;
mod tune;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's own commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Fetch and verify what models/manifest.toml lists.
    #[command(after_help = setup::EXAMPLES)]
    Setup(setup::Args),
    /// Set up, optimise the model for this machine and measure it.
    Optimize(optimize::Args),
    /// Check that nothing became slower or worse: the limits in reports/gates.toml.
    Gate(gate::Args),
    /// Measure the engine in every setting and write the report.
    Matrix(matrix::Args),
    /// Measure other programs between ours.
    Peers(peers::Args),
    /// Compare the speech of every variant with fp32's.
    Quality(quality::Args),
    /// Build the compiled text data anew: lexicons, tagger, models for unknown words.
    Tokens(tokens::Args),
    /// Compare the ways from text to phonemes: misaki, rules, espeak-ng, characters.
    G2p(g2p::Args),
    /// Find the fastest settings for this machine.
    Tune(tune::Args),
    /// Set up, then run every test of the workspace.
    Test(test::Args),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Setup(args) => setup::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Optimize(args) => optimize::run(&args),
        Command::Gate(args) => gate::run(&args),
        Command::Matrix(args) => matrix::run(&args),
        Command::Peers(args) => peers::run(&args),
        Command::Quality(args) => quality::run(&args),
        Command::Tokens(args) => tokens::run(&args),
        Command::G2p(args) => g2p::run(&args),
        Command::Tune(args) => tune::run(&args),
        Command::Test(args) => test::run(&args),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
