//! A text on its way to speech, piece by piece.

use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

use vocalize_audio::Joiner;
use vocalize_text::{Pause, TextError, Utterance};

use crate::error::Error;
use crate::model::Model;
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
    /// Samples of the pieces so far.
    length: usize,
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
            length: 0,
            joiner: Some(Joiner::default()),
        }
    }

    fn speak(
        &mut self,
        joiner: &mut Joiner,
        utterance: &Utterance,
        text_time: Duration,
    ) -> Result<Piece, Error> {
        let started = Instant::now();
        let spoken = self.model.speak(&utterance.ids, self.voice, self.speed)?;
        let pause = pause_seconds(utterance.pause) / f64::from(self.speed);
        let joined = joiner.next(&spoken.samples, pause);
        let durations = spoken.durations.as_deref();
        let words = durations.map(|d| timing::words(utterance, d, &joined, self.length));
        Ok(Piece {
            audio: joined.audio,
            words: words.unwrap_or_default(),
            tokens: utterance.ids.len(),
            text_time,
            synth_time: started.elapsed(),
        })
    }
}

/// The last piece of a speech.
fn end(joiner: Joiner) -> Piece {
    Piece {
        audio: joiner.finish(),
        words: Vec::new(),
        tokens: 0,
        text_time: Duration::ZERO,
        synth_time: Duration::ZERO,
    }
}

impl<U: Iterator<Item = Result<Utterance, TextError>>> Iterator for Speech<'_, U> {
    type Item = Result<Piece, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut joiner = self.joiner.take()?;
        let started = Instant::now();
        let Some(utterance) = self.utterances.next() else {
            return Some(Ok(end(joiner)));
        };
        let text_time = started.elapsed();
        let spoken = utterance
            .map_err(Error::from)
            .and_then(|utterance| self.speak(&mut joiner, &utterance, text_time));
        if let Ok(piece) = &spoken {
            self.length += piece.audio.len();
            self.joiner = Some(joiner);
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
