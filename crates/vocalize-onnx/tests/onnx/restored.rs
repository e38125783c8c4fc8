use vocalize_onnx::restore::{self, PUBLISHED};

use crate::support::{TOKENS, published, restored, run, session, speech};

#[test]
fn every_quantised_pattern_is_undone() {
    let mut model = published();
    assert_eq!(restore::fp32(&mut model).unwrap(), PUBLISHED);
    let graph = &model.graph;
    assert_eq!(graph.nodes.len(), 2366);
    assert_eq!(
        (
            graph.count("MatMul"),
            graph.count("Conv"),
            graph.count("LSTM")
        ),
        (174, 88, 6)
    );
    let weights: usize = graph
        .weights
        .values()
        .filter_map(|w| w.raw())
        .map(|raw| raw.len())
        .sum();
    assert_eq!(weights / 1_000_000, 324, "{weights} bytes of weights");
    assert!(
        model
            .metadata(restore::ORIGIN_KEY)
            .unwrap()
            .contains("restored")
    );
}

#[test]
fn restoring_twice_changes_nothing() {
    let mut again = restored().clone();
    assert_eq!(
        restore::fp32(&mut again).unwrap(),
        restore::Restored::default()
    );
    assert_eq!(&again, restored());
}

#[test]
fn restored_speech_is_the_published_speech_without_its_rounding() {
    use vocalize_onnx::split;
    let parts = |model| split::split(model).unwrap().prosody;
    let prosody = |model| run(&mut session(&parts(model)), &speech());
    let (published, restored) = (prosody(&published()), prosody(restored()));
    let value = |outputs: &[(String, crate::support::Value)], name: &str| {
        outputs.iter().find(|(n, _)| n == name).unwrap().1.clone()
    };

    let durations = |outputs| value(outputs, split::DURATIONS).integers().to_vec();
    assert_eq!(durations(&published).len(), TOKENS.len());
    assert_eq!(durations(&published), durations(&restored));

    let f0 = |outputs| mean(value(outputs, split::F0).floats());
    let (a, b) = (f0(&published), f0(&restored));
    assert!((a / b - 1.0).abs() < 0.01, "mean F0 {a} and {b} Hz");
    let frames = |outputs| channel_means(value(outputs, split::FRAMES).floats());
    let likeness = correlation(&frames(&published), &frames(&restored));
    assert!(likeness > 0.999, "encodings correlate by {likeness}");
}

fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len() as f32
}

fn channel_means(values: &[f32]) -> Vec<f32> {
    values.chunks(values.len() / 512).map(mean).collect()
}

fn correlation(a: &[f32], b: &[f32]) -> f32 {
    let centred = |values: &[f32]| {
        let mean = mean(values);
        values.iter().map(|value| value - mean).collect::<Vec<_>>()
    };
    let (a, b) = (centred(a), centred(b));
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    dot(&a, &b) / (dot(&a, &a) * dot(&b, &b)).sqrt()
}
