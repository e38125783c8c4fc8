//! Tokens to pieces, and pieces to words.

use std::ops::Range;

use super::chars::Chars;
use super::entry::is_punctuation;
use super::numbers::is_currency;
use super::subtokens;
use super::tagger::Tag;
use super::tokenizer::Token;
use crate::compiled::{Compiled, CompiledError, Table};
use crate::links::Feature;

/// What is looked up: a token or a part of one.
#[derive(Debug, Clone)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    /// Where `text` starts, in bytes of the whole text.
    pub(super) start: usize,
    /// What follows: empty unless this is the last piece of its token.
    pub(super) space: &'t str,
    pub(super) tag: Tag,
    pub(super) phonemes: Option<String>,
    pub(super) stress: Option<f32>,
    /// Never joined with its neighbours and looked up only by itself.
    pub(super) alone: bool,
    /// The phonemes were given in the text.
    pub(super) given: bool,
    /// A "2" between letters, read as "to".
    pub(super) is_to: bool,
}

impl Piece<'_> {
    /// Just behind `text`, in bytes of the whole text.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The pieces of all tokens, with what the text says about them.
pub(super) fn pieces<'t>(
    chars: Chars<'_>,
    text: &'t str,
    tokens: &[Token<'_>],
    tags: &[Tag],
    marks: &[(Range<usize>, Feature)],
) -> Vec<Piece<'t>> {
    let mut pieces = Vec::with_capacity(tokens.len());
    for (at, (token, tag)) in tokens.iter().zip(tags).enumerate() {
        let next = tokens
            .get(at + 1)
            .map_or(text.len(), |next| next.range.start);
        let first = pieces.len();
        split_token(chars, text, token, tag, &mut pieces);
        mark_to(&mut pieces[first..]);
        if let Some(last) = pieces.last_mut() {
            last.space = &text[token.range.end..next];
        }
    }
    apply_marks(&mut pieces, marks);
    pieces
}

fn split_token<'t>(
    chars: Chars<'_>,
    text: &'t str,
    token: &Token<'_>,
    tag: Tag,
    pieces: &mut Vec<Piece<'t>>,
) {
    let word = &text[token.range.clone()];
    let mut from = 0;
    for piece in subtokens::pieces(chars, word) {
        // Only an apostrophe can lie between two pieces, and none contains one first.
        let at = from + word[from..].find(piece).unwrap_or(0);
        from = at + piece.len();
        pieces.push(Piece {
            text: piece,
            start: token.range.start + at,
            space: "",
            tag,
            phonemes: None,
            stress: None,
            alone: false,
            given: false,
            is_to: false,
        });
    }
}

/// "2" is "to" between letters: "G2P".
fn mark_to(token: &mut [Piece<'_>]) {
    for at in 1..token.len().saturating_sub(1) {
        let before = token[at - 1].text.chars().next_back();
        let after = token[at + 1].text.chars().next();
        let between = [before, after]
            .iter()
            .all(|c| c.is_some_and(char::is_alphabetic));
        if token[at].text == "2" && between {
            token[at].is_to = true;
            token[at].alone = true;
        }
    }
}

fn apply_marks(pieces: &mut [Piece<'_>], marks: &[(Range<usize>, Feature)]) {
    let mut from = 0;
    for (range, feature) in marks {
        from += pieces[from..].partition_point(|piece| piece.start < range.start);
        let inside = pieces[from..].partition_point(|piece| piece.end() <= range.end);
        for (at, piece) in pieces[from..from + inside].iter_mut().enumerate() {
            match feature {
                Feature::Stress(stress) => piece.stress = Some(*stress),
                Feature::Phonemes(phonemes) => {
                    // The first piece says it all.
                    let said = if at == 0 { phonemes.as_str() } else { "" };
                    piece.phonemes = Some(said.to_owned());
                    piece.given = true;
                    piece.alone = true;
                }
            }
        }
    }
}

/// Silences currency symbols; each is said by the piece after it, whose symbol
/// is in its place of the result.
pub(super) fn take_currencies<'t>(pieces: &mut [Piece<'t>]) -> Vec<Option<&'t str>> {
    let mut pending = None;
    let mut currencies = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if piece.tag == "$" && is_currency(piece.text) {
            pending = Some(piece.text);
            piece.phonemes = Some(String::new());
            currencies.push(None);
        } else {
            currencies.push(pending.take());
        }
    }
    currencies
}

/// Gives punctuation, which is told by its tag, its symbols.
pub(super) fn read_punctuation(pieces: &mut [Piece<'_>]) {
    for piece in pieces {
        if !is_punctuation(piece.tag) || is_latin(piece.text) {
            continue;
        }
        piece.alone = true;
        if piece.phonemes.is_none() {
            piece.phonemes = Some(punctuation(piece.text, piece.tag));
        }
    }
}

fn punctuation(text: &str, tag: Tag) -> String {
    const KEPT: &str = ";:,.!?—…\"“”";
    match tag {
        "-LRB-" => "(".to_owned(),
        "-RRB-" => ")".to_owned(),
        "``" => "“".to_owned(),
        "''" | "\"\"" => "”".to_owned(),
        ":" if text == "-" || text == "–" => "—".to_owned(),
        _ => text.chars().filter(|&c| KEPT.contains(c)).collect(),
    }
}

/// Whether all of a text is a to z: then it is a word, whatever its tag.
fn is_latin(text: &str) -> bool {
    text.chars().all(|c| {
        c.to_lowercase()
            .next()
            .is_some_and(|c| c.is_ascii_lowercase())
    })
}

/// The words: pieces without white space between them, except those that stand
/// alone.
pub(super) fn words(
    compiled: &Compiled,
    abbreviations: &Table,
    pieces: &[Piece<'_>],
) -> Result<Vec<Range<usize>>, CompiledError> {
    let mut words: Vec<Range<usize>> = Vec::new();
    // Where the word starts that the next piece may join.
    let mut open: Option<usize> = None;
    for (at, piece) in pieces.iter().enumerate() {
        let joins = match open {
            None => false,
            Some(start) if piece.alone => {
                piece.text == "." && is_abbreviation(compiled, abbreviations, &pieces[start..=at])?
            }
            Some(_) => true,
        };
        match words.last_mut() {
            Some(word) if joins => word.end = at + 1,
            _ => words.push(at..at + 1),
        }
        let start = words.last().map(|word| word.start);
        open = start.filter(|_| piece.space.is_empty() && (joins || !piece.alone));
    }
    Ok(words)
}

/// Whether pieces spell an abbreviation that ends in a full stop, or an initial.
fn is_abbreviation(
    compiled: &Compiled,
    abbreviations: &Table,
    pieces: &[Piece<'_>],
) -> Result<bool, CompiledError> {
    // The longest has a handful of pieces.
    if pieces.len() > 8 {
        return Ok(false);
    }
    let text: String = pieces.iter().map(|piece| piece.text).collect();
    // A space that does not break may stand before it.
    let text = text.trim();
    let mut chars = text.chars();
    let initial = chars.next().is_some_and(char::is_uppercase) && chars.as_str() == ".";
    Ok(initial || abbreviations.get(compiled, text.as_bytes())?.is_some())
}
