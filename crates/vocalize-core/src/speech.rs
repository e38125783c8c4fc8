//! A text on its way to speech, piece by piece.

use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

use vocalize_audio::Joiner;
use vocalize_text::{Pause, TextError, Utterance};

use crate::error::Error;
use crate::model::Model;
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
    joiner: Option<Joiner>,
}

impl<'a, U: Iterator<Item = Result<Utterance, TextError>>> Speech<'a, U> {
    /// Speech of `utterances` at `speed`, one of [`SPEEDS`].
    pub fn new(utterances: U, model: &'a Model, voice: &'a Voice, speed: f32) -> Self {
        Self {
            utterances,
            model,
            voice,
            speed,
            joiner: Some(Joiner::default()),
        }
    }

    fn speak(&mut self, utterance: &Utterance, text_time: Duration) -> Result<Piece, Error> {
        let started = Instant::now();
        let samples = self
            .model
            .synthesize(&utterance.ids, self.voice, self.speed)?;
        let pause = pause_seconds(utterance.pause) / f64::from(self.speed);
        let audio = self
            .joiner
            .as_mut()
            .map(|joiner| joiner.next(&samples, pause));
        Ok(Piece {
            audio: audio.unwrap_or_default(),
            tokens: utterance.ids.len(),
            text_time,
            synth_time: started.elapsed(),
        })
    }

    fn end(&mut self) -> Option<Piece> {
        let audio = self.joiner.take()?.finish();
        let none = Duration::ZERO;
        Some(Piece {
            audio,
            tokens: 0,
            text_time: none,
            synth_time: none,
        })
    }
}

impl<U: Iterator<Item = Result<Utterance, TextError>>> Iterator for Speech<'_, U> {
    type Item = Result<Piece, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.joiner.as_ref()?;
        let started = Instant::now();
        let Some(utterance) = self.utterances.next() else {
            return self.end().map(Ok);
        };
        let text_time = started.elapsed();
        let spoken = match utterance {
            Ok(utterance) => self.speak(&utterance, text_time),
            Err(error) => Err(error.into()),
        };
        if spoken.is_err() {
            self.joiner = None;
        }
        Some(spoken)
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
