//! Any bytes as a text, plain and as Markdown, in both dialects: every utterance fits
//! the model, and each of its tokens says bytes of the text.

#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vocalize_text::markdown::{self, CodeBlocks};
use vocalize_text::{Frontend, Language, MAX_TOKENS, TextError, token_id};

static FRONTENDS: LazyLock<[Frontend; 2]> = LazyLock::new(|| {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models/text/english.bin");
    [Language::EnUs, Language::EnGb].map(|language| {
        Frontend::open(&file, language).expect("`cargo xtask tokens` makes the compiled data")
    })
});

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    for frontend in &*FRONTENDS {
        check(frontend, &text);
    }
    check(
        &FRONTENDS[0],
        markdown::plain(&text, CodeBlocks::Skip).text(),
    );
});

fn check(frontend: &Frontend, text: &str) {
    for utterance in frontend.utterances(text) {
        let utterance = match utterance {
            Ok(utterance) => utterance,
            Err(TextError::Empty | TextError::Unspeakable) => return,
            Err(error) => panic!("{text:?}: {error}"),
        };
        assert!((1..=MAX_TOKENS).contains(&utterance.ids.len()));
        assert!(
            utterance
                .phonemes
                .chars()
                .filter_map(token_id)
                .eq(utterance.ids.iter().copied())
        );
        assert_eq!(utterance.ids.len(), utterance.sources.len());
        assert!(
            utterance
                .sources
                .iter()
                .all(|source| text.get(source.clone()).is_some())
        );
    }
}
