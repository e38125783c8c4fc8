//! Rewriting a sentence so that it is read as a person would read it.
//!
//! misaki reads much of written English well: whole numbers, decimals,
//! ordinals, years, plain amounts of money, titles, contractions. All of that
//! is left as it is, byte for byte. Only what misaki loses or misreads is
//! rewritten, into words and digits that it reads well, with a map from every
//! rewritten stretch back to the bytes it came from.

mod abbreviation;
mod clean;
mod date;
mod emoji;
mod fraction;
mod identifier;
mod leftovers;
mod letters;
mod map;
mod money;
mod number;
mod piece;
mod place;
mod protect;
mod range;
mod roman;
mod shout;
mod signs;
#[cfg(test)]
mod tests;
mod time;
mod units;
mod version;
mod web;

use crate::Dialect;
use crate::lexicon::UserLexicon;

pub use map::Normalized;
pub(crate) use map::Rewriter;

use piece::{DIGIT, INNER_MARK, Piece, SYMBOL, UPPER};
use place::{Place, Reading};
use protect::Part;

/// What is said for an emoji.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Emoji {
    /// Its Unicode name, once for equal ones in a row.
    #[default]
    Named,
    /// Nothing.
    Silent,
}

/// How a text is normalised.
#[derive(Debug, Clone, Copy)]
pub struct Options<'l> {
    /// Whose order a date like 3/4/2026 is in.
    pub language: Dialect,
    /// What is said for an emoji.
    pub emoji: Emoji,
    /// The user's own words, which go before everything else.
    pub lexicon: Option<&'l UserLexicon>,
}

impl Options<'_> {
    /// Emoji by name and no words of the user's own.
    pub fn new(language: Dialect) -> Self {
        Self {
            language,
            emoji: Emoji::default(),
            lexicon: None,
        }
    }
}

/// One sentence as it is to be read. Takes time linear in its length, and
/// leaves ordinary prose as it is. misaki's inline forms, `[word](/phonemes/)`,
/// are never touched; words of the user's lexicon become such forms.
pub fn normalize<'t>(sentence: &'t str, options: &Options<'_>) -> Normalized<'t> {
    let parts = protect::parts(sentence, options.lexicon);
    if parts.is_empty() {
        return rewrite(sentence, options);
    }
    let mut rewriter = Rewriter::new(sentence);
    for part in parts {
        match part {
            Part::Plain(range) => {
                let made = rewrite(&sentence[range.clone()], options);
                rewriter.replace_by(range, &made);
            }
            Part::Word(range, said) => rewriter.replace(range, &said),
        }
    }
    rewriter.finish()
}

/// A sentence of another language than English: words of the user's lexicon become
/// misaki's inline forms, silent emoji go, and all else is as it is.
pub(crate) fn protect_only<'t>(
    sentence: &'t str,
    emoji: Emoji,
    lexicon: Option<&UserLexicon>,
) -> Normalized<'t> {
    let mut rewriter = Rewriter::new(sentence);
    let whole = || vec![Part::Plain(0..sentence.len())];
    let parts = protect::parts(sentence, lexicon);
    for part in if parts.is_empty() { whole() } else { parts } {
        match part {
            Part::Plain(range) if emoji == Emoji::Silent => {
                let made = clean::without_emoji(&sentence[range.clone()]);
                rewriter.replace_by(range, &made);
            }
            Part::Plain(_) => {}
            Part::Word(range, said) => rewriter.replace(range, &said),
        }
    }
    rewriter.finish()
}

/// All rewritings of text without protected parts.
fn rewrite<'t>(text: &'t str, options: &Options<'_>) -> Normalized<'t> {
    leftovers::decode(text)
        .then(|text| clean::clean(text, options.emoji))
        .then(shout::calm)
        .then(|clean| read(clean, options.language))
}

/// The second rewriting: numbers, names and signs.
fn read(text: &str, language: Dialect) -> Normalized<'_> {
    let mut pieces = piece::pieces(text);
    let mut rewriter = Rewriter::new(text);
    let mut at = 0;
    while at < pieces.len() {
        let place = Place::new(&pieces, at, language);
        let Some(reading) = recognise(&place) else {
            if pieces[at].has(SYMBOL | INNER_MARK) {
                signs::read(&place, &mut rewriter);
            }
            at += 1;
            continue;
        };
        let (first, last) = (&pieces[at], &pieces[at + reading.pieces.max(1) - 1]);
        signs::brackets(first.opening(), first.start, &mut rewriter);
        let start = reading.source.start.max(rewriter.done());
        rewriter.replace(start..reading.source.end, &reading.text);
        if reading.pieces == 0 {
            pieces[at] = first.from(reading.source.end);
        } else {
            signs::brackets(last.closing(), last.core_range().end, &mut rewriter);
            at += reading.pieces;
        }
    }
    rewriter.finish()
}

/// What the piece at `place` is, with those after it that belong to it.
fn recognise(place: &Place<'_>) -> Option<Reading> {
    let piece: &Piece<'_> = place.piece();
    let core = piece.core();
    if core.is_empty() {
        return None;
    }
    let short = || abbreviation::read(place).or_else(|| date::read(place));
    if !piece.has(DIGIT | SYMBOL | INNER_MARK) {
        if !core.starts_with(|c: char| c.is_ascii_uppercase()) {
            return abbreviation::read(place).or_else(|| roman::read_small(place));
        }
        return short().or_else(|| roman::read(place));
    }
    if piece.has(DIGIT) {
        let figures: [fn(&Place<'_>) -> Option<Reading>; 11] = [
            range::phone,
            number::signed,
            date::read,
            time::read,
            range::read,
            web::read,
            version::read,
            number::read,
            money::read,
            fraction::read,
            units::read,
        ];
        if let Some(reading) = figures.iter().find_map(|read| read(place)) {
            return Some(reading);
        }
    } else if let Some(reading) = fraction::read(place) {
        return Some(reading);
    }
    let upper = || piece.has(UPPER).then(|| roman::read(place)).flatten();
    short()
        .or_else(|| web::read(place))
        .or_else(upper)
        .or_else(|| identifier::read(place))
}
