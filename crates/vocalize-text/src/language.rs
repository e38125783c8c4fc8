//! The languages that text is read in.

/// Which English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// American.
    Us,
    /// British.
    Gb,
}

/// A language that text is read in. English is read by Vocalize itself, the
/// others by the program espeak-ng, as the model's authors read them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// American English.
    EnUs,
    /// British English.
    EnGb,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// Hindi.
    Hi,
    /// Italian.
    It,
    /// Brazilian Portuguese.
    PtBr,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::EnUs,
        Self::EnGb,
        Self::Es,
        Self::Fr,
        Self::Hi,
        Self::It,
        Self::PtBr,
    ];

    /// The language that Kokoro's voice `name` speaks, by its first letter as its
    /// authors name voices: `a` and names of other kinds American English, `b`
    /// British English, `e` Spanish, `f` French, `h` Hindi, `i` Italian, `p`
    /// Brazilian Portuguese.
    ///
    /// # Errors
    /// [`NoLanguage`] for Japanese (`j`) and Mandarin (`z`): the model learned them
    /// from pronunciations (OpenJTalk's; pinyin with tone marks) that espeak-ng
    /// doesn't give, so its answer would be said wrongly.
    pub fn of_voice(name: &str) -> Result<Self, NoLanguage> {
        let mut letters = name.chars();
        let kind = letters.next();
        if !matches!(letters.next(), Some('f' | 'm')) || letters.next() != Some('_') {
            return Ok(Self::EnUs);
        }
        let unread = |language| NoLanguage {
            voice: name.to_owned(),
            language,
        };
        match kind {
            Some('b') => Ok(Self::EnGb),
            Some('e') => Ok(Self::Es),
            Some('f') => Ok(Self::Fr),
            Some('h') => Ok(Self::Hi),
            Some('i') => Ok(Self::It),
            Some('p') => Ok(Self::PtBr),
            Some('j') => Err(unread("Japanese")),
            Some('z') => Err(unread("Mandarin")),
            _ => Ok(Self::EnUs),
        }
    }

    /// Which English it is, if it is English.
    pub fn dialect(self) -> Option<Dialect> {
        match self {
            Self::EnUs => Some(Dialect::Us),
            Self::EnGb => Some(Dialect::Gb),
            _ => None,
        }
    }

    /// Its name in English.
    pub fn name(self) -> &'static str {
        match self {
            Self::EnUs => "American English",
            Self::EnGb => "British English",
            Self::Es => "Spanish",
            Self::Fr => "French",
            Self::Hi => "Hindi",
            Self::It => "Italian",
            Self::PtBr => "Brazilian Portuguese",
        }
    }
}

impl From<Dialect> for Language {
    fn from(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Us => Self::EnUs,
            Dialect::Gb => Self::EnGb,
        }
    }
}

/// A voice speaks a language that can't be read here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the voice {voice} speaks {language}, which Vocalize can't read: give its phonemes, or \
     another language that it should read"
)]
pub struct NoLanguage {
    /// The voice.
    pub voice: String,
    /// Its language.
    pub language: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_tells_its_language() {
        for (voice, language) in [
            ("af_heart", Language::EnUs),
            ("bm_george", Language::EnGb),
            ("ef_dora", Language::Es),
            ("ff_siwis", Language::Fr),
            ("hm_omega", Language::Hi),
            ("if_sara:0.5,af_heart:0.5", Language::It),
            ("pm_alex", Language::PtBr),
            ("zebra", Language::EnUs),
            ("", Language::EnUs),
        ] {
            assert_eq!(Language::of_voice(voice), Ok(language), "{voice}");
        }
        for voice in ["jf_alpha", "zm_yunxi"] {
            let said = Language::of_voice(voice).unwrap_err().to_string();
            assert!(said.contains(voice), "{said}");
        }
    }
}
