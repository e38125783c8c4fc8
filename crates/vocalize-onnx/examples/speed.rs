//! Times a whole model against optimised parts of it, in turns, and compares
//! what they say: `speed WHOLE.onnx PARTS_FOLDER VOICE.bin [ROUNDS] [THREADS]`.
//!
//! The runtime's library is taken from `ORT_DYLIB_PATH` or
//! `models/runtime/libonnxruntime.so`. Times are wall clock; on a shared machine
//! trust the ratios of neighbouring runs, not the seconds.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Context;
use ort::{
    environment::Environment,
    session::{Session, builder::GraphOptimizationLevel},
    value::Tensor,
};

/// "The quick brown fox jumps over the lazy dog." as token ids with pads.
const TOKENS: [i64; 53] = [
    0, 81, 83, 16, 53, 65, 156, 102, 53, 16, 44, 123, 156, 43, 135, 56, 16, 48, 156, 69, 158, 53,
    61, 16, 46, 147, 156, 138, 55, 58, 61, 16, 157, 57, 135, 64, 85, 16, 81, 83, 16, 54, 156, 47,
    102, 68, 51, 16, 46, 156, 69, 92, 0,
];

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [whole, parts, voice, rest @ ..] = arguments.as_slice() else {
        anyhow::bail!("usage: speed WHOLE.onnx PARTS_FOLDER VOICE.bin [ROUNDS] [THREADS]");
    };
    let number = |i: usize, default: usize| rest.get(i).map_or(Ok(default), |n| n.parse());
    let (rounds, threads) = (number(0, 10)?, number(1, 2)?);
    let library = std::env::var_os("ORT_DYLIB_PATH").map_or_else(
        || PathBuf::from("models/runtime/libonnxruntime.so"),
        PathBuf::from,
    );
    let environment = ort::init_from(library)?.build()?;
    let style = style(Path::new(voice))?;

    let mut whole = session(&environment, Path::new(whole), threads)?;
    let part = |name: &str| Path::new(parts).join(format!("{name}.onnx"));
    let mut parts = Parts {
        prosody: session(&environment, &part("prosody"), threads)?,
        source: session(&environment, &part("source"), threads)?,
        decoder: session(&environment, &part("decoder"), threads)?,
    };
    let (a, b) = (say_whole(&mut whole, &style)?, parts.say(&style)?);
    let difference = if a.len() == b.len() {
        a.iter()
            .zip(&b)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f32::max)
    } else {
        f32::NAN
    };
    println!(
        "{} and {} samples, largest difference {difference:e}",
        a.len(),
        b.len()
    );

    let mut ratios = Vec::new();
    for _ in 0..rounds {
        let start = Instant::now();
        say_whole(&mut whole, &style)?;
        let first = start.elapsed().as_secs_f64();
        let start = Instant::now();
        parts.say(&style)?;
        let second = start.elapsed().as_secs_f64();
        println!(
            "whole {first:.3} s, parts {second:.3} s, {:.3} x",
            first / second
        );
        ratios.push(first / second);
    }
    ratios.sort_by(f64::total_cmp);
    let at = |part: f64| ratios[(part * (ratios.len() - 1) as f64).round() as usize];
    println!(
        "{threads} threads: parts are {:.3} x as fast (quartiles {:.3} to {:.3})",
        at(0.5),
        at(0.25),
        at(0.75)
    );
    Ok(())
}

struct Parts {
    prosody: Session,
    source: Session,
    decoder: Session,
}

impl Parts {
    fn say(&mut self, style: &[f32]) -> anyhow::Result<Vec<f32>> {
        let style = Tensor::from_array(([1, 256], style.to_vec()))?;
        let prosody = self.prosody.run(ort::inputs! {
            "tokens" => Tensor::from_array(([1, TOKENS.len()], TOKENS.to_vec()))?,
            "style" => &style,
            "speed" => Tensor::from_array(([1], vec![1f32]))?,
        })?;
        let source = self.source.run(ort::inputs! { "f0" => &prosody["f0"] })?;
        let audio = self.decoder.run(ort::inputs! {
            "frames" => &prosody["frames"],
            "f0" => &prosody["f0"],
            "noise" => &prosody["noise"],
            "style" => &style,
            "harmonics" => &source["harmonics"],
        })?;
        Ok(audio[0].try_extract_tensor::<f32>()?.1.to_vec())
    }
}

fn say_whole(session: &mut Session, style: &[f32]) -> anyhow::Result<Vec<f32>> {
    let audio = session.run(ort::inputs! {
        "tokens" => Tensor::from_array(([1, TOKENS.len()], TOKENS.to_vec()))?,
        "style" => Tensor::from_array(([1, 256], style.to_vec()))?,
        "speed" => Tensor::from_array(([1], vec![1f32]))?,
    })?;
    Ok(audio[0].try_extract_tensor::<f32>()?.1.to_vec())
}

/// A session at full optimisation; says how long it took to make.
fn session(environment: &Environment, path: &Path, threads: usize) -> anyhow::Result<Session> {
    let start = Instant::now();
    let session = Session::builder(environment)?
        .with_optimization_level(GraphOptimizationLevel::All)
        .map_err(ort::Error::<()>::from)?
        .with_intra_threads(threads)
        .map_err(ort::Error::<()>::from)?
        .commit_from_file(path)?;
    println!(
        "{}: {:.3} s to load",
        path.display(),
        start.elapsed().as_secs_f64()
    );
    Ok(session)
}

/// The row of a voice for this many tokens.
fn style(voice: &Path) -> anyhow::Result<Vec<f32>> {
    let bytes = std::fs::read(voice).with_context(|| voice.display().to_string())?;
    let (numbers, _) = bytes.as_chunks::<4>();
    let row = numbers.iter().skip((TOKENS.len() - 2) * 256).take(256);
    Ok(row.map(|number| f32::from_le_bytes(*number)).collect())
}
