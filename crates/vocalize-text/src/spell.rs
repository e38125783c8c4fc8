//! Spelling a word out letter by letter, for words that no lexicon has.

use misaki_rs::fallback::{Fallback, FallbackError};

/// Names of the letters in misaki's phonemes, `a` to `z`.
const LETTERS: [&str; 26] = [
    "ˈA",
    "bˈi",
    "sˈi",
    "dˈi",
    "ˈi",
    "ˈɛf",
    "ʤˈi",
    "ˈAʧ",
    "ˈI",
    "ʤˈA",
    "kˈA",
    "ˈɛl",
    "ˈɛm",
    "ˈɛn",
    "ˈO",
    "pˈi",
    "kjˈu",
    "ˈɑɹ",
    "ˈɛs",
    "tˈi",
    "jˈu",
    "vˈi",
    "dˈʌbᵊlju",
    "ˈɛks",
    "wˈI",
    "zˈi",
];

/// Names of the digits, `0` to `9`.
const DIGITS: [&str; 10] = [
    "zˈɪɹO",
    "wˈʌn",
    "tˈu",
    "θɹˈi",
    "fˈɔɹ",
    "fˈIv",
    "sˈɪks",
    "sˈɛvən",
    "ˈAt",
    "nˈIn",
];

/// The phonemes of `word` spelled out: letters and digits by name, letters of
/// other scripts by their closest Latin ones. Empty when nothing in it has a
/// name.
pub(crate) fn spell(word: &str) -> String {
    let names: Vec<&str> = word
        .chars()
        .flat_map(|c| deunicode::deunicode_char(c).unwrap_or_default().chars())
        .filter_map(|c| match c.to_ascii_lowercase() {
            letter @ 'a'..='z' => Some(LETTERS[letter as usize - 'a' as usize]),
            digit @ '0'..='9' => Some(DIGITS[digit as usize - '0' as usize]),
            _ => None,
        })
        .collect();
    names.join(" ")
}

/// Hands [`spell`] to misaki as what to do with a word it doesn't know.
pub(crate) struct SpellOut;

impl Fallback for SpellOut {
    fn phonemize(&self, word: &str) -> Result<String, FallbackError> {
        Ok(spell(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbols::token_id;

    #[test]
    fn every_name_is_in_the_alphabet() {
        for name in LETTERS.iter().chain(&DIGITS) {
            assert!(name.chars().all(|c| token_id(c).is_some()), "{name}");
        }
    }

    #[test]
    fn letters_digits_and_accents() {
        assert_eq!(spell("b2"), "bˈi tˈu");
        assert_eq!(spell("É"), spell("e"));
        assert_eq!(spell("—*"), "");
    }
}
