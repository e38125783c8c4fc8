//! misaki's lexicons.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use misaki_rs::data;
use misaki_rs::lexicon::PhonemeEntry;
use vocalize_text::compiled::TableBuilder;
use vocalize_text::english::layout::{push_none, push_simple, push_tagged};

/// Every word of the four lexicons with its four entries.
pub(crate) fn section() -> Vec<u8> {
    let lexicons = [
        data::load_us_gold(),
        data::load_us_silver(),
        data::load_gb_gold(),
        data::load_gb_silver(),
    ];
    let words: BTreeSet<&String> = lexicons.iter().flat_map(HashMap::keys).collect();
    let mut table = TableBuilder::default();
    for word in words {
        let mut value = Vec::new();
        for lexicon in &lexicons {
            push(&mut value, lexicon.get(word));
        }
        table.insert(word.as_bytes(), value);
    }
    table.finish()
}

fn push(value: &mut Vec<u8>, entry: Option<&PhonemeEntry>) {
    match entry {
        None => push_none(value),
        Some(PhonemeEntry::Simple(phonemes)) => push_simple(value, phonemes),
        Some(PhonemeEntry::Tagged(readings)) => {
            // The map has no order of its own; the file must.
            let sorted: BTreeMap<_, _> = readings.iter().collect();
            let readings: Vec<_> = sorted
                .into_iter()
                .map(|(tag, phonemes)| (tag.as_str(), phonemes.as_deref()))
                .collect();
            push_tagged(value, &readings);
        }
    }
}
