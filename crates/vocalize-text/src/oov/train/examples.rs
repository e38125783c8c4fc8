//! What the network learns from: every letter with the graphone it ends.

use std::ops::Range;

use super::align::Graphone;
use super::network::Example;
use super::units::Units;
use super::{Aligned, Inventory};
use crate::oov::format::{MARKS, string_index};
use crate::oov::letters::Letter;
use crate::oov::network::Setting;

/// The symbols of all graphones with these letters.
fn choices(graphones: &[Graphone], first: Letter, second: Option<Letter>) -> Range<u16> {
    let index = string_index(first, second);
    let place = |least: usize| {
        let before =
            |graphone: &Graphone| string_index(graphone.letters.0, graphone.letters.1) < least;
        graphones.partition_point(before) as u16 + MARKS
    };
    place(index)..place(index + 1)
}

/// Every graphone of every word at its last letter, the words' letters last to
/// first as the decoder reads them.
pub(super) fn examples(words: &[Aligned], inventory: &Inventory, units: &Units) -> Vec<Example> {
    let mut examples = Vec::new();
    for word in words {
        let backwards = || word.graphones.iter().rev();
        let letters: Vec<Letter> = backwards()
            .flat_map(|graphone| graphone.letters.1.into_iter().chain([graphone.letters.0]))
            .collect();
        let mut at = 0;
        let mut stressed = false;
        for graphone in backwards() {
            let single = choices(&inventory.graphones, letters[at], None);
            let next = letters.get(at + 1);
            let double = next.map_or(0..0, |&next| {
                choices(&inventory.graphones, next, Some(letters[at]))
            });
            let setting = Setting {
                stressed,
                capital: word.capital,
            };
            let answer = inventory.symbols[graphone];
            examples.push(Example::new(
                &letters,
                at,
                [single, double],
                answer,
                setting,
            ));
            let mut said = [graphone.units.0, graphone.units.1].into_iter().flatten();
            stressed |= said.any(|unit| units.text(unit).starts_with('ˈ'));
            at += 1 + usize::from(graphone.letters.1.is_some());
        }
    }
    examples
}
