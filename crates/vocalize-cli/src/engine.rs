//! Everything that a command needs to speak, loaded at once.

use std::path::Path;
use std::thread;
use std::time::Instant;

use anyhow::bail;
use serde::Serialize;
use vocalize_core::{
    Model, Piece, Places, Runtime, SessionOptions, Speech, Variant, Voice, Voices, check_speed,
    peak_memory_bytes,
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
    speed: f32,
    threads: usize,
    load_seconds: f64,
}

/// What `--json` prints of one speech. Seconds are wall time.
#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    /// From text to tokens.
    text_seconds: f64,
    /// Loading the runtime, the model, the voice and the front end.
    load_seconds: f64,
    /// From tokens to samples.
    synth_seconds: f64,
    /// From the start to the first samples.
    first_audio_seconds: f64,
    /// How long the speech is.
    audio_seconds: f64,
    /// Token ids without pads.
    tokens: usize,
    variant: String,
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
    ) -> anyhow::Result<Self> {
        let started = Instant::now();
        check_speed(manner.speed)?;
        let places = Places::find(models)?;
        let voice = Voices::new(places.voices()).load(&manner.voice)?;
        let language = with_frontend.then(|| language(&voice, &manner.reading));
        let language = language.transpose()?;
        let variant = variant(&places, manner.variant.as_deref())?;
        let options = SessionOptions {
            threads: manner
                .threads
                .map_or_else(|| SessionOptions::default().threads, usize::from),
            sessions: 1,
            prepack,
        };
        let library = places.runtime()?;
        let (frontend, model) = thread::scope(|scope| {
            let open = |language| frontend(&places, language, &manner.reading);
            let frontend = scope.spawn(move || language.map(open).transpose());
            let model = Runtime::load(&library).and_then(|r| Model::load(&r, &variant, &options));
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
        Ok(Self {
            frontend: frontend.map(remember),
            model: model?,
            voice,
            variant: variant.record().name.clone(),
            speed: manner.speed,
            threads: options.threads,
            load_seconds: started.elapsed().as_secs_f64(),
        })
    }

    /// Speaks `utterances` into `output`; `started` is when the wait began.
    /// The output is still to be finished.
    pub(crate) fn speak(
        &self,
        utterances: impl Iterator<Item = Result<Utterance, TextError>>,
        output: &mut Output,
        started: Instant,
    ) -> anyhow::Result<Figures> {
        let mut figures = self.figures();
        let mut samples = 0;
        for piece in Speech::new(utterances, &self.model, &self.voice, self.speed) {
            let Piece {
                audio,
                tokens,
                text_time,
                synth_time,
            } = piece?;
            if samples == 0 {
                figures.first_audio_seconds = started.elapsed().as_secs_f64();
            }
            samples += audio.len();
            figures.tokens += tokens;
            figures.text_seconds += text_time.as_secs_f64();
            figures.synth_seconds += synth_time.as_secs_f64();
            output.write(&audio)?;
        }
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

fn variant(places: &Places, named: Option<&str>) -> anyhow::Result<Variant> {
    if let Some(name) = named {
        return Ok(Variant::named(&places.variants(), name)?);
    }
    let (variant, passed_over) = Variant::default_in(&places.variants())?;
    if let Some(reason) = passed_over {
        eprintln!(
            "vocalize: warning: using {}: {reason}",
            variant.record().name
        );
    }
    Ok(variant)
}
