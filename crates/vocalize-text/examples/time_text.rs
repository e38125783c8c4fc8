//! Times the English front end: `time_text COMPILED [SENTENCES]`.
//!
//! Prints how long opening takes, the first sentence, each of 1000 new sentences
//! of 20 words, and the same once they are remembered; with a file, its sentences
//! are timed instead.

use std::path::Path;
use std::time::{Duration, Instant};

use vocalize_text::Dialect;
use vocalize_text::english::English;
use vocalize_text::remembered::Remembered;

const WORDS: [&str; 40] = [
    "the",
    "old",
    "house",
    "a",
    "record",
    "of",
    "people",
    "who",
    "used",
    "to",
    "live",
    "in",
    "there",
    "was",
    "quickly",
    "forgotten",
    "walking",
    "houses",
    "and",
    "they",
    "read",
    "objects",
    "by",
    "present",
    "Americans",
    "said",
    "that",
    "it's",
    "lovely",
    "children",
    "with",
    "almost",
    "every",
    "thoughts",
    "between",
    "well-known",
    "London",
    "I",
    "am",
    "minutes",
];
const SENTENCES: usize = 1000;
const LENGTH: usize = 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("usage: time_text COMPILED [SENTENCES]")?;
    let sentences = match args.next() {
        Some(file) => std::fs::read_to_string(file)?
            .lines()
            .map(str::to_owned)
            .collect(),
        None => made_up(),
    };
    let started = Instant::now();
    let english = English::open(Path::new(&path))?;
    println!("open           {:?}", started.elapsed());
    println!("first sentence {:?}", time(&english, "Hello world.")?);
    let new: Result<Vec<Duration>, _> = sentences
        .iter()
        .map(|sentence| time(&english, sentence))
        .collect();
    report("new", new?);
    report("remembered", remembered(&english, &sentences)?);
    Ok(())
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |part: usize| times[(times.len() - 1) * part / 100];
    println!(
        "{} {what} sentences: fastest tenth {:?}, median {:?}, p95 {:?}, longest {:?}",
        times.len(),
        at(10),
        at(50),
        at(95),
        at(100)
    );
}

/// The times of sentences that were remembered, in a folder of their own.
fn remembered(
    english: &English,
    sentences: &[String],
) -> Result<Vec<Duration>, Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join(format!("time_text-{}", std::process::id()));
    let started = Instant::now();
    let cache = Remembered::open(&folder, 64 << 20, "time_text");
    println!("open cache     {:?}", started.elapsed());
    let mut times = Vec::new();
    for sentence in sentences {
        let words = english.words(sentence, Dialect::Us, &|_| None)?;
        cache.insert(sentence, &words)?;
        let started = Instant::now();
        let found = cache.get(sentence)?;
        times.push(started.elapsed());
        assert!(found.is_some_and(|found| found == words));
    }
    cache.clear()?;
    std::fs::remove_dir(&folder)?;
    Ok(times)
}

fn time(english: &English, sentence: &str) -> Result<Duration, Box<dyn std::error::Error>> {
    let started = Instant::now();
    let words = english.words(sentence, Dialect::Us, &|_| None)?;
    let taken = started.elapsed();
    assert!(words.iter().all(|word| word.known), "{sentence}");
    Ok(taken)
}

/// Sentences of twenty words, no two alike.
fn made_up() -> Vec<String> {
    let mut state = 7u64;
    let mut word = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        WORDS[(state >> 33) as usize % WORDS.len()]
    };
    let sentence = |_| {
        let words: Vec<&str> = (0..LENGTH).map(|_| word()).collect();
        format!("{}.", words.join(" "))
    };
    (0..SENTENCES).map(sentence).collect()
}
