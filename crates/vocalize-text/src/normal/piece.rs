//! A sentence cut at its blanks, each piece with what kinds of character it
//! has, so that ordinary words are passed over at once.

use std::ops::Range;

/// Kinds of character in a piece, as a set of bits.
pub(crate) type Kinds = u8;

pub(crate) const LOWER: Kinds = 1;
pub(crate) const UPPER: Kinds = 2;
pub(crate) const DIGIT: Kinds = 4;
/// An upper-case letter after another letter.
pub(crate) const INNER_UPPER: Kinds = 8;
/// A full stop, comma, colon or the like with a letter or digit after it.
pub(crate) const INNER_MARK: Kinds = 16;
/// A full stop.
pub(crate) const STOP: Kinds = 32;
/// Anything beyond letters, digits and the marks of ordinary prose.
pub(crate) const SYMBOL: Kinds = 64;

/// What stands between two blanks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'t> {
    /// All of it.
    pub(crate) text: &'t str,
    /// Where it begins, in bytes.
    pub(crate) start: usize,
    /// What characters it has.
    pub(crate) kinds: Kinds,
    /// Bytes of opening marks before its core.
    opening: usize,
    /// Bytes of closing marks after its core.
    closing: usize,
}

impl<'t> Piece<'t> {
    fn new(text: &'t str, start: usize) -> Self {
        let kinds = kinds(text);
        let core = text.trim_start_matches(is_opening);
        let opening = text.len() - core.len();
        let closing = core.len() - core.trim_end_matches(is_closing).len();
        Self {
            text,
            start,
            kinds,
            opening,
            closing,
        }
    }

    /// What is left of the piece from the sentence's byte `start` on.
    pub(crate) fn from(&self, start: usize) -> Self {
        Self {
            text: &self.text[start - self.start..],
            start,
            kinds: self.kinds,
            opening: 0,
            closing: self.closing,
        }
    }

    /// The piece without the quotes, brackets and sentence marks around it.
    pub(crate) fn core(&self) -> &'t str {
        &self.text[self.opening..self.text.len() - self.closing]
    }

    /// Where the core is in the sentence, in bytes.
    pub(crate) fn core_range(&self) -> Range<usize> {
        self.start + self.opening..self.end() - self.closing
    }

    /// Marks after the core.
    pub(crate) fn closing(&self) -> &'t str {
        &self.text[self.text.len() - self.closing..]
    }

    /// Marks before the core.
    pub(crate) fn opening(&self) -> &'t str {
        &self.text[..self.opening]
    }

    /// Where the piece ends in the sentence, in bytes.
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(crate) fn has(&self, kinds: Kinds) -> bool {
        self.kinds & kinds != 0
    }
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '"' | '\'' | '“' | '‘' | '«')
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        ')' | ']' | '}' | '"' | '\'' | '”' | '’' | '»' | '.' | ',' | '!' | '?' | ';' | ':' | '…'
    )
}

/// The pieces of `text`, in order.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let base = text.as_ptr() as usize;
    text.split_whitespace()
        .map(|piece| Piece::new(piece, piece.as_ptr() as usize - base))
        .collect()
}

fn kinds(text: &str) -> Kinds {
    let mut kinds = if text == "-" { SYMBOL } else { 0 };
    let mut hyphen_before = false;
    let mut letter_before = false;
    let mut mark_before = false;
    for c in text.chars() {
        let (kind, letter, mark) = match c {
            'a'..='z' => (LOWER, true, false),
            'A'..='Z' if letter_before => (UPPER | INNER_UPPER, true, false),
            'A'..='Z' => (UPPER, true, false),
            '0'..='9' => (DIGIT, false, false),
            '.' => (STOP, false, true),
            ',' | ':' | ';' | '!' | '?' => (0, false, true),
            '\'' | '’' | '‘' | '"' | '“' | '”' | '(' | ')' | '—' | '…' => {
                (0, false, false)
            }
            '-' if hyphen_before => (SYMBOL, false, false),
            '-' => (0, false, false),
            _ => (SYMBOL, false, false),
        };
        kinds |= kind;
        if mark_before && (letter || kind == DIGIT) {
            kinds |= INNER_MARK;
        }
        hyphen_before = c == '-';
        letter_before = letter;
        mark_before = mark;
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_know_their_place_and_core() {
        let made = pieces("  (see  \"FBI\"). ");
        assert_eq!(made.len(), 2);
        assert_eq!((made[0].core(), made[0].core_range()), ("see", 3..6));
        assert_eq!((made[1].core(), made[1].closing()), ("FBI", "\")."));
        assert_eq!(made[1].kinds, UPPER | INNER_UPPER | STOP);
    }

    #[test]
    fn inner_marks_and_symbols() {
        assert_eq!(pieces("don't")[0].kinds, LOWER);
        assert_eq!(pieces("a.b")[0].kinds, LOWER | STOP | INNER_MARK);
        assert_eq!(pieces("5%")[0].kinds, DIGIT | SYMBOL);
        assert_eq!(pieces("well-known,")[0].kinds, LOWER);
    }

    #[test]
    fn only_marks_have_an_empty_core() {
        let made = pieces("...");
        assert_eq!(made[0].core(), "");
        assert_eq!(made[0].core_range(), 0..0);
    }
}
