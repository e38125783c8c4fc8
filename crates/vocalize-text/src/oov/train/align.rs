//! Which letters stand for which phonemes: EM over monotone alignments.

use std::collections::HashMap;

use super::units::{UnitId, Units};
use crate::oov::letters::Letter;

/// Passes of expectation and maximisation; the likelihood has settled by then.
const PASSES: usize = 6;

/// Letters and the units they stand for: one letter with up to two units or
/// two letters with one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Graphone {
    /// First and, when there is one, second letter.
    pub(crate) letters: (Letter, Option<Letter>),
    /// Units in order.
    pub(crate) units: (Option<UnitId>, Option<UnitId>),
}

/// A word to align.
pub(crate) struct Pair {
    pub(crate) letters: Vec<Letter>,
    pub(crate) units: Vec<UnitId>,
}

/// Letters and units that a graphone takes: every shape allowed.
const SHAPES: [(usize, usize); 4] = [(1, 0), (1, 1), (1, 2), (2, 1)];

/// Numbers of the graphones seen so far.
#[derive(Default)]
struct Table {
    ids: HashMap<Graphone, u32>,
}

impl Table {
    fn id(&mut self, graphone: Graphone) -> u32 {
        let next = self.ids.len() as u32;
        *self.ids.entry(graphone).or_insert(next)
    }
}

/// One step in a word's lattice: from cell `from` to cell `to` by a graphone.
#[derive(Clone, Copy)]
struct Arc {
    from: u32,
    to: u32,
    graphone: u32,
}

fn graphone(pair: &Pair, l: usize, u: usize, shape: (usize, usize)) -> Graphone {
    let unit = |k: usize| (k < shape.1).then(|| pair.units[u + k]);
    Graphone {
        letters: (pair.letters[l], (shape.0 == 2).then(|| pair.letters[l + 1])),
        units: (unit(0), unit(1)),
    }
}

/// Every step of a word's lattice that lies on some whole path, by `from`.
fn lattice(pair: &Pair, mut id: impl FnMut(Graphone) -> u32) -> Vec<Arc> {
    let (rows, columns) = (pair.letters.len() + 1, pair.units.len() + 1);
    let cell = |l: usize, u: usize| (l * columns + u) as u32;
    // n letters take at most 2n units, and two letters at least none.
    let alive = |l: usize, u: usize| u <= 2 * l && columns - 1 - u <= 2 * (rows - 1 - l);
    let mut arcs = Vec::new();
    for l in 0..rows - 1 {
        for u in 0..columns {
            for shape in SHAPES {
                let (to_l, to_u) = (l + shape.0, u + shape.1);
                if to_l < rows && to_u < columns && alive(l, u) && alive(to_l, to_u) {
                    let graphone = id(graphone(pair, l, u, shape));
                    arcs.push(Arc {
                        from: cell(l, u),
                        to: cell(to_l, to_u),
                        graphone,
                    });
                }
            }
        }
    }
    arcs
}

/// Adds each graphone's expected count in one word, whatever the weights' scale.
fn expect(arcs: &[Arc], cells: usize, weights: &[f64], counts: &mut [f64]) {
    let mut forward = vec![0.0; cells];
    let mut backward = vec![0.0; cells];
    forward[0] = 1.0;
    backward[cells - 1] = 1.0;
    for arc in arcs {
        forward[arc.to as usize] += forward[arc.from as usize] * weights[arc.graphone as usize];
    }
    for arc in arcs.iter().rev() {
        backward[arc.from as usize] += backward[arc.to as usize] * weights[arc.graphone as usize];
    }
    let total = forward[cells - 1];
    if total > 0.0 {
        for arc in arcs {
            let through = forward[arc.from as usize] * backward[arc.to as usize];
            counts[arc.graphone as usize] += through * weights[arc.graphone as usize] / total;
        }
    }
}

/// The likeliest path through one word, empty when there is none.
fn best_path(arcs: &[Arc], cells: usize, weights: &[f64]) -> Vec<u32> {
    let mut best: Vec<(f64, usize)> = vec![(0.0, usize::MAX); cells];
    best[0].0 = 1.0;
    for (at, arc) in arcs.iter().enumerate() {
        let score = best[arc.from as usize].0 * weights[arc.graphone as usize];
        if score > best[arc.to as usize].0 {
            best[arc.to as usize] = (score, at);
        }
    }
    let mut path = Vec::new();
    let mut cell = cells - 1;
    while cell != 0 {
        let (score, at) = best[cell];
        if score == 0.0 {
            return Vec::new();
        }
        path.push(arcs[at].graphone);
        cell = arcs[at].from as usize;
    }
    path.reverse();
    path
}

/// Aligns every word, stress left aside, and gives its graphones with the
/// stress back on; a word that can't be aligned gets none.
pub(crate) fn align(pairs: &[Pair], units: &Units) -> Vec<Vec<Graphone>> {
    let mut table = Table::default();
    let plain: Vec<Pair> = pairs
        .iter()
        .map(|pair| Pair {
            letters: pair.letters.clone(),
            units: pair.units.iter().map(|&unit| units.plain(unit)).collect(),
        })
        .collect();
    let lattices: Vec<Vec<Arc>> = plain
        .iter()
        .map(|pair| lattice(pair, |graphone| table.id(graphone)))
        .collect();
    let cells = |pair: &Pair| (pair.letters.len() + 1) * (pair.units.len() + 1);
    let mut weights = vec![1.0 / table.ids.len() as f64; table.ids.len()];
    for _ in 0..PASSES {
        let mut counts = vec![0.0; weights.len()];
        for (pair, arcs) in plain.iter().zip(&lattices) {
            expect(arcs, cells(pair), &weights, &mut counts);
        }
        let total: f64 = counts.iter().sum();
        weights = counts.iter().map(|count| count / total).collect();
    }
    let mut graphones = vec![None; weights.len()];
    for (&graphone, &id) in &table.ids {
        graphones[id as usize] = Some(graphone);
    }
    pairs
        .iter()
        .zip(plain.iter().zip(&lattices))
        .map(|(pair, (stressless, arcs))| {
            let path = best_path(arcs, cells(stressless), &weights);
            let plain = path.iter().filter_map(|&id| graphones[id as usize]);
            with_stress(plain, &pair.units)
        })
        .collect()
}

/// Puts the units as written, stress included, back into stressless graphones.
fn with_stress(path: impl Iterator<Item = Graphone>, units: &[UnitId]) -> Vec<Graphone> {
    let mut written = units.iter().copied();
    path.map(|graphone| Graphone {
        letters: graphone.letters,
        units: (
            graphone.units.0.and_then(|_| written.next()),
            graphone.units.1.and_then(|_| written.next()),
        ),
    })
    .collect()
}
