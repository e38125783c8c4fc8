//! DNSMOS: what listeners would give, predicted by two models of Microsoft's.
//!
//! Everything is done as the Python package speechmos 0.0.1.1 does it, so that the
//! values are the same: `scripts/dnsmos_oracle.py` shows it. Audio is repeated until
//! it fills the models' 9.01 seconds; longer audio is judged second by second, and
//! the mean counts.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, bail};
use serde::Serialize;
use vocalize_audio::resample;
use vocalize_audio::spectrum::{MelBank, Stft, decibel};
use vocalize_core::{RawGraph, RawTensor, Runtime};

/// The models' sample rate.
pub(crate) const RATE: u32 = 16_000;
const SECONDS: f64 = 9.01;
/// The P.808 model hears 10 ms less.
const P808_SAMPLES: usize = 144_000;
const BANDS: usize = 120;
const FRAME: usize = 321;
const HOP: usize = 160;

/// Predicted opinions, 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Opinion {
    /// How listeners of ITU-T P.808 would rate it.
    pub(crate) p808: f64,
    /// Overall quality after ITU-T P.835; its polynomial ends at 3.93.
    pub(crate) ovrl: f64,
}

/// The two models, loaded.
pub(crate) struct Dnsmos {
    p808: RawGraph,
    p835: RawGraph,
    stft: Stft,
    mel: MelBank,
}

impl Dnsmos {
    /// Loads both models from `folder`.
    pub(crate) fn load(runtime: &Runtime, folder: &Path, threads: usize) -> anyhow::Result<Self> {
        let load = |name: &str| {
            let path = folder.join(name);
            let bytes = std::fs::read(&path).with_context(|| {
                format!("can't read {}: run `cargo xtask setup`", path.display())
            })?;
            let graph = RawGraph::from_bytes(runtime, name, &bytes, threads, true)?;
            Ok::<_, anyhow::Error>(graph)
        };
        Ok(Self {
            p808: load("model_v8.onnx")?,
            p835: load("sig_bak_ovr.onnx")?,
            stft: Stft::new(FRAME, HOP),
            mel: MelBank::new(BANDS, RATE, FRAME),
        })
    }

    /// What listeners would think of `samples` at `rate`.
    pub(crate) fn judge(&self, samples: &[f32], rate: u32) -> anyhow::Result<Opinion> {
        let samples = resample(samples, rate, RATE)?;
        let opinions: Result<Vec<Opinion>, _> = segments(&samples)?
            .iter()
            .map(|segment| self.judge_segment(segment))
            .collect();
        let opinions = opinions?;
        let mean =
            |of: fn(&Opinion) -> f64| opinions.iter().map(of).sum::<f64>() / opinions.len() as f64;
        Ok(Opinion {
            p808: mean(|o| o.p808),
            ovrl: mean(|o| o.ovrl),
        })
    }

    fn judge_segment(&self, segment: &[f32]) -> anyhow::Result<Opinion> {
        let heard = RawTensor::Floats(vec![1, segment.len()], segment.to_vec());
        let p835 = first_numbers(&self.p835, heard)?;
        let features = self.features(&segment[..P808_SAMPLES]);
        let p808 = first_numbers(&self.p808, features)?;
        // Signal, background, overall.
        let (&[_, _, overall], &[p808]) = (&p835[..], &p808[..]) else {
            bail!("the DNSMOS models gave other numbers than they should");
        };
        Ok(Opinion {
            p808: f64::from(p808),
            ovrl: calibrated(f64::from(overall)),
        })
    }

    /// The mel spectrum in dB below its loudest point, at most 80, from -1 to 1.
    fn features(&self, samples: &[f32]) -> RawTensor {
        let frames = self.stft.power(samples);
        let mels: Vec<f32> = frames.iter().flat_map(|f| self.mel.apply(f)).collect();
        let decibels = mels.iter().map(|&power| decibel(power.max(1e-10)));
        let decibels: Vec<f32> = decibels.collect();
        let loudest = decibels.iter().copied().fold(f32::MIN, f32::max);
        let scaled = decibels
            .iter()
            .map(|db| ((db - loudest).max(-80.0) + 40.0) / 40.0);
        RawTensor::Floats(vec![1, frames.len(), BANDS], scaled.collect())
    }
}

/// Fits the model's overall value to what listeners gave.
fn calibrated(overall: f64) -> f64 {
    (-0.067_662_83 * overall + 1.115_464_68) * overall + 0.046_025_35
}

fn first_numbers(graph: &RawGraph, input: RawTensor) -> anyhow::Result<Vec<f32>> {
    let outputs = graph.run(&HashMap::from([("input_1".to_owned(), input)]))?;
    let numbers = outputs.values().next().and_then(RawTensor::floats);
    Ok(numbers.context("a DNSMOS model gave no numbers")?.to_vec())
}

/// The pieces that are judged, each 9.01 s long, a second apart.
fn segments(samples: &[f32]) -> anyhow::Result<Vec<Vec<f32>>> {
    if samples.is_empty() {
        bail!("can't judge audio without samples");
    }
    let rate = f64::from(RATE);
    let length = (SECONDS * rate) as usize;
    let mut audio = samples.to_vec();
    while audio.len() < length {
        audio.extend_from_within(..);
    }
    let hops = ((audio.len() as f64 / rate).floor() - SECONDS) as usize + 1;
    let bounds = (0..hops).map(|hop| {
        let start = hop * RATE as usize;
        start..((hop as f64 + SECONDS) * rate) as usize
    });
    let whole = bounds.filter_map(|bounds| audio.get(bounds));
    let whole = whole.filter(|segment| segment.len() >= length);
    Ok(whole.map(<[f32]>::to_vec).collect())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::testing::{PLACES, RUNTIME};
    use std::f64::consts::TAU;

    /// 20 harmonics in syllables, as `scripts/dnsmos_oracle.py` makes them.
    fn buzz(seconds: f64, hertz: f64) -> Vec<f32> {
        let rate = f64::from(RATE);
        let sample = |n: usize| {
            let time = n as f64 / rate;
            let harmonic = |h: f64| (TAU * hertz * h * time).sin() / h;
            let sum: f64 = (1..=20).map(|h| harmonic(f64::from(h))).sum();
            (0.25 * (2.0 * TAU * time).sin().max(0.0) * sum) as f32
        };
        (0..(seconds * rate) as usize).map(sample).collect()
    }

    /// The models that set-up fetched.
    pub(crate) fn dnsmos() -> Dnsmos {
        Dnsmos::load(&RUNTIME, &PLACES.models().join("dnsmos"), 1).unwrap()
    }

    #[test]
    fn the_opinions_are_those_of_speechmos() {
        // scripts/dnsmos_oracle.py --test-signals
        let dnsmos = dnsmos();
        for (seconds, hertz, p808, ovrl) in [
            (2.0, 120.0, 2.24587, 1.94572),
            (9.5, 210.0, 2.40540, 2.14649),
            (12.3, 95.0, 2.24683, 2.24702),
        ] {
            let opinion = dnsmos.judge(&buzz(seconds, hertz), RATE).unwrap();
            let off = (opinion.p808 - p808).abs().max((opinion.ovrl - ovrl).abs());
            assert!(off < 1e-3, "{seconds} s: {opinion:?}, off by {off}");
        }
    }

    #[test]
    fn audio_is_repeated_and_judged_second_by_second() {
        let lengths = |seconds: f64| {
            let samples = vec![0.1; (seconds * f64::from(RATE)) as usize];
            let segments = segments(&samples).unwrap();
            assert!(segments.iter().all(|s| s.len() == 144_160));
            segments.len()
        };
        // 4 s is repeated to 16, 9.5 s are once 9.01, 12.3 s are three pieces.
        assert_eq!([4.0, 9.5, 12.3].map(lengths), [7, 1, 3]);
        assert!(segments(&[]).is_err());
    }
}
