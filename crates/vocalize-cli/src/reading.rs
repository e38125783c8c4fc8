//! The text front end, made as the command line asks.

use std::sync::Once;

use vocalize_core::{Places, sentence_cache, user_lexicon};
use vocalize_text::{Frontend, Language, UserLexicon};

use crate::arguments::Reading;

/// What the remembered sentences may take on the disk: some 16,000 of them.
pub(crate) const CACHE_BYTES: u64 = 64 << 20;

/// The front end over the compiled text data; without that, if it is missing or
/// damaged: that is slower, and words in no lexicon are spelled out.
pub(crate) fn frontend(
    places: &Places,
    language: Language,
    reading: &Reading,
) -> anyhow::Result<Frontend> {
    let opened = Frontend::open(&places.text(), language).unwrap_or_else(|error| {
        eprintln!(
            "vocalize: warning: {error}; going on without it, slower and spelling out unknown \
             words: `cargo xtask tokens` makes it"
        );
        Frontend::without_compiled(language)
    });
    Ok(opened
        .with_lexicon(lexicon(reading)?)
        .with_emoji(reading.emoji.into()))
}

/// `frontend` that remembers what is spoken.
pub(crate) fn remembering(frontend: Frontend) -> Frontend {
    let Some(folder) = sentence_cache() else {
        return frontend;
    };
    let warned = Once::new();
    frontend.remembering(&folder, CACHE_BYTES, move |error| {
        warned.call_once(|| eprintln!("vocalize: warning: {error}"));
    })
}

/// The user's words; those of `--lexicon` go before those of the configuration
/// folder.
fn lexicon(reading: &Reading) -> anyhow::Result<UserLexicon> {
    let configured = user_lexicon().filter(|path| path.is_file());
    let mut lexicon = UserLexicon::default();
    for path in configured
        .as_deref()
        .into_iter()
        .chain(reading.lexicon.as_deref())
    {
        lexicon.merge(UserLexicon::load(path)?);
    }
    Ok(lexicon)
}
