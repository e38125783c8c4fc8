//! Helpers of the tables in each subject's tests, and tests of the whole.

use std::ops::Range;
use std::path::Path;

use proptest::prelude::*;

use super::{Emoji, Normalized, Options, normalize};
use crate::Dialect;
use crate::lexicon::UserLexicon;

/// `text` normalised.
pub(super) fn said(text: &str, language: Dialect) -> String {
    normalize(text, &Options::new(language)).text().to_owned()
}

/// Each text on the left is read as the one on the right.
pub(super) fn table(rows: &[(&str, &str)]) {
    let wrong: Vec<_> = rows
        .iter()
        .map(|(text, wanted)| (text, said(text, Dialect::Us), wanted))
        .filter(|(_, said, wanted)| said != *wanted)
        .collect();
    assert!(wrong.is_empty(), "text, said, wanted: {wrong:#?}");
}

/// Each text is left as it is.
pub(super) fn same(texts: &[&str]) {
    for text in texts {
        assert_eq!(said(text, Dialect::Us), *text);
    }
}

/// What misaki makes of `text`, with its words that it has no answer for.
fn misaki(engine: &misaki_rs::G2P, text: &str) -> (String, Vec<String>) {
    let (phonemes, tokens) = engine.g2p(text).unwrap();
    let lost = tokens
        .iter()
        .filter(|token| token.text.contains(|c: char| c.is_ascii_alphanumeric()))
        .filter(|token| match &token.phonemes {
            Some(known) => known.is_empty() || known.contains(&engine.unk),
            None => true,
        })
        .map(|token| token.text.clone());
    let lost = lost.collect();
    (phonemes, lost)
}

fn engine(language: Dialect) -> misaki_rs::G2P {
    misaki_rs::G2P::new(match language {
        Dialect::Us => misaki_rs::Language::EnglishUS,
        Dialect::Gb => misaki_rs::Language::EnglishGB,
    })
}

/// Ordinary prose, and everything else that misaki reads well.
const READ_WELL: [&str; 23] = [
    "The quick brown fox jumps over the lazy dog, and nobody minds at all.",
    "“It’s true,” she said — quietly… “I don't know what you're talking about!”",
    "Mr. Brown and Mrs. Jones met Dr. Watson at 10 o'clock, didn't they?",
    "In 1995 there were 1,234 of them; by 2026 only 3.14 were left.",
    "It cost $5.30, £20 or €1,200.50, which is 12.5% more than in 1066.",
    "The 1st, 2nd and 23rd of the 100th row, on November 24, 2026.",
    "He and/or she (both 20-year-old students) went to the U.S. at 5 p.m. today.",
    "NASA and the FBI bought CPUs, PDFs and GPT-4 for a B2B deal in R&D.",
    "My iPhone, YouTube and GitHub are well-known, state-of-the-art things.",
    "The dogs' owner's house is John's; it's 'single quoted' and \"double\".",
    "They read the record that I used to record: live, close, object, wind.",
    "Room 101, Apollo 11, Boeing 747, F-16, COVID-19, H200 and x86.",
    "First, e.g. this one, i.e. that one, etc., vs. the others.",
    "What?! No... Really? Yes! (Of course.) Well: one; two.",
    "A mix of apples, no pears, and 5 in a row.",
    "50-50, 24/7, 9/11 and 5%.",
    "I am the one. Did I do it? So do I.",
    "rock 'n' roll on the M1 and the A4",
    "He said \"no\" and sat in the sun in May, with Jan and Mark.",
    "100,000 people lived through 12 or 13 wars in 3 countries.",
    "Tom & Jerry were @ home.",
    "She is 5 feet tall and weighs 110 pounds, or 20 degrees.",
    "It was the best of times, it was the worst of times.",
];

#[test]
fn what_misaki_reads_well_is_left_byte_for_byte() {
    for text in READ_WELL {
        for language in [Dialect::Us, Dialect::Gb] {
            let made = normalize(text, &Options::new(language));
            assert!(made.is_unchanged(), "{text:?} became {:?}", made.text());
        }
    }
}

/// Texts that misaki loses a part of.
const LOST: [&str; 40] = [
    "It is 5:30 now, or 17:45, or 12:00.",
    "At 9:05 am on 2026-11-24.",
    "On 24 Nov 2026, or Nov. 24th.",
    "A £3m or $5bn deal and 50¢.",
    "It is 5 km, 10kg and 3 mph at 20°C.",
    "Use 16 GB at 3.2GHz, 6ft of it, 5 m².",
    "Prof. Smith lives on Main St. near Mt. Everest.",
    "1990–1995 and pp. 3-5.",
    "Call +1 555 123 4567 or (555) 123-4567.",
    "Update v1.2.3 to 2.0.0-rc.15 now.",
    "Add ½ cup, 2½ cups and 3/4 of it.",
    "Henry VIII, World War II, Chapter IV.",
    "See https://example.com/path?x=1 and www.example.com.",
    "Write to me@example.com today.",
    "Open report_final.pdf and song.mp3.",
    "In C:\\Users\\me and /local/bin.",
    "Say #hashtag to @some_one.",
    "A snake_case_name and an mp3 file.",
    "I am happy 😀!",
    "2+2=4, 3×4 ÷ 2 ± 1 and 5 < 6.",
    "α, β and γ",
    "naïve café",
    "ｆｕｌｌ１２３",
    "x² and 10³ and H₂O",
    "© 2020, § 5",
    "x → y",
    "10^6 * 5 ≈ 4",
    "in the 1990s and the '80s",
    "[bracketed] text",
    "ze\u{200b}ro wi\u{ad}dth",
    "It was -5 outside.",
    "From −5 to ~100.",
    "a 16:9 screen",
    "word;word",
    "1st-class",
    "5'10\" tall",
    "192.168.0.1",
    "AT&T and C++ w/o a PhD",
    "¥500 and ₹1,000",
    "see Fig. 3 and vol. 2",
];

#[test]
fn no_word_is_lost_after_it() {
    for language in [Dialect::Us, Dialect::Gb] {
        let engine = engine(language);
        let mut wrong = Vec::new();
        for text in LOST {
            let made = normalize(text, &Options::new(language));
            assert!(!made.is_unchanged(), "{text:?}");
            let (phonemes, lost) = misaki(&engine, made.text());
            if !lost.is_empty() || phonemes.contains(&engine.unk) {
                wrong.push((text, made.text().to_owned(), lost, phonemes));
            }
        }
        assert!(wrong.is_empty(), "{language:?}: {wrong:#?}");
    }
}

#[test]
fn equal_phonemes_where_a_sign_is_only_spelled_otherwise() {
    let engine = engine(Dialect::Us);
    for (text, words) in [("at 5:30", "at five thirty"), ("10kg", "ten kilograms")] {
        let made = said(text, Dialect::Us);
        assert_eq!(misaki(&engine, &made).0, misaki(&engine, words).0);
    }
}

#[test]
fn hostile_lines_end() {
    let units = [
        "a", "1", ".", "-", "(", "[", "](", "[a](", "😀", "\u{301}", "\0", "é", "日", "1.", "1-",
        "a@", "/", "1:", "$", "I", "IV ", "5 ", "a.b", "#", "_", "1,", "+1 ", "½", "²", "v1.",
        "\\", "x²", " \t", "aB", "-5", "~5 ", "a/", "a-", "://", "a:\\",
    ];
    for unit in units {
        for tail in ["", "1990s"] {
            let text = format!("{}{tail}", unit.repeat((1 << 20) / unit.len()));
            let made = normalize(&text, &Options::new(Dialect::Us));
            let end = made.source_range(made.text().len()..made.text().len());
            assert_eq!(end.end, text.len(), "{unit:?}");
            assert!(made.text().len() <= MAX_GROWTH * text.len(), "{unit:?}");
        }
    }
}

/// The most bytes that one byte of a text becomes: names of emoji are the
/// longest, up to 60 letters for 4 bytes.
const MAX_GROWTH: usize = 24;

#[test]
fn inline_forms_and_the_users_words_stay() {
    let words = "Kubernetes = 'kˌubəɹnˈɛTiz'\nnginx = { say = 'engine x' }";
    let lexicon = UserLexicon::parse(words, Path::new("words.toml")).unwrap();
    let options = Options {
        lexicon: Some(&lexicon),
        ..Options::new(Dialect::Us)
    };
    let text = "At 5:30 [x_y](/ˈɛks/) ran kubernetes and nginx 10kg.";
    let made = normalize(text, &options);
    assert_eq!(
        made.text(),
        "At 5 30 [x_y](/ˈɛks/) ran [kubernetes](/kˌubəɹnˈɛTiz/) and engine x 10 kilograms."
    );
    for (word, source) in [("kilograms", "10kg"), ("engine", "nginx"), ("30", "5:30")] {
        let at = made.text().find(word).unwrap();
        assert_eq!(&text[made.source_range(at..at + word.len())], source);
    }
}

proptest! {
    #[test]
    fn any_text_is_normalised(
        text in "\\PC{0,60}|\\p{Any}{0,60}|([a-zA-Z0-9 .,:;/@#$%^&*()_+=~<>'\"\\[\\]\\\\|{}?!`-]|[½²°€µα–—…’“é日😀\u{301}\u{200d}]){0,80}",
        silent: bool,
        british: bool,
    ) {
        let language = if british { Dialect::Gb } else { Dialect::Us };
        let emoji = if silent { Emoji::Silent } else { Emoji::Named };
        let options = Options { emoji, ..Options::new(language) };
        let made = normalize(&text, &options);
        prop_assert!(made.text().len() <= MAX_GROWTH * text.len());
        let mut last = 0;
        for (at, _) in made.text().char_indices() {
            let range = made.source_range(at..at);
            prop_assert!(last <= range.start && range.end <= text.len());
            prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
            last = range.start;
        }
        // What has letters or digits leaves some behind, wherever it is.
        let spoken = said_sources(&made);
        for (at, c) in text.char_indices() {
            let covered = spoken.iter().any(|range| range.contains(&at));
            prop_assert!(!c.is_ascii_alphanumeric() || covered, "{c:?} of {text:?} became {:?}", made.text());
        }
        if text.contains(char::is_alphanumeric) {
            prop_assert!(made.text().contains(char::is_alphanumeric));
        }
    }

    #[test]
    fn prose_is_left_alone(text in "([A-Z]?[b-hj-km-oq-z]{4,9}[,;]? ){1,20}[a-z]{4,8}[.!?]") {
        prop_assert!(normalize(&text, &Options::new(Dialect::Us)).is_unchanged());
    }
}

/// The sources of the letters and digits of a normalised text.
fn said_sources(made: &Normalized<'_>) -> Vec<Range<usize>> {
    let spoken = made
        .text()
        .char_indices()
        .filter(|(_, c)| c.is_alphanumeric());
    spoken
        .map(|(at, c)| made.source_range(at..at + c.len_utf8()))
        .collect()
}
