//! Stress marks and what they stand before.

/// Vowels of misaki's English alphabets: what a stress mark can stand before.
const VOWELS: &str = "AIOQWYaeiouæɐɑɒɔəɛɜɪʊʌᵊᵻ";

/// Whether `phoneme` can carry stress.
pub(crate) fn is_vowel(phoneme: char) -> bool {
    VOWELS.contains(phoneme)
}

/// Gives a word without a main stress one: on its secondary stress, else on
/// its first vowel. A word of consonants alone stays as it is.
pub(crate) fn with_main_stress(phonemes: String) -> String {
    if phonemes.contains('ˈ') {
        phonemes
    } else if phonemes.contains('ˌ') {
        phonemes.replacen('ˌ', "ˈ", 1)
    } else if let Some((before, after)) = phonemes.find(is_vowel).map(|at| phonemes.split_at(at)) {
        format!("{before}ˈ{after}")
    } else {
        phonemes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_with_a_vowel_gets_one_main_stress() {
        for (given, stressed) in [
            ("kˈæt", "kˈæt"),
            ("kˌæt", "kˈæt"),
            ("kæt", "kˈæt"),
            ("ʃ", "ʃ"),
            ("", ""),
        ] {
            assert_eq!(with_main_stress(given.to_owned()), stressed);
        }
    }
}
