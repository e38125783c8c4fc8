//! Files that are not as they should be.

use vocalize_text::Language;
use vocalize_text::compiled::{BLOCK, CompiledError};

use crate::compiled::{bytes, open};

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
    assert!(matches!(error(&whole[..whole.len() - 1]), CompiledError::Length { .. }));
    let longer = [whole, b"x"].concat();
    assert!(matches!(error(&longer), CompiledError::Length { .. }));
}

#[test]
fn another_version_is_refused() {
    let mut older = bytes().to_vec();
    older[8] = 0;
    assert!(matches!(error(&older), CompiledError::Version { found: 0, .. }));
}

#[test]
fn damage_to_the_tables_is_found_at_once() {
    for at in [13, 20, 45, 64, 80, 400] {
        let mut damaged = bytes().to_vec();
        damaged[at] ^= 1;
        assert!(matches!(error(&damaged), CompiledError::Damaged { offset: 0 }), "byte {at}");
    }
}

#[test]
fn damage_elsewhere_is_found_when_it_is_read() {
    let text = "Mr. Smith used to read 3 books, didn't he?";
    let mut damaged = bytes().to_vec();
    let (start, end) = (damaged.len() / 100, damaged.len());
    for at in (start.next_multiple_of(BLOCK)..end).step_by(BLOCK) {
        damaged[at] ^= 0x10;
    }
    let (_folder, english) = open(&damaged);
    let english = english.expect("the header is sound");
    let said = english.words(text, Language::EnUs, &|_| None);
    assert!(matches!(said, Err(CompiledError::Damaged { .. })));
    assert!(matches!(english.compiled().verify(), Err(CompiledError::Damaged { .. })));
}
