//! The report's parts, a file each.

mod about;
mod cells;
mod cold_start;
mod distributions;
mod lengths;
mod memory;
mod peers;
mod quality;
mod settings;
mod threads;

pub(super) use about::about;

use super::draw::css_colour;
use super::run::Run;
use super::section::Section;

/// Everything that measurements of the matrix show; what wasn't measured is left out.
pub(super) fn of_matrix(run: &Run) -> Vec<Section> {
    let sections = [
        lengths::section,
        distributions::inference,
        distributions::process,
        threads::section,
        quality::section,
        memory::section,
        cold_start::section,
        settings::section,
        cells::section,
    ];
    sections.into_iter().filter_map(|make| make(run)).collect()
}

/// What measurements beside the peers show.
pub(super) fn of_peers(run: &Run) -> Vec<Section> {
    let sections = [peers::cold, peers::warm];
    sections.into_iter().filter_map(|make| make(run)).collect()
}

/// The colours of `names`: the place in the list is the place among the colours.
fn legend(names: &[String]) -> Vec<(String, String)> {
    let names = names.iter().enumerate();
    names
        .map(|(index, name)| (css_colour(index), name.clone()))
        .collect()
}

/// The place of `name` among `names`.
fn place(names: &[String], name: &str) -> usize {
    names.iter().position(|known| known == name).unwrap_or(0)
}
