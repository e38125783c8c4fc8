//! The text front end, paired with `misaki-rs` on the same sentences.

mod sentences;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use misaki_rs::G2P;
use vocalize_benches::{SHORT, english, or_exit};
use vocalize_text::english::English;
use vocalize_text::remembered::Remembered;
use vocalize_text::{Dialect, Frontend, Language, Utterance};

/// One sentence of 20 words.
const MEDIUM: &str = "The old lighthouse keeper climbed the narrow stairs every evening \
    and lit the lamp for the ships out at sea.";

/// One of the phrases in the compiled file.
const COMMON: &str = "Thank you very much.";

/// A word in no lexicon.
const UNKNOWN: &str = "zorblax";

fn open(file: &Path) -> Frontend {
    or_exit(Frontend::open(file, Language::EnUs))
}

fn misaki() -> G2P {
    G2P::new(misaki_rs::Language::EnglishUS)
}

fn first(frontend: &Frontend, text: &str) -> Utterance {
    or_exit(frontend.utterances(text).next().expect("an utterance"))
}

fn misaki_says(g2p: &G2P, text: &str) -> String {
    or_exit(g2p.g2p(text)).0
}

/// Every word of the benchmarks' sentences is known to misaki.
fn assert_alike(frontend: &Frontend, g2p: &G2P, text: &str) {
    let ours = first(frontend, text);
    assert_eq!(ours.phonemes, misaki_says(g2p, text).trim(), "{text}");
    assert_eq!(ours.ids.len(), ours.phonemes.chars().count(), "{text}");
}

/// What is made is dropped outside the time, and one at a time.
fn opening(criterion: &mut Criterion) {
    let file = english();
    assert_alike(&open(&file), &misaki(), SHORT);
    let mut group = criterion.benchmark_group("text/opening");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(2));
    group.bench_function("vocalize", |bencher| {
        bencher.iter_batched(|| (), |()| open(&file), BatchSize::PerIteration);
    });
    group.bench_function("misaki-rs", |bencher| {
        bencher.iter_batched(|| (), |()| misaki(), BatchSize::PerIteration);
    });
    group.finish();
}

fn first_tokens(criterion: &mut Criterion) {
    let file = english();
    let mut group = criterion.benchmark_group("text/first tokens");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(2));
    group.bench_function("vocalize", |bencher| {
        let open_and_read = |()| {
            let frontend = open(&file);
            let said = first(&frontend, SHORT);
            (frontend, said)
        };
        bencher.iter_batched(|| (), open_and_read, BatchSize::PerIteration);
    });
    group.bench_function("misaki-rs", |bencher| {
        let open_and_read = |()| {
            let g2p = misaki();
            let said = misaki_says(&g2p, SHORT);
            (g2p, said)
        };
        bencher.iter_batched(|| (), open_and_read, BatchSize::PerIteration);
    });
    group.finish();
}

/// Each turn reads the next of 1,000 sentences, so none is just repeated.
fn new_sentence(criterion: &mut Criterion) {
    let (frontend, g2p, sentences) = (open(&english()), misaki(), sentences::all());
    for sentence in &sentences {
        assert_alike(&frontend, &g2p, sentence);
    }
    let mut group = criterion.benchmark_group("text/new sentence of 20 words");
    group
        .sample_size(50)
        .measurement_time(Duration::from_secs(4));
    group.bench_function("vocalize", |bencher| {
        let mut next = sentences.iter().cycle();
        bencher.iter(|| next.next().map(|sentence| first(&frontend, sentence)));
    });
    group.bench_function("misaki-rs", |bencher| {
        let mut next = sentences.iter().cycle();
        bencher.iter(|| next.next().map(|sentence| misaki_says(&g2p, sentence)));
    });
    group.finish();
}

fn remembered_sentence(criterion: &mut Criterion) {
    let english = or_exit(English::open(&english()));
    let words = or_exit(english.words(MEDIUM, Dialect::Us, &|_| None));
    let folder = or_exit(tempfile::tempdir());
    let remembered = Remembered::open(folder.path(), 1 << 20, "bench");
    or_exit(remembered.insert(MEDIUM, &words));
    let get = || or_exit(remembered.get(black_box(MEDIUM)));
    assert_eq!(get().as_ref(), Some(&words));
    criterion.bench_function("text/remembered sentence of 20 words", |bencher| {
        bencher.iter(get);
    });
    assert_eq!(get(), Some(words));
}

/// One that lies ready in the compiled file.
fn common_sentence(criterion: &mut Criterion) {
    let (frontend, g2p) = (open(&english()), misaki());
    assert_alike(&frontend, &g2p, COMMON);
    criterion.bench_function("text/common sentence", |bencher| {
        bencher.iter(|| first(&frontend, black_box(COMMON)));
    });
}

fn unknown_word(criterion: &mut Criterion) {
    let (frontend, g2p) = (open(&english()), misaki());
    let spelled = first(&Frontend::without_compiled(Dialect::Us), UNKNOWN);
    assert!(misaki_says(&g2p, UNKNOWN).contains(g2p.unk.as_str()));
    assert_ne!(first(&frontend, UNKNOWN).phonemes, spelled.phonemes);
    criterion.bench_function("text/unknown word guessed", |bencher| {
        bencher.iter(|| first(&frontend, black_box(UNKNOWN)));
    });
}

criterion_group! {
    name = text;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = opening, first_tokens, new_sentence, remembered_sentence, common_sentence, unknown_word
}
criterion_main!(text);
