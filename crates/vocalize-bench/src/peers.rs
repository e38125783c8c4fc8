//! `peers`: other programs that speak with the same model, measured between ours.
//!
//! A peer is a script that takes what a cell takes and prints what a cell prints;
//! `cargo xtask peers` installs each in an environment of its own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use vocalize_core::{Candidates, Places, Runtime, Variant, physical_cores};

use crate::matrix::{Kept, listen, say_end, wav};
use crate::page;
use crate::process::{self, Work};
use crate::results::Header;
use crate::rounds::{Rounds, Rule};
use crate::setting::Setting;
use crate::texts::{Length, VOICE};

const RULE: Rule = Rule {
    precision: 0.02,
    budget: Duration::from_secs(20 * 60),
    least_rounds: 6,
    most_rounds: 15,
};

/// Arguments of `peers`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A peer: its name and version, its Python, its script, its folder
    #[arg(long = "peer", num_args = 4, value_names = ["NAME", "PYTHON", "SCRIPT", "DIR"])]
    peers: Vec<PathBuf>,
    #[command(flatten)]
    kept: Kept,
}

/// One peer.
#[derive(Debug)]
struct Peer {
    engine: String,
    python: PathBuf,
    script: PathBuf,
    /// What its installation put beside it.
    folder: PathBuf,
}

impl Peer {
    /// The peers on the command line: four values each.
    fn all(arguments: &Arguments) -> Vec<Self> {
        let fours = arguments.peers.chunks_exact(4);
        let peer = |four: &[PathBuf]| Self {
            engine: four[0].to_string_lossy().into_owned(),
            python: four[1].clone(),
            script: four[2].clone(),
            folder: four[3].clone(),
        };
        fours.map(peer).collect()
    }

    /// The command that measures `setting`.
    fn command(
        &self,
        setting: &Setting,
        variants: &Path,
        work: &Work<'_>,
    ) -> anyhow::Result<Command> {
        let mut command = Command::new(&self.python);
        command.arg(&self.script);
        command.args(["--setting", &serde_json::to_string(setting)?]);
        command.args(["--say", setting.text.text()]);
        let variant = Variant::named(variants, &setting.variant)?;
        command.arg("--model").arg(variant.graph());
        command.arg("--folder").arg(&self.folder);
        process::add_work(&mut command, work);
        Ok(command)
    }
}

/// Measures, then renews the report.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let peers = Peer::all(arguments);
    if peers.is_empty() {
        bail!("no peer is given: `cargo xtask peers` installs them and gives them");
    }
    let places = Places::find(None)?;
    let variants = places.variants();
    let header = Header::this(&places, &Runtime::load(&places.runtime()?)?)?;
    let (default, (), _) = Candidates::by_default(&variants).first(|_| Ok(()))?;
    let cells = cells(&peers, &default.record().name, &header);
    let mut results = arguments.kept.open("peers", "peers", header)?;
    let running = listen()?;
    let folder = tempfile::tempdir().context("can't make a temporary folder")?;
    let rounds = Rounds {
        cells: &cells,
        reference: &|cell| beside(cell, &default.record().name),
        rule: Rule {
            budget: arguments.kept.budget(RULE.budget)?,
            ..RULE
        },
        running: &running,
        measure: &|setting, _| {
            let work = Work {
                voice: VOICE,
                wav: &wav(folder.path()),
                repeats: repeats(setting.text),
                soak: 0,
            };
            let command = match peers.iter().find(|peer| peer.engine == setting.engine) {
                Some(peer) => peer.command(setting, &variants, &work)?,
                None => process::of_cell(setting, &work)?,
            };
            process::measure(command, &running)
        },
    };
    let ended = rounds.measure(&mut results)?;
    page::renew(&arguments.kept.reports)?;
    say_end(ended, &results)
}

fn repeats(text: Length) -> u32 {
    match text {
        Length::Short => 3,
        Length::Medium => 1,
        Length::Long => 0,
    }
}

/// The short text with all cores, the medium one with all and with one: first ours as
/// it is used, then ours with the peers' models, as they are and as we make the
/// published one start faster, then the peers.
fn cells(peers: &[Peer], default: &str, header: &Header) -> Vec<Setting> {
    let both = [Variant::PUBLISHED, Variant::FP32];
    let there = |name: &&str| header.variants.contains_key(*name);
    let shared: Vec<&str> = both.into_iter().filter(there).collect();
    let mut cells = Vec::new();
    let cores = physical_cores();
    let mut groups = vec![
        (Length::Short, cores),
        (Length::Medium, cores),
        (Length::Medium, 1),
    ];
    groups.dedup();
    for (text, threads) in groups {
        let usual = |variant: &&str| Setting::usual(variant, text, threads);
        let offline = Some(&Variant::PUBLISHED_OPTIMIZED).filter(|name| there(name));
        let ours = std::iter::once(&default).chain(&shared).chain(offline);
        let mut group: Vec<Setting> = Vec::new();
        for setting in ours.map(usual) {
            if !group.contains(&setting) {
                group.push(setting);
            }
        }
        for peer in peers {
            group.extend(shared.iter().map(usual).map(|setting| Setting {
                engine: peer.engine.clone(),
                ..setting
            }));
        }
        cells.extend(group);
    }
    cells
}

/// Our variant in a run beside peers that they are compared with: the first.
pub(crate) fn ours(settings: &[Setting]) -> Option<String> {
    let ours = |setting: &&Setting| setting.engine == Setting::ours();
    Some(settings.iter().find(ours)?.variant.clone())
}

/// What `setting` is compared with: ours with the same text and threads.
pub(crate) fn beside(setting: &Setting, ours: &str) -> Setting {
    Setting::usual(ours, setting.text, setting.threads)
}
