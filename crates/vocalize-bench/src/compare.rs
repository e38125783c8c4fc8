//! What measurements say of each cell, and of two cells beside each other.

use crate::results::Measurement;
use crate::setting::Setting;
use crate::statistics::{Quiet, Sample};

/// A figure that every measurement has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    /// A process that speaks the text once, from outside.
    Process,
    Session,
    /// From text to tokens.
    Text,
    /// From the start until the first samples could be heard.
    FirstAudio,
    /// From tokens to samples; if the text was repeated, the fastest of those times.
    Inference,
    /// Inference for each second of audio.
    Rtf,
    /// CPU seconds of speaking once.
    Cpu,
    User,
    System,
    /// The most memory held while speaking once.
    Memory,
    /// The memory held after speaking 100 times more.
    SoakedMemory,
}

impl Figure {
    pub(crate) fn of(self, measurement: &Measurement) -> Option<f64> {
        let cell = &measurement.cell;
        match self {
            Self::Process => Some(measurement.process_seconds),
            Self::Session => Some(cell.session_seconds),
            Self::Text => Some(cell.text_seconds),
            Self::FirstAudio => Some(cell.first_audio_seconds),
            Self::Inference => Some(inference(measurement)),
            Self::Rtf => Some(inference(measurement) / cell.audio_seconds),
            Self::Cpu => cell.cpu_seconds.map(|(user, system)| user + system),
            Self::User => cell.cpu_seconds.map(|(user, _)| user),
            Self::System => cell.cpu_seconds.map(|(_, system)| system),
            Self::Memory => Some(cell.peak_memory_bytes as f64),
            Self::SoakedMemory => measurement.warm.soaked_memory_bytes.map(|b| b as f64),
        }
    }
}

fn inference(measurement: &Measurement) -> f64 {
    let warm = measurement.warm.inference_seconds.iter().copied();
    let cold = measurement.cell.inference_seconds;
    warm.reduce(f64::min).unwrap_or(cold)
}

/// A figure of `setting`, one for each round that has it.
pub(crate) fn sample(
    measurements: &[Measurement],
    setting: &Setting,
    figure: Figure,
) -> Option<Sample> {
    let same = measurements.iter().filter(|m| m.cell.setting == *setting);
    Sample::new(same.filter_map(|m| figure.of(m)))
}

/// How many times as much one setting needs as another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ratio {
    /// Of what both need on a quiet machine.
    pub(crate) quiet: f64,
    /// Bounds of it: how far the three fastest of either lie apart. Infinite or 0
    /// while there aren't three.
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// The ratio in each round that has both.
    pub(crate) in_rounds: Sample,
}

impl Ratio {
    /// Half the distance of the bounds as a share of the ratio.
    pub(crate) fn uncertainty(&self) -> f64 {
        (self.high - self.low) / 2.0 / self.quiet
    }
}

/// A figure of `setting` beside the same of `other`; none if no round has both.
pub(crate) fn ratio(
    measurements: &[Measurement],
    setting: &Setting,
    other: &Setting,
    figure: Figure,
) -> Option<Ratio> {
    let in_rounds = in_rounds(measurements, setting, other, figure)?;
    if setting == other {
        // Exact, however little is known of either.
        return Some(Ratio {
            quiet: 1.0,
            low: 1.0,
            high: 1.0,
            in_rounds,
        });
    }
    let quiet = |setting| sample(measurements, setting, figure).map(|sample| sample.quiet());
    let (one, base): (Quiet, Quiet) = (quiet(setting)?, quiet(other)?);
    Some(Ratio {
        quiet: one.figure / base.figure,
        low: one.fastest / base.slowest,
        high: one.slowest / base.fastest,
        in_rounds,
    })
}

/// A figure of `setting` divided by the same of `other`, one for each round that has
/// both.
fn in_rounds(
    measurements: &[Measurement],
    setting: &Setting,
    other: &Setting,
    figure: Figure,
) -> Option<Sample> {
    let same = measurements.iter().filter(|m| m.cell.setting == *setting);
    let ratio = |m: &Measurement| {
        let in_round = |o: &&Measurement| o.round == m.round && o.cell.setting == *other;
        let other = measurements.iter().find(in_round)?;
        Some(figure.of(m)? / figure.of(other)?)
    };
    Sample::new(same.filter_map(ratio))
}

/// Every setting that was measured, in the order of first measuring.
pub(crate) fn settings(measurements: &[Measurement]) -> Vec<Setting> {
    let mut settings: Vec<Setting> = Vec::new();
    for measurement in measurements {
        if !settings.contains(&measurement.cell.setting) {
            settings.push(measurement.cell.setting.clone());
        }
    }
    settings
}
