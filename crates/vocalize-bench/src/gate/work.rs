//! Work that takes the same instructions every time, to be counted.

use std::hint::black_box;

use anyhow::Context;
use clap::{Args, ValueEnum};
use vocalize_audio::{Joiner, SAMPLE_RATE, WavFile};
use vocalize_core::Places;
use vocalize_onnx::passes::{self, Exactness};
use vocalize_onnx::{DataType, Dim, Graph, Model, Node, ValueInfo};
use vocalize_text::{Frontend, Language};

use crate::texts::Length;

/// Which work, and how often.
#[derive(Debug, Args)]
pub(crate) struct Work {
    what: What,
    times: usize,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum What {
    /// From one sentence to tokens
    Tokens,
    /// Writing a second of speech as WAV
    Wav,
    /// Joining five utterances
    Joiner,
    /// The exact graph passes on 100 nodes
    Pass,
}

impl Work {
    /// Does the work; what it needs is made before.
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        match self.what {
            What::Tokens => self.tokens(),
            What::Wav => self.wav(),
            What::Joiner => self.join(),
            What::Pass => self.pass(),
        }
    }

    fn tokens(&self) -> anyhow::Result<()> {
        let frontend = Frontend::open(&Places::find(None)?.text(), Language::EnUs)?;
        let read = || -> anyhow::Result<usize> {
            let mut utterances = frontend.utterances(black_box(Length::Medium.text()));
            Ok(utterances.next().context("no utterance")??.ids.len())
        };
        // What is made at first use is made now.
        let expected = read()?;
        for _ in 0..self.times {
            anyhow::ensure!(read()? == expected, "the tokens changed");
        }
        Ok(())
    }

    fn wav(&self) -> anyhow::Result<()> {
        let (audio, folder) = (second(), tempfile::tempdir()?);
        for _ in 0..self.times {
            let mut file = WavFile::create(&folder.path().join("second.wav"))?;
            file.write(black_box(&audio))?;
            file.finish()?;
        }
        Ok(())
    }

    fn join(&self) -> anyhow::Result<()> {
        let audio = second();
        for _ in 0..self.times {
            let mut joiner = Joiner::default();
            for utterance in audio.chunks(audio.len() / 5) {
                black_box(joiner.next(utterance, 0.25));
            }
            black_box(joiner.finish());
        }
        Ok(())
    }

    fn pass(&self) -> anyhow::Result<()> {
        for _ in 0..self.times {
            let mut model = identities()?;
            passes::optimize(&mut model, Exactness::Rounding)?;
            anyhow::ensure!(model.graph.nodes.len() < 100, "the pass did nothing");
        }
        Ok(())
    }
}

/// A tone that swells and fades.
fn second() -> Vec<f32> {
    let turn = std::f32::consts::TAU / SAMPLE_RATE as f32;
    let sample =
        |at: u32| 0.4 * (220.0 * turn * at as f32).sin() * (1.0 + (turn * at as f32).sin());
    (0..SAMPLE_RATE).map(sample).collect()
}

/// 100 nodes, every second of which does nothing.
fn identities() -> anyhow::Result<Model> {
    let mut graph = Graph::new("identities");
    let vector = |name: &str| ValueInfo::tensor(name, DataType::F32, &[Dim::Fixed(8)]);
    graph.inputs.push(vector("v0"));
    graph.outputs.push(vector("v100"));
    for number in 0..100 {
        let operator = if number % 2 == 0 { "Neg" } else { "Identity" };
        let (input, output) = (format!("v{number}"), format!("v{}", number + 1));
        graph.nodes.push(Node::new(operator, [input], output));
    }
    Ok(Model::new(graph, 17))
}
