use vocalize_onnx::{
    Model, OnnxError,
    split::{self, DURATIONS, F0, FRAMES, HARMONICS, NOISE, Parts},
};

use crate::support::{Value, published, restored, run, session, speech};

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
fn another_model_is_refused() {
    let source = split::split(restored()).unwrap().source;
    let again = split::split(&source);
    assert!(matches!(again, Err(OnnxError::Unexpected { .. })));
}
