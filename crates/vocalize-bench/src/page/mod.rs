//! The report: `index.html` to look at, `report.md` for a pull request.

mod advice;
mod draw;
mod html;
mod markdown;
mod run;
mod section;
mod sections;
mod show;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Context;
use clap::Args;

use crate::file;
use run::Run;
use section::Report;

/// Arguments of `report`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Where measurements are and the report goes
    #[arg(long, default_value = "reports", value_name = "DIR")]
    reports: PathBuf,
    /// The measurements to report [default: the newest in DIR/matrix]
    #[arg(long, value_name = "FILE.jsonl")]
    run: Option<PathBuf>,
    /// The peers' measurements [default: the newest in DIR/peers]
    #[arg(long, value_name = "FILE.jsonl")]
    peers: Option<PathBuf>,
}

/// Writes the report.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let matrix = match &arguments.run {
        Some(file) => Some(file.clone()),
        None => newest(&arguments.reports.join("matrix")),
    };
    let peers = match &arguments.peers {
        Some(file) => Some(file.clone()),
        None => newest(&arguments.reports.join("peers")),
    };
    let nothing = || {
        let shown = arguments.reports.display();
        format!("nothing has been measured in {shown}: run `cargo xtask matrix` first")
    };
    let first = matrix.as_ref().or(peers.as_ref()).with_context(nothing)?;
    eprintln!("reporting {}", first.display());
    let matrix = matrix.as_deref().map(Run::read).transpose()?;
    let peers = peers.as_deref().map(Run::read).transpose()?;
    let report = Report::of(matrix.as_ref(), peers.as_ref());
    let page = arguments.reports.join("index.html");
    file::write(&page, html::page(&report).as_bytes())?;
    let text = arguments.reports.join("report.md");
    file::write(&text, markdown::text(&report).as_bytes())?;
    println!("The report is {}.", page.display());
    Ok(())
}

/// Writes the report of the newest measurements in `reports`.
pub(crate) fn renew(reports: &Path) -> anyhow::Result<()> {
    run(&Arguments {
        reports: reports.to_owned(),
        run: None,
        peers: None,
    })
}

/// The measurements in `folder` that were written to last.
fn newest(folder: &Path) -> Option<PathBuf> {
    let files = fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.path());
    let files = files.filter(|path| path.extension().is_some_and(|e| e == "jsonl"));
    let age = |path: &PathBuf| -> Option<SystemTime> { fs::metadata(path).ok()?.modified().ok() };
    files.max_by_key(age)
}
