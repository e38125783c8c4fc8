//! Utterances: stretches of phonemes that the model speaks in one go.

use std::ops::Range;

use crate::g2p::Phoneme;
use crate::symbols::{MAX_TOKENS, TokenId, token_id};

/// The silence an utterance is followed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pause {
    /// Cut in the middle of a clause because of the model's limit.
    None,
    /// After a comma, semicolon or colon.
    Clause,
    /// After a full stop, question or exclamation mark.
    Sentence,
    /// After a blank line.
    Paragraph,
}

/// What the model speaks in one go: at most [`MAX_TOKENS`] tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Utterance {
    /// The sentence it comes from (the whole sentence, also for a part of one).
    pub text: String,
    /// Its phonemes, all of them in the model's alphabet.
    pub phonemes: String,
    /// A token id a phoneme, without pads: `1..=MAX_TOKENS` of them.
    pub ids: Vec<TokenId>,
    /// For each id the bytes of the whole text that it says; empty for a space
    /// between words.
    pub sources: Vec<Range<usize>>,
    /// What follows it.
    pub pause: Pause,
}

/// Cuts a sentence's phonemes into utterances. Symbols that the model has no id
/// for are left out; a sentence without any sound gives no utterance.
pub(crate) fn utterances(text: &str, phonemes: &[Phoneme], end: Pause) -> Vec<Utterance> {
    let known = single_spaces(phonemes);
    let symbols: Vec<char> = known.iter().map(|phoneme| phoneme.symbol).collect();
    let pieces = split(&symbols);
    let last = pieces.len().saturating_sub(1);
    let made = pieces.into_iter().enumerate().map(|(at, piece)| Utterance {
        text: text.to_owned(),
        pause: if at == last {
            end
        } else {
            pause_after(&symbols[piece.clone()])
        },
        phonemes: symbols[piece.clone()].iter().collect(),
        ids: symbols[piece.clone()]
            .iter()
            .filter_map(|&c| token_id(c))
            .collect(),
        sources: known[piece]
            .iter()
            .map(|phoneme| phoneme.source.clone())
            .collect(),
    });
    made.collect()
}

/// Whether a phoneme makes a sound, unlike punctuation, stress and spaces.
pub(crate) fn is_sound(phoneme: char) -> bool {
    phoneme.is_alphabetic() && !matches!(phoneme, 'ˈ' | 'ˌ' | 'ː' | 'ʰ' | 'ʲ')
}

/// What the model has ids for, any white space as one space.
fn single_spaces(phonemes: &[Phoneme]) -> Vec<Phoneme> {
    let mut known: Vec<Phoneme> = Vec::with_capacity(phonemes.len());
    for phoneme in phonemes {
        let symbol = if phoneme.symbol.is_whitespace() {
            ' '
        } else {
            phoneme.symbol
        };
        let after_space = known.last().is_none_or(|last| last.symbol == ' ');
        if token_id(symbol).is_some() && !(symbol == ' ' && after_space) {
            known.push(Phoneme {
                symbol,
                source: phoneme.source.clone(),
            });
        }
    }
    known
}

fn pause_after(piece: &[char]) -> Pause {
    match piece.iter().rev().find(|c| !matches!(c, '"' | '”' | ')')) {
        Some('.' | '!' | '?' | '…') => Pause::Sentence,
        Some(',' | ';' | ':' | '—') => Pause::Clause,
        _ => Pause::None,
    }
}

/// Pieces of at most [`MAX_TOKENS`] phonemes, cut where it disturbs least and
/// about equally long, because the model speaks a short remainder at another
/// pace. Pieces without a sound are dropped.
fn split(phonemes: &[char]) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut rest = trim(phonemes, 0..phonemes.len());
    while rest.len() > MAX_TOKENS {
        let wanted = rest.len().div_ceil(rest.len().div_ceil(MAX_TOKENS));
        let cut = rest.start + best_cut(&phonemes[rest.clone()], wanted);
        pieces.push(trim(phonemes, rest.start..cut));
        rest = trim(phonemes, cut..rest.end);
    }
    pieces.push(rest);
    pieces.retain(|piece| phonemes[piece.clone()].iter().copied().any(is_sound));
    pieces
}

/// Where to cut `phonemes`, in `1..=MAX_TOKENS`: near `wanted` at a sentence's
/// end, else at a clause's, else between words, else at the limit.
fn best_cut(phonemes: &[char], wanted: usize) -> usize {
    let from = wanted / 2;
    let cuts = (from.max(1)..=MAX_TOKENS).filter(|&at| phonemes[at] == ' ');
    let cost = |&at: &usize| {
        let distance = at.abs_diff(wanted);
        match pause_after(&phonemes[..at]) {
            Pause::Sentence | Pause::Paragraph => distance,
            Pause::Clause => distance + MAX_TOKENS,
            Pause::None => distance + 2 * MAX_TOKENS,
        }
    };
    cuts.min_by_key(cost).unwrap_or(MAX_TOKENS)
}

/// `range` without the spaces at its ends.
fn trim(phonemes: &[char], mut range: Range<usize>) -> Range<usize> {
    while range.start < range.end && phonemes[range.start] == ' ' {
        range.start += 1;
    }
    while range.start < range.end && phonemes[range.end - 1] == ' ' {
        range.end -= 1;
    }
    range
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn utterances(phonemes: &str, end: Pause) -> Vec<Utterance> {
        let given: Vec<Phoneme> = phonemes
            .char_indices()
            .map(|(at, symbol)| Phoneme {
                symbol,
                source: at..at + symbol.len_utf8(),
            })
            .collect();
        super::utterances("", &given, end)
    }

    #[test]
    fn a_short_sentence_is_one_utterance() {
        let made = utterances("hˈI.", Pause::Sentence);
        assert_eq!(made.len(), 1);
        assert_eq!(made[0].ids, [50, 156, 25, 4]);
        assert_eq!(made[0].pause, Pause::Sentence);
    }

    #[test]
    fn a_long_sentence_is_cut_at_its_commas() {
        let clause = format!("{},", vec!["əbˈʌv"; 50].join(" "));
        let made = utterances(&[clause.as_str(); 4].join(" "), Pause::Sentence);
        assert!(made.len() >= 3);
        assert!(made.iter().all(|u| u.phonemes.ends_with(',')));
    }

    #[test]
    fn silence_makes_no_utterance() {
        assert!(utterances(" … . ", Pause::Sentence).is_empty());
    }

    proptest! {
        #[test]
        fn nothing_is_dropped(phonemes in "[ a-z,.ˈ]{0,2000}") {
            let made = utterances(&phonemes, Pause::None);
            let sounds = |s: &str| s.chars().filter(|&c| is_sound(c)).collect::<String>();
            let spoken: String = made.iter().map(|u| sounds(&u.phonemes)).collect();
            let wanted: String = sounds(&phonemes).chars().filter(|&c| token_id(c).is_some()).collect();
            prop_assert_eq!(spoken, wanted);
            for utterance in &made {
                prop_assert!((1..=MAX_TOKENS).contains(&utterance.ids.len()));
                prop_assert_eq!(utterance.ids.len(), utterance.phonemes.chars().count());
                let said = |source: &Range<usize>| phonemes[source.clone()].to_owned();
                let sources: String = utterance.sources.iter().map(said).collect();
                prop_assert_eq!(&sources, &utterance.phonemes);
            }
        }
    }
}
