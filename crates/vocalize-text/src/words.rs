//! The words of an utterance, as they stand in the source.

use std::ops::Range;

use crate::utterance::Utterance;

/// A word and the tokens that say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceWord {
    /// Its bytes in the whole text, without the punctuation around it. What is
    /// read as several words, like "5:30" or a date, is one.
    pub source: Range<usize>,
    /// Its tokens among [`Utterance::ids`], at least one.
    pub tokens: Range<usize>,
}

impl Utterance {
    /// The words that are heard, in order; their sources and tokens don't overlap.
    pub fn words(&self) -> Vec<SourceWord> {
        let mut words: Vec<SourceWord> = Vec::new();
        for (at, (symbol, source)) in self.phonemes.chars().zip(&self.sources).enumerate() {
            if separates(symbol) {
                continue;
            }
            match words.last_mut().filter(|word| word.goes_on(at, source)) {
                Some(word) => {
                    word.source.end = word.source.end.max(source.end);
                    word.tokens.end = at + 1;
                }
                None => words.push(SourceWord {
                    source: source.clone(),
                    tokens: at..at + 1,
                }),
            }
        }
        words
    }
}

impl SourceWord {
    /// Whether the token `at` still says this word: it is of the same stretch of
    /// the source, or follows both here and there without anything between.
    fn goes_on(&self, at: usize, source: &Range<usize>) -> bool {
        let follows = self.tokens.end == at && self.source.end == source.start;
        source.start < self.source.end || follows
    }
}

/// Spaces and punctuation, which are heard as pauses.
fn separates(symbol: char) -> bool {
    symbol == ' ' || ";:,.!?—…\"()“”".contains(symbol)
}

#[cfg(test)]
mod tests {
    use crate::{Frontend, Language, Utterance, utterances_of_phonemes};
    use proptest::prelude::*;
    use std::path::Path;

    fn frontend() -> Frontend {
        let compiled = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/text/english.bin");
        Frontend::open(&compiled, Language::EnUs).unwrap()
    }

    fn words(text: &str) -> Vec<&str> {
        let frontend = frontend();
        let utterances: Vec<Utterance> = frontend.utterances(text).map(Result::unwrap).collect();
        let words = utterances.iter().flat_map(Utterance::words);
        words.map(|word| &text[word.source]).collect()
    }

    #[test]
    fn words_are_as_the_source_has_them() {
        assert_eq!(words("Hello, world!"), ["Hello", "world"]);
        assert_eq!(
            words("“Don't,” she said — it's Tom's. Go (now)…"),
            ["Don't", "she", "said", "it's", "Tom's", "Go", "now"]
        );
    }

    #[test]
    fn what_is_read_as_several_words_is_one() {
        assert_eq!(
            words("Meet me at 5:30 on May 5th, 2024, it takes 12.5 kg now."),
            [
                "Meet", "me", "at", "5:30", "on", "May", "5th", "2024", "it", "takes", "12.5 kg",
                "now"
            ]
        );
    }

    #[test]
    fn phonemes_given_by_hand_are_words_too() {
        let text = "həlˈO, wˈɜɹld.";
        let utterances = utterances_of_phonemes(text).unwrap();
        let words = utterances[0].words();
        let shown: Vec<&str> = words.iter().map(|w| &text[w.source.clone()]).collect();
        assert_eq!(shown, ["həlˈO", "wˈɜɹld"]);
    }

    proptest! {
        #[test]
        fn words_are_in_order_and_hold_every_sound(text in "[a-zA-Z0-9:$%., '\"()—-]{1,80}") {
            let frontend = frontend();
            for utterance in frontend.utterances(&text).flatten() {
                let (mut source, mut token, mut held) = (0, 0, 0);
                for word in utterance.words() {
                    prop_assert!(source <= word.source.start && token <= word.tokens.start);
                    prop_assert!(!word.tokens.is_empty() && text.get(word.source.clone()).is_some());
                    (source, token) = (word.source.end, word.tokens.end);
                    held += utterance.phonemes.chars().skip(word.tokens.start)
                        .take(word.tokens.len()).filter(|c| c.is_alphabetic()).count();
                }
                let sounds = utterance.phonemes.chars().filter(|c| c.is_alphabetic()).count();
                prop_assert_eq!(held, sounds);
            }
        }
    }
}
