//! espeak-ng's phonemes in the model's alphabet, as misaki 0.9.4 writes them.

use super::program::TIE;
use crate::language::{Dialect, Language};
use crate::symbols::token_id;

/// Phonemes of several characters that the model knows as one: `EspeakG2P.e2m`.
const OTHER: [(&str, &str); 11] = [
    ("a^ɪ", "I"),
    ("a^ʊ", "W"),
    ("d^z", "ʣ"),
    ("d^ʒ", "ʤ"),
    ("e^ɪ", "A"),
    ("o^ʊ", "O"),
    ("s^s", "S"),
    ("t^s", "ʦ"),
    ("t^ʃ", "ʧ"),
    ("ɔ^ɪ", "Y"),
    ("ə^ʊ", "Q"),
];

/// English, the longest first: `EspeakFallback.E2M`. Then what differs by dialect.
const ENGLISH: [(&str, &str); 20] = [
    ("ʔˌn\u{329}", "ʔn"),
    ("ʔn\u{329}", "ʔn"),
    ("a^ɪ", "I"),
    ("a^ʊ", "W"),
    ("d^ʒ", "ʤ"),
    ("e^ɪ", "A"),
    ("t^ʃ", "ʧ"),
    ("ɔ^ɪ", "Y"),
    ("ə^l", "ᵊl"),
    ("ʲo", "jo"),
    ("ʲə", "jə"),
    ("e", "A"),
    ("ʲ", ""),
    ("ɚ", "əɹ"),
    ("r", "ɹ"),
    ("x", "k"),
    ("ç", "k"),
    ("ɐ", "ə"),
    ("ɬ", "l"),
    ("\u{303}", ""),
];
const BRITISH: [(&str, &str); 3] = [("e^ə", "ɛː"), ("iə", "ɪə"), ("ə^ʊ", "Q")];
const AMERICAN: [(&str, &str); 5] = [
    ("o^ʊ", "O"),
    ("ɜːɹ", "ɜɹ"),
    ("ɜː", "ɜɹ"),
    ("ɪə", "iə"),
    ("ː", ""),
];
const ENGLISH_AT_LAST: [(&str, &str); 3] = [("o", "ɔ"), ("ɾ", "T"), ("ʔ", "t")];

/// Sounds of words that espeak-ng takes from yet another language, and the nearest
/// that the model has.
const NEAREST: [(char, char); 12] = [
    ('g', 'ɡ'),
    ('ɫ', 'l'),
    ('ɭ', 'l'),
    ('ɬ', 'l'),
    ('ʀ', 'ʁ'),
    ('ħ', 'h'),
    ('ɦ', 'h'),
    ('ʏ', 'y'),
    ('ɵ', 'ø'),
    ('ʉ', 'u'),
    ('ɱ', 'm'),
    ('ʐ', 'ʒ'),
];

/// `said` by espeak-ng in the model's alphabet, or its first symbol that the model
/// doesn't have.
pub(super) fn kokoro(said: &str, language: Language) -> Result<String, char> {
    let said = without_flags(said);
    let said = match language.dialect() {
        Some(dialect) => english(&said, dialect),
        None => replaced(&said, &OTHER),
    };
    let symbols = said.chars().filter(|&c| !is_silent(c)).map(|c| {
        let nearest = NEAREST.iter().find(|(sound, _)| *sound == c);
        let symbol = nearest.map_or(c, |&(_, nearest)| nearest);
        token_id(symbol).map(|_| symbol).ok_or(symbol)
    });
    symbols.collect()
}

/// What espeak-ng writes beside sounds: ties, hyphens between words that it joins,
/// boundaries of syllables and phonemes, and what narrows a sound down.
fn is_silent(c: char) -> bool {
    c == TIE
        || matches!(
            c,
            '-' | '_'
                | '.'
                | '\u{361}'
                | '\u{329}'
                | '\u{32a}'
                | '\u{30a}'
                | '\u{325}'
                | '\u{32f}'
                | 'ˑ'
        )
}

/// Without `(en)` and `(es)` where the language changes.
fn without_flags(said: &str) -> String {
    let mut depth = 0usize;
    let outside = said.chars().filter(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    outside.collect()
}

fn english(said: &str, dialect: Dialect) -> String {
    let said = match dialect {
        Dialect::Us => replaced(&syllabic(&replaced(said, &ENGLISH)), &AMERICAN),
        // misaki does this after `ENGLISH`, which leaves no `e` for the first rule.
        Dialect::Gb => syllabic(&replaced(&replaced(said, &BRITISH), &ENGLISH)),
    };
    replaced(&said, &ENGLISH_AT_LAST)
}

/// A syllable's sonorant has a small schwa before it.
fn syllabic(said: &str) -> String {
    let mut made = String::with_capacity(said.len());
    for c in said.chars() {
        match (c, made.pop()) {
            ('\u{329}', Some(sonorant)) => made.extend(['ᵊ', sonorant]),
            (_, before) => made.extend(before.into_iter().chain([c])),
        }
    }
    made
}

fn replaced(said: &str, table: &[(&str, &str)]) -> String {
    let mut said = said.to_owned();
    for (from, to) in table {
        if said.contains(from) {
            said = said.replace(from, to);
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phonemes_are_written_as_misaki_does() {
        let cases = [
            (Language::Es, "t^ʃˈiko tɾˈe^ɪnta", "ʧˈiko tɾˈAnta"),
            (Language::Fr, "lə- (^e^n)wˈiːkˈɛnd(^f^r)", "lə wˈiːkˈɛnd"),
            (Language::Fr, "vˈɛ\u{303}t", "vˈɛ\u{303}t"),
            (Language::It, "kˈe^ɪt\u{32a}", "kˈAt"),
            (Language::EnUs, "bˈʌʔn\u{329} ɡˈo^ʊɪŋ", "bˈʌtn ɡˈOɪŋ"),
            (Language::EnUs, "bˈɑːɾəl wˈɜːld", "bˈɑTəl wˈɜɹld"),
            (Language::EnGb, "ɡˈə^ʊɪŋ ðˈe^ə", "ɡˈQɪŋ ðˈɛː"),
        ];
        for (language, said, wanted) in cases {
            assert_eq!(kokoro(said, language).as_deref(), Ok(wanted), "{said}");
        }
        assert_eq!(kokoro("a漢", Language::Es), Err('漢'));
    }

    #[test]
    fn everything_written_is_in_the_alphabet() {
        let tables = [&OTHER[..], &ENGLISH, &BRITISH, &AMERICAN, &ENGLISH_AT_LAST];
        for (_, to) in tables.concat() {
            assert!(to.chars().all(|c| token_id(c).is_some()), "{to}");
        }
        for (_, to) in NEAREST {
            assert!(token_id(to).is_some(), "{to}");
        }
    }
}
