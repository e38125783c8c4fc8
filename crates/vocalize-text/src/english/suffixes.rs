//! Words with a suffix that the lexicon knows without it.

use super::lexicon::{Found, Lexicon, Query};
use crate::compiled::CompiledError;

/// American vowels after which a "t" between vowels becomes a tap.
const TAP_VOWELS: &str = "AIOWYiuæɑəɛɪɹʊʌ";

impl Lexicon<'_> {
    /// "-s", "-es", "-ies" and "'s".
    pub(super) fn with_s(&self, word: &str, query: Query<'_>) -> Found {
        let Some(stem) = self.stem_of_s(word)? else {
            return Ok(None);
        };
        Ok(self.lookup(&stem, query)?.map(|stem| self.add_s(&stem)))
    }

    fn stem_of_s(&self, word: &str) -> Result<Option<String>, CompiledError> {
        if word.len() < 3 {
            return Ok(None);
        }
        let Some(stem) = word.strip_suffix('s') else {
            return Ok(None);
        };
        if !word.ends_with("ss") && self.is_known(stem)? {
            return Ok(Some(stem.to_owned()));
        }
        if word.ends_with("'s")
            || (word.len() > 4 && word.ends_with("es") && !word.ends_with("ies"))
        {
            let stem = &word[..word.len() - 2];
            if self.is_known(stem)? {
                return Ok(Some(stem.to_owned()));
            }
        }
        match word.strip_suffix("ies") {
            Some(stem) if word.len() > 4 => self.if_known(format!("{stem}y")),
            _ => Ok(None),
        }
    }

    fn if_known(&self, stem: String) -> Result<Option<String>, CompiledError> {
        Ok(self.is_known(&stem)?.then_some(stem))
    }

    /// Phonemes with the sound of a plural or genitive "s".
    pub(super) fn add_s(&self, stem: &str) -> String {
        let sound = match stem.chars().next_back() {
            None => "",
            Some(last) if "ptkfθ".contains(last) => "s",
            Some(last) if "szʃʒʧʤ".contains(last) && self.is_british() => "ɪz",
            Some(last) if "szʃʒʧʤ".contains(last) => "ᵻz",
            Some(_) => "z",
        };
        format!("{stem}{sound}")
    }

    /// "-d" and "-ed".
    pub(super) fn with_ed(&self, word: &str, query: Query<'_>) -> Found {
        let Some(stem) = self.stem_of_ed(word)? else {
            return Ok(None);
        };
        Ok(self.lookup(stem, query)?.map(|stem| self.add_ed(&stem)))
    }

    fn stem_of_ed<'w>(&self, word: &'w str) -> Result<Option<&'w str>, CompiledError> {
        if word.len() < 4 {
            return Ok(None);
        }
        let Some(stem) = word.strip_suffix('d') else {
            return Ok(None);
        };
        if !word.ends_with("dd") && self.is_known(stem)? {
            return Ok(Some(stem));
        }
        match word.strip_suffix("ed") {
            Some(stem) if word.len() > 4 && !word.ends_with("eed") && self.is_known(stem)? => {
                Ok(Some(stem))
            }
            _ => Ok(None),
        }
    }

    /// Phonemes with the sound of a past tense.
    pub(super) fn add_ed(&self, stem: &str) -> String {
        match stem.chars().next_back() {
            None => String::new(),
            Some(last) if "pkfθʃsʧ".contains(last) => format!("{stem}t"),
            Some('d') if self.is_british() => format!("{stem}ɪd"),
            Some('d') => format!("{stem}ᵻd"),
            Some('t') if self.is_british() || stem.len() < 2 => format!("{stem}ɪd"),
            Some('t') => match tapped(stem) {
                Some(before) => format!("{before}ɾᵻd"),
                None => format!("{stem}ᵻd"),
            },
            Some(_) => format!("{stem}d"),
        }
    }

    /// "-ing", also after a dropped "e" or a doubled consonant.
    pub(super) fn with_ing(&self, word: &str, query: Query<'_>) -> Found {
        let Some(stem) = self.stem_of_ing(word)? else {
            return Ok(None);
        };
        let stem = self.lookup(&stem, query)?;
        Ok(stem.and_then(|stem| self.add_ing(&stem)))
    }

    fn stem_of_ing(&self, word: &str) -> Result<Option<String>, CompiledError> {
        let Some(stem) = word.strip_suffix("ing") else {
            return Ok(None);
        };
        if word.len() < 5 {
            return Ok(None);
        }
        if word.len() > 5 && self.is_known(stem)? {
            return Ok(Some(stem.to_owned()));
        }
        if let Some(stem) = self.if_known(format!("{stem}e"))? {
            return Ok(Some(stem));
        }
        match without_doubling(stem) {
            Some(single) if word.len() > 5 => self.if_known(single.to_owned()),
            _ => Ok(None),
        }
    }

    /// Phonemes with "-ing"; none after some British vowels.
    pub(super) fn add_ing(&self, stem: &str) -> Option<String> {
        let last = stem.chars().next_back()?;
        if self.is_british() {
            return (last != 'ə' && last != 'ː').then(|| format!("{stem}ɪŋ"));
        }
        Some(match tapped(stem) {
            Some(before) => format!("{before}ɾɪŋ"),
            None => format!("{stem}ɪŋ"),
        })
    }
}

/// What comes before a final "t" that an American taps.
fn tapped(stem: &str) -> Option<&str> {
    let before = stem.strip_suffix('t')?;
    let vowel = before.chars().next_back()?;
    TAP_VOWELS.contains(vowel).then_some(before)
}

/// "run" for "runn", "panic" for "panick".
fn without_doubling(stem: &str) -> Option<&str> {
    let mut last = stem.chars().rev();
    match (last.next()?, last.next()?) {
        ('k', 'c') => stem.strip_suffix('k'),
        (a, b) if a == b && "bcdgklmnprstvxz".contains(a) => stem.strip_suffix(a),
        _ => None,
    }
}
