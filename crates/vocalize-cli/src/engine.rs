//! Everything that a command needs to speak, loaded at once.

use std::path::Path;
use std::thread;
use std::time::Instant;

use anyhow::bail;
use serde::Serialize;
use vocalize_core::{
    Candidates, Error, Model, Piece, Places, Profile, Provider, Runtime, SessionOptions, Speech,
    SpokenWord, Tuned, Variant, Voice, Voices, check_speed, peak_memory_bytes, physical_cores,
};
use vocalize_text::{Frontend, Language, TextError, Utterance};

use crate::arguments::{Manner, Reading};
use crate::output::Output;
use crate::reading::{frontend, remembering};

pub(crate) struct Engine {
    /// Absent when the input is phonemes.
    pub(crate) frontend: Option<Frontend>,
    model: Model,
    voice: Voice,
    variant: String,
    provider: Provider,
    provider_share: Option<f64>,
    speed: f32,
    threads: usize,
    load_seconds: f64,
}

/// What the sessions must be good at.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// One utterance at a time, each as soon as possible.
    Soon,
    /// As much speech as possible.
    Much {
        /// How many utterances there are, about.
        utterances: usize,
        /// How many are spoken at the same time, if that is asked for.
        jobs: Option<usize>,
    },
}

/// Utterances at a time where nothing was measured: each has a session, and so
/// memory, of its own.
const USUAL_JOBS: usize = 4;

/// What `--json` prints of one speech. Seconds are wall time.
#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    /// From text to tokens.
    text_seconds: f64,
    /// Loading the runtime, the model, the voice and the front end.
    load_seconds: f64,
    /// From tokens to samples, all sessions together.
    synth_seconds: f64,
    /// From the start to the first samples.
    first_audio_seconds: f64,
    /// How long the speech is.
    pub(crate) audio_seconds: f64,
    /// Token ids without pads.
    tokens: usize,
    variant: String,
    /// What ran the model: the CPU also when another was asked for in vain.
    provider: Provider,
    /// The part of the time that another provider than the CPU ran nodes, 0 to 1,
    /// in a short trial run.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider_share: Option<f64>,
    voice: String,
    threads: usize,
    peak_memory_bytes: u64,
}

impl Engine {
    /// Loads the model and, beside it, the front end, which phonemes don't need.
    pub(crate) fn load(
        manner: &Manner,
        models: Option<&Path>,
        with_frontend: bool,
        prepack: bool,
        purpose: Purpose,
    ) -> anyhow::Result<Self> {
        let started = Instant::now();
        check_speed(manner.speed)?;
        let places = Places::find(models)?;
        let voice = Voices::new(places.voices()).load(&manner.voice)?;
        let language = with_frontend.then(|| language(&voice, &manner.reading));
        let language = language.transpose()?;
        let provider = manner.provider.unwrap_or_default();
        let profile = profile(&places, manner, provider);
        let tuned = profile.map_or_else(Vec::new, |profile| match purpose {
            Purpose::Soon => profile.latency,
            Purpose::Much { .. } => profile.throughput,
        });
        let candidates = candidates(&places, manner, provider, &tuned)?;
        let options_of = |variant: &Variant| {
            let name = &variant.record().name;
            let tuned = tuned.iter().find(|tuned| tuned.variant == *name);
            let (sessions, threads) = shares(manner.threads.map(usize::from), tuned, purpose);
            SessionOptions {
                threads,
                sessions,
                arena: tuned.is_none_or(|tuned| tuned.arena),
                prepack,
                provider,
                ..SessionOptions::default()
            }
        };
        let library = places.runtime_for(provider)?;
        let (frontend, model) = thread::scope(|scope| {
            let open = |language| frontend(&places, language, &manner.reading);
            let frontend = scope.spawn(move || language.map(open).transpose());
            let model = Runtime::load(&library).and_then(|runtime| {
                candidates
                    .first(|variant| load(&runtime, variant, &options_of(variant), manner.strict))
            });
            (frontend.join(), model)
        });
        let frontend =
            frontend.map_err(|_| anyhow::anyhow!("the text front end failed to start"))??;
        let remember = |frontend| {
            if manner.no_cache {
                frontend
            } else {
                remembering(frontend)
            }
        };
        let (variant, model, passed_over) = model?;
        let threads = options_of(&variant).threads;
        let variant = variant.record().name.clone();
        if let Some(reason) = passed_over.first() {
            eprintln!("vocalize: warning: using {variant}: {reason}");
        }
        Ok(Self {
            frontend: frontend.map(remember),
            provider: model.placement().map_or(Provider::Cpu, |_| provider),
            provider_share: model.placement().map(|placement| placement.share(provider)),
            model,
            voice,
            variant,
            speed: manner.speed,
            threads,
            load_seconds: started.elapsed().as_secs_f64(),
        })
    }

    /// How many utterances can be spoken at the same time.
    pub(crate) fn sessions(&self) -> usize {
        self.model.sessions()
    }

    /// Fails if the variant that was loaded can't tell when words are heard.
    pub(crate) fn check_timestamps(&self) -> anyhow::Result<()> {
        if self.model.tells_durations() {
            return Ok(());
        }
        bail!(
            "variant {:?} doesn't tell when words are heard, which --timestamps needs: \
             `cargo xtask optimize` makes variants that do, like --variant {}",
            self.variant,
            Variant::OPTIMIZED
        )
    }

    /// Speaks `utterances` into `output`, `at_once` at the same time; `started` is when
    /// the wait began. `heard` gets the words of each. The output is still to be
    /// finished.
    pub(crate) fn speak(
        &self,
        utterances: impl Iterator<Item = Result<Utterance, TextError>> + Send,
        at_once: usize,
        output: &mut Output,
        started: Instant,
        mut heard: impl FnMut(Vec<SpokenWord>),
    ) -> anyhow::Result<Figures> {
        let mut figures = self.figures();
        let mut samples = 0;
        let speech = Speech::new(utterances, &self.model, &self.voice, self.speed);
        speech.at_once(at_once, |piece| -> anyhow::Result<()> {
            let Piece {
                audio,
                words,
                tokens,
                text_time,
                synth_time,
            } = piece;
            if samples == 0 {
                figures.first_audio_seconds = started.elapsed().as_secs_f64();
            }
            samples += audio.len();
            figures.tokens += tokens;
            figures.text_seconds += text_time.as_secs_f64();
            figures.synth_seconds += synth_time.as_secs_f64();
            output.write(&audio)?;
            heard(words);
            Ok(())
        })?;
        figures.audio_seconds = vocalize_audio::seconds(samples);
        figures.peak_memory_bytes = peak_memory_bytes();
        Ok(figures)
    }

    fn figures(&self) -> Figures {
        Figures {
            text_seconds: 0.0,
            load_seconds: self.load_seconds,
            synth_seconds: 0.0,
            first_audio_seconds: 0.0,
            audio_seconds: 0.0,
            tokens: 0,
            variant: self.variant.clone(),
            provider: self.provider,
            provider_share: self.provider_share,
            voice: self.voice.name().to_owned(),
            threads: self.threads,
            peak_memory_bytes: 0,
        }
    }
}

/// The language asked for, else the voice's.
fn language(voice: &Voice, reading: &Reading) -> anyhow::Result<Language> {
    let of_voice = || match voice.language() {
        Ok(language) => Ok(language),
        Err(error) => bail!("{error} (--phonemes, or --lang en-us)"),
    };
    reading.lang.map_or_else(of_voice, |lang| Ok(lang.into()))
}

/// The variants to try. Only one that is named is used or nothing.
fn candidates(
    places: &Places,
    manner: &Manner,
    provider: Provider,
    tuned: &[Tuned],
) -> Result<Candidates, Error> {
    let folder = places.variants();
    if let Some(name) = &manner.variant {
        return Ok(Candidates::only(Variant::named(&folder, name)?));
    }
    // What ONNX Runtime optimised offline has operators that only its CPU kernels
    // know.
    if provider != Provider::Cpu && Variant::names(&folder).iter().any(|n| n == Variant::FP32) {
        return Ok(Candidates::only(Variant::named(&folder, Variant::FP32)?));
    }
    let mut candidates = match manner.quality {
        Some(quality) => Candidates::for_mode(&folder, quality.into()),
        None => Candidates::by_default(&folder),
    };
    candidates.fastest_first(tuned);
    Ok(candidates)
}

/// Sessions, and the threads of each: what is asked for, else what was found to be
/// fastest for the variant, else one session on all cores, or, for much speech, cores
/// shared out.
fn shares(threads: Option<usize>, tuned: Option<&Tuned>, purpose: Purpose) -> (usize, usize) {
    let cores = physical_cores();
    let Purpose::Much { utterances, jobs } = purpose else {
        let tuned = tuned.map(|tuned| tuned.threads);
        return (1, threads.or(tuned).unwrap_or(cores));
    };
    let most = match (threads, tuned) {
        (Some(threads), _) => cores / threads,
        (None, Some(tuned)) => tuned.sessions,
        (None, None) => cores.min(USUAL_JOBS),
    };
    // No session stays without work.
    let sessions = jobs.unwrap_or(most).min(utterances).max(1);
    let tuned = tuned.filter(|tuned| tuned.sessions == sessions);
    let share = tuned.map_or(cores / sessions, |tuned| tuned.threads);
    (sessions, threads.unwrap_or(share).max(1))
}

/// Loads the model; unless `strict`, a provider that can't be used is a warning.
fn load(
    runtime: &Runtime,
    variant: &Variant,
    options: &SessionOptions,
    strict: bool,
) -> Result<Model, Error> {
    if strict {
        return Model::load(runtime, variant, options);
    }
    let (model, passed_over) = Model::load_or_cpu(runtime, variant, options)?;
    if let Some(reason) = passed_over {
        eprintln!("vocalize: warning: speaking on the CPU: {reason}");
    }
    Ok(model)
}

/// The tuned profile, which is of the CPU provider; not needed when the variant is
/// named and so are its threads.
fn profile(places: &Places, manner: &Manner, provider: Provider) -> Option<Profile> {
    if provider != Provider::Cpu || (manner.variant.is_some() && manner.threads.is_some()) {
        return None;
    }
    let (profile, stale) = Profile::load(places);
    if let Some(reason) = stale {
        eprintln!("vocalize: warning: {reason}");
    }
    profile
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cores_are_shared_by_what_there_is_to_say() {
        let much = |utterances, jobs| Purpose::Much { utterances, jobs };
        let cores = physical_cores();
        assert_eq!(shares(None, None, Purpose::Soon), (1, cores));
        assert_eq!(shares(Some(3), None, Purpose::Soon), (1, 3));
        assert_eq!(shares(None, None, much(1, None)), (1, cores));
        assert_eq!(shares(None, None, much(0, None)), (1, cores));
        assert_eq!(
            shares(None, None, much(9, Some(64))),
            (9, (cores / 9).max(1))
        );
        assert_eq!(shares(Some(cores), None, much(9, None)), (1, cores));
        let tuned = Tuned {
            variant: String::new(),
            threads: 3,
            sessions: 2,
            arena: true,
            rtf: 0.1,
        };
        assert_eq!(shares(None, Some(&tuned), Purpose::Soon), (1, 3));
        assert_eq!(shares(None, Some(&tuned), much(9, None)), (2, 3));
        assert_eq!(shares(None, Some(&tuned), much(1, None)), (1, cores));
        assert_eq!(shares(Some(1), Some(&tuned), much(9, Some(4))), (4, 1));
    }
}
