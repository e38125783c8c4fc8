//! Entries of the lexicons, as they lie in the compiled file.
//!
//! The value of a word is four entries: American gold and silver, British gold
//! and silver. An entry is `0` (none), `1, length (u8), phonemes`, or
//! `2, length (u16) of what follows, readings` with `key length (u8), key,
//! length (u8, 255: no pronunciation), phonemes` for each reading.

use super::context::Context;
use super::tagger::Tag;

const NONE: u8 = 0;
const SIMPLE: u8 = 1;
const TAGGED: u8 = 2;
const SILENT: u8 = u8::MAX;

/// How a lexicon says that a word is pronounced.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Entry<'a> {
    /// In one way.
    Simple(&'a str),
    /// In ways that depend on its part of speech.
    Tagged(Readings<'a>),
}

impl<'a> Entry<'a> {
    /// The phonemes for a part of speech; None where there are none for it.
    pub(super) fn phonemes(&self, tag: &str, context: Option<Context>) -> Option<&'a str> {
        let readings = match self {
            Entry::Simple(phonemes) => return Some(phonemes),
            Entry::Tagged(readings) => readings,
        };
        let at_pause = context.is_some_and(|context| context.vowel.is_none());
        let at_pause = if at_pause { readings.get("None") } else { None };
        let found = at_pause
            .or_else(|| readings.get(tag))
            .or_else(|| readings.get(parent(tag)));
        // A reading may say that there is no pronunciation: that is an answer.
        found.unwrap_or_else(|| readings.get("DEFAULT").flatten())
    }

    pub(super) fn simple(&self) -> Option<&'a str> {
        match self {
            Entry::Simple(phonemes) => Some(phonemes),
            Entry::Tagged(_) => None,
        }
    }
}

/// The class of a tag that the lexicons also know.
pub(super) fn parent(tag: &str) -> &str {
    match tag {
        _ if tag.starts_with("VB") => "VERB",
        _ if tag.starts_with("NN") => "NOUN",
        _ if tag.starts_with("ADV") || tag.starts_with("RB") => "ADV",
        _ if tag.starts_with("ADJ") || tag.starts_with("JJ") => "ADJ",
        _ => tag,
    }
}

/// The readings of an entry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Readings<'a>(&'a [u8]);

impl<'a> Readings<'a> {
    /// The reading for `key`: None when there is none, `Some(None)` when it says
    /// that there is no pronunciation.
    pub(super) fn get(&self, key: &str) -> Option<Option<&'a str>> {
        let mut rest = self.0;
        while let Some((found, after)) = counted(rest) {
            if after.first() == Some(&SILENT) {
                rest = &after[1..];
                if found == key {
                    return Some(None);
                }
                continue;
            }
            let (phonemes, after) = counted(after)?;
            rest = after;
            if found == key {
                return Some(Some(phonemes));
            }
        }
        None
    }
}

/// A text behind its length, and what comes after it.
fn counted(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (&length, rest) = bytes.split_first()?;
    let (text, rest) = rest.split_at_checked(usize::from(length))?;
    Some((std::str::from_utf8(text).ok()?, rest))
}

/// The entry at `place` (0 to 3) of a word's value.
pub(super) fn entry(mut value: &[u8], place: usize) -> Option<Entry<'_>> {
    for _ in 0..place {
        value = split_entry(value)?.1;
    }
    split_entry(value)?.0
}

fn split_entry(value: &[u8]) -> Option<(Option<Entry<'_>>, &[u8])> {
    let (&kind, rest) = value.split_first()?;
    match kind {
        SIMPLE => {
            let (phonemes, rest) = counted(rest)?;
            Some((Some(Entry::Simple(phonemes)), rest))
        }
        TAGGED => {
            let (length, rest) = rest.split_first_chunk()?;
            let length = usize::from(u16::from_le_bytes(*length));
            let (readings, rest) = rest.split_at_checked(length)?;
            Some((Some(Entry::Tagged(Readings(readings))), rest))
        }
        _ => Some((None, rest)),
    }
}

/// Appends an entry with one pronunciation to a word's value.
///
/// # Panics
/// When the phonemes have more than 254 bytes.
pub fn push_simple(value: &mut Vec<u8>, phonemes: &str) {
    value.push(SIMPLE);
    push_counted(value, phonemes);
}

/// Appends an absent entry.
pub fn push_none(value: &mut Vec<u8>) {
    value.push(NONE);
}

/// Appends an entry with readings.
///
/// # Panics
/// When a key or phonemes have more than 254 bytes, all together more than 65535.
pub fn push_tagged(value: &mut Vec<u8>, readings: &[(&str, Option<&str>)]) {
    let mut bytes = Vec::new();
    for (key, phonemes) in readings {
        push_counted(&mut bytes, key);
        match phonemes {
            Some(phonemes) => push_counted(&mut bytes, phonemes),
            None => bytes.push(SILENT),
        }
    }
    assert!(bytes.len() <= 65_535);
    value.push(TAGGED);
    value.extend((bytes.len() as u16).to_le_bytes());
    value.extend(bytes);
}

fn push_counted(value: &mut Vec<u8>, text: &str) {
    assert!(text.len() < usize::from(SILENT));
    value.push(text.len() as u8);
    value.extend(text.as_bytes());
}

/// Whether a tag is one of those the tagger gives to punctuation.
pub(super) fn is_punctuation(tag: Tag) -> bool {
    const TAGS: [&str; 11] = [
        ".", ",", "-LRB-", "-RRB-", "``", "\"\"", "''", ":", "$", "#", "NFP",
    ];
    TAGS.contains(&tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_as_written() {
        let mut value = Vec::new();
        push_simple(&mut value, "ɹˈɛd");
        push_none(&mut value);
        push_tagged(
            &mut value,
            &[
                ("DEFAULT", Some("mˌi")),
                ("NOUN", None),
                ("None", Some("mˈi")),
            ],
        );
        assert_eq!(entry(&value, 0), Some(Entry::Simple("ɹˈɛd")));
        assert_eq!(entry(&value, 1), None);
        let me = entry(&value, 2).expect("the third entry");
        assert_eq!(me.phonemes("PRP", None), Some("mˌi"));
        assert_eq!(me.phonemes("NNP", None), None);
        assert_eq!(me.phonemes("PRP", Some(Context::default())), Some("mˈi"));
        assert_eq!(entry(&value, 3), None);
    }
}
