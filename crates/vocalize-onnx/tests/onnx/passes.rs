use vocalize_onnx::{
    DataType, Dim, Graph, Model, Node, Tensor, ValueInfo,
    passes::{self, Exactness, PassReport},
    split::{self, Parts},
};

use crate::support::{TOKENS, Value, largest_difference, noise, restored, run, session};

const CHANNELS: usize = 8;
const STEPS: usize = 50;

/// An empty graph from `x` [1, 8, 50] and `style` [1, 6] to `y`.
fn graph() -> Graph {
    let mut graph = Graph::new("small");
    let steps = Dim::Named("steps".to_owned());
    let channels = Dim::Fixed(CHANNELS as i64);
    let x = [Dim::Fixed(1), channels.clone(), steps];
    graph.inputs.push(ValueInfo::tensor("x", DataType::F32, &x));
    let style = [Dim::Fixed(1), Dim::Fixed(6)];
    graph
        .inputs
        .push(ValueInfo::tensor("style", DataType::F32, &style));
    let y = [Dim::Unknown, Dim::Unknown, Dim::Unknown];
    graph
        .outputs
        .push(ValueInfo::tensor("y", DataType::F32, &y));
    graph
}

fn weight(graph: &mut Graph, name: &str, dims: &[usize], seed: u64) {
    let values = noise(dims.iter().product(), seed, 1.0);
    let tensor = Tensor::f32(dims, &values).unwrap();
    graph.weights.insert(name.to_owned(), tensor);
}

fn integers(graph: &mut Graph, name: &str, values: &[i64]) {
    let tensor = Tensor::i64(&[values.len()], values).unwrap();
    graph.weights.insert(name.to_owned(), tensor);
}

/// AdaIN of `x` to `out`, as the exporter spells it, with the style's gain.
fn adain(graph: &mut Graph, x: &str, out: &str) {
    let n = |what: &str| format!("{out}.{what}");
    integers(graph, "time", &[2]);
    integers(graph, "halves", &[CHANNELS as i64; 2]);
    graph.weights.insert("one".to_owned(), Tensor::scalar(1.0));
    graph
        .weights
        .insert("epsilon".to_owned(), Tensor::scalar(1e-5));
    weight(graph, &n("fc"), &[6, 2 * CHANNELS], 3);
    weight(graph, &n("fc_bias"), &[2 * CHANNELS], 4);
    let mut halves = Node::new("Split", [n("column"), "halves".to_owned()], n("g")).with("axis", 1);
    halves.outputs.push(n("shift"));
    graph.nodes.extend([
        Node::new("MatMul", ["style".to_owned(), n("fc")], n("row")),
        Node::new("Add", [n("row"), n("fc_bias")], n("biased")),
        Node::new("Unsqueeze", [n("biased"), "time".to_owned()], n("column")),
        halves,
        Node::new("Add", [n("g"), "one".to_owned()], n("gain")),
        Node::new("ReduceMean", [x, "time"], n("mean")),
        Node::new("Sub", [x.to_owned(), n("mean")], n("centred")),
        Node::new("Mul", [n("centred"), n("centred")], n("squares")),
        Node::new(
            "ReduceMean",
            [n("squares"), "time".to_owned()],
            n("variance"),
        ),
        Node::new("Add", [n("variance"), "epsilon".to_owned()], n("stable")),
        Node::new("Sqrt", [n("stable")], n("deviation")),
        Node::new("Div", [n("centred"), n("deviation")], n("normal")),
        Node::new("Mul", [n("gain"), n("normal")], n("scaled")),
        Node::new("Add", [n("scaled"), n("shift")], out.to_owned()),
    ]);
    for (name, size) in [("gain", CHANNELS), ("shift", CHANNELS)] {
        let shape = [Dim::Fixed(1), Dim::Fixed(size as i64), Dim::Fixed(1)];
        let value = ValueInfo::tensor(&n(name), DataType::F32, &shape);
        graph.values.insert(n(name), value);
    }
}

/// Snake of `y`, then a convolution, to `out`.
fn snake_and_conv(graph: &mut Graph, y: &str, out: &str) {
    let factors: Vec<f32> = noise(CHANNELS, 5, 1.0)
        .iter()
        .map(|value| value.signum() * (0.2 + value.abs()))
        .collect();
    let reciprocals: Vec<f32> = factors.iter().map(|a| 1.0 / a).collect();
    let dims = [1, CHANNELS, 1];
    graph
        .weights
        .insert("a".to_owned(), Tensor::f32(&dims, &factors).unwrap());
    graph
        .weights
        .insert("r".to_owned(), Tensor::f32(&dims, &reciprocals).unwrap());
    graph.weights.insert("two".to_owned(), Tensor::scalar(2.0));
    weight(graph, "w", &[4, CHANNELS, 3], 6);
    weight(graph, "w_bias", &[4], 7);
    graph.nodes.extend([
        Node::new("Mul", ["a", y], "ay"),
        Node::new("Sin", ["ay"], "sin"),
        Node::new("Pow", ["sin", "two"], "sin2"),
        Node::new("Mul", ["r", "sin2"], "sin2r"),
        Node::new("Add", [y, "sin2r"], "snake"),
        Node::new("Conv", ["snake", "w", "w_bias"], out).with("pads", vec![1, 1]),
    ]);
}

/// Optimises, runs both graphs, and returns what the passes did; the largest
/// difference must stay below `bound`.
fn same(graph: Graph, exactness: Exactness, bound: f32) -> (Vec<PassReport>, Model) {
    let mut graph = graph;
    graph.sort().unwrap();
    let model = Model::new(graph, 20);
    let mut optimised = model.clone();
    let reports = passes::optimize(&mut optimised, exactness).unwrap();
    let inputs = [
        (
            "x",
            Value::Floats(vec![1, CHANNELS, STEPS], noise(CHANNELS * STEPS, 1, 3.0)),
        ),
        ("style", Value::Floats(vec![1, 6], noise(6, 2, 1.0))),
        ("signal", Value::Floats(vec![1, 200], noise(200, 3, 1.0))),
    ];
    let a = run(&mut session(&model), &inputs);
    let b = run(&mut session(&optimised), &inputs);
    let difference = largest_difference(a[0].1.floats(), b[0].1.floats());
    assert!(difference <= bound, "differs by {difference}");
    (reports, optimised)
}

fn rewrites(reports: &[PassReport], pass: &str) -> usize {
    reports
        .iter()
        .find(|report| report.pass == pass)
        .unwrap()
        .rewrites
}

#[test]
fn constants_and_identities_go() {
    let mut graph = graph();
    graph.nodes.extend([
        Node::new("Constant", [""; 0], "k").with("value", Tensor::scalar(3.0)),
        Node::new("Identity", ["x"], "same"),
        Node::new("Identity", ["same"], "still"),
        Node::new("Mul", ["still", "k"], "y"),
    ]);
    let (reports, model) = same(graph, Exactness::Bits, 0.0);
    assert_eq!(rewrites(&reports, "identity"), 3);
    assert_eq!(model.graph.nodes.len(), 1);
}

#[test]
fn adain_becomes_one_operator_with_one_style_product() {
    let mut graph = graph();
    adain(&mut graph, "x", "n");
    graph.nodes.push(Node::new("Neg", ["n"], "y"));
    let (reports, model) = same(graph, Exactness::Rounding, 2e-6);
    assert_eq!(rewrites(&reports, "adain"), 1);
    assert_eq!(rewrites(&reports, "styles"), 2);
    let ops: Vec<&str> = model
        .graph
        .nodes
        .iter()
        .map(|node| node.op.as_str())
        .collect();
    assert_eq!(
        ops,
        ["Gemm", "Reshape", "Split", "InstanceNormalization", "Neg"]
    );
}

#[test]
fn snake_loses_two_operators() {
    let mut graph = graph();
    adain(&mut graph, "x", "n");
    snake_and_conv(&mut graph, "n", "y");
    let (reports, model) = same(graph, Exactness::Rounding, 2e-5);
    assert_eq!(rewrites(&reports, "snake"), 1);
    assert_eq!(rewrites(&reports, "normal_scale"), 1);
    let ops: Vec<&str> = model
        .graph
        .nodes
        .iter()
        .map(|node| node.op.as_str())
        .collect();
    let expected = [
        "Gemm",
        "Reshape",
        "Split",
        "InstanceNormalization",
        "Sin",
        "Mul",
        "Add",
        "Conv",
    ];
    assert_eq!(ops, expected);
}

#[test]
fn snake_read_twice_is_left_alone() {
    let mut graph = graph();
    snake_and_conv(&mut graph, "x", "c");
    weight(&mut graph, "w2", &[4, CHANNELS, 3], 6);
    graph.nodes.extend([
        Node::new("Conv", ["snake", "w2"], "d").with("pads", vec![1, 1]),
        Node::new("Add", ["c", "d"], "y"),
    ]);
    let (reports, _) = same(graph, Exactness::Rounding, 0.0);
    assert_eq!(rewrites(&reports, "snake"), 0);
}

#[test]
fn one_weight_may_follow_two_snakes() {
    let mut graph = graph();
    adain(&mut graph, "x", "n");
    snake_and_conv(&mut graph, "n", "c");
    let factors: Vec<f32> = (1..=CHANNELS).map(|i| i as f32).collect();
    let reciprocals: Vec<f32> = factors.iter().map(|a| 1.0 / a).collect();
    let dims = [1, CHANNELS, 1];
    for (name, values) in [("a2", &factors), ("r2", &reciprocals)] {
        let tensor = Tensor::f32(&dims, values).unwrap();
        graph.weights.insert(name.to_owned(), tensor);
    }
    graph.nodes.extend([
        Node::new("Mul", ["a2", "x"], "ay2"),
        Node::new("Sin", ["ay2"], "sine2"),
        Node::new("Pow", ["sine2", "two"], "power2"),
        Node::new("Mul", ["r2", "power2"], "scaled2"),
        Node::new("Add", ["x", "scaled2"], "snake2"),
        Node::new("Conv", ["snake2", "w", "w_bias"], "d").with("pads", vec![1, 1]),
        Node::new("Add", ["c", "d"], "y"),
    ]);
    let (reports, _) = same(graph, Exactness::Rounding, 5e-5);
    assert_eq!(rewrites(&reports, "snake"), 2);
}

#[test]
fn positive_scale_moves_into_weights() {
    let mut graph = graph();
    graph
        .weights
        .insert("three".to_owned(), Tensor::scalar(3.0));
    weight(&mut graph, "w", &[4, CHANNELS, 3], 8);
    graph.nodes.extend([
        Node::new("Div", ["x", "three"], "mean"),
        Node::new("LeakyRelu", ["mean"], "relu").with("alpha", 0.1),
        Node::new("Conv", ["relu", "w"], "y"),
    ]);
    let (reports, model) = same(graph, Exactness::Rounding, 1e-5);
    assert_eq!(rewrites(&reports, "positive_scale"), 1);
    assert_eq!(model.graph.count("Div"), 0);
}

#[test]
fn upsampling_becomes_convolution() {
    for (stride, padding) in [(2, 1), (6, 3), (10, 5)] {
        let mut graph = graph();
        weight(&mut graph, "w", &[CHANNELS, 5, 2 * stride], 9);
        weight(&mut graph, "b", &[5], 10);
        graph.nodes.push(
            Node::new("ConvTranspose", ["x", "w", "b"], "y")
                .with("strides", vec![stride as i64])
                .with("pads", vec![padding, padding]),
        );
        let (reports, _) = same(graph, Exactness::Rounding, 1e-5);
        assert_eq!(rewrites(&reports, "conv_transpose"), 1);
    }
}

#[test]
fn convolutions_over_time_are_ones_over_planes() {
    let mut graph = graph();
    weight(&mut graph, "w", &[6, CHANNELS, 5], 11);
    weight(&mut graph, "b", &[6], 12);
    weight(&mut graph, "strided", &[4, 6, 3], 13);
    weight(&mut graph, "grouped", &[4, 2, 3], 14);
    graph.nodes.extend([
        Node::new("Conv", ["x", "w", "b"], "wide")
            .with("kernel_shape", vec![5])
            .with("dilations", vec![3])
            .with("pads", vec![6, 5]),
        Node::new("Conv", ["wide", "strided"], "short")
            .with("strides", vec![2])
            .with("pads", vec![0, 1]),
        Node::new("Conv", ["short", "grouped"], "y").with("group", 2),
    ]);
    graph.sort().unwrap();
    let model = Model::new(graph, 20);
    let mut planes = model.clone();
    let report = passes::convolve_planes(&mut planes).unwrap();
    assert_eq!((report.rewrites, report.nodes_after), (2, 7));
    let x = Value::Floats(vec![1, CHANNELS, STEPS], noise(CHANNELS * STEPS, 1, 3.0));
    let style = Value::Floats(vec![1, 6], noise(6, 2, 1.0));
    let inputs = [("x", x), ("style", style)];
    let say = |model: &Model| run(&mut session(model), &inputs).remove(0).1;
    let (flat, high) = (say(&model), say(&planes));
    let shape = |value: &Value| match value {
        Value::Floats(shape, _) | Value::Integers(shape, _) => shape.clone(),
    };
    assert_eq!(shape(&flat), shape(&high));
    let difference = largest_difference(flat.floats(), high.floats());
    assert!(difference < 1e-4, "differs by {difference}");
}

#[test]
fn the_shape_of_an_stft_is_said() {
    let mut model = restored().clone();
    let stft = model.graph.nodes.iter().find(|node| node.is("STFT"));
    let output = stft.unwrap().output().to_owned();
    assert_eq!(model.graph.shape(&output), None);
    assert_eq!(passes::say_shapes(&mut model).unwrap(), 1);
    let shape = model.graph.shape(&output).unwrap();
    assert_eq!(shape[2..], [Dim::Fixed(11), Dim::Fixed(2)]);
    assert_eq!(passes::say_shapes(&mut model).unwrap(), 0);
}

#[test]
fn shapes_that_are_hidden_change_nothing_else() {
    let mut open = restored().clone();
    split::tell_durations(&mut open).unwrap();
    let mut hidden = open.clone();
    // Two embeddings and five cuts.
    assert_eq!(passes::hide_shapes(&mut hidden).unwrap(), 7);
    assert!(hidden.graph.values.is_empty());
    let tokens = |n: usize| Value::Integers(vec![1, n], [&TOKENS[..n - 1], &[0]].concat());
    for n in [3, TOKENS.len()] {
        let inputs = [
            ("tokens", tokens(n)),
            ("style", Value::Floats(vec![1, 256], noise(256, 1, 0.3))),
            ("speed", Value::Floats(vec![1], vec![1.0])),
        ];
        let spoken = |model: &Model| run(&mut session(model), &inputs);
        assert_eq!(spoken(&hidden), spoken(&open), "{n} token ids");
    }
}

#[test]
fn short_stft_becomes_convolution() {
    let mut graph = Graph::new("stft");
    let signal = [Dim::Fixed(1), Dim::Named("samples".to_owned())];
    graph
        .inputs
        .push(ValueInfo::tensor("signal", DataType::F32, &signal));
    let unknown = [Dim::Unknown, Dim::Unknown, Dim::Unknown];
    graph
        .outputs
        .push(ValueInfo::tensor("y", DataType::F32, &unknown));
    weight(&mut graph, "window", &[20], 11);
    for (name, value) in [("hop", 5), ("length", 20), ("zero", 0), ("one", 1)] {
        let scalar = Tensor::i64(&[], &[value]).unwrap();
        graph.weights.insert(name.to_owned(), scalar);
    }
    graph.nodes.extend([
        Node::new("STFT", ["signal", "hop", "window", "length"], "spectrum"),
        Node::new("Transpose", ["spectrum"], "turned").with("perm", vec![0, 2, 1, 3]),
        Node::new("Gather", ["turned", "zero"], "real").with("axis", 3),
        Node::new("Gather", ["turned", "one"], "imaginary").with("axis", 3),
        Node::new("Concat", ["real", "imaginary"], "y").with("axis", 1),
    ]);
    let (reports, _) = same(graph.clone(), Exactness::Phases, 5e-5);
    assert_eq!(rewrites(&reports, "stft"), 1);
    let (reports, _) = same(graph, Exactness::Rounding, 0.0);
    assert!(!reports.iter().any(|report| report.pass == "stft"));
}

#[test]
fn real_decoder_is_shorter_and_says_the_same() {
    let parts = split::split(restored()).unwrap();
    let mut decoder = parts.decoder.clone();
    let reports = passes::optimize(&mut decoder, Exactness::Rounding).unwrap();
    let counts = ["adain", "snake", "normal_scale", "styles", "positive_scale"]
        .map(|pass| rewrites(&reports, pass));
    assert_eq!(counts, [58, 48, 48, 116, 3]);
    assert!(
        decoder.graph.nodes.len() < 400,
        "{} nodes",
        decoder.graph.nodes.len()
    );

    let said = crate::parts::say(&parts);
    let given: Vec<(&str, Value)> = said.iter().map(|(n, v)| (n.as_str(), v.clone())).collect();
    let audio = run(&mut session(&decoder), &given);
    let expected = &said.last().unwrap().1;
    let difference = largest_difference(expected.floats(), audio[0].1.floats());
    assert!(
        difference < 1e-4,
        "the largest sample difference is {difference}"
    );
}

#[test]
fn exact_passes_change_no_bit_of_the_real_model() {
    let mut parts = split::split(restored()).unwrap();
    let expected = crate::parts::say(&parts);
    for part in [&mut parts.prosody, &mut parts.source] {
        passes::optimize(part, Exactness::Bits).unwrap();
    }
    assert_eq!(crate::parts::say(&parts), expected);
}

#[test]
fn source_as_convolution_keeps_magnitudes() {
    let parts: Parts = split::split(restored()).unwrap();
    let said = crate::parts::say(&parts);
    let given: Vec<(&str, Value)> = said.iter().map(|(n, v)| (n.as_str(), v.clone())).collect();
    let mut source = parts.source.clone();
    let reports = passes::optimize(&mut source, Exactness::Phases).unwrap();
    assert_eq!(rewrites(&reports, "stft"), 1);
    let before = run(&mut session(&parts.source), &given);
    let after = run(&mut session(&source), &given);
    // The first half of the rows are magnitudes; phases may jump by a turn.
    let half = |value: &Value| value.floats()[..value.floats().len() / 2].to_vec();
    let difference = largest_difference(&half(&before[0].1), &half(&after[0].1));
    assert!(difference < 1e-4, "magnitudes differ by {difference}");
}
