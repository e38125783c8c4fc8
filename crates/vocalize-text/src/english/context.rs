//! What a word needs to know of the words after it.

use super::stress::is_vowel;
use super::tagger::Tag;

/// What follows a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Context {
    /// Whether the next sound is a vowel; None before a pause or the end.
    pub(super) vowel: Option<bool>,
    /// Whether the next word is "to".
    pub(super) to: bool,
}

const CONSONANTS: &str = "bdfhjklmnpstvwzðŋɡɹɾʃʒʤʧθ";
const PAUSES: &str = "!,.:;?—…";

impl Context {
    /// What precedes a word that says `phonemes` and is followed by `self`.
    pub(super) fn before(self, phonemes: Option<&str>, text: &str, tag: Tag) -> Self {
        let sounds = phonemes.unwrap_or_default().chars();
        let first = sounds
            .filter_map(|c| match c {
                _ if PAUSES.contains(c) => Some(None),
                _ if is_vowel(c) => Some(Some(true)),
                _ if CONSONANTS.contains(c) => Some(Some(false)),
                _ => None,
            })
            .next();
        Self {
            vowel: first.unwrap_or(self.vowel),
            to: text == "to" || text == "To" || (text == "TO" && (tag == "TO" || tag == "IN")),
        }
    }
}
