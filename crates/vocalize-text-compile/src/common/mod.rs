//! Common sentences, read once for the compiled file to keep: [`Frontend::common`].

use std::path::Path;
use std::thread;

use anyhow::Context;
use vocalize_text::compiled::TableBuilder;
use vocalize_text::{Common, Frontend, Language, oov};

const PHRASES: &str = include_str!("phrases.txt");

const MONTHS: [(&str, u32); 12] = [
    ("January", 31),
    ("February", 29),
    ("March", 31),
    ("April", 30),
    ("May", 31),
    ("June", 30),
    ("July", 31),
    ("August", 31),
    ("September", 30),
    ("October", 31),
    ("November", 30),
    ("December", 31),
];

/// The section of common sentences, read in both dialects over the compiled file at
/// `compiled`, which has all other sections. `words` are common words, one a line.
///
/// # Errors
/// When the file can't be opened, or a sentence not be read.
pub fn section(compiled: &Path, words: &str) -> anyhow::Result<Vec<u8>> {
    let texts = texts(words);
    let read = |language| read_all(compiled, language, &texts);
    let (us, gb) = thread::scope(|scope| {
        let us = scope.spawn(|| read(Language::EnUs));
        let gb = read(Language::EnGb);
        let us = us.join();
        let us = us.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (us, gb)
    });
    let mut table = TableBuilder::default();
    for Common { key, value } in us?.into_iter().chain(gb?) {
        table.insert(&key, value);
    }
    Ok(table.finish())
}

fn read_all(compiled: &Path, language: Language, texts: &[String]) -> anyhow::Result<Vec<Common>> {
    let frontend = Frontend::open(compiled, language)?;
    let mut all = Vec::new();
    for text in texts {
        let read = frontend.common(text);
        all.extend(read.with_context(|| format!("can't read {text:?}"))?);
    }
    Ok(all)
}

/// What is read: words, names and phrases as they stand and with a capital, numbers from
/// 0 to 1000, the times of a day and the dates of a year; each with a full stop, too.
pub fn texts(words: &str) -> Vec<String> {
    let spelled = words.lines().chain(PHRASES.lines());
    let names = oov::names().map(capitalised);
    let spelled = spelled.flat_map(|text| [text.to_owned(), capitalised(text)]);
    let all = spelled
        .chain(names)
        .chain((0..=1000).map(|number: u32| number.to_string()))
        .chain(times())
        .chain(dates());
    all.flat_map(|text| [format!("{text}."), text]).collect()
}

fn times() -> impl Iterator<Item = String> {
    let minutes = (0..24).flat_map(|hour| (0..60).map(move |minute| (hour, minute)));
    minutes.flat_map(|(hour, minute)| {
        let half = if hour < 12 { "am" } else { "pm" };
        let of_half = (hour + 11) % 12 + 1;
        [
            format!("{hour}:{minute:02}"),
            format!("{of_half}:{minute:02} {half}"),
        ]
    })
}

fn dates() -> impl Iterator<Item = String> {
    let days = MONTHS
        .into_iter()
        .flat_map(|(month, days)| (1..=days).map(move |day| (month, day)));
    days.flat_map(|(month, day)| [format!("{month} {day}"), format!("{day} {month}")])
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let first: String = first.collect();
    first + letters.as_str()
}
