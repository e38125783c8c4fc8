use std::path::Path;

use proptest::prelude::*;
use vocalize_onnx::{
    DataType, Dim, External, Graph, Limits, Model, Node, OnnxError, Tensor, ValueInfo,
};

use crate::support::published_path;

/// `y = (x + big) · small`, with one weight large enough to live outside.
fn small_model() -> Model {
    let mut graph = Graph::new("small");
    let value = |name| ValueInfo::tensor(name, DataType::F32, &[Dim::Named("n".to_owned())]);
    graph.inputs.push(value("x"));
    graph.outputs.push(value("y"));
    let big = Tensor::f32(&[1024], &[0.5; 1024]).unwrap();
    graph.weights.insert("big".to_owned(), big);
    graph
        .weights
        .insert("small".to_owned(), Tensor::scalar(2.0));
    graph.nodes.push(Node::new("Add", ["x", "big"], "sum"));
    graph
        .nodes
        .push(Node::new("Mul", ["sum", "small"], "y").with("unused", vec![1, 2, 3]));
    Model::new(graph, 20)
}

fn decode(bytes: impl Into<Vec<u8>>) -> Result<Model, OnnxError> {
    Model::decode(bytes.into().into(), Path::new("."), &Limits::default())
}

/// A message field: its number and its bytes.
fn field(number: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![number << 3 | 2];
    let mut length = body.len();
    while length >= 0x80 {
        bytes.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
    bytes.extend(body);
    bytes
}

/// A model whose graph has one weight, given as its message.
fn with_weight(tensor: &[u8]) -> Vec<u8> {
    field(7, &field(5, tensor))
}

proptest! {
    #[test]
    fn any_truncation_is_an_error_or_a_model(cut in 0.0..1.0f64) {
        let bytes = small_model().encode();
        let end = (bytes.len() as f64 * cut) as usize;
        let _ = decode(&bytes[..end]);
    }

    #[test]
    fn any_flipped_bits_are_an_error_or_a_model(
        flips in prop::collection::vec((0.0..1.0f64, 0..8u8), 1..8),
    ) {
        let mut bytes = small_model().encode();
        for (at, bit) in flips {
            let at = (bytes.len() as f64 * at) as usize;
            bytes[at] ^= 1 << bit;
        }
        if let Ok(model) = decode(bytes) {
            decode(model.encode()).expect("what was read can be written and read");
        }
    }

    #[test]
    fn any_bytes_are_an_error_or_a_model(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = decode(bytes.clone());
        let _ = decode(with_weight(&bytes));
        let _ = decode(field(7, &field(1, &bytes)));
    }

    #[test]
    fn any_location_stays_in_the_folder(location in "[a./\\\\~ ]{0,12}") {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        std::fs::write(folder.path().join("a"), [0; 8192]).unwrap();
        std::fs::write(inner.join("b"), [0; 8192]).unwrap();
        prop_assert!(load_at(&inner, &location).is_err());
    }
}

/// The small model with its external weight at `location`, in `folder`.
fn load_at(folder: &Path, location: &str) -> Result<Model, OnnxError> {
    let entry = |key: &str, value: &str| {
        let body = [field(1, key.as_bytes()), field(2, value.as_bytes())].concat();
        field(13, &body)
    };
    let tensor = [
        vec![1 << 3, 4, 2 << 3, 1], // dims: [4]; data_type: FLOAT
        field(8, b"w"),
        entry("location", location),
        vec![14 << 3, 1], // data_location: EXTERNAL
    ]
    .concat();
    let bytes = with_weight(&tensor);
    Model::decode(bytes.into(), folder, &Limits::default())
}

#[test]
fn published_model_cut_anywhere_is_an_error() {
    let bytes = std::fs::read(published_path()).unwrap();
    for part in 1..20 {
        let end = bytes.len() / 20 * part;
        assert!(decode(&bytes[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn external_weights_inside_the_folder_are_read() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    for location in ["weights.bin", "sub/weights.bin"] {
        std::fs::write(folder.path().join(location), [0; 16]).unwrap();
        load_at(folder.path(), location).unwrap();
    }
    std::fs::write(folder.path().join("short.bin"), [0; 15]).unwrap();
    assert!(matches!(
        load_at(folder.path(), "short.bin"),
        Err(OnnxError::External { .. })
    ));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_refused() {
    let outside = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret"), [0; 16]).unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret"), folder.path().join("link")).unwrap();
    let absolute = outside.path().join("secret");
    for location in ["link", absolute.to_str().unwrap()] {
        assert!(matches!(
            load_at(folder.path(), location),
            Err(OnnxError::External { .. })
        ));
    }
}

#[test]
fn absurd_dimensions_are_errors() {
    let name = field(8, b"w");
    let huge = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
    let negative = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1];
    let kind = [2 << 3, 1];
    let dim = |value: &[u8]| [&[1 << 3], value].concat();
    for dims in [
        dim(&huge),
        [dim(&huge), dim(&huge)].concat(),
        dim(&negative),
        dim(&[9]),
        dim(&[1]).repeat(17),
    ] {
        let bytes = with_weight(&[&dims[..], &kind, &name].concat());
        assert!(matches!(decode(bytes), Err(OnnxError::Tensor { .. })));
    }
}

#[test]
fn limits_are_kept() {
    let bytes = small_model().encode();
    let under = |limits: Limits| Model::decode(bytes.clone().into(), Path::new("."), &limits);
    let limits = Limits::default();
    under(limits).unwrap();
    for limits in [
        Limits { nodes: 1, ..limits },
        Limits {
            fields: 10,
            ..limits
        },
        Limits { depth: 2, ..limits },
    ] {
        assert!(matches!(under(limits), Err(OnnxError::TooLarge { .. })));
    }
    let short = Limits {
        file_bytes: 1000,
        ..limits
    };
    let loaded = Model::load(&published_path(), &short);
    assert!(matches!(loaded, Err(OnnxError::TooLarge { .. })));
}

#[test]
fn deep_nesting_is_an_error() {
    // A graph in an attribute of a node in a graph in ...
    let mut graph = Vec::new();
    for _ in 0..5000 {
        graph = field(1, &field(5, &field(6, &graph)));
    }
    assert!(matches!(
        decode(field(7, &graph)),
        Err(OnnxError::TooLarge { .. })
    ));
}

#[test]
fn unknown_fields_are_not_lost_silently() {
    let mut bytes = small_model().encode();
    bytes.extend([30 << 3 | 2, 1, 1, 0].map(|byte: u16| byte as u8));
    assert!(matches!(
        decode(bytes),
        Err(OnnxError::UnknownField {
            message: "ModelProto",
            field: 30
        })
    ));
}

#[test]
fn cycles_are_errors() {
    let mut model = small_model();
    model.graph.nodes[0].inputs[0] = "y".to_owned();
    assert!(matches!(
        decode(model.encode()),
        Err(OnnxError::Cycle { .. })
    ));
}

#[test]
fn names_twice_or_never_made_are_errors() {
    let mut twice = small_model();
    twice.graph.nodes[0].outputs[0] = "y".to_owned();
    twice.graph.nodes[1].inputs[0] = "x".to_owned();
    assert!(matches!(
        decode(twice.encode()),
        Err(OnnxError::Duplicate(_))
    ));
    let mut never = small_model();
    never.graph.nodes[0].inputs[0] = "nothing".to_owned();
    assert!(matches!(
        decode(never.encode()),
        Err(OnnxError::Undefined { .. })
    ));
}

#[test]
fn edits_dont_overwrite_other_weights() {
    use vocalize_onnx::Edit;
    let mut model = small_model();
    let put = |value| {
        let mut edit = Edit::new();
        edit.weight("small".to_owned(), Tensor::scalar(value));
        edit
    };
    model.graph.apply(put(2.0)).unwrap();
    let other = model.graph.apply(put(3.0));
    assert!(matches!(other, Err(OnnxError::Duplicate(_))));
}

#[test]
fn nodes_are_put_in_order() {
    let mut model = small_model();
    model.graph.nodes.reverse();
    let sorted = decode(model.encode()).unwrap();
    assert_eq!(sorted, small_model());
}

#[test]
fn failed_saving_leaves_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.onnx");
    std::fs::create_dir(&path).unwrap();
    assert!(small_model().save(&path, &External::Inline).is_err());
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(names.len(), 1, "no temporary file is left");
}
