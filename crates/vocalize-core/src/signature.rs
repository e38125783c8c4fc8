//! What a Kokoro export calls its inputs, and of which types they are.

use ort::value::{Outlet, TensorElementType, ValueType};

use crate::chain::Chain;

/// The type of the `speed` input: exports differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SpeedType {
    F32,
    I32,
    I64,
}

/// Names and types of a Kokoro graph's inputs and output, read from the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The token ids, i64 `[1, n]`: `tokens` or `input_ids`.
    pub tokens: String,
    /// The style vector, f32 `[1, 256]`: `style`.
    pub style: String,
    /// The speed, one number: `speed`.
    pub speed: String,
    pub(crate) speed_type: SpeedType,
    /// The samples, f32: `audio` or `waveform`.
    pub audio: String,
    /// The frames that each token id lasts, i64 `[n]`, if the graph tells:
    /// `durations`.
    pub durations: Option<String>,
}

impl Signature {
    /// Reads the signature of a chain's graphs.
    ///
    /// # Errors
    /// Which input or output is missing or of a type that no export has.
    pub(crate) fn read(chain: &Chain) -> Result<Self, String> {
        if let Some(name) = chain.missing() {
            return Err(format!("none of its parts gives {name:?}"));
        }
        let inputs: Vec<&Outlet> = chain.inputs().iter().collect();
        let outputs: Vec<&Outlet> = chain.outputs().collect();
        let (tokens, token_type) = find(&inputs, "input", &["tokens", "input_ids"])?;
        let (style, style_type) = find(&inputs, "input", &["style"])?;
        let (speed, speed_type) = find(&inputs, "input", &["speed"])?;
        let (audio, audio_type) = find(&outputs, "output", &["audio", "waveform"])?;
        expect(&tokens, token_type, TensorElementType::Int64)?;
        expect(&style, style_type, TensorElementType::Float32)?;
        expect(&audio, audio_type, TensorElementType::Float32)?;
        let durations = match find(&outputs, "output", &["durations"]) {
            Ok((name, found)) => {
                expect(&name, found, TensorElementType::Int64)?;
                Some(name)
            }
            Err(_) => None,
        };
        let speed_type = match speed_type {
            TensorElementType::Float32 => SpeedType::F32,
            TensorElementType::Int32 => SpeedType::I32,
            TensorElementType::Int64 => SpeedType::I64,
            other => return Err(format!("its {speed:?} is of type {other}")),
        };
        Ok(Self {
            tokens,
            style,
            speed,
            speed_type,
            audio,
            durations,
        })
    }
}

fn find(
    outlets: &[&Outlet],
    kind: &str,
    names: &[&str],
) -> Result<(String, TensorElementType), String> {
    let found = outlets.iter().find(|outlet| names.contains(&outlet.name()));
    let found = found.ok_or_else(|| format!("it has no {kind} {}", names.join(" or ")))?;
    match found.dtype() {
        ValueType::Tensor { ty, .. } => Ok((found.name().to_owned(), *ty)),
        _ => Err(format!("its {kind} {:?} is no tensor", found.name())),
    }
}

fn expect(name: &str, found: TensorElementType, wanted: TensorElementType) -> Result<(), String> {
    if found == wanted {
        return Ok(());
    }
    Err(format!("its {name:?} is of type {found}, not {wanted}"))
}
