use std::path::Path;

use vocalize_onnx::{External, Limits, Model};

use crate::support::{published, restored};

#[test]
fn published_model_survives_writing_and_reading() {
    let model = published();
    let bytes = model.encode();
    let again = Model::decode(bytes.into(), Path::new("."), &Limits::default()).unwrap();
    assert_eq!(model, again);
    assert_eq!(model.graph.nodes.len(), 3614);
    assert_eq!(model.graph.weights.len(), 775);
    assert_eq!(model.opset(""), Some(20));
}

#[test]
fn types_and_shapes_are_at_hand() {
    use vocalize_onnx::{DataType, Dim};
    let graph = published().graph;
    assert_eq!(graph.inputs[0].dtype(), Some(DataType::I64));
    let tokens = [Dim::Fixed(1), Dim::Named("sequence_length".to_owned())];
    assert_eq!(graph.shape("tokens").as_deref(), Some(&tokens[..]));
    let weight = graph.shape("decoder.decoder.generator.conv_post.bias");
    assert_eq!(weight.as_deref(), Some(&[Dim::Fixed(22)][..]));
}

#[test]
fn external_weights_come_back_aligned_and_equal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.onnx");
    let model = restored();
    model
        .save(&path, &External::Beside("weights.bin".to_owned()))
        .unwrap();

    assert_eq!(&Model::load(&path, &Limits::default()).unwrap(), model);
    let small = std::fs::metadata(&path).unwrap().len();
    assert!(small < 3_000_000, "the model file has {small} bytes");
    let mut left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    left.sort();
    assert_eq!(
        left,
        ["model.onnx", "weights.bin"],
        "nothing half-written is left"
    );
}

#[test]
fn weights_stay_beside_the_model() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.onnx");
    for name in [
        "",
        "..",
        "../weights.bin",
        "a/weights.bin",
        "/weights.bin",
        "model.onnx",
    ] {
        let saved = restored().save(&path, &External::Beside(name.to_owned()));
        assert!(saved.is_err(), "{name:?} was taken");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
