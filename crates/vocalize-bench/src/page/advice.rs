//! What this machine should use, and why: sentences from the figures.

use vocalize_core::Mode;

use super::run::Run;
use super::show;
use crate::compare::{Figure, Ratio};
use crate::setting::Setting;
use crate::texts::Length;

/// The advice, most important first. Empty when no reference was measured.
pub(super) fn of(run: &Run) -> Vec<String> {
    let aims = [
        ("To answer soonest", Length::Short, Figure::Process),
        ("To speak fastest", Length::Medium, Figure::Inference),
        ("To hold the least memory", Length::Medium, Figure::Memory),
    ];
    let mut advice: Vec<String> = aims
        .into_iter()
        .filter_map(|(aim, text, figure)| for_aim(run, aim, text, figure))
        .collect();
    advice.extend(on_quality(run));
    advice.extend(on_threads(run));
    advice.extend(on_settings(run));
    advice
}

/// The variant with the least of `figure`, and how sure that is.
fn for_aim(run: &Run, aim: &str, text: Length, figure: Figure) -> Option<String> {
    let mut settings = run.usual(text);
    settings.retain(|setting| run.quiet(setting, figure).is_some());
    settings.sort_by(|a, b| {
        let of = |setting| run.quiet(setting, figure).unwrap_or(f64::INFINITY);
        of(a).total_cmp(&of(b))
    });
    let best = settings.first()?;
    let against_reference = run.to_reference(best, figure)?;
    let mut sentence = format!(
        "{aim}, use {} ({} text): {} times what fp32 needs.",
        best.variant,
        text.name(),
        show::ratio(&against_reference)
    );
    if let Some(second) = settings.get(1) {
        let against_second = run.ratio(best, second, figure)?;
        sentence.push_str(&match verdict(&against_second) {
            Verdict::Less | Verdict::More => format!(
                " The next is {}; against it the ratio is {}.",
                second.variant,
                show::ratio(&against_second)
            ),
            Verdict::Open => format!(
                " But {} may be as good: against it the ratio is {}, which leaves that open.",
                second.variant,
                show::ratio(&against_second)
            ),
        });
    }
    Some(sentence)
}

/// The fastest among those that may be chosen without being asked for.
fn on_quality(run: &Run) -> Option<String> {
    let settings = run.usual(Length::Medium);
    let known = settings.iter().any(|s| run.quality(&s.variant).is_some());
    if !known {
        return Some(
            "Quality is not in this report: run `cargo xtask quality` first. Speed alone is no \
             reason to use a variant."
                .to_owned(),
        );
    }
    let is_good = |setting: &&Setting| {
        let is_reference = **setting == Setting::reference(Length::Medium, run.cores());
        let quality = run.quality(&setting.variant);
        is_reference || quality.is_some_and(|quality| Mode::default().is_reached_by(quality))
    };
    let of = |setting: &&Setting| {
        run.quiet(setting, Figure::Inference)
            .unwrap_or(f64::INFINITY)
    };
    let best = settings
        .iter()
        .filter(is_good)
        .min_by(|a, b| of(a).total_cmp(&of(b)))?;
    Some(format!(
        "Among the variants that speak well enough for the quality mode {}, {} speaks fastest: {} \
         times what fp32 needs.",
        Mode::default().name(),
        best.variant,
        show::ratio(&run.to_reference(best, Figure::Inference)?)
    ))
}

fn on_threads(run: &Run) -> Option<String> {
    let all = Setting::reference(Length::Medium, run.cores());
    let one = Setting {
        threads: 1,
        ..all.clone()
    };
    let faster = run.ratio(&one, &all, Figure::Inference)?;
    if all.threads == 1 {
        return None;
    }
    let share = faster.quiet / all.threads as f64;
    Some(format!(
        "{} threads speak one text {} times as fast as one thread (fp32, medium text), {:.0}% of \
         what the cores could give. For one listener use all cores; for many at once, measure \
         more sessions with fewer threads each.",
        all.threads,
        show::ratio(&faster),
        share * 100.0
    ))
}

/// A sentence for each other setting: leave it, change it, or it doesn't matter.
fn on_settings(run: &Run) -> Vec<String> {
    let settings = run.settings().into_iter();
    let unusual = settings.filter(|setting| !setting.unusual().is_empty());
    let sentence = |setting: Setting| {
        let usual = Setting::usual(&setting.variant, setting.text, setting.threads);
        let time = run.ratio(&setting, &usual, Figure::Inference)?;
        let memory = run.ratio(&setting, &usual, Figure::Memory)?;
        let what = match verdict(&time) {
            Verdict::Less => "is faster",
            Verdict::More => "is slower",
            Verdict::Open => "makes no difference that was seen",
        };
        let shown = (show::ratio(&time), memory.quiet);
        Some(format!(
            "{} ({}, {} text, {} threads) {what}: {} times the inference time, {:.2} times the \
             memory.",
            capital(&setting.unusual()),
            setting.variant,
            setting.text.name(),
            setting.threads,
            shown.0,
            shown.1
        ))
    };
    // In a full matrix they are hundreds; the section on settings has them all.
    unusual.filter_map(sentence).take(6).collect()
}

enum Verdict {
    Less,
    More,
    Open,
}

/// Whether the ratio is surely below or above one.
fn verdict(ratio: &Ratio) -> Verdict {
    if ratio.high < 1.0 {
        Verdict::Less
    } else if ratio.low > 1.0 {
        Verdict::More
    } else {
        Verdict::Open
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
