//! Sentences in capitals. misaki says most of their words as if they were small,
//! but spells some short ones: "LOOK AT ME" has no letters A and T in it.

use super::map::{Normalized, Rewriter};

/// Words that misaki spells in capitals and that are seldom meant as letters.
const SPELLED: [&str; 9] = ["AT", "BY", "GO", "HE", "HI", "IT", "MY", "OH", "ON"];

/// A sentence with fewer words may be a name: "IT", "GO ON".
const MIN_WORDS: usize = 3;

/// `text` with those words in small letters, if all of it is in capitals.
pub(super) fn calm(text: &str) -> Normalized<'_> {
    let mut rewriter = Rewriter::new(text);
    if text.contains(char::is_lowercase) || words(text).count() < MIN_WORDS {
        return rewriter.finish();
    }
    for (start, word) in words(text) {
        if SPELLED.contains(&word) {
            rewriter.replace(start..start + word.len(), &word.to_ascii_lowercase());
        }
    }
    rewriter.finish()
}

/// The runs of letters between blanks and marks, and where each begins. What
/// stands beside digits, hyphens and the like is part of something longer.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let blank = |c: char| c.is_whitespace() || matches!(c, ',' | '.' | '!' | '?' | '"' | '“' | '”');
    let mut at = 0;
    text.split(blank).filter_map(move |word| {
        let start = at;
        at = start + word.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
        let letters = !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || c == '\'');
        letters.then_some((start, word))
    })
}

#[cfg(test)]
mod tests {
    use crate::normal::tests::{same, table};

    #[test]
    fn short_words_in_capitals_are_words() {
        table(&[
            ("LOOK AT ME, “HE” SAID!", "LOOK at ME, “he” SAID!"),
            ("GO ON THEN.", "go on THEN."),
        ]);
        same(&[
            "IT and AT",
            "GO ON",
            "A-AT X-ON Y-IT",
            "THE X-AT ON-CALL PLAN",
        ]);
    }
}
