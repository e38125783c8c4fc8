//! Agreement with misaki-rs, which is byte-identical to misaki 0.9.4 on its own
//! corpora.

use std::collections::BTreeSet;

use misaki_rs::{G2P, data};
use vocalize_text::Language;
use vocalize_text::english::{English, UNKNOWN};

use crate::compiled::{bytes, open};
use crate::sentences;

/// Phonemes and the white space after them, word by word.
type Said = Vec<(String, String)>;

fn oracle(g2p: &G2P, sentence: &str) -> Said {
    let (_, tokens) = g2p.g2p(sentence).expect("misaki never fails without a fallback");
    let said = tokens.into_iter().map(|token| {
        let phonemes = token.phonemes.unwrap_or_else(|| UNKNOWN.to_owned());
        (phonemes, token.whitespace)
    });
    said.collect()
}

fn ours(english: &English, sentence: &str, language: Language) -> Said {
    let words = english.words(sentence, language, &|_| None).expect("a sound file");
    let said = words.into_iter().map(|word| (word.phonemes, word.whitespace));
    said.collect()
}

/// Compares every `step`th sentence; gives how many were compared.
fn compare(language: Language, step: usize) -> usize {
    let (theirs, gold, silver) = match language {
        Language::EnUs => (
            misaki_rs::Language::EnglishUS,
            data::load_us_gold(),
            data::load_us_silver(),
        ),
        Language::EnGb => (
            misaki_rs::Language::EnglishGB,
            data::load_gb_gold(),
            data::load_gb_silver(),
        ),
    };
    let g2p = G2P::new(theirs);
    let words: BTreeSet<String> = gold.into_keys().chain(silver.into_keys()).collect();
    let (_folder, english) = open(bytes());
    let english = english.expect("opened");
    let sentences: Vec<String> = sentences::all(&words).into_iter().step_by(step).collect();
    let mut different = Vec::new();
    for sentence in &sentences {
        let (expected, said) = (oracle(&g2p, sentence), ours(&english, sentence, language));
        if expected != said {
            different.push(format!("{sentence}\n  misaki {expected:?}\n  ours   {said:?}"));
        }
    }
    assert!(
        different.is_empty(),
        "{language:?}: {} of {} sentences differ:\n{}",
        different.len(),
        sentences.len(),
        different[..different.len().min(60)].join("\n")
    );
    sentences.len()
}

#[test]
fn american_is_what_misaki_says() {
    assert!(compare(Language::EnUs, 1) > 10_000);
}

#[test]
fn british_is_what_misaki_says() {
    assert!(compare(Language::EnGb, 4) > 2_500);
}
