//! What is measured: a matrix as a TOML file, and the cells that it makes.

use std::time::Duration;

use anyhow::{Context, bail};
use serde::Deserialize;
use vocalize_core::{Provider, Variant};

use crate::rounds::Rule;
use crate::setting::Setting;
use crate::texts::Length;

/// A matrix of more cells than this is a mistake: it would take days.
const MAX_CELLS: usize = 10_000;

/// A matrix file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    precision: f64,
    budget_minutes: f64,
    least_rounds: usize,
    most_rounds: usize,
    repeats: Repeats,
    cells: Vec<Block>,
}

/// How often a text is spoken again in the same process.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Repeats {
    short: u32,
    medium: u32,
    long: u32,
}

impl Repeats {
    pub(crate) fn of(self, text: Length) -> u32 {
        match text {
            Length::Short => self.short,
            Length::Medium => self.medium,
            Length::Long => self.long,
        }
    }
}

/// Axes whose every combination is measured. What isn't given is as usual.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Block {
    texts: Vec<Length>,
    /// Default: every variant that was built and runs here.
    variants: Option<Vec<String>>,
    #[serde(default = "cpu")]
    providers: Vec<Provider>,
    #[serde(default = "all_cores")]
    threads: Vec<Threads>,
    #[serde(default = "one")]
    inter_threads: Vec<usize>,
    #[serde(default = "yes")]
    spinning: Vec<bool>,
    #[serde(default = "yes")]
    arena: Vec<bool>,
    #[serde(default = "no")]
    memory_pattern: Vec<bool>,
    /// How often each cell speaks on, once, before its memory is looked at.
    #[serde(default)]
    soak: u32,
}

fn cpu() -> Vec<Provider> {
    vec![Provider::Cpu]
}

fn all_cores() -> Vec<Threads> {
    vec![Threads::Named(Named::All)]
}

fn one() -> Vec<usize> {
    vec![1]
}

fn yes() -> Vec<bool> {
    vec![true]
}

fn no() -> Vec<bool> {
    vec![false]
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(untagged)]
enum Threads {
    Count(usize),
    Named(Named),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Named {
    All,
}

/// A cell to measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Planned {
    pub(crate) setting: Setting,
    pub(crate) soak: u32,
}

/// Cells in the order of a round, and when to stop.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Grouped by text, each group's reference first: what is compared is measured
    /// close together.
    pub(crate) cells: Vec<Planned>,
    pub(crate) repeats: Repeats,
    pub(crate) rule: Rule,
}

impl Plan {
    /// The plan of a matrix file `text` for a machine with these `variants` and
    /// `cores`.
    ///
    /// # Errors
    /// When the file is no matrix, or one of nothing.
    pub(crate) fn read(text: &str, variants: &[String], cores: usize) -> anyhow::Result<Self> {
        let file: File = toml::from_str(text).context("it is no matrix")?;
        let rule = Rule {
            precision: file.precision,
            budget: minutes(file.budget_minutes)?,
            least_rounds: file.least_rounds,
            most_rounds: file.most_rounds.max(file.least_rounds),
        };
        let is_positive = rule.precision > 0.0;
        if !is_positive || rule.least_rounds == 0 {
            bail!("precision and least_rounds must be above zero");
        }
        let mut cells = Vec::new();
        for block in &file.cells {
            block.add_to(&mut cells, variants, cores)?;
        }
        if cells.is_empty() {
            bail!("it has no cell that could be measured with the variants that are built");
        }
        Ok(Self {
            cells: with_references(cells, cores),
            repeats: file.repeats,
            rule,
        })
    }
}

/// A time in minutes, at most a year of them.
pub(crate) fn minutes(minutes: f64) -> anyhow::Result<Duration> {
    if !(0.0..=525_600.0).contains(&minutes) {
        bail!("{minutes} is no time to measure for, in minutes");
    }
    Ok(Duration::from_secs_f64(minutes * 60.0))
}

impl Block {
    fn add_to(
        &self,
        cells: &mut Vec<Planned>,
        built: &[String],
        cores: usize,
    ) -> anyhow::Result<()> {
        let named = self.variants.as_deref().unwrap_or(built);
        let variants = || named.iter().filter(|variant| built.contains(variant));
        let mut settings: Vec<Setting> = Vec::new();
        for &text in &self.texts {
            settings.extend(variants().map(|variant| Setting::usual(variant, text, cores)));
        }
        vary(&mut settings, &self.providers, |s, &provider| {
            s.provider = provider
        })?;
        vary(&mut settings, &self.threads, |setting, threads| {
            setting.threads = match threads {
                Threads::Count(count) => *count,
                Threads::Named(Named::All) => cores,
            };
        })?;
        vary(&mut settings, &self.inter_threads, |s, &inter| {
            s.inter_threads = inter
        })?;
        vary(&mut settings, &self.spinning, |s, &spinning| {
            s.spinning = spinning
        })?;
        vary(&mut settings, &self.arena, |s, &arena| s.arena = arena)?;
        vary(&mut settings, &self.memory_pattern, |s, &on| {
            s.memory_pattern = on
        })?;
        // More threads than cores only wait for each other.
        settings.retain(|setting| (1..=cores).contains(&setting.threads));
        for setting in settings {
            match cells.iter_mut().find(|cell| cell.setting == setting) {
                Some(known) => known.soak = known.soak.max(self.soak),
                None => cells.push(Planned {
                    setting,
                    soak: self.soak,
                }),
            }
        }
        Ok(())
    }
}

/// Every one of `settings` with every one of `values`.
fn vary<T>(
    settings: &mut Vec<Setting>,
    values: &[T],
    set: impl Fn(&mut Setting, &T),
) -> anyhow::Result<()> {
    if settings.len().saturating_mul(values.len()) > MAX_CELLS {
        bail!("it has more than {MAX_CELLS} cells");
    }
    let before = std::mem::take(settings);
    for setting in before {
        for value in values {
            let mut varied = setting.clone();
            set(&mut varied, value);
            settings.push(varied);
        }
    }
    Ok(())
}

/// The cells grouped by text, each group with its reference in front.
fn with_references(cells: Vec<Planned>, cores: usize) -> Vec<Planned> {
    let mut ordered = Vec::new();
    for text in Length::ALL {
        let mut group = cells
            .iter()
            .filter(|cell| cell.setting.text == text)
            .peekable();
        if group.peek().is_none() {
            continue;
        }
        let setting = Setting::reference(text, cores);
        let soak = cells.iter().find(|cell| cell.setting == setting);
        ordered.push(Planned {
            soak: soak.map_or(0, |cell| cell.soak),
            setting: setting.clone(),
        });
        ordered.extend(group.filter(|cell| cell.setting != setting).cloned());
    }
    ordered
}

/// Whether there is something to compare with: the reference's variant.
///
/// # Errors
/// When there isn't.
pub(crate) fn check_reference(variants: &[String]) -> anyhow::Result<()> {
    if variants.iter().any(|variant| variant == Variant::FP32) {
        return Ok(());
    }
    bail!(
        "there is no variant {} to compare with: run `cargo xtask optimize` first",
        Variant::FP32
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::{FULL, QUICK};

    fn built() -> Vec<String> {
        ["fp32", "optimized", "published-int8"]
            .map(str::to_owned)
            .to_vec()
    }

    #[test]
    fn presets_are_plans() {
        let quick = Plan::read(QUICK, &built(), 2).unwrap();
        // 3 variants x 3 texts, 3 with one thread, 3 other settings.
        assert_eq!(quick.cells.len(), 15);
        let full = Plan::read(FULL, &built(), 2).unwrap();
        // (18) + (3 x 2 x 2 x 16, 12 of them known already) + nothing new.
        assert_eq!(full.cells.len(), 18 + 192 - 12);
        assert_eq!(
            full.cells.iter().filter(|cell| cell.soak == 100).count(),
            12
        );
    }

    #[test]
    fn references_come_first_and_only_once() {
        let plan = Plan::read(QUICK, &built(), 4).unwrap();
        let references = plan
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.setting == Setting::reference(cell.setting.text, 4));
        assert_eq!(
            references.map(|(place, _)| place).collect::<Vec<_>>(),
            [0, 3, 12]
        );
    }

    #[test]
    fn one_core_measures_nothing_twice() {
        let plan = Plan::read(QUICK, &built(), 1).unwrap();
        assert_eq!(plan.cells.len(), 12);
    }

    #[test]
    fn what_is_no_matrix_is_refused() {
        let refused = |from: &str, to: &str| {
            let text = QUICK.replace(from, to);
            assert_ne!(text, QUICK, "{from}");
            format!("{:#}", Plan::read(&text, &built(), 2).unwrap_err())
        };
        assert!(refused("precision = 0.02", "precision = 0.0").contains("above zero"));
        assert!(refused("budget_minutes = 20", "budget_minutes = -1").contains("no time"));
        assert!(refused("spinning", "sping").contains("sping"));
        assert!(refused("\"long\"", "\"epic\"").contains("epic"));
        let none = Plan::read(QUICK, &[], 2).unwrap_err();
        assert!(none.to_string().contains("no cell"));
        let many = vec!["true"; 3000].join(",");
        let many = refused(
            "arena = [false]",
            &format!("arena = [{many}]\nspinning = [{many}]"),
        );
        assert!(many.contains("more than 10000"));
    }
}
