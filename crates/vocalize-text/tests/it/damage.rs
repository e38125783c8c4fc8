//! Files that are not as they should be.

use vocalize_text::Dialect;
use vocalize_text::compiled::{BLOCK, CompiledError};
use vocalize_text::english::English;

use crate::compiled::{bytes, english, open};

fn error(bytes: &[u8]) -> CompiledError {
    match open(bytes).1 {
        Err(error) => error,
        Ok(_) => panic!("a bad file was opened"),
    }
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    let again = vocalize_text_compile::compile(None).expect("the sources");
    assert!(again.finish() == bytes());
}

#[test]
fn a_sound_file_is_sound_everywhere() {
    let (_folder, english) = open(bytes());
    english.expect("opened").compiled().verify().expect("sound");
}

#[test]
fn what_is_no_compiled_file_is_refused() {
    assert!(matches!(error(b"{}"), CompiledError::NotCompiled));
    assert!(matches!(error(b""), CompiledError::NotCompiled));
    assert!(matches!(error(b"vocltext"), CompiledError::Length { .. }));
}

#[test]
fn a_file_cut_short_or_prolonged_is_refused() {
    let whole = bytes();
    assert!(matches!(
        error(&whole[..whole.len() - 1]),
        CompiledError::Length { .. }
    ));
    let longer = [whole, b"x"].concat();
    assert!(matches!(error(&longer), CompiledError::Length { .. }));
}

#[test]
fn another_version_is_refused() {
    let mut older = bytes().to_vec();
    older[8..12].fill(0);
    assert!(matches!(
        error(&older),
        CompiledError::Version { found: 0, .. }
    ));
}

#[test]
fn damage_to_the_tables_is_found_at_once() {
    for at in [13, 20, 45, 64, 80, 400] {
        let mut damaged = bytes().to_vec();
        damaged[at] ^= 1;
        assert!(
            matches!(error(&damaged), CompiledError::Damaged { offset: 0 }),
            "byte {at}"
        );
    }
}

#[test]
fn damage_elsewhere_never_changes_what_is_said() {
    let text = "Mr. Smith used to read 3 books, didn't he?";
    let say = |english: &English| english.words(text, Dialect::Us, &|_| None);
    let sound = say(english()).expect("a sound file");
    let mut found = 0;
    let step = bytes().len() / 50;
    for at in (step..bytes().len()).step_by(step) {
        let mut damaged = bytes().to_vec();
        // Every block from here to there, so that some are read.
        for byte in damaged[at..].iter_mut().step_by(BLOCK).take(step / BLOCK) {
            *byte ^= 0x10;
        }
        let (_folder, opened) = open(&damaged);
        let said = opened.and_then(|english| {
            assert!(english.compiled().verify().is_err(), "byte {at}");
            say(&english)
        });
        match said {
            Ok(said) => assert_eq!(said, sound),
            Err(CompiledError::Damaged { .. }) => found += 1,
            Err(other) => panic!("byte {at}: {other}"),
        }
    }
    assert!(found > 10, "only {found} found");
}
