//! Stress marks in phonemes.

/// Primary stress.
pub(super) const PRIMARY: char = 'ˈ';
/// Secondary stress.
pub(super) const SECONDARY: char = 'ˌ';
/// Phonemes that carry stress.
const VOWELS: &str = "AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ";

pub(super) fn is_vowel(c: char) -> bool {
    VOWELS.contains(c)
}

/// Changes the stress of a word's phonemes: below -1 none is left, up to 0 the
/// primary becomes secondary, from 0.5 on a word without any gets one, and from
/// 1 on the secondary becomes primary.
pub(super) fn with_stress(phonemes: &str, stress: Option<f32>) -> String {
    let Some(stress) = stress else {
        return phonemes.to_owned();
    };
    let primary = phonemes.contains(PRIMARY);
    let secondary = phonemes.contains(SECONDARY);
    let stressable = phonemes.chars().any(is_vowel);
    if stress < -1.0 {
        phonemes.replace([PRIMARY, SECONDARY], "")
    } else if stress == -1.0 || ((-0.5..=0.0).contains(&stress) && primary) {
        phonemes.replace(SECONDARY, "").replace(PRIMARY, "ˌ")
    } else if [0.0, 0.5, 1.0].contains(&stress) && !primary && !secondary {
        if stressable {
            before_vowel(SECONDARY, phonemes)
        } else {
            phonemes.to_owned()
        }
    } else if stress >= 1.0 && !primary && secondary {
        phonemes.replace(SECONDARY, "ˈ")
    } else if stress > 1.0 && !primary && !secondary && stressable {
        before_vowel(PRIMARY, phonemes)
    } else {
        phonemes.to_owned()
    }
}

/// `phonemes`, which have no mark and a vowel, with `mark` before the first vowel.
fn before_vowel(mark: char, phonemes: &str) -> String {
    let at = phonemes.find(is_vowel).unwrap_or(0);
    let (before, after) = phonemes.split_at(at);
    format!("{before}{mark}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stress_is_raised_and_lowered() {
        for (phonemes, stress, changed) in [
            ("ɹˈɛd", -2.0, "ɹɛd"),
            ("ɹˈɛd", -1.0, "ɹˌɛd"),
            ("ɹˈɛd", -0.5, "ɹˌɛd"),
            ("ɹˈɛd", 0.5, "ɹˈɛd"),
            ("ɹɛd", 0.5, "ɹˌɛd"),
            ("ɹˌɛd", 1.0, "ɹˈɛd"),
            ("ɹɛd", 2.0, "ɹˈɛd"),
            ("st", 2.0, "st"),
        ] {
            assert_eq!(
                with_stress(phonemes, Some(stress)),
                changed,
                "{phonemes} {stress}"
            );
        }
    }
}
