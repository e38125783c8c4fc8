//! Text to tokens, as spaCy's English tokenizer splits it.

use std::ops::Range;

use super::affixes::Affixes;
use super::url::is_url;
use crate::compiled::{Compiled, CompiledError, Table};

/// The most tokens that can be joined again into one exception.
const LONGEST_RUN: usize = 6;

/// A token and the norm that the rule which made it gave it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token<'a> {
    pub(super) range: Range<usize>,
    pub(super) norm: Option<&'a str>,
}

pub(super) struct Tokenizer<'a> {
    compiled: &'a Compiled,
    exceptions: Table,
    affixes: Affixes<'a>,
}

impl<'a> Tokenizer<'a> {
    pub(super) fn new(compiled: &'a Compiled, exceptions: Table, affixes: Affixes<'a>) -> Self {
        Self {
            compiled,
            exceptions,
            affixes,
        }
    }

    /// The tokens of a text. What lies between them is ASCII white space.
    pub(super) fn tokens(&self, text: &str) -> Result<Vec<Token<'a>>, CompiledError> {
        let mut split = Vec::new();
        for chunk in chunks(text) {
            self.split_chunk(text, chunk, &mut split)?;
        }
        self.join_exceptions(text, &split)
    }

    fn exception(&self, text: &str) -> Result<Option<Pieces<'a>>, CompiledError> {
        let found = self.exceptions.get(self.compiled, text.as_bytes())?;
        Ok(found.map(Pieces))
    }

    /// Splits what stands between white space.
    fn split_chunk(
        &self,
        text: &str,
        chunk: Range<usize>,
        out: &mut Vec<Range<usize>>,
    ) -> Result<(), CompiledError> {
        let mut middle = chunk;
        let mut suffixes = Vec::new();
        let mut before = usize::MAX;
        while !middle.is_empty() && middle.len() != before {
            if self.exception(&text[middle.clone()])?.is_some() {
                break;
            }
            before = middle.len();
            let word = &text[middle.clone()];
            let prefix = self.affixes.prefix(word);
            if prefix != 0 && self.exception(&word[prefix..])?.is_some() {
                out.push(take_front(&mut middle, prefix));
                break;
            }
            let suffix = self.affixes.suffix(self.compiled, &word[prefix..])?;
            if suffix != 0 && self.exception(&word[..word.len() - suffix])?.is_some() {
                suffixes.push(take_back(&mut middle, suffix));
                break;
            }
            if prefix != 0 {
                out.push(take_front(&mut middle, prefix));
            }
            if suffix != 0 {
                suffixes.push(take_back(&mut middle, suffix));
            }
        }
        self.split_middle(text, middle, out)?;
        out.extend(suffixes.into_iter().rev());
        Ok(())
    }

    fn split_middle(
        &self,
        text: &str,
        middle: Range<usize>,
        out: &mut Vec<Range<usize>>,
    ) -> Result<(), CompiledError> {
        if middle.is_empty() {
            return Ok(());
        }
        let word = &text[middle.clone()];
        if let Some(pieces) = self.exception(word)? {
            let mut at = middle.start;
            for (length, _) in pieces {
                out.push(at..at + length);
                at += length;
            }
        } else if is_url(self.affixes.chars(), word) {
            out.push(middle);
        } else {
            let mut done = 0;
            // One flush against the start splits nothing off.
            for infix in self.affixes.infixes(word).filter(|infix| infix.start != 0) {
                if infix.start != done {
                    out.push(middle.start + done..middle.start + infix.start);
                }
                done = infix.end;
                out.push(middle.start + infix.start..middle.start + infix.end);
            }
            if done < word.len() {
                out.push(middle.start + done..middle.end);
            }
        }
        Ok(())
    }

    /// Replaces runs of tokens that spell an exception by its pieces: splitting
    /// takes `’nuff!”` apart before the quotation mark can be seen to belong to
    /// the word.
    fn join_exceptions(
        &self,
        text: &str,
        split: &[Range<usize>],
    ) -> Result<Vec<Token<'a>>, CompiledError> {
        let mut tokens = Vec::with_capacity(split.len());
        let mut at = 0;
        while at < split.len() {
            let (run, pieces) = self.longest_exception(text, &split[at..])?;
            let Some(pieces) = pieces.filter(|pieces| run > 1 || !pieces.is_empty()) else {
                let range = split[at].clone();
                tokens.push(Token { range, norm: None });
                at += 1;
                continue;
            };
            let mut start = split[at].start;
            for (length, norm) in pieces {
                let range = start..start + length;
                start += length;
                tokens.push(Token { range, norm });
            }
            at += run;
        }
        Ok(tokens)
    }

    /// How many of the first tokens together are an exception, and which.
    fn longest_exception(
        &self,
        text: &str,
        split: &[Range<usize>],
    ) -> Result<(usize, Option<Pieces<'a>>), CompiledError> {
        let touching = split.windows(2).take(LONGEST_RUN - 1);
        let run = 1 + touching
            .take_while(|pair| pair[0].end == pair[1].start)
            .count();
        for length in (1..=run.min(split.len())).rev() {
            let joined = &text[split[0].start..split[length - 1].end];
            if let Some(pieces) = self.exception(joined)? {
                return Ok((length, Some(pieces)));
            }
        }
        Ok((1, None))
    }
}

/// The stretches between ASCII white space.
fn chunks(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split(|c: char| c.is_ascii_whitespace())
        .map(move |chunk| {
            let start = at;
            at += chunk.len() + 1;
            start..start + chunk.len()
        })
        .filter(|chunk| !chunk.is_empty())
}

fn take_front(range: &mut Range<usize>, length: usize) -> Range<usize> {
    let front = range.start..range.start + length;
    range.start = front.end;
    front
}

fn take_back(range: &mut Range<usize>, length: usize) -> Range<usize> {
    let back = range.end - length..range.end;
    range.end = back.start;
    back
}

/// The pieces of an exception: `length, norm length (255: none), norm` each.
#[derive(Clone, Copy)]
struct Pieces<'a>(&'a [u8]);

/// "No norm" in the place of its length.
const NO_NORM: u8 = u8::MAX;

impl Pieces<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> Iterator for Pieces<'a> {
    /// Length in bytes, and norm.
    type Item = (usize, Option<&'a str>);

    fn next(&mut self) -> Option<Self::Item> {
        let [length, norm, rest @ ..] = self.0 else {
            return None;
        };
        let norm_length = if *norm == NO_NORM {
            0
        } else {
            usize::from(*norm)
        };
        let (text, rest) = rest.split_at_checked(norm_length)?;
        self.0 = rest;
        let text = std::str::from_utf8(text).ok()?;
        Some((usize::from(*length), (*norm != NO_NORM).then_some(text)))
    }
}

/// The pieces of an exception as they are kept in the compiled file.
///
/// # Panics
/// When a piece or a norm has more than 254 bytes.
pub fn exception_value(pieces: &[(&str, Option<&str>)]) -> Vec<u8> {
    let mut value = Vec::new();
    for (piece, norm) in pieces {
        assert!(piece.len() < 255 && norm.is_none_or(|norm| norm.len() < 255));
        value.push(piece.len() as u8);
        value.push(norm.map_or(NO_NORM, |norm| norm.len() as u8));
        value.extend(norm.unwrap_or_default().as_bytes());
    }
    value
}
