//! The texts that everything is measured with.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// The voice that they are spoken with.
pub(crate) const VOICE: &str = "af_heart";

/// A text by its length.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Length {
    /// Two words.
    Short,
    /// One sentence of 20 words.
    Medium,
    /// Ten sentences.
    Long,
}

impl Length {
    pub(crate) const ALL: [Self; 3] = [Self::Short, Self::Medium, Self::Long];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Medium => "medium",
            Self::Long => "long",
        }
    }

    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Short => "Hello world",
            Self::Medium => MEDIUM,
            Self::Long => LONG,
        }
    }
}

const MEDIUM: &str = "The old lighthouse keeper climbed the narrow stairs every evening \
    and lit the lamp for the ships out at sea.";

const LONG: &str = "The market opens early in the morning. Farmers bring apples, bread and fresh \
    cheese. Children run between the stalls and laugh. An old man plays the violin near the \
    fountain. His music fills the whole square. Some people stop to listen for a while. Others \
    hurry past with heavy bags. By noon the sun is high and the shade is welcome. The sellers \
    pack their tables and count the coins. In the evening the square is quiet again.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_are_as_long_as_they_say() {
        let sentences = |length: Length| length.text().matches(". ").count() + 1;
        assert_eq!(Length::Medium.text().split_whitespace().count(), 20);
        assert_eq!(
            (sentences(Length::Medium), sentences(Length::Long)),
            (1, 10)
        );
    }
}
