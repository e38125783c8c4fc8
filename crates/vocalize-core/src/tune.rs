//! Finding the fastest settings for this machine, by trying them.

use std::path::Path;
use std::time::Instant;

use vocalize_text::TokenId;

use crate::cpu::physical_cores;
use crate::error::Error;
use crate::mode::Mode;
use crate::model::Model;
use crate::places::Places;
use crate::profile::{Profile, Tuned};
use crate::runtime::Runtime;
use crate::session::SessionOptions;
use crate::variant::Variant;
use crate::voice::Voice;

/// Times each setting speaks; the fastest counts.
const REPEATS: usize = 2;

/// What is spoken to compare settings.
pub struct Sample<'a> {
    /// One sentence.
    pub ids: &'a [TokenId],
    /// The voice.
    pub voice: &'a Voice,
}

/// Tries every variant that runs here and that a quality mode may take (or, without
/// any, all that run) with each sensible setting. `tell` hears what
/// is being tried and how far it is, 0 to 1. Variants that can't be loaded are told
/// and passed over.
///
/// # Errors
/// [`Error::Synthesis`]; [`Error::UnknownVariant`] when there are no variants.
pub fn tune(
    runtime: &Runtime,
    places: &Places,
    sample: &Sample<'_>,
    tell: &mut dyn FnMut(&str, f64),
) -> Result<Profile, Error> {
    let variants = worth_trying(&places.variants())?;
    let (mut latency, mut throughput) = (Vec::new(), Vec::new());
    for (number, variant) in variants.iter().enumerate() {
        let name = &variant.record().name;
        let mut told = |what: &str, part: f64| {
            tell(
                &format!("{name}, {what}"),
                (number as f64 + part) / variants.len() as f64,
            );
        };
        let tuned = tune_variant(runtime, variant, sample, &mut told);
        match tuned {
            Ok((fastest, most)) => {
                latency.push(fastest);
                throughput.push(most);
            }
            Err(error @ Error::Load { .. }) => told(&error.to_string(), 1.0),
            Err(error) => return Err(error),
        }
    }
    Ok(Profile::new(places, latency, throughput))
}

fn worth_trying(folder: &Path) -> Result<Vec<Variant>, Error> {
    let names = Variant::names(folder).into_iter();
    let mut variants: Vec<Variant> = names
        .filter_map(|name| Variant::named(folder, &name).ok())
        .filter(|variant| variant.check_cpu().is_ok())
        .collect();
    let of_a_mode = |variant: &Variant| {
        let name = variant.record().name.as_str();
        Mode::ALL.iter().any(|mode| mode.variants().contains(&name))
    };
    if variants.iter().any(of_a_mode) {
        variants.retain(of_a_mode);
    }
    if variants.is_empty() {
        // Says what to do.
        Variant::named(folder, Variant::PUBLISHED)?;
    }
    Ok(variants)
}

/// The settings with which one variant answers soonest, and with which it speaks
/// most.
fn tune_variant(
    runtime: &Runtime,
    variant: &Variant,
    sample: &Sample<'_>,
    tell: &mut dyn FnMut(&str, f64),
) -> Result<(Tuned, Tuned), Error> {
    let mut tries = Vec::new();
    let splits = splits(physical_cores());
    let all = (splits.len() + 2) as f64;
    for (number, (sessions, threads)) in splits.into_iter().enumerate() {
        let what = format!("{sessions} x {threads} threads");
        tell(&what, number as f64 / all);
        tries.push(measure(runtime, variant, sample, sessions, threads, true)?);
    }
    let soonest = |tries: &[Tried]| -> Option<Tuned> {
        let best = tries.iter().min_by(|a, b| a.alone.total_cmp(&b.alone))?;
        Some(best.tuned(1, best.alone))
    };
    let most = |tries: &[Tried]| -> Option<Tuned> {
        let best = tries
            .iter()
            .min_by(|a, b| a.together.total_cmp(&b.together))?;
        Some(best.tuned(best.sessions, best.together))
    };
    // The arena is tried with the winners only.
    for (number, best) in [soonest(&tries), most(&tries)]
        .into_iter()
        .flatten()
        .enumerate()
    {
        tell("without an arena", (all - 2.0 + number as f64) / all);
        let Tuned {
            sessions, threads, ..
        } = best;
        tries.push(measure(runtime, variant, sample, sessions, threads, false)?);
    }
    match (soonest(&tries), most(&tries)) {
        (Some(soonest), Some(most)) => Ok((
            Tuned {
                variant: variant.record().name.clone(),
                ..soonest
            },
            Tuned {
                variant: variant.record().name.clone(),
                ..most
            },
        )),
        _ => unreachable!("at least one setting is tried"),
    }
}

/// How cores can be shared out: one session on all of them, sessions with one
/// thread each, and halves between.
fn splits(cores: usize) -> Vec<(usize, usize)> {
    let mut splits = Vec::new();
    let mut threads = cores;
    while threads >= 1 {
        splits.push((cores / threads, threads));
        threads /= 2;
    }
    splits
}

/// One setting tried: seconds for each second of speech.
struct Tried {
    sessions: usize,
    threads: usize,
    arena: bool,
    /// One session speaking alone.
    alone: f64,
    /// All sessions at once.
    together: f64,
}

impl Tried {
    fn tuned(&self, sessions: usize, rtf: f64) -> Tuned {
        Tuned {
            variant: String::new(),
            threads: self.threads,
            sessions,
            arena: self.arena,
            rtf,
        }
    }
}

fn measure(
    runtime: &Runtime,
    variant: &Variant,
    sample: &Sample<'_>,
    sessions: usize,
    threads: usize,
    arena: bool,
) -> Result<Tried, Error> {
    let options = SessionOptions {
        threads,
        sessions,
        arena,
        ..SessionOptions::default()
    };
    let model = Model::load(runtime, variant, &options)?;
    // The first run of each session lays out memory.
    at_once(&model, sample, sessions)?;
    let (mut alone, mut together) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..REPEATS {
        alone = alone.min(at_once(&model, sample, 1)?);
        if sessions > 1 {
            together = together.min(at_once(&model, sample, sessions)?);
        }
    }
    if sessions == 1 {
        together = alone;
    }
    Ok(Tried {
        sessions,
        threads,
        arena,
        alone,
        together,
    })
}

/// Speaks the sample `times` times at once; seconds for each second of speech.
fn at_once(model: &Model, sample: &Sample<'_>, times: usize) -> Result<f64, Error> {
    let started = Instant::now();
    let speak = || model.synthesize(sample.ids, sample.voice, 1.0);
    let lengths: Result<Vec<usize>, Error> = std::thread::scope(|scope| {
        let speakers: Vec<_> = (0..times).map(|_| scope.spawn(speak)).collect();
        let join =
            |speaker: std::thread::ScopedJoinHandle<'_, Result<Vec<f32>, Error>>| match speaker
                .join()
            {
                Ok(spoken) => spoken.map(|audio| audio.len()),
                Err(panic) => std::panic::resume_unwind(panic),
            };
        speakers.into_iter().map(join).collect()
    });
    let spoken = vocalize_audio::seconds(lengths?.iter().sum());
    Ok(started.elapsed().as_secs_f64() / spoken)
}

#[cfg(test)]
mod tests {
    use super::splits;

    #[test]
    fn cores_are_shared_out() {
        assert_eq!(splits(1), [(1, 1)]);
        assert_eq!(splits(2), [(1, 2), (2, 1)]);
        assert_eq!(splits(6), [(1, 6), (2, 3), (6, 1)]);
    }
}
