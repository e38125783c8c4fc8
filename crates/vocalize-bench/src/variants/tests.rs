//! Bases of a user's own, on the real model.

use vocalize_core::{Model as Speaker, SessionOptions, Spoken, Voices};
use vocalize_onnx::{DataType, Dim, Node, ValueInfo};

use super::*;
use crate::testing::{PLACES, RUNTIME};

/// An fp32 file as kokoro-onnx exports it: `tokens`, speed as f32.
fn exported(published: &Variant) -> Model {
    let mut model = Model::load(&published.graph(), &Limits::default()).unwrap();
    restore::fp32(&mut model).unwrap();
    model
}

/// The same as other exports have it: `input_ids`, speed as i32, `waveform`.
fn with_the_other_signature(mut model: Model) -> Model {
    let graph = &mut model.graph;
    graph.replace_input("tokens", "input_ids");
    graph.replace_input("speed", "float_speed");
    let cast = Node::new("Cast", ["speed"], "float_speed");
    let float = i64::from(DataType::F32.code());
    graph.nodes.insert(0, cast.with("to", float));
    for node in &mut graph.nodes {
        for output in node.outputs.iter_mut().filter(|name| *name == "audio") {
            "waveform".clone_into(output);
        }
    }
    for value in graph.inputs.iter_mut().chain(&mut graph.outputs) {
        let shape = value.shape().unwrap();
        *value = match value.name() {
            "tokens" => ValueInfo::tensor("input_ids", DataType::I64, &shape),
            "speed" => ValueInfo::tensor("speed", DataType::I32, &[Dim::Fixed(1)]),
            "audio" => ValueInfo::tensor("waveform", DataType::F32, &shape),
            _ => continue,
        };
    }
    graph.sort().unwrap();
    model
}

/// "Hello." in the variant's voice.
fn hello(places: &Places, runtime: &Runtime, variant: &Variant) -> Spoken {
    hello_with(2, places, runtime, variant)
}

fn hello_with(threads: usize, places: &Places, runtime: &Runtime, variant: &Variant) -> Spoken {
    let options = SessionOptions {
        threads,
        sessions: 1,
        prepack: false,
        ..SessionOptions::default()
    };
    let model = Speaker::load(runtime, variant, &options).unwrap();
    let voice = Voices::new(places.voices()).load("af_heart").unwrap();
    let hello = [50, 83, 54, 156, 31, 4, 16];
    model.speak(&hello, &voice, 1.0).unwrap()
}

/// A variant that is in parts, in one part.
fn in_one(variant: &Variant) -> Variant {
    let part = |file: &str| {
        let file = variant.folder().join(file);
        Model::load(&file, &Limits::default()).unwrap()
    };
    let parts = split::Parts {
        prosody: part(PROSODY),
        source: part(SOURCE),
        decoder: decoder(variant).unwrap(),
    };
    let record = VariantRecord {
        name: "in-one".to_owned(),
        graph: GRAPH.into(),
        steps_before: Vec::new(),
        ..variant.record().clone()
    };
    let variants = variant.folder().parent().unwrap();
    let fill = |folder: &Path| save(&split::join(&parts)?, folder);
    record.install(variants, fill).unwrap()
}

/// A variant that is in parts, with the source forgotten.
fn without_source(variant: &Variant) -> Variant {
    let record = VariantRecord {
        name: "without-source".to_owned(),
        steps_before: vec![vec![PROSODY.into()], vec![FEATURES.into()]],
        ..variant.record().clone()
    };
    let fill = |folder: &Path| {
        for file in &variant.record().files {
            std::fs::copy(variant.folder().join(&file.path), folder.join(&file.path))?;
        }
        anyhow::Ok(())
    };
    let variants = variant.folder().parent().unwrap();
    record.install(variants, fill).unwrap()
}

#[test]
fn bases_of_either_signature_become_variants_that_speak_alike() {
    let places = &*PLACES;
    let runtime = &*RUNTIME;
    let published = Variant::named(&places.variants(), Variant::PUBLISHED).unwrap();
    // Not in the system's temporary folder, which may be memory.
    let folder = tempfile::tempdir_in(places.models()).unwrap();
    let base = folder.path().join("kokoro-v1.0.onnx");
    let make = |model: &Model| {
        model.save(&base, &External::Inline).unwrap();
        make_fp32(folder.path(), &published, Some(&base)).unwrap()
    };

    let exported = exported(&published);
    let fp32 = make(&exported);
    assert_eq!(fp32.record().base, base.display().to_string());
    assert!(fp32.record().made_by.contains("original fp32"));
    let first = hello(places, runtime, &fp32);
    assert!(first.samples.len() > 10_000 && first.durations.is_some());

    let other = make(&with_the_other_signature(exported));
    assert_eq!(hello(places, runtime, &other), first);
    make_optimized(runtime, folder.path(), &other).unwrap();
    let optimized = Variant::named(folder.path(), Variant::OPTIMIZED).unwrap();
    let said = hello(places, runtime, &optimized);
    let whole = in_one(&optimized);
    assert_eq!(said, hello(places, runtime, &whole));
    // Parts that could run at the same time run in turn on one thread.
    let [in_turn, whole] = [&optimized, &whole].map(|v| hello_with(1, places, runtime, v));
    assert_eq!(in_turn, whole);
    let incomplete = without_source(&optimized);
    let refused = Speaker::load(runtime, &incomplete, &SessionOptions::default());
    let refused = refused.err().unwrap().to_string();
    assert!(refused.contains("gives \"harmonics\""), "{refused}");
    assert_eq!(said.durations, first.durations);
    let pairs = said.samples.iter().zip(&first.samples);
    let difference = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(difference < 1e-3, "the largest difference is {difference}");
}

#[test]
fn a_base_that_is_no_kokoro_model_is_refused() {
    let places = &*PLACES;
    let published = Variant::named(&places.variants(), Variant::PUBLISHED).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().join("other.onnx");
    std::fs::write(&base, "no model").unwrap();
    let refused = |base: &Path| {
        let made = make_fp32(folder.path(), &published, Some(base));
        format!("{:#}", made.unwrap_err())
    };
    assert!(
        refused(&base).contains("other.onnx as a base"),
        "{}",
        refused(&base)
    );
    let other = Model::new(vocalize_onnx::Graph::new("other"), 17);
    other.save(&base, &External::Inline).unwrap();
    assert!(
        refused(&base).contains("other.onnx as a base"),
        "{}",
        refused(&base)
    );
    assert!(refused(&folder.path().join("none")).contains("No such file"));
}
