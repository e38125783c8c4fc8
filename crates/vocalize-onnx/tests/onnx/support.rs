//! The real model, the real runtime, and running graphs in it.

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

use ort::{
    environment::Environment,
    session::{Session, builder::GraphOptimizationLevel},
    value::{DynTensor, Tensor},
};
use vocalize_onnx::{Limits, Model, restore};

/// "How are you today?" (`hˌaʊ ɑɹ juː tədˈeɪ?`), with a pad at each end.
pub(crate) const TOKENS: [i64; 21] = [
    0, 50, 157, 43, 135, 16, 69, 123, 16, 52, 63, 158, 16, 62, 83, 46, 156, 47, 102, 6, 0,
];

pub(crate) fn published_path() -> PathBuf {
    present("models/variants/published-int8/model.onnx")
}

pub(crate) fn published() -> Model {
    Model::load(&published_path(), &Limits::default()).unwrap()
}

/// The restored model, made once for all tests.
pub(crate) fn restored() -> &'static Model {
    static RESTORED: OnceLock<Model> = OnceLock::new();
    RESTORED.get_or_init(|| {
        let mut model = published();
        restore::fp32(&mut model).unwrap();
        model
    })
}

fn present(relative: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(relative);
    assert!(
        path.exists(),
        "{relative} is missing: run `cargo xtask setup`"
    );
    path
}

fn environment() -> &'static Environment {
    static ENVIRONMENT: OnceLock<Environment> = OnceLock::new();
    ENVIRONMENT.get_or_init(|| {
        let library = std::env::var_os("ORT_DYLIB_PATH").map_or_else(
            || present("models/runtime/libonnxruntime.so"),
            PathBuf::from,
        );
        ort::init_from(library).unwrap().build().unwrap()
    })
}

/// A session at the runtime's full optimisation, two threads.
pub(crate) fn session(model: &Model) -> Session {
    Session::builder(environment())
        .unwrap()
        .with_optimization_level(GraphOptimizationLevel::All)
        .unwrap()
        .with_intra_threads(2)
        .unwrap()
        .commit_from_memory(&model.encode())
        .unwrap()
}

/// A value to run a graph with, or that a run gave.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Floats(Vec<usize>, Vec<f32>),
    Integers(Vec<usize>, Vec<i64>),
}

impl Value {
    pub(crate) fn floats(&self) -> &[f32] {
        match self {
            Self::Floats(_, values) => values,
            Self::Integers(..) => panic!("integers where floats were expected"),
        }
    }

    pub(crate) fn integers(&self) -> &[i64] {
        match self {
            Self::Integers(_, values) => values,
            Self::Floats(..) => panic!("floats where integers were expected"),
        }
    }

    fn to_tensor(&self) -> DynTensor {
        match self {
            Self::Floats(shape, values) => Tensor::from_array((shape.clone(), values.clone()))
                .unwrap()
                .upcast(),
            Self::Integers(shape, values) => Tensor::from_array((shape.clone(), values.clone()))
                .unwrap()
                .upcast(),
        }
    }
}

/// Runs a session with the inputs it has among `given`; its outputs by name.
pub(crate) fn run(session: &mut Session, given: &[(&str, Value)]) -> Vec<(String, Value)> {
    let names: Vec<String> = session
        .inputs()
        .iter()
        .map(|i| i.name().to_owned())
        .collect();
    let inputs: Vec<(String, DynTensor)> = names
        .iter()
        .map(|name| {
            let value = given.iter().find(|(given, _)| given == name);
            (
                name.clone(),
                value.expect("an input that is given").1.to_tensor(),
            )
        })
        .collect();
    let outputs = session.run(inputs).unwrap();
    outputs
        .iter()
        .map(|(name, value)| {
            let value = if let Ok((shape, values)) = value.try_extract_tensor::<f32>() {
                Value::Floats(dims(shape), values.to_vec())
            } else {
                let (shape, values) = value.try_extract_tensor::<i64>().unwrap();
                Value::Integers(dims(shape), values.to_vec())
            };
            (name.to_owned(), value)
        })
        .collect()
}

fn dims(shape: &ort::value::Shape) -> Vec<usize> {
    shape
        .iter()
        .map(|dim| usize::try_from(*dim).unwrap())
        .collect()
}

/// What the model needs to say the test sentence in the voice `af_heart`.
pub(crate) fn speech() -> Vec<(&'static str, Value)> {
    let voice = std::fs::read(present("models/voices/af_heart.bin")).unwrap();
    let (numbers, _) = voice.as_chunks::<4>();
    // Row by the number of tokens without the pads.
    let row = numbers.iter().skip((TOKENS.len() - 2) * 256).take(256);
    let style = row.map(|number| f32::from_le_bytes(*number)).collect();
    vec![
        (
            "tokens",
            Value::Integers(vec![1, TOKENS.len()], TOKENS.to_vec()),
        ),
        ("style", Value::Floats(vec![1, 256], style)),
        ("speed", Value::Floats(vec![1], vec![1.0])),
    ]
}

/// Even noise in `-level..level` that is the same in every run.
pub(crate) fn noise(count: usize, seed: u64, level: f32) -> Vec<f32> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        ((state >> 40) as f32 / (1u64 << 23) as f32 - 1.0) * level
    })
    .take(count)
    .collect()
}

/// The largest difference of two equally long signals.
pub(crate) fn largest_difference(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    a.iter()
        .zip(b)
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f32::max)
}
