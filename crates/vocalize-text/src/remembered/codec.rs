//! A sentence and its words as bytes, for a file or the compiled data.
//!
//! `magic (4), CRC-32 of all that follows (u32), key, number of words (u32),
//! words`; a word is `start (u32), end (u32), known (u8), phonemes, white space`,
//! and a text is `length (u32), bytes`. Little-endian.

use crate::english::Word;

const MAGIC: [u8; 4] = *b"vsn1";

/// None when a length doesn't fit.
pub(crate) fn encode(key: &str, words: &[Word]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    push_text(&mut body, key)?;
    push_number(&mut body, words.len())?;
    for word in words {
        push_number(&mut body, word.range.start)?;
        push_number(&mut body, word.range.end)?;
        body.push(u8::from(word.known));
        push_text(&mut body, &word.phonemes)?;
        push_text(&mut body, &word.whitespace)?;
    }
    let checksum = crc32fast::hash(&body).to_le_bytes();
    Some([&MAGIC[..], &checksum, &body].concat())
}

fn push_number(bytes: &mut Vec<u8>, number: usize) -> Option<()> {
    bytes.extend(u32::try_from(number).ok()?.to_le_bytes());
    Some(())
}

fn push_text(bytes: &mut Vec<u8>, text: &str) -> Option<()> {
    push_number(bytes, text.len())?;
    bytes.extend(text.as_bytes());
    Some(())
}

/// Key and words; None for bytes that are not a whole, sound file.
pub(crate) fn decode(bytes: &[u8]) -> Option<(&str, Vec<Word>)> {
    let (checksum, body) = bytes.strip_prefix(&MAGIC)?.split_first_chunk()?;
    if crc32fast::hash(body) != u32::from_le_bytes(*checksum) {
        return None;
    }
    let rest = &mut &*body;
    let key = take_text(rest)?;
    let count = take_number(rest)?;
    let mut words = Vec::new();
    for _ in 0..count {
        words.push(Word {
            range: take_number(rest)?..take_number(rest)?,
            known: take(rest, 1)? == [1],
            phonemes: take_text(rest)?.to_owned(),
            whitespace: take_text(rest)?.to_owned(),
        });
    }
    rest.is_empty().then_some((key, words))
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(taken)
}

fn take_number(rest: &mut &[u8]) -> Option<usize> {
    let (number, after) = rest.split_first_chunk()?;
    *rest = after;
    usize::try_from(u32::from_le_bytes(*number)).ok()
}

fn take_text<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let length = take_number(rest)?;
    std::str::from_utf8(take(rest, length)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(key in ".{0,40}", phonemes in proptest::collection::vec(".{0,9}", 0..9)) {
            let words: Vec<Word> = phonemes
                .into_iter()
                .enumerate()
                .map(|(at, phonemes)| Word {
                    range: at..at + 1,
                    phonemes,
                    whitespace: " ".to_owned(),
                    known: at % 2 == 0,
                })
                .collect();
            let bytes = encode(&key, &words).expect("short");
            prop_assert_eq!(decode(&bytes), Some((key.as_str(), words)));
            for end in 0..bytes.len() {
                prop_assert_eq!(decode(&bytes[..end]), None);
            }
        }

        #[test]
        fn any_bytes_are_safe(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(decode(&bytes), None);
        }
    }
}
