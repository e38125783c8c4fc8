//! Two builds of this program compared on this machine, taking turns.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use vocalize_core::{Candidates, Places};

use super::{probe, this_program};

/// The least slow-down that matters.
const FLOOR: f64 = 0.08;

/// A figure of both builds.
#[derive(Serialize)]
struct Compared {
    figure: String,
    this: f64,
    other: f64,
    /// `this / other`.
    ratio: f64,
    limit: f64,
    broken: bool,
}

/// Runs every probe of both builds `rounds` times, in turn.
pub(super) fn run(other: &Path, rounds: u16, json: bool) -> anyhow::Result<ExitCode> {
    let candidates = Candidates::by_default(&Places::find(None)?.variants());
    let (variant, (), _) = candidates.first(|_| Ok(()))?;
    let name = &variant.record().name;
    let probes = [
        vec!["synthesis".to_owned(), name.clone()],
        vec!["cold".to_owned(), name.clone()],
        vec!["tokens".to_owned()],
    ];
    let this = this_program()?;
    let mut readings: BTreeMap<String, [Vec<f64>; 2]> = BTreeMap::new();
    for round in 0..rounds {
        for arguments in &probes {
            let what = arguments.join("/");
            eprintln!("comparing {what}, round {} of {rounds}", round + 1);
            // Who comes first may matter: they take turns at that, too.
            let mut sides = [(0, this.as_path()), (1, other)];
            if round % 2 == 1 {
                sides.reverse();
            }
            for (side, program) in sides {
                for (figure, value) in probe::start(program, arguments)? {
                    readings.entry(format!("{what}/{figure}")).or_default()[side].push(value);
                }
            }
        }
    }
    let mut broken = 0;
    for (figure, [this, other]) in readings {
        let compared = compare(figure, &this, &other);
        broken += usize::from(compared.broken);
        if json {
            println!("{}", serde_json::to_string(&compared)?);
        } else {
            print(&compared);
        }
    }
    Ok(if broken == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Compares the least figures; the limit knows how much they vary: half the spread
/// of the better half of each side's figures is about a standard deviation.
fn compare(figure: String, this: &[f64], other: &[f64]) -> Compared {
    let noise = spread(this).max(spread(other));
    let (this, other) = (least(this), least(other));
    let limit = 1.0 + FLOOR.max(3.0 * noise);
    let ratio = this / other;
    Compared {
        figure,
        this,
        other,
        ratio,
        limit,
        broken: ratio > limit || ratio.is_nan(),
    }
}

fn least(figures: &[f64]) -> f64 {
    figures.iter().copied().fold(f64::INFINITY, f64::min)
}

fn spread(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN);
    (middle / least(figures) - 1.0) / 2.0
}

fn print(compared: &Compared) {
    let Compared {
        figure,
        ratio,
        limit,
        broken,
        ..
    } = compared;
    let word = if *broken { "SLOWER" } else { "kept" };
    println!("{word:<7} {figure:<44} {ratio:.3} of the other (limit {limit:.3})");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fifth_more_is_seen_and_noise_is_not() {
        let other = [1.00, 1.01, 1.02, 1.05, 1.30];
        let slower: Vec<f64> = other.iter().map(|s| s * 1.2).collect();
        assert!(compare(String::new(), &slower, &other).broken);
        let noisy = [1.04, 1.00, 1.2, 1.03, 1.06];
        assert!(!compare(String::new(), &noisy, &other).broken);
    }
}
