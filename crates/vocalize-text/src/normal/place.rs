//! Where a recogniser stands in a sentence, and what it found there.

use std::ops::Range;

use super::piece::Piece;
use crate::Dialect;

/// How far back an open quotation is looked for, in pieces.
const LONGEST_QUOTATION: usize = 200;

/// One piece of a sentence with the others around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pieces: &'a [Piece<'a>],
    at: usize,
    pub(crate) language: Dialect,
}

/// How a stretch of a sentence is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The bytes of the sentence that it stands for.
    pub(crate) source: Range<usize>,
    /// The words.
    pub(crate) text: String,
    /// How many pieces it has used, at least one.
    pub(crate) pieces: usize,
}

impl<'a> Place<'a> {
    pub(crate) fn new(pieces: &'a [Piece<'a>], at: usize, language: Dialect) -> Self {
        Self {
            pieces,
            at,
            language,
        }
    }

    pub(crate) fn piece(&self) -> &'a Piece<'a> {
        &self.pieces[self.at]
    }

    /// The piece's core, which is what most recognisers look at.
    pub(crate) fn core(&self) -> &'a str {
        self.piece().core()
    }

    /// The piece `steps` before this one.
    pub(crate) fn before(&self, steps: usize) -> Option<&'a Piece<'a>> {
        self.at.checked_sub(steps).map(|at| &self.pieces[at])
    }

    /// The piece `steps` after this one, whatever stands between.
    pub(crate) fn after(&self, steps: usize) -> Option<&'a Piece<'a>> {
        self.pieces.get(self.at + steps)
    }

    /// The core of the piece `steps` after this one, if only blanks part them.
    pub(crate) fn joined(&self, steps: usize) -> Option<&'a str> {
        let after = self.after(steps)?;
        let open = self.pieces[self.at..self.at + steps]
            .iter()
            .all(|piece| piece.closing().is_empty());
        let unopened = (1..=steps).all(|n| self.pieces[self.at + n].opening().is_empty());
        (open && unopened).then(|| after.core())
    }

    /// The core of the word before, if no mark parts it from this piece.
    pub(crate) fn word_before(&self) -> Option<&'a str> {
        let before = self.before(1)?;
        let joined = before.closing().is_empty() && self.piece().opening().is_empty();
        joined.then(|| before.core())
    }

    /// Whether a straight quotation mark is open at this piece.
    pub(crate) fn is_quoted(&self) -> bool {
        let from = self.at.saturating_sub(LONGEST_QUOTATION);
        let mut open = false;
        for piece in &self.pieces[from..self.at] {
            open |= piece.opening().contains('"');
            open &= !piece.closing().contains('"');
        }
        open || self.piece().opening().contains('"')
    }

    /// This piece read as `text`.
    pub(crate) fn read(&self, text: impl Into<String>) -> Option<Reading> {
        self.read_through(1, text)
    }

    /// `reading` with the full stop after it, if that can only be the one of an
    /// abbreviation: what follows doesn't begin a sentence.
    pub(crate) fn with_stop(&self, mut reading: Reading) -> Reading {
        let last = self.after(reading.pieces - 1).map(|piece| piece.closing());
        let next = self.after(reading.pieces).map(|piece| piece.text);
        let goes_on = next.is_some_and(|next| next.starts_with(|c: char| c.is_ascii_lowercase()));
        if last == Some(".") && goes_on {
            reading.source.end += 1;
        }
        reading
    }

    /// This piece and those after it, `pieces` in all, read as `text`.
    pub(crate) fn read_through(&self, pieces: usize, text: impl Into<String>) -> Option<Reading> {
        let last = self.pieces.get(self.at + pieces - 1)?;
        Some(Reading {
            source: self.piece().core_range().start..last.core_range().end,
            text: text.into(),
            pieces,
        })
    }
}
