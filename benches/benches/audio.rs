//! Writing a WAV file, and joining utterances.

use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use vocalize_audio::{Joiner, SAMPLE_RATE, WavFile, read_wav, samples};
use vocalize_benches::or_exit;

const SECONDS: usize = 10;
const UTTERANCES: usize = 5;
/// Seconds between two utterances.
const PAUSE: f64 = 0.25;

/// A tone of 220 Hz that swells and fades twice a second and is never silent
/// for long, as speech is.
fn tone() -> Vec<f32> {
    let turn = std::f32::consts::TAU / SAMPLE_RATE as f32;
    let sample = |at: usize| {
        let at = at as f32 * turn;
        0.4 * (220.0 * at).sin() * (1.0 + (2.0 * at).sin())
    };
    (0..SECONDS * SAMPLE_RATE as usize).map(sample).collect()
}

fn write(path: &Path, audio: &[f32]) {
    let mut file = or_exit(WavFile::create(path));
    or_exit(file.write(audio));
    or_exit(file.finish());
}

/// Joins `audio`, cut into utterances of equal length.
fn join(audio: &[f32]) -> usize {
    let mut joiner = Joiner::default();
    let utterances = audio.chunks(audio.len() / UTTERANCES);
    let spoken: usize = utterances.map(|u| joiner.next(u, PAUSE).audio.len()).sum();
    spoken + joiner.finish().len()
}

fn wav(criterion: &mut Criterion) {
    let (audio, folder) = (tone(), or_exit(tempfile::tempdir()));
    let path = folder.path().join("tone.wav");
    let assert_written = || {
        write(&path, &audio);
        let read = or_exit(read_wav(&path));
        assert_eq!(read.len(), audio.len());
        // Half a step of 16 bits, and as much for reading by another divisor.
        let close = |(a, b): (&f32, &f32)| (a - b).abs() <= 1.0 / 32_767.0;
        assert!(read.iter().zip(&audio).all(close));
    };
    assert_written();
    let mut group = criterion.benchmark_group("audio");
    group.throughput(Throughput::Elements(audio.len() as u64));
    group.bench_function("wav file of 10 s", |bencher| {
        bencher.iter(|| write(&path, &audio));
    });
    assert_written();
    group.finish();
}

fn joining(criterion: &mut Criterion) {
    let audio = tone();
    // The silence between the utterances and at the end is added; up to 80 ms of
    // what fades at an utterance's edges may be trimmed.
    let added = (UTTERANCES - 1) * samples(PAUSE) + samples(0.1);
    let trimmed = 2 * UTTERANCES * samples(0.04);
    let whole = audio.len() + added;
    assert!((whole - trimmed..=whole).contains(&join(&audio)));
    let mut group = criterion.benchmark_group("audio");
    group.throughput(Throughput::Elements(audio.len() as u64));
    group.bench_function("joining 10 s in 5 utterances", |bencher| {
        bencher.iter(|| join(&audio));
    });
    group.finish();
}

criterion_group! {
    name = audio;
    config = Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = wav, joining
}
criterion_main!(audio);
