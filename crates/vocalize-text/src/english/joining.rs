//! Words of several pieces: contractions, possessives, hyphens, camel case.

use std::collections::BTreeSet;
use std::ops::Range;

use super::UNKNOWN;
use super::lexicon::{Found, Query};
use super::numbers::{Ending, money, spoken, with_ending};
use super::pieces::Piece;
use super::reading::{Draft, Guess, Reader, capital_stress, heaviest_tag, key};
use super::stress::{PRIMARY, with_stress};
use crate::compiled::CompiledError;

/// Characters that join the parts of a word and have no sound of their own.
const JUNK: &str = "',-._‘’/";

/// Sounds that count twice when the weight of a part is taken.
const DIPHTHONGS: &str = "AIOQWYʤʧ";

/// Pieces that are looked up together at most: more than any word of the
/// lexicon has, and a bound on the time for a line without spaces.
const LONGEST_SPAN: usize = 32;

impl Reader<'_> {
    /// The phonemes of several pieces as one word, and whether all were known.
    pub(super) fn join(
        &self,
        draft: &Draft<'_>,
        group: Range<usize>,
        text: &str,
        guess: Guess<'_>,
    ) -> Result<(Option<String>, bool), CompiledError> {
        let currency = draft.currencies[group.start];
        if let Some(words) = currency.and_then(|symbol| money(symbol, text)) {
            return Ok((Some(self.phrase(&words)?), true));
        }
        if let Some(words) = spoken(text) {
            return Ok((Some(self.number_words(&words)?), true));
        }
        let pieces = &draft.pieces[group.clone()];
        let found = self.spans(draft, group)?;
        let mut known = true;
        let mut parts = Vec::with_capacity(pieces.len());
        for (piece, found) in pieces.iter().zip(found) {
            let own = found.or_else(|| own_phonemes(piece));
            known &= own.is_some();
            parts.push(own.or_else(|| guess(&key(piece.text))));
        }
        if !known {
            self.add_guessed_s(pieces, &mut parts);
        }
        let mut parts: Vec<String> = parts
            .into_iter()
            .map(|part| part.unwrap_or_else(|| UNKNOWN.to_owned()))
            .collect();
        let spaced = is_mixed(text);
        if !spaced {
            balance_stress(pieces, &mut parts);
        }
        Ok((Some(glue(&parts, spaced)), known))
    }

    /// The phonemes of the longest runs of pieces that the lexicon knows, from
    /// the last to the first: those of a run are in the place of its first piece.
    fn spans(
        &self,
        draft: &Draft<'_>,
        group: Range<usize>,
    ) -> Result<Vec<Option<String>>, CompiledError> {
        let mut found: Vec<Option<String>> = vec![None; group.len()];
        let from = |right: usize| right.saturating_sub(LONGEST_SPAN);
        let mut right = group.len();
        let mut left = from(right);
        while left < right {
            let span = group.start + left..group.start + right;
            if let Some(phonemes) = self.span(draft, span, left == 0)? {
                found[left] = Some(phonemes);
                found[left + 1..right].fill(Some(String::new()));
                right = left;
                left = from(right);
            } else if left + 1 < right {
                left += 1;
            } else {
                right -= 1;
                if is_junk(draft.pieces[group.start + right].text) {
                    found[right] = Some(String::new());
                }
                left = from(right);
            }
        }
        Ok(found)
    }

    fn span(&self, draft: &Draft<'_>, span: Range<usize>, first: bool) -> Found {
        let pieces = &draft.pieces[span.clone()];
        let text: String = pieces.iter().map(|piece| piece.text).collect();
        let key = key(&text);
        let query = Query {
            tag: heaviest_tag(pieces),
            stress: capital_stress(&key),
            context: Some(draft.contexts[span.start]),
        };
        match self.lexicon.word(&key, query)? {
            Some(phonemes) => Ok(Some(phonemes)),
            None => self.number_with_ending(&key, first),
        }
    }

    /// "1990s", "19th": digits with letters after them.
    fn number_with_ending(&self, key: &str, first: bool) -> Found {
        let Some((words, ending)) = with_ending(key, first) else {
            return Ok(None);
        };
        let number = self.number_words(&words)?;
        Ok(match ending {
            None => Some(number),
            Some(Ending::S) => Some(self.lexicon.add_s(&number)),
            Some(Ending::Ed) => Some(self.lexicon.add_ed(&number)),
            Some(Ending::Ing) => self.lexicon.add_ing(&number),
        })
    }

    /// A genitive "s" after a guessed word sounds as after any other word.
    fn add_guessed_s(&self, pieces: &[Piece<'_>], parts: &mut [Option<String>]) {
        let Some(apostrophe) = pieces.len().checked_sub(2).filter(|&at| at > 0) else {
            return;
        };
        let ending = key(&format!(
            "{}{}",
            pieces[apostrophe].text,
            pieces[apostrophe + 1].text
        ));
        let guessed = own_phonemes(&pieces[apostrophe - 1]).is_none();
        if ending != "'s" || !guessed {
            return;
        }
        if let Some(stem) = parts[apostrophe - 1].take() {
            parts[apostrophe - 1] = Some(self.lexicon.add_s(&stem));
            parts[apostrophe..].fill(Some(String::new()));
        }
    }
}

fn is_junk(text: &str) -> bool {
    text.chars().all(|c| JUNK.contains(c))
}

/// What a piece says by itself, if it is known.
fn own_phonemes(piece: &Piece<'_>) -> Option<String> {
    if is_junk(piece.text) {
        Some(String::new())
    } else {
        piece.phonemes.clone()
    }
}

/// Whether a word has parts of different kinds, which are said apart.
fn is_mixed(text: &str) -> bool {
    let kinds: BTreeSet<u8> = text
        .chars()
        .filter(|&c| !JUNK.contains(c))
        .map(|c| match c {
            _ if c.is_alphabetic() => 0,
            _ if c.is_ascii_digit() => 1,
            _ => 2,
        })
        .collect();
    text.contains('/') || kinds.len() > 1
}

/// Leaves the primary stress only to the heavier half of the parts.
fn balance_stress(pieces: &[Piece<'_>], parts: &mut [String]) {
    let weight = |part: &str| -> usize {
        let weights = part
            .chars()
            .map(|c| if DIPHTHONGS.contains(c) { 2 } else { 1 });
        weights.sum()
    };
    let mut order: Vec<(bool, usize, usize)> = parts
        .iter()
        .enumerate()
        .filter(|(_, part)| !part.is_empty())
        .map(|(at, part)| (part.contains(PRIMARY), weight(part), at))
        .collect();
    let mut weaken = |at: usize| parts[at] = with_stress(&parts[at], Some(-0.5));
    if let [(_, _, letter), (_, _, rest)] = order[..]
        && pieces[letter].text.chars().nth(1).is_none()
    {
        weaken(rest);
        return;
    }
    let stressed = order.iter().filter(|(stressed, _, _)| *stressed).count();
    if order.len() < 2 || stressed <= order.len().div_ceil(2) {
        return;
    }
    order.sort_unstable();
    for &(_, _, at) in &order[..order.len() / 2] {
        weaken(at);
    }
}

fn glue(parts: &[String], spaced: bool) -> String {
    let mut word = String::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if spaced && !word.is_empty() && !word.ends_with(char::is_whitespace) {
            word.push(' ');
        }
        word.push_str(part);
    }
    word
}
