//! The text front end, made as the command line asks.

use std::sync::Once;

use anyhow::Context;
use vocalize_core::{Places, sentence_cache, user_lexicon};
use vocalize_text::compiled::CompiledError;
use vocalize_text::{Frontend, Language, Method, OpenError, UserLexicon};

use crate::arguments::Reading;

/// What the remembered sentences may take on the disk: some 16,000 of them.
pub(crate) const CACHE_BYTES: u64 = 64 << 20;

/// The front end that was asked for. English without the compiled text data, if it
/// is missing or damaged: that is slower, and words in no lexicon are spelled out.
pub(crate) fn frontend(
    places: &Places,
    language: Language,
    reading: &Reading,
) -> anyhow::Result<Frontend> {
    let method = reading.g2p.into();
    let opened = match Frontend::open_with(&places.text(), language, method) {
        Err(OpenError::Compiled(error)) if method == Method::Misaki => {
            without_compiled(language, &error)?
        }
        opened => opened?,
    };
    Ok(opened
        .with_lexicon(lexicon(reading)?)
        .with_emoji(reading.emoji.into()))
}

/// English without the compiled text data, and a warning that says why.
fn without_compiled(language: Language, why: &CompiledError) -> anyhow::Result<Frontend> {
    let dialect = language.dialect();
    let dialect = dialect.context("only English needs the compiled text data")?;
    eprintln!(
        "vocalize: warning: {why}; going on without it, slower and spelling out unknown words: \
         `cargo xtask tokens` makes it"
    );
    Ok(Frontend::without_compiled(dialect))
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
