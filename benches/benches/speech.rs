//! Session creation and synthesis, for each variant that is there and runs on
//! this CPU, one thread a physical core.

use std::time::Duration;

use criterion::{BatchSize, Criterion, SamplingMode, criterion_group, criterion_main};
use vocalize_audio::seconds;
use vocalize_benches::{SHORT, english, or_exit, places};
use vocalize_core::{Model, Runtime, SessionOptions, Variant, Voices, physical_cores};
use vocalize_text::{Frontend, Language, TokenId};

/// 12 words: ten runs of it for every variant have to fit into a short break.
const MEDIUM: &str = "The old lighthouse keeper lit the lamp for the ships at sea.";

/// 33 words, one utterance.
const LONG: &str = "The old lighthouse keeper lit the lamp for the ships at sea, listened to the wind \
    in the wires, and wrote down in a small blue book what he had seen of the storm.";

/// A text, and how many seconds of speech are credible for it.
const TEXTS: [(&str, &str, std::ops::Range<f64>); 3] = [
    ("short", SHORT, 0.8..3.0),
    ("medium", MEDIUM, 2.5..7.0),
    ("long", LONG, 7.0..16.0),
];

fn ids(frontend: &Frontend, text: &str) -> Vec<TokenId> {
    or_exit(frontend.utterances(text).next().expect("an utterance")).ids
}

fn variants() -> Vec<Variant> {
    let folder = places().variants();
    let names = Variant::names(&folder).into_iter();
    let all = names.map(|name| or_exit(Variant::named(&folder, &name)));
    all.filter(|variant| match variant.check_cpu() {
        Ok(()) => true,
        Err(reason) => {
            eprintln!("{reason} It is left out.");
            false
        }
    })
    .collect()
}

fn options() -> SessionOptions {
    SessionOptions {
        threads: physical_cores(),
        sessions: 1,
        ..SessionOptions::default()
    }
}

fn speech(criterion: &mut Criterion) {
    let runtime = or_exit(Runtime::load(&or_exit(places().runtime())));
    let variants = variants();
    assert!(!variants.is_empty(), "no variant to measure");
    let load = |variant: &Variant| or_exit(Model::load(&runtime, variant, &options()));
    creation(criterion, &variants, load);
    synthesis(criterion, &variants, load);
}

fn creation(criterion: &mut Criterion, variants: &[Variant], load: impl Fn(&Variant) -> Model) {
    let mut group = criterion.benchmark_group("speech/session creation");
    group.sampling_mode(SamplingMode::Flat);
    for variant in variants {
        // Dropped one at a time, outside the time: a model takes hundreds of megabytes.
        group.bench_function(&variant.record().name, |bencher| {
            bencher.iter_batched(|| (), |()| load(variant), BatchSize::PerIteration);
        });
    }
    group.finish();
}

/// All variants are loaded, and one text's times follow each other: a machine that
/// slows down for minutes slows all of them.
fn synthesis(criterion: &mut Criterion, variants: &[Variant], load: impl Fn(&Variant) -> Model) {
    let voice = or_exit(Voices::new(places().voices()).load("af_heart"));
    let frontend = or_exit(Frontend::open(&english(), Language::EnUs));
    let models: Vec<Model> = variants.iter().map(load).collect();
    for (name, text, credible) in TEXTS {
        let ids = ids(&frontend, text);
        let mut group = criterion.benchmark_group(format!("speech/{name}"));
        group.sampling_mode(SamplingMode::Flat);
        for (variant, model) in variants.iter().zip(&models) {
            let speak = || or_exit(model.synthesize(&ids, &voice, 1.0));
            let lasts = seconds(speak().len());
            assert!(credible.contains(&lasts), "{text:?} lasts {lasts} s");
            group.bench_function(&variant.record().name, |bencher| bencher.iter(speak));
        }
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_secs(1));
    targets = speech
}
criterion_main!(benches);
