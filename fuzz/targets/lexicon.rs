//! Any bytes as a user's lexicon, and as phonemes: an error or a use, never a panic.

#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use vocalize_text::{Dialect, Options, UserLexicon, normalize, utterances_of_phonemes};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let _ = utterances_of_phonemes(&text);
    if let Ok(lexicon) = UserLexicon::parse(&text, Path::new("words.toml")) {
        let options = Options {
            lexicon: Some(&lexicon),
            ..Options::new(Dialect::Us)
        };
        let normal = normalize(&text, &options);
        let source = normal.source_range(0..normal.text().len());
        assert!(text.get(source).is_some());
    }
});
