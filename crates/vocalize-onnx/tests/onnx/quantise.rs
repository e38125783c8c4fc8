use std::collections::BTreeSet;

use vocalize_onnx::{
    DataType, Dim, Graph, Model, Node, OnnxError, Tensor, ValueInfo,
    passes::{self, Exactness},
    quantise::{self, Range, Ranges, Stored},
    split::{self, DURATIONS, FRAMES},
};

use crate::parts::say;
use crate::support::{Value, noise, restored, run, session};

const CHANNELS: usize = 32;
const STEPS: usize = 200;

/// A graph from `x` [1, 32, steps] to `y`.
fn graph(nodes: Vec<Node>) -> Graph {
    let mut graph = Graph::new("small");
    let shape = [
        Dim::Fixed(1),
        Dim::Fixed(CHANNELS as i64),
        Dim::Named("steps".to_owned()),
    ];
    graph
        .inputs
        .push(ValueInfo::tensor("x", DataType::F32, &shape));
    graph.outputs.push(ValueInfo::tensor(
        "y",
        DataType::F32,
        &[Dim::Unknown, Dim::Unknown, Dim::Unknown],
    ));
    graph.nodes = nodes;
    let mut weight = |name: &str, dims: &[usize], seed, level| {
        let values = noise(dims.iter().product(), seed, level);
        graph
            .weights
            .insert(name.to_owned(), Tensor::f32(dims, &values).unwrap());
    };
    weight("gain", &[CHANNELS], 1, 2.0);
    weight("shift", &[CHANNELS], 2, 3.0);
    weight("weight", &[CHANNELS, CHANNELS, 3], 3, 0.3);
    weight("bias", &[CHANNELS], 4, 1.0);
    graph
}

fn conv(x: &str, y: &str) -> Node {
    Node::new("Conv", [x, "weight", "bias"], y)
        .with("pads", vec![3, 3])
        .with("dilations", vec![3])
}

fn snake() -> Vec<Node> {
    vec![
        Node::new("InstanceNormalization", ["x", "gain", "shift"], "w"),
        Node::new("Sin", ["w"], "sine"),
        Node::new("Mul", ["sine", "sine"], "square"),
        Node::new("Add", ["w", "square"], "snake"),
    ]
}

/// Noise whose channels differ a hundredfold in level and have other means.
fn uneven() -> Vec<(&'static str, Value)> {
    let level = |channel: usize| 10f32.powf(channel as f32 / 16.0 - 1.0);
    let values = noise(CHANNELS * STEPS, 9, 1.0).into_iter().enumerate();
    let values = values.map(|(i, v)| (v + 0.5) * level(i / STEPS));
    vec![(
        "x",
        Value::Floats(vec![1, CHANNELS, STEPS], values.collect()),
    )]
}

/// The ranges of what a quantised `model` needs when it runs on `given`.
fn ranges(model: &Model, chosen: &BTreeSet<String>, given: &[(&str, Value)]) -> Ranges {
    let tensors = quantise::observed(&model.graph, chosen);
    let watching = quantise::watching(model, &tensors);
    let mut ranges = Ranges::new();
    let values = run(&mut session(&watching), given);
    let inputs = given.iter().map(|(n, v)| ((*n).to_owned(), v.clone()));
    for (name, value) in values.into_iter().chain(inputs) {
        let Value::Floats(shape, values) = value else {
            continue;
        };
        if tensors.contains(&name) {
            let channel = |values: &[f32]| Range {
                low: values.iter().copied().fold(f32::INFINITY, f32::min),
                high: values.iter().copied().fold(f32::NEG_INFINITY, f32::max),
            };
            ranges.insert(name, values.chunks(shape[2]).map(channel).collect());
        }
    }
    ranges
}

fn quantised(model: &Model, chosen: &BTreeSet<String>, given: &[(&str, Value)]) -> Model {
    let ranges = ranges(model, chosen, given);
    let mut quantised = model.clone();
    let count = quantise::convolutions(&mut quantised.graph, chosen, &ranges).unwrap();
    assert_eq!(count, chosen.len());
    quantised
}

/// Signal to noise in dB of `b` against `a`.
fn snr(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    let power = |values: &mut dyn Iterator<Item = f32>| values.map(|v| v * v).sum::<f32>();
    let noise = power(&mut a.iter().zip(b).map(|(a, b)| a - b));
    10.0 * (power(&mut a.iter().copied()) / noise).log10()
}

/// Every channel of `y` comes back with at least `least` dB.
fn each_channel_keeps(nodes: Vec<Node>, least: f32) {
    let model = Model::new(graph(nodes), 20);
    let chosen = BTreeSet::from(["y".to_owned()]);
    let quantised = quantised(&model, &chosen, &uneven());
    let float = run(&mut session(&model), &uneven());
    let integer = run(&mut session(&quantised), &uneven());
    let channels = float[0]
        .1
        .floats()
        .chunks(STEPS)
        .zip(integer[0].1.floats().chunks(STEPS));
    for (channel, (a, b)) in channels.enumerate() {
        let kept = snr(a, b);
        assert!(kept > least, "channel {channel}: {kept} dB");
    }
}

#[test]
fn every_channel_of_a_convolution_keeps_its_own_grid() {
    each_channel_keeps(vec![conv("x", "y")], 33.0);
}

#[test]
fn normalisation_and_snake_become_a_table() {
    let nodes = || [snake(), vec![conv("snake", "y")]].concat();
    each_channel_keeps(nodes(), 33.0);
    let model = Model::new(graph(nodes()), 20);
    let chosen = BTreeSet::from(["y".to_owned()]);
    let quantised = quantised(&model, &chosen, &uneven());
    assert_eq!(quantised.graph.count("Sin"), 0);
    assert_eq!(quantised.graph.count("GatherElements"), 1);
}

#[test]
fn values_beyond_calibration_are_clipped_not_an_error() {
    let nodes = [snake(), vec![conv("snake", "y")]].concat();
    let model = Model::new(graph(nodes), 20);
    let chosen = BTreeSet::from(["y".to_owned()]);
    let quantised = quantised(&model, &chosen, &uneven());
    let mut values = noise(CHANNELS * STEPS, 10, 1.0);
    values[7] = 1e9;
    values[300] = -1e9;
    let spike = [("x", Value::Floats(vec![1, CHANNELS, STEPS], values))];
    let made = run(&mut session(&quantised), &spike);
    assert!(made[0].1.floats().iter().all(|v| v.is_finite()));
}

#[test]
fn what_calibration_did_not_see_is_an_error() {
    let model = Model::new(graph(vec![conv("x", "y")]), 20);
    for (layer, wanted) in [("y", "calibrated ranges"), ("z", "a convolution")] {
        let chosen = BTreeSet::from([layer.to_owned()]);
        let mut graph = model.graph.clone();
        let error = quantise::convolutions(&mut graph, &chosen, &Ranges::new()).unwrap_err();
        assert!(matches!(error, OnnxError::Unexpected { .. }), "{error}");
        assert!(error.to_string().contains(wanted), "{error}");
    }
}

#[test]
fn the_decoder_in_integers_says_the_same() {
    let mut decoder = split::split(restored()).unwrap().decoder;
    passes::optimize(&mut decoder, Exactness::Rounding).unwrap();
    let layers = quantise::layers(&decoder.graph);
    assert_eq!(layers.len(), 66, "{layers:?}");
    let resblocks = layers.into_iter().map(|layer| layer.name);
    let chosen: BTreeSet<String> = resblocks.filter(|name| name.contains("res")).collect();
    let values = say(&split::split(restored()).unwrap());
    let given: Vec<(&str, Value)> = values
        .iter()
        .map(|(n, v)| (n.as_str(), v.clone()))
        .collect();
    let quantised = quantised(&decoder, &chosen, &given);
    assert_eq!(quantised.graph.count("Sin"), 2, "two are not Snake's");
    let float = &values.last().unwrap().1;
    let integer = run(&mut session(&quantised), &given);
    let kept = snr(float.floats(), integer[0].1.floats());
    assert!(kept > 12.0, "{kept} dB");
}

#[test]
fn stored_weights_come_back_bit_by_bit() {
    let mut parts = split::split(restored()).unwrap();
    let before = say(&parts);
    let graph = &mut parts.prosody.graph;
    let stored = quantise::store_weights(graph).unwrap();
    assert_eq!(
        stored,
        Stored {
            exact: 56,
            rounded: 0
        }
    );
    let bytes: usize = graph
        .weights
        .values()
        .filter_map(Tensor::raw)
        .map(bytes::Bytes::len)
        .sum();
    assert!(bytes < 30_000_000, "{bytes} bytes");
    let after = say(&parts);
    for name in [FRAMES, DURATIONS] {
        let value = |values: &[(String, Value)]| {
            values
                .iter()
                .find(|(n, _)| n == name)
                .map(|(_, v)| v.clone())
        };
        match (value(&before), value(&after)) {
            (Some(Value::Integers(_, a)), Some(Value::Integers(_, b))) => assert_eq!(a, b),
            (Some(Value::Floats(_, a)), Some(Value::Floats(_, b))) => {
                assert!(snr(&a, &b) > 100.0, "{name}");
            }
            _ => panic!("{name} is missing"),
        }
    }
}
