//! Text to phonemes without looking at the sentence: word by word, or letter by
//! letter. What the full front end is measured against.

use std::ops::Range;

use crate::g2p::Phoneme;
use crate::links::{Feature, Linked};
use crate::symbols::token_id;

/// Names of the digits, for those who read letters only.
const DIGITS: [&str; 10] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
];

/// The phonemes of a sentence: words as `say` says them, other characters as they
/// are, pronunciations as the text gives them.
pub(crate) fn phonemes(sentence: &str, say: impl Fn(&str) -> String) -> Vec<Phoneme> {
    let linked = Linked::parse(sentence);
    let mut phonemes = Vec::new();
    let mut push = |said: &str, range: Range<usize>| {
        let source = linked.original(range);
        phonemes.extend(said.chars().map(|symbol| Phoneme {
            symbol,
            source: source.clone(),
        }));
    };
    let mut given = linked
        .marks
        .iter()
        .filter_map(|(range, feature)| match feature {
            Feature::Phonemes(said) => Some((range.clone(), said)),
            Feature::Stress(_) => None,
        });
    let mut next_given = given.next();
    let mut at = 0;
    while at < linked.text.len() {
        if let Some((range, said)) = next_given.take_if(|(range, _)| range.start <= at) {
            push(said, range.clone());
            at = range.end;
            next_given = given.next();
            continue;
        }
        let until = next_given
            .as_ref()
            .map_or(linked.text.len(), |(range, _)| range.start);
        let rest = &linked.text[at..until];
        let len = word_len(rest);
        if len > 0 {
            push(&say(&rest[..len]), at..at + len);
            at += len;
        } else {
            let len = rest.chars().next().map_or(1, char::len_utf8);
            push(&rest[..len], at..at + len);
            at += len;
        }
    }
    phonemes
}

/// The bytes of the word that `text` begins with: letters, digits and the
/// apostrophes between them.
fn word_len(text: &str) -> usize {
    if !text.starts_with(char::is_alphanumeric) {
        return 0;
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
    text[..end.unwrap_or(text.len())]
        .trim_end_matches(['\'', '’'])
        .len()
}

/// The characters of a word as if they were phonemes, in the letters that the
/// model has: in lower case, because capitals mean diphthongs; digits by name;
/// `g` as the model writes it; other letters by their closest Latin ones.
pub(crate) fn characters(word: &str) -> String {
    let mut said = String::new();
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            '0'..='9' => said.push_str(DIGITS[c as usize - '0' as usize]),
            'g' => said.push('ɡ'),
            _ if token_id(c).is_some() => said.push(c),
            _ => {
                let latin = deunicode::deunicode_char(c).unwrap_or_default();
                let small = latin.to_lowercase().replace('g', "ɡ");
                said.extend(small.chars().filter(|&c| token_id(c).is_some()));
            }
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(sentence: &str) -> String {
        let made = phonemes(sentence, |word| format!("<{}>", characters(word)));
        made.into_iter().map(|phoneme| phoneme.symbol).collect()
    }

    #[test]
    fn words_are_said_and_marks_are_kept() {
        assert_eq!(
            said("Big dogs, it's [x](/ˈɛks/) 'so'! É4"),
            "<biɡ> <doɡs>, <its> ˈɛks '<so>'! <efour>"
        );
        assert_eq!(said(""), "");
    }

    #[test]
    fn sources_are_the_words() {
        let text = "A [b c](/x/) dé.";
        let made = phonemes(text, characters);
        let sources: Vec<&str> = made.iter().map(|p| &text[p.source.clone()]).collect();
        assert_eq!(sources, ["A", " ", "b c", " ", "dé", "dé", "."]);
    }
}
