//! A pronunciation as the units that letters are aligned with.

use std::collections::HashMap;

use crate::oov::stress::is_vowel;
use crate::token_id;

/// Number of a unit in a [`Units`] table.
pub(crate) type UnitId = u16;

/// Interned units: a phoneme with the stress mark before it and the length
/// mark behind it, such as `t`, `ˈæ` or `ɔː`.
#[derive(Default)]
pub(crate) struct Units {
    ids: HashMap<String, UnitId>,
    texts: Vec<String>,
    /// The same unit without its stress mark.
    plain: Vec<UnitId>,
}

impl Units {
    /// The units of `phonemes`, or `None` where they are no single word's: a
    /// space, a stress mark before a consonant, or not exactly one main stress.
    pub(crate) fn split(&mut self, phonemes: &str) -> Option<Vec<UnitId>> {
        let mut units = Vec::new();
        let mut unit = String::new();
        let mut main_stresses = 0;
        for c in phonemes.chars().map(finished) {
            match c {
                'ː' if !unit.is_empty() => unit.push(c),
                'ˈ' | 'ˌ' => {
                    main_stresses += usize::from(c == 'ˈ');
                    self.finish(&mut unit, &mut units)?;
                    unit.push(c);
                }
                _ if unit == "ˈ" || unit == "ˌ" => unit.push(is_vowel(c).then_some(c)?),
                _ => {
                    self.finish(&mut unit, &mut units)?;
                    unit.push(said(c)?);
                }
            }
        }
        self.finish(&mut unit, &mut units)?;
        (main_stresses == 1).then_some(units)
    }

    fn finish(&mut self, unit: &mut String, units: &mut Vec<UnitId>) -> Option<()> {
        if unit == "ˈ" || unit == "ˌ" {
            return None;
        }
        if !unit.is_empty() {
            units.push(self.intern(unit));
            unit.clear();
        }
        Some(())
    }

    fn intern(&mut self, text: &str) -> UnitId {
        if let Some(&id) = self.ids.get(text) {
            return id;
        }
        let unstressed = text.trim_start_matches(['ˈ', 'ˌ']);
        let plain = (unstressed != text).then(|| self.intern(unstressed));
        let id = self.texts.len() as UnitId;
        self.texts.push(text.to_owned());
        self.plain.push(plain.unwrap_or(id));
        self.ids.insert(text.to_owned(), id);
        id
    }

    /// The phonemes of a unit.
    pub(crate) fn text(&self, id: UnitId) -> &str {
        &self.texts[usize::from(id)]
    }

    /// The unit without its stress mark.
    pub(crate) fn plain(&self, id: UnitId) -> UnitId {
        self.plain[usize::from(id)]
    }
}

/// A lexicon's phoneme as misaki 0.9.4 finally says it: a tap is T, a glottal
/// stop t.
pub(crate) fn finished(phoneme: char) -> char {
    match phoneme {
        'ɾ' => 'T',
        'ʔ' => 't',
        _ => phoneme,
    }
}

/// The phoneme itself where Kokoro can say it.
fn said(phoneme: char) -> Option<char> {
    (phoneme.is_alphabetic() && token_id(phoneme).is_some()).then_some(phoneme)
}
