//! `vocalize voices` and `vocalize variants`.

use std::io::Write;
use std::path::Path;

use serde::Serialize;
use vocalize_core::{Places, QualityRecord, Variant, Voices};

use crate::arguments::List;

#[derive(Serialize)]
struct ListedVoice {
    name: String,
    language: &'static str,
    gender: &'static str,
}

#[derive(Serialize)]
struct ListedVariant {
    name: String,
    base: String,
    bytes: u64,
    made_by: String,
    /// Its speech beside fp32's, if that was measured.
    quality: Option<QualityRecord>,
    /// Why it can't be used here, if so.
    problem: Option<String>,
}

pub(crate) fn voices(list: &List, models: Option<&Path>) -> anyhow::Result<()> {
    let names = Voices::new(Places::find(models)?.voices()).names();
    let voices = names.into_iter().map(|name| ListedVoice {
        language: language(&name),
        gender: gender(&name),
        name,
    });
    print(list, voices, |v| {
        format!("{:<16} {:<20} {}", v.name, v.language, v.gender)
    })
}

pub(crate) fn variants(list: &List, models: Option<&Path>) -> anyhow::Result<()> {
    let folder = Places::find(models)?.variants();
    let variants = Variant::names(&folder)
        .into_iter()
        .map(|name| listed(&folder, name));
    print(list, variants, |v| {
        let problem = v
            .problem
            .as_ref()
            .map(|p| format!("  ({p})"))
            .unwrap_or_default();
        let quality = v.quality.map_or_else(String::new, |quality| {
            format!("  P.808 {:+.3}, OVRL {:+.3}", quality.p808, quality.ovrl)
        });
        format!(
            "{:<28} {:>5} MB  from {}{quality}{problem}",
            v.name,
            v.bytes / 1_000_000,
            v.base
        )
    })
}

fn listed(folder: &Path, name: String) -> ListedVariant {
    match Variant::load(&folder.join(&name)) {
        Ok(variant) => ListedVariant {
            name,
            base: variant.record().base.clone(),
            bytes: variant.bytes(),
            made_by: variant.record().made_by.clone(),
            quality: variant.record().quality,
            problem: variant.check_cpu().err().map(|error| error.to_string()),
        },
        Err(error) => ListedVariant {
            name,
            base: String::new(),
            bytes: 0,
            made_by: String::new(),
            quality: None,
            problem: Some(error.to_string()),
        },
    }
}

fn print<T: Serialize>(
    list: &List,
    things: impl Iterator<Item = T>,
    line: impl Fn(&T) -> String,
) -> anyhow::Result<()> {
    let things: Vec<T> = things.collect();
    let mut output = std::io::stdout().lock();
    if list.json {
        writeln!(output, "{}", serde_json::to_string(&things)?)?;
        return Ok(());
    }
    for thing in &things {
        writeln!(output, "{}", line(thing))?;
    }
    Ok(())
}

/// The language that a voice was made for: the first letter of its name.
fn language(name: &str) -> &'static str {
    match name.chars().next() {
        Some('a') => "American English",
        Some('b') => "British English",
        Some('e') => "Spanish",
        Some('f') => "French",
        Some('h') => "Hindi",
        Some('i') => "Italian",
        Some('j') => "Japanese",
        Some('p') => "Brazilian Portuguese",
        Some('z') => "Mandarin Chinese",
        _ => "unknown",
    }
}

/// The second letter of a voice's name.
fn gender(name: &str) -> &'static str {
    match name.chars().nth(1) {
        Some('f') => "female",
        Some('m') => "male",
        _ => "unknown",
    }
}
