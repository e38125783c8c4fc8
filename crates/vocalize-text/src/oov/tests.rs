//! Trains on nine tenths of misaki's American gold lexicon and tries the model
//! on the rest, and on what it should withstand.

use std::sync::LazyLock;

use misaki_rs::lexicon::PhonemeEntry;
use proptest::prelude::*;

use super::train::{Comparison, Entry, Settings, is_held_out, train};
use super::{Guesser, MAX_LETTERS, OovError};
use crate::token_id;

/// One epoch is enough for a test; the shipped model sees the lexicon longer.
const QUICK: Settings = Settings {
    epochs: 1,
    order: 6,
    prune: 1.0,
};

fn gold() -> Vec<Entry> {
    let said = |entry| match entry {
        PhonemeEntry::Simple(phonemes) => Some(phonemes),
        PhonemeEntry::Tagged(mut readings) => readings.remove("DEFAULT").flatten(),
    };
    let lexicon = misaki_rs::data::load_us_gold().into_iter();
    let mut entries: Vec<Entry> = lexicon
        .filter_map(|(word, entry)| {
            Some(Entry {
                word,
                phonemes: said(entry)?,
            })
        })
        .collect();
    entries.sort_by(|a, b| a.word.cmp(&b.word));
    entries
}

/// Held-out entries, and a model of the others.
static NINE_TENTHS: LazyLock<(Vec<Entry>, Vec<u8>)> = LazyLock::new(|| {
    let (held_out, seen) = gold()
        .into_iter()
        .partition(|entry| is_held_out(&entry.word));
    (held_out, train(&seen, QUICK))
});

fn guesser() -> Guesser<&'static [u8]> {
    Guesser::from_bytes(NINE_TENTHS.1.as_slice()).expect("a model just trained opens")
}

#[test]
fn held_out_words_are_guessed_well() {
    let guesser = guesser();
    let comparison = Comparison::new(&NINE_TENTHS.0, |word| guesser.guess(word));
    assert!(
        comparison.words.len() > 8_000,
        "{} words",
        comparison.words.len()
    );
    let (stressed, plain) = (comparison.rates(true), comparison.rates(false));
    assert!(
        stressed.phoneme < 0.095 && stressed.word < 0.41,
        "{stressed:?}"
    );
    assert!(plain.phoneme < 0.069 && plain.word < 0.35, "{plain:?}");
}

#[test]
fn known_words_sound_as_expected() {
    let guesser = guesser();
    for (word, phonemes) in [("blicket", "blˈɪkət"), ("zorblax", "zˈɔɹblˌæks")] {
        assert_eq!(guesser.guess(word), phonemes, "{word}");
    }
    for word in [
        "Kubernetes",
        "Vocalize",
        "Łukasz",
        "Siobhán",
        "rhythm",
        "hmm",
        "x",
        "'",
    ] {
        let said = guesser.guess(word);
        assert!(
            said.chars().filter(|&c| c == 'ˈ').count() <= 1,
            "{word}: {said}"
        );
        assert!(!said.is_empty() || word == "'", "{word}");
    }
}

#[test]
fn letters_to_be_named_are_told_from_words() {
    let guesser = guesser();
    for word in [
        "xkcd", "FBI", "html", "PDF", "USB", "npm", "VLC", "SQL", "", "42",
    ] {
        assert!(
            !guesser.is_pronounceable(word),
            "{word} {:?}",
            guesser.score(word)
        );
    }
    for word in [
        "zorblax",
        "NASA",
        "Kubernetes",
        "wasm",
        "jpeg",
        "vocalize",
        "frobnications",
    ] {
        assert!(
            guesser.is_pronounceable(word),
            "{word} {:?}",
            guesser.score(word)
        );
    }
}

#[test]
fn accents_case_and_curly_apostrophes_are_read_through() {
    let guesser = guesser();
    assert_eq!(guesser.guess("blické"), guesser.guess("blicke"));
    assert_eq!(guesser.guess("blicket’s"), guesser.guess("blicket's"));
    assert_eq!(guesser.guess("bl-ic.ket"), guesser.guess("blicket"));
    assert_eq!(guesser.guess("!?…"), "");
}

#[test]
fn long_words_are_read_in_pieces() {
    let guesser = guesser();
    let piece = "na".repeat(MAX_LETTERS / 2);
    let said = guesser.guess(&piece.repeat(50));
    assert_eq!(said, guesser.guess(&piece).repeat(50));
}

#[test]
fn equal_lexicons_give_equal_models() {
    let some: Vec<Entry> = gold().into_iter().step_by(40).collect();
    assert_eq!(train(&some, QUICK), train(&some, QUICK));
}

#[test]
fn a_model_of_next_to_nothing_still_answers() {
    for entries in [&[][..], &gold()[5_000..5_040]] {
        let model = train(entries, QUICK);
        let guesser = Guesser::from_bytes(model).expect("a small model opens");
        let said = guesser.guess("anything");
        assert!(said.chars().all(|c| token_id(c).is_some()), "{said}");
    }
}

#[test]
fn what_is_no_model_is_refused() {
    let model = NINE_TENTHS.1.as_slice();
    assert_eq!(
        Guesser::from_bytes(b"RIFF....".as_slice()).unwrap_err(),
        OovError::Magic {
            found: b"RIFF".to_vec()
        }
    );
    assert_eq!(
        Guesser::from_bytes([].as_slice()).unwrap_err(),
        OovError::Magic { found: vec![] }
    );
    for cut in [4, 20, 24, 3_000, model.len() - 1] {
        let refused = Guesser::from_bytes(&model[..cut]).unwrap_err();
        assert!(
            matches!(refused, OovError::Length { .. }),
            "{cut}: {refused}"
        );
    }
    let mut newer = model.to_vec();
    newer[4] += 1;
    assert!(matches!(
        Guesser::from_bytes(newer).unwrap_err(),
        OovError::Version { .. }
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_word_is_said_in_the_models_alphabet(word in "\\PC{0,60}|[a-zA-Z'’é]{1,100}") {
        let said = guesser().guess(&word);
        prop_assert!(said.chars().all(|c| token_id(c).is_some()), "{word:?}: {said:?}");
    }

    #[test]
    fn damage_gives_an_error_or_a_guess(at in any::<prop::sample::Index>(), value: u8, near: bool) {
        let mut model = NINE_TENTHS.1.clone();
        // Half of the time where the tables are that steer the reading.
        let at = at.index(if near { 30_000 } else { model.len() });
        model[at] = value;
        if let Ok(guesser) = Guesser::from_bytes(model) {
            let said = guesser.guess("frobnications");
            prop_assert!(said.chars().all(|c| token_id(c).is_some()));
        }
    }

    #[test]
    fn tables_of_noise_give_an_error_or_a_guess(noise in prop::collection::vec(any::<u8>(), 1..4_000), at: u32) {
        let mut model = NINE_TENTHS.1.clone();
        let start = at as usize % (model.len() - noise.len());
        model[start..start + noise.len()].copy_from_slice(&noise);
        if let Ok(guesser) = Guesser::from_bytes(model) {
            let said = guesser.guess("frobnications");
            prop_assert!(said.chars().all(|c| token_id(c).is_some()));
        }
    }
}
