//! The model in three parts that give, joined, the same samples as the whole.
//!
//! | part | inputs | outputs |
//! |---|---|---|
//! | prosody | the model's token, style and speed inputs | [`FRAMES`], [`F0`], [`NOISE`], [`DURATIONS`] |
//! | source | [`F0`] | [`HARMONICS`] |
//! | decoder | [`FRAMES`], [`F0`], [`NOISE`], the style input, [`HARMONICS`] | the model's audio output |
//!
//! The decoder can be cut once more. Its first part needs no harmonics, so it can run
//! while the source is made:
//!
//! | part | inputs | outputs |
//! |---|---|---|
//! | features | [`FRAMES`], [`F0`], [`NOISE`], the style input | [`FEATURES`] |
//! | vocoder | [`FEATURES`], the style input, [`HARMONICS`] | the model's audio output |
//!
//! Every input and output keeps its element type and gets the name above. With
//! `T` frames of 25 ms (600 samples), the shapes are:
//!
//! | name | type | shape |
//! |---|---|---|
//! | `frames` | f32 | 1 x 512 x T, the text's encoding stretched to frames |
//! | `f0` | f32 | 1 x 2T, Hz |
//! | `noise` | f32 | 1 x 2T |
//! | `durations` | i64 | one per token id, pads included, in frames; their sum is T |
//! | `harmonics` | f32 | 1 x 22 x (120T + 1), magnitude and phase of the 20-point STFT |
//! | `features` | f32 | 1 x 512 x 2T, what the vocoder upsamples |

use std::collections::HashSet;

pub use crate::join::{join, join_decoder};
use crate::{DataType, Dim, Graph, Model, OnnxError, ValueInfo};

/// The text's encoding, stretched to frames.
pub const FRAMES: &str = "frames";
/// The fundamental frequency.
pub const F0: &str = "f0";
/// How loud the noise is.
pub const NOISE: &str = "noise";
/// Frames that each token lasts.
pub const DURATIONS: &str = "durations";
/// The harmonic source after its STFT.
pub const HARMONICS: &str = "harmonics";
/// What the vocoder upsamples.
pub const FEATURES: &str = "features";

const DURATIONS_TENSOR: &str = "/encoder/Gather_output_0";

/// Where the export keeps them.
const CUTS: [(&str, &str); 6] = [
    ("/encoder/MatMul_1_output_0", FRAMES),
    ("/encoder/Reshape_output_0", F0),
    ("/encoder/Reshape_1_output_0", NOISE),
    (DURATIONS_TENSOR, DURATIONS),
    ("/decoder/decoder/generator/Concat_3_output_0", HARMONICS),
    ("/decoder/decoder/generator/LeakyRelu_output_0", FEATURES),
];

/// The tensors as long as the speech that a model is cut at, by both names that they
/// may have.
pub(crate) fn speech_long() -> impl Iterator<Item = &'static str> {
    let cuts = CUTS.iter().filter(|(_, name)| *name != DURATIONS);
    cuts.flat_map(|&(tensor, name)| [tensor, name])
}

/// The model's three parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// Token ids, style and speed to frames, F0, noise and durations.
    pub prosody: Model,
    /// F0 to harmonics.
    pub source: Model,
    /// Everything else to audio.
    pub decoder: Model,
}

/// The decoder's two parts.
#[derive(Debug, Clone, PartialEq)]
pub struct DecoderParts {
    /// Everything that needs no harmonics.
    pub features: Model,
    /// Features and harmonics to audio: the iSTFTNet generator.
    pub vocoder: Model,
}

/// Cuts a model: published int8, restored fp32 or an original fp32 export, with its
/// durations as an output or without, or one that was joined of parts before and may
/// have been rewritten since.
///
/// # Errors
/// The model lacks one of the tensors that this export is cut at, or a part
/// would need more than its inputs.
pub fn split(model: &Model) -> Result<Parts, OnnxError> {
    let mut graph = model.graph.clone();
    for (tensor, name) in CUTS {
        let joined = graph.index().producer(name).is_some();
        if !joined {
            rename(&mut graph, tensor, name)?;
        }
    }
    let style = input_of_width(&graph, 256)?;
    let audio = audio(&graph)?;
    let part = |inputs: Vec<ValueInfo>, outputs: Vec<ValueInfo>| {
        Ok::<_, OnnxError>(model.with_graph(extract(&graph, inputs, outputs)?))
    };
    Ok(Parts {
        prosody: part(
            graph.inputs.clone(),
            vec![frames(), f0(), noise(), durations()],
        )?,
        source: part(vec![f0()], vec![harmonics()])?,
        decoder: part(
            vec![frames(), f0(), noise(), style, harmonics()],
            vec![audio],
        )?,
    })
}

/// Cuts a decoder that [`split`] gave, rewritten since or not.
///
/// # Errors
/// As for [`split`].
pub fn split_decoder(decoder: &Model) -> Result<DecoderParts, OnnxError> {
    let graph = &decoder.graph;
    let style = input_of_width(graph, 256)?;
    let part = |inputs: Vec<ValueInfo>, outputs: Vec<ValueInfo>| {
        Ok::<_, OnnxError>(decoder.with_graph(extract(graph, inputs, outputs)?))
    };
    Ok(DecoderParts {
        features: part(
            vec![frames(), f0(), noise(), style.clone()],
            vec![features()],
        )?,
        vocoder: part(vec![features(), style, harmonics()], vec![audio(graph)?])?,
    })
}

/// Makes [`DURATIONS`] the model's second output, after the audio. A model that
/// has it stays as it is.
///
/// # Errors
/// The model lacks the tensor, or has other outputs than audio.
pub fn tell_durations(model: &mut Model) -> Result<(), OnnxError> {
    let graph = &mut model.graph;
    if !tells_durations(graph) {
        audio(graph)?;
        rename(graph, DURATIONS_TENSOR, DURATIONS)?;
        graph.outputs.push(durations());
    }
    Ok(())
}

fn tells_durations(graph: &Graph) -> bool {
    graph
        .outputs
        .iter()
        .any(|output| output.name() == DURATIONS)
}

/// The only output besides durations.
fn audio(graph: &Graph) -> Result<ValueInfo, OnnxError> {
    let mut others = graph.outputs.iter().filter(|o| o.name() != DURATIONS);
    match (others.next(), others.next()) {
        (Some(audio), None) => Ok(audio.clone()),
        _ => Err(OnnxError::unexpected("outputs", "audio alone")),
    }
}

/// The model with what it is cut at, [`FRAMES`], [`F0`], [`NOISE`] and
/// [`HARMONICS`], as outputs after its audio: one run gives what its parts give.
///
/// # Errors
/// As for [`split`].
pub fn with_cuts(model: &Model) -> Result<Model, OnnxError> {
    let mut whole = join(&split(model)?)?;
    whole.graph.outputs.retain(|o| o.name() != DURATIONS);
    whole
        .graph
        .outputs
        .extend([frames(), f0(), noise(), harmonics()]);
    Ok(whole)
}

/// The part of a graph that makes `outputs` from `inputs`.
///
/// # Errors
/// An output is not in the graph, or needs more than the inputs.
pub fn extract(
    graph: &Graph,
    inputs: Vec<ValueInfo>,
    outputs: Vec<ValueInfo>,
) -> Result<Graph, OnnxError> {
    let given: HashSet<&str> = inputs.iter().map(ValueInfo::name).collect();
    let mut part = graph.clone();
    // Nodes that make an input of the part are not part of it.
    part.nodes.retain(|node| {
        !node
            .outputs
            .iter()
            .any(|name| given.contains(name.as_str()))
    });
    part.inputs = inputs;
    part.outputs = outputs;
    part.remove_dead();
    part.sort()?;
    Ok(part)
}

/// The only input with rows of `width` numbers.
fn input_of_width(graph: &Graph, width: i64) -> Result<ValueInfo, OnnxError> {
    let wide = |input: &&ValueInfo| {
        input.shape().as_ref().and_then(|shape| shape.last()) == Some(&Dim::Fixed(width))
    };
    let mut found = graph.inputs.iter().filter(wide);
    match (found.next(), found.next()) {
        (Some(input), None) => Ok(input.clone()),
        _ => Err(OnnxError::unexpected(
            "inputs",
            format!("one input with {width} columns: the style"),
        )),
    }
}

/// Gives a tensor that some node makes another name.
fn rename(graph: &mut Graph, from: &str, to: &str) -> Result<(), OnnxError> {
    let index = graph.index();
    let producer = index
        .producer(from)
        .filter(|_| !index.is_fixed(from))
        .ok_or_else(|| OnnxError::unexpected(from, "a tensor inside the graph"))?;
    for output in &mut graph.nodes[producer].outputs {
        if output == from {
            to.clone_into(output);
        }
    }
    graph.replace_input(from, to);
    graph.values.remove(from);
    Ok(())
}

fn named(name: &str) -> Dim {
    Dim::Named(name.to_owned())
}

fn frames() -> ValueInfo {
    let shape = [Dim::Fixed(1), Dim::Fixed(512), named("frame_count")];
    ValueInfo::tensor(FRAMES, DataType::F32, &shape)
}

fn f0() -> ValueInfo {
    let shape = [Dim::Fixed(1), named("point_count")];
    ValueInfo::tensor(F0, DataType::F32, &shape)
}

fn noise() -> ValueInfo {
    let shape = [Dim::Fixed(1), named("point_count")];
    ValueInfo::tensor(NOISE, DataType::F32, &shape)
}

fn durations() -> ValueInfo {
    ValueInfo::tensor(DURATIONS, DataType::I64, &[named("token_count")])
}

fn harmonics() -> ValueInfo {
    let shape = [Dim::Fixed(1), Dim::Fixed(22), named("hop_count")];
    ValueInfo::tensor(HARMONICS, DataType::F32, &shape)
}

fn features() -> ValueInfo {
    let shape = [Dim::Fixed(1), Dim::Fixed(512), named("point_count")];
    ValueInfo::tensor(FEATURES, DataType::F32, &shape)
}
