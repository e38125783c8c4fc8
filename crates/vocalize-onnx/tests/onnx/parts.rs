use vocalize_onnx::{
    Model, Node, OnnxError, Tensor,
    passes::{self, Exactness},
    split::{self, DURATIONS, F0, FEATURES, FRAMES, HARMONICS, NOISE, Parts},
};

use crate::support::{
    TOKENS, Value, largest_difference, published, restored, run, session, speech,
};

/// Runs the three parts one after the other; every value they gave, audio last.
pub(crate) fn say(parts: &Parts) -> Vec<(String, Value)> {
    let mut values: Vec<(String, Value)> = speech()
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    for part in [&parts.prosody, &parts.source, &parts.decoder] {
        let given: Vec<(&str, Value)> = values
            .iter()
            .map(|(n, v)| (n.as_str(), v.clone()))
            .collect();
        let made = run(&mut session(part), &given);
        values.extend(made);
    }
    values
}

fn joined_is_whole(model: &Model) {
    let parts = split::split(model).unwrap();
    let values = say(&parts);
    let value = |name: &str| &values.iter().find(|(n, _)| n == name).unwrap().1;
    let whole = run(&mut session(model), &speech());
    assert_eq!(value("audio"), &whole[0].1, "joined and whole differ");

    let frames = usize::try_from(value(DURATIONS).integers().iter().sum::<i64>()).unwrap();
    let shape = |name: &str| match value(name) {
        Value::Floats(shape, _) | Value::Integers(shape, _) => shape.clone(),
    };
    assert_eq!(shape(FRAMES), [1, 512, frames]);
    assert_eq!(shape(F0), [1, 2 * frames]);
    assert_eq!(shape(NOISE), [1, 2 * frames]);
    assert_eq!(shape(HARMONICS), [1, 22, 120 * frames + 1]);
    assert_eq!(shape("audio"), [600 * frames]);
}

#[test]
fn parts_of_the_published_model_join_to_the_whole() {
    joined_is_whole(&published());
}

#[test]
fn parts_of_the_restored_model_join_to_the_whole() {
    joined_is_whole(restored());
}

#[test]
fn the_decoders_parts_say_the_same_in_turn_and_joined() {
    let parts = split::split(restored()).unwrap();
    let said = say(&parts);
    let given: Vec<(&str, Value)> = said.iter().map(|(n, v)| (n.as_str(), v.clone())).collect();
    let audio = &said.last().unwrap().1;

    let halves = split::split_decoder(&parts.decoder).unwrap();
    let features = run(&mut session(&halves.features), &given).remove(0);
    let (name, Value::Floats(shape, _)) = &features else {
        panic!("{} isn't of floats", features.0);
    };
    let (_, f0) = given.iter().find(|(name, _)| *name == F0).unwrap();
    assert_eq!(
        (name.as_str(), shape[..2].to_vec()),
        (FEATURES, vec![1, 512])
    );
    assert_eq!(shape[2], f0.floats().len());
    let with_features = [given.as_slice(), &[(FEATURES, features.1)]].concat();
    let spoken = run(&mut session(&halves.vocoder), &with_features);
    assert_eq!(&spoken[0].1, audio);

    let joined = split::join_decoder(&halves).unwrap();
    assert_eq!(joined.graph.inputs, parts.decoder.graph.inputs);
    assert_eq!(joined.graph.weights, parts.decoder.graph.weights);
    assert_eq!(&run(&mut session(&joined), &given)[0].1, audio);
    let without_style = split::split_decoder(&parts.source);
    assert!(matches!(without_style, Err(OnnxError::Unexpected { .. })));
}

#[test]
fn every_node_is_in_one_part() {
    let model = restored();
    let parts = split::split(model).unwrap();
    let names = |part: &Model| {
        part.graph
            .nodes
            .iter()
            .map(|n| n.name.clone())
            .collect::<Vec<_>>()
    };
    let mut all: Vec<String> = [&parts.prosody, &parts.source, &parts.decoder]
        .into_iter()
        .flat_map(names)
        .collect();
    all.sort();
    let mut whole = names(model);
    whole.sort();
    // Two are shared: the style is cut in two, and one shape computed, twice.
    assert_eq!(all.len(), whole.len() + 2);
    all.dedup();
    whole.dedup();
    assert_eq!(all, whole);
}

#[test]
fn a_joined_model_is_cut_again_and_tells_what_it_is_cut_at() {
    let model = restored();
    let parts = split::split(model).unwrap();
    let again = split::split(&split::join(&parts).unwrap()).unwrap();
    assert_eq!(again.decoder.graph.inputs, parts.decoder.graph.inputs);
    assert_eq!(
        again.decoder.graph.nodes.len(),
        parts.decoder.graph.nodes.len()
    );
    let telling = split::with_cuts(model).unwrap();
    let said = run(&mut session(&telling), &speech());
    let names: Vec<&str> = said.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["audio", FRAMES, F0, NOISE, HARMONICS]);
    let whole = run(&mut session(model), &speech());
    assert_eq!(said[0], whole[0], "the audio changed");
}

#[test]
fn another_model_is_refused() {
    let source = split::split(restored()).unwrap().source;
    let again = split::split(&source);
    assert!(matches!(again, Err(OnnxError::Unexpected { .. })));
}

#[test]
fn joined_parts_are_the_whole() {
    let model = published();
    let joined = split::join(&split::split(&model).unwrap()).unwrap();
    assert_eq!(joined.graph.inputs, model.graph.inputs);
    assert_eq!(joined.graph.weights, model.graph.weights);
    assert_eq!(joined.graph.nodes.len(), model.graph.nodes.len());
    for domain in ["", "com.microsoft"] {
        assert_eq!(joined.opset(domain), model.opset(domain));
    }
    let whole = run(&mut session(&model), &speech());
    let said = run(&mut session(&joined), &speech());
    assert_eq!(said[0], whole[0], "joined and whole differ");
    durations_fit(&said);
}

#[test]
fn a_model_tells_its_durations_and_says_the_same() {
    let model = published();
    let mut telling = model.clone();
    split::tell_durations(&mut telling).unwrap();
    let whole = run(&mut session(&model), &speech());
    let said = run(&mut session(&telling), &speech());
    assert_eq!(said[0], whole[0], "with and without durations differ");
    durations_fit(&said);

    let mut again = telling.clone();
    split::tell_durations(&mut again).unwrap();
    assert_eq!(again, telling);
    assert_eq!(
        split::split(&telling).unwrap(),
        split::split(&model).unwrap()
    );
}

#[test]
fn parts_rewritten_each_as_exactly_as_they_need_join_to_the_same_speech() {
    let mut parts = split::split(restored()).unwrap();
    for part in [&mut parts.prosody, &mut parts.source] {
        passes::optimize(part, Exactness::Bits).unwrap();
    }
    passes::optimize(&mut parts.decoder, Exactness::Rounding).unwrap();
    let whole = run(&mut session(restored()), &speech());
    let said = run(&mut session(&split::join(&parts).unwrap()), &speech());
    let difference = largest_difference(whole[0].1.floats(), said[0].1.floats());
    assert!(
        difference < 1e-3,
        "the largest sample difference is {difference}"
    );
    durations_fit(&said);
}

/// Audio comes first, then durations: one per token id, as long as the audio.
fn durations_fit(said: &[(String, Value)]) {
    let [(audio, samples), (durations, frames)] = said else {
        panic!("{} outputs", said.len());
    };
    assert_eq!((audio.as_str(), durations.as_str()), ("audio", DURATIONS));
    assert_eq!(frames.integers().len(), TOKENS.len());
    let frames: i64 = frames.integers().iter().sum();
    let samples = i64::try_from(samples.floats().len()).unwrap();
    assert_eq!(samples, 600 * frames);
}

#[test]
fn different_tensors_of_one_name_are_not_joined() {
    let whole = split::split(restored()).unwrap();
    let refused = |parts: &Parts, name: &str| {
        let joined = split::join(parts);
        assert!(matches!(joined, Err(OnnxError::Duplicate(found)) if found == name));
    };
    let mut weights = whole.clone();
    let name = weights.prosody.graph.weights.keys().next().unwrap().clone();
    let other = Tensor::scalar(0.123);
    weights.decoder.graph.weights.insert(name.clone(), other);
    refused(&weights, &name);

    let mut nodes = whole.clone();
    let twice = Node::new("Sin", [FRAMES], F0);
    nodes.decoder.graph.nodes.push(twice);
    refused(&nodes, F0);

    let mut input = whole;
    let speed = Tensor::scalar(1.0);
    let weights = &mut input.source.graph.weights;
    weights.insert("speed".to_owned(), speed);
    refused(&input, "speed");
}

#[test]
fn parts_that_lack_a_tensor_are_not_joined() {
    let whole = split::split(restored()).unwrap();
    let source = whole.decoder.clone();
    let joined = split::join(&Parts { source, ..whole });
    assert!(matches!(joined, Err(OnnxError::Undefined { tensor, .. }) if tensor == HARMONICS));
}
