//! Any text: no panic, every word traced to its place, time linear in length.

use proptest::prelude::*;
use vocalize_text::Dialect;
use vocalize_text::english::{English, Word};

use crate::compiled::english;

fn check(english: &English, text: &str) -> Vec<Word> {
    let guess = |word: &str| Some(format!("<{word}>"));
    let words = english
        .words(text, Dialect::Us, &guess)
        .expect("a sound file");
    let mut end = 0;
    for word in &words {
        assert!(word.range.start >= end, "{text:?}: {word:?}");
        assert!(!text[word.range.clone()].is_empty(), "{text:?}: {word:?}");
        end = word.range.end;
    }
    words
}

#[test]
fn words_are_traced_to_the_text() {
    let english = english();
    for (text, expected) in [
        (
            "  Mr. Smith's  well-known $5.50 “x”",
            &["Mr.", "Smith's", "well-known", "$", "5.50", "“", "x", "”"][..],
        ),
        (
            "Say [Kokoro](/kˈOkəɹO/) again, [now](+2).",
            &["Say", "Kokoro", "again", ",", "now", "."],
        ),
        (
            "It’s 5:30pm; U.S.A. 1,000th G2P",
            &["It’s", "5:30pm", ";", "U.S.A.", "1,000th", "G", "2", "P"],
        ),
    ] {
        let words = check(english, text);
        let found: Vec<&str> = words.iter().map(|word| &text[word.range.clone()]).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn a_pronunciation_given_in_the_text_is_used_as_it_is() {
    let english = english();
    let said: Vec<String> = check(english, "I [read](/ɹˈɛd/) [New York](/nujˈɔɹk/)-style.")
        .into_iter()
        .map(|word| word.phonemes)
        .collect();
    assert_eq!(said[1..4], ["ɹˈɛd", "nujˈɔɹk", ""]);
}

#[test]
fn unknown_words_are_guessed_part_by_part() {
    let english = english();
    let words = check(english, "the qzxwv's frobnicators-based qzxwv");
    let said: Vec<(&str, bool)> = words
        .iter()
        .map(|word| (word.phonemes.as_str(), word.known))
        .collect();
    assert_eq!(said[1], ("<qzxwv>z", false));
    assert_eq!(said[2], ("<frobnicators>bˈAst", false));
    assert_eq!(said[3], ("<qzxwv>", false));
}

#[test]
fn long_lines_take_time_in_proportion() {
    let english = english();
    for unit in [
        "a", "A", "a-", "(", ")", ".", "'", "a'", "1", "1,", "a.b@", "aB", "[", "[a](", "é",
        "\u{301}", "-", "’s", "$", "\0",
    ] {
        let length = 20_000 / unit.len();
        check(english, &unit.repeat(length));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_is_safe(texts in proptest::collection::vec("\\PC{0,60}|[ a-zA-Z0-9'’.,$-]{0,60}|[\\[\\]()/+#a0\\-_@: ]{0,60}|.{0,60}", 8)) {
        let english = english();
        for text in texts {
            check(english, &text);
        }
    }
}
