//! A text on its way to speech, piece by piece.

use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

use vocalize_audio::Joiner;
use vocalize_text::{Pause, TextError, Utterance};

use crate::error::Error;
use crate::in_order::in_order;
use crate::model::{Model, Spoken};
use crate::timing::{self, SpokenWord};
use crate::voice::Voice;

/// The speeds that the model is asked for; 1 is the voice's own pace.
pub const SPEEDS: RangeInclusive<f32> = 0.5..=2.0;

/// Checks a speed.
///
/// # Errors
/// [`Error::Speed`] outside of [`SPEEDS`].
pub fn check_speed(speed: f32) -> Result<(), Error> {
    if SPEEDS.contains(&speed) {
        Ok(())
    } else {
        Err(Error::Speed { speed })
    }
}

/// One utterance spoken, with the pause before it.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Samples to append to what came before.
    pub audio: Vec<f32>,
    /// When its words are heard, counted from the start of the speech; empty when
    /// the variant doesn't tell ([`Model::tells_durations`]).
    pub words: Vec<SpokenWord>,
    /// How many tokens it has, without pads.
    pub tokens: usize,
    /// The time it took from text to tokens.
    pub text_time: Duration,
    /// The time it took from tokens to samples.
    pub synth_time: Duration,
}

/// Speaks utterances one after another as the iterator is asked for them, so
/// memory doesn't grow with the text. The last piece is a short silence without
/// tokens. After an error there is nothing more.
pub struct Speech<'a, U> {
    utterances: U,
    model: &'a Model,
    voice: &'a Voice,
    speed: f32,
    /// Gone when the speech has ended.
    assembly: Option<Assembly>,
}

impl<'a, U: Iterator<Item = Result<Utterance, TextError>>> Speech<'a, U> {
    /// Speech of `utterances` at `speed`, one of [`SPEEDS`].
    pub fn new(utterances: U, model: &'a Model, voice: &'a Voice, speed: f32) -> Self {
        Self {
            utterances,
            model,
            voice,
            speed,
            assembly: Some(Assembly::new(speed)),
        }
    }

    /// The same pieces, in the same order, with `at_once` utterances spoken at the same
    /// time, for which the model should have as many sessions; `tell` gets them.
    ///
    /// # Errors
    /// The first error of the speech or of `tell`.
    pub fn at_once<E: From<Error>>(
        self,
        at_once: usize,
        mut tell: impl FnMut(Piece) -> Result<(), E>,
    ) -> Result<(), E>
    where
        U: Send,
    {
        let (model, voice, speed) = (self.model, self.voice, self.speed);
        let mut assembly = Assembly::new(speed);
        let speak = |read| Told::speak(read, model, voice, speed);
        in_order(timed(self.utterances), at_once, speak, |told| {
            tell(assembly.add(told?))
        })?;
        tell(assembly.end())
    }
}

/// Utterances with the time that each took from text to tokens.
fn timed<U: Iterator>(mut utterances: U) -> impl Iterator<Item = (U::Item, Duration)> {
    std::iter::from_fn(move || {
        let started = Instant::now();
        let utterance = utterances.next()?;
        Some((utterance, started.elapsed()))
    })
}

/// One utterance, spoken, still to be joined to what came before.
struct Told {
    utterance: Utterance,
    spoken: Spoken,
    text_time: Duration,
    synth_time: Duration,
}

impl Told {
    fn speak(
        (utterance, text_time): (Result<Utterance, TextError>, Duration),
        model: &Model,
        voice: &Voice,
        speed: f32,
    ) -> Result<Self, Error> {
        let utterance = utterance?;
        let started = Instant::now();
        let spoken = model.speak(&utterance.ids, voice, speed)?;
        Ok(Self {
            utterance,
            spoken,
            text_time,
            synth_time: started.elapsed(),
        })
    }
}

/// Utterances on their way to one speech.
struct Assembly {
    speed: f32,
    /// Samples of the pieces so far.
    length: usize,
    joiner: Joiner,
}

impl Assembly {
    fn new(speed: f32) -> Self {
        Self {
            speed,
            length: 0,
            joiner: Joiner::default(),
        }
    }

    fn add(&mut self, told: Told) -> Piece {
        let Told {
            utterance,
            spoken,
            text_time,
            synth_time,
        } = told;
        let pause = pause_seconds(utterance.pause) / f64::from(self.speed);
        let joined = self.joiner.next(&spoken.samples, pause);
        let durations = spoken.durations.as_deref();
        let words = durations.map(|d| timing::words(&utterance, d, &joined, self.length));
        self.length += joined.audio.len();
        Piece {
            audio: joined.audio,
            words: words.unwrap_or_default(),
            tokens: utterance.ids.len(),
            text_time,
            synth_time,
        }
    }

    /// The last piece.
    fn end(self) -> Piece {
        Piece {
            audio: self.joiner.finish(),
            words: Vec::new(),
            tokens: 0,
            text_time: Duration::ZERO,
            synth_time: Duration::ZERO,
        }
    }
}

impl<U: Iterator<Item = Result<Utterance, TextError>>> Iterator for Speech<'_, U> {
    type Item = Result<Piece, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut assembly = self.assembly.take()?;
        let Some(read) = timed(&mut self.utterances).next() else {
            return Some(Ok(assembly.end()));
        };
        let told = match Told::speak(read, self.model, self.voice, self.speed) {
            Ok(told) => told,
            Err(error) => return Some(Err(error)),
        };
        let piece = assembly.add(told);
        self.assembly = Some(assembly);
        Some(Ok(piece))
    }
}

/// How long the pauses are at speed 1, on top of the 80 ms that stay around
/// speech when its silence is trimmed: together about what readers make.
fn pause_seconds(pause: Pause) -> f64 {
    match pause {
        Pause::None => 0.0,
        Pause::Clause => 0.1,
        Pause::Sentence => 0.25,
        Pause::Paragraph => 0.6,
    }
}
