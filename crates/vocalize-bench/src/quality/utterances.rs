//! What is spoken.

use anyhow::{Context, bail};
use serde::Serialize;
use vocalize_core::{Places, Voice, Voices};
use vocalize_text::{Frontend, Language, TokenId};

const SENTENCES: &str = include_str!("sentences.txt");

/// American and British, women and men.
const VOICES: [&str; 4] = ["af_heart", "bm_george", "bf_emma", "am_michael"];

/// A sentence and who says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Sentence {
    pub(crate) text: String,
    pub(crate) voice: String,
}

/// The first `count` sentences, the voices in turns.
pub(crate) fn sentences(count: usize) -> Vec<Sentence> {
    let mut sentences = in_turns(SENTENCES);
    sentences.truncate(count);
    sentences
}

/// The lines of `text` that are no comments, the voices in turns.
pub(crate) fn in_turns(text: &str) -> Vec<Sentence> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let sentence = |(text, voice): (&str, &&str)| Sentence {
        text: text.to_owned(),
        voice: (*voice).to_owned(),
    };
    lines.zip(VOICES.iter().cycle()).map(sentence).collect()
}

/// A sentence ready for the model.
pub(crate) struct Utterance {
    pub(crate) ids: Vec<TokenId>,
    pub(crate) voice: Voice,
}

/// The sentences as token ids.
pub(crate) fn utterances(
    places: &Places,
    sentences: &[Sentence],
) -> anyhow::Result<Vec<Utterance>> {
    let voices = Voices::new(places.voices());
    let american = Frontend::open(&places.text(), Language::EnUs)?;
    let british = Frontend::open(&places.text(), Language::EnGb)?;
    let utterance = |sentence: &Sentence| {
        let voice = voices.load(&sentence.voice)?;
        let british_voice = voice.language()? == Language::EnGb;
        let frontend = if british_voice { &british } else { &american };
        let ids = one_utterance(frontend, &sentence.text)
            .with_context(|| format!("can't speak {:?}", sentence.text))?;
        Ok(Utterance { ids, voice })
    };
    sentences.iter().map(utterance).collect()
}

/// The token ids of a text as one utterance, whatever sentences it has.
fn one_utterance(frontend: &Frontend, text: &str) -> anyhow::Result<Vec<TokenId>> {
    let mut ids = Vec::new();
    for utterance in frontend.utterances(text) {
        if !ids.is_empty() {
            ids.push(SPACE);
        }
        ids.extend(utterance?.ids);
    }
    if ids.is_empty() {
        bail!("it has no sounds");
    }
    Ok(ids)
}

/// The token between words.
const SPACE: TokenId = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn there_are_enough_different_sentences_for_every_voice() {
        let all = sentences(usize::MAX);
        assert!(all.len() >= 40);
        let texts: HashSet<&str> = all.iter().map(|s| s.text.as_str()).collect();
        assert_eq!(texts.len(), all.len());
        for voice in VOICES {
            assert!(all.iter().filter(|s| s.voice == voice).count() >= 10);
        }
        let words = |s: &Sentence| s.text.split_whitespace().count();
        assert!(all.iter().any(|s| words(s) == 1) && all.iter().any(|s| words(s) > 12));
    }
}
