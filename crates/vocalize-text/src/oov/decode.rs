//! The likeliest phonemes for some letters: a beam search over graphones.
//!
//! Words are read from their end, as English endings tell where the stress
//! lies (-ation, -ity). Two models agree on every step: the n-grams know what
//! was said so far, the network knows the letters all around.

use std::ops::Range;

use super::format::{BEGIN, END, Tables};
use super::letters::Letter;
use super::network::{Network, Setting};

/// Hypotheses kept behind every letter.
const BEAM: usize = 12;

/// A hypothesis this much less likely than the best (natural logarithm) is dropped.
const THRESHOLD: f32 = 9.0;

/// Weight of the network's log probabilities beside those of the n-grams.
/// Between 0.5 and 0.8 the error rates hardly differ.
const NETWORK_WEIGHT: f32 = 0.6;

/// Longest chain of contexts followed, above any model's order, so that a
/// damaged model can't lead round in circles.
const MAX_CONTEXTS: usize = 16;

/// A way to read the letters up to some place.
#[derive(Clone, Copy)]
struct Hypothesis {
    score: f32,
    node: u32,
    /// The main stress is set.
    stressed: bool,
    /// The hypothesis it goes on from, in the arena.
    from: u32,
    symbol: u16,
}

/// A hypothesis's next step, before the context behind it is known.
#[derive(Clone, Copy)]
struct Step {
    score: f32,
    /// The hypothesis it goes on from, in the arena.
    from: u32,
    symbol: u16,
    /// Context in which the symbol was found, and its node there if it has one.
    context: u32,
    node: Option<u32>,
    stressed: bool,
}

/// What a decoder makes of some letters.
pub(crate) struct Reading {
    /// Phonemes with stress marks.
    pub(crate) phonemes: String,
    /// How likely the letters and phonemes are together: a log probability,
    /// but for the network's share.
    pub(crate) score: f32,
}

/// Reads letters by one model.
pub(crate) struct Decoder<'a> {
    tables: Tables<'a>,
    network: Network<'a>,
    /// For each graphone whether it has the main stress.
    stressed: &'a [bool],
    /// For each graphone the number of the last search that found it.
    found: Vec<u32>,
    search: u32,
    /// The network's word on each graphone at the letter in hand, without and
    /// with the main stress behind it.
    read: [Vec<f32>; 2],
    arena: Vec<Hypothesis>,
}

impl<'a> Decoder<'a> {
    pub(crate) fn new(tables: Tables<'a>, network: Network<'a>, stressed: &'a [bool]) -> Self {
        let zeros = || vec![0.0; stressed.len()];
        Self {
            tables,
            network,
            stressed,
            found: vec![0; stressed.len()],
            search: 0,
            read: [zeros(), zeros()],
            arena: Vec::new(),
        }
    }

    /// Reads letters given last to first, with one main stress if the model
    /// sees a place for it.
    pub(crate) fn read(mut self, letters: &[Letter], capital: bool) -> Reading {
        let mut places: Vec<Vec<Step>> = vec![Vec::new(); letters.len() + 1];
        places[0].push(Step {
            score: 0.0,
            from: 0,
            symbol: BEGIN,
            context: 0,
            node: self.tables.child(0, BEGIN),
            stressed: false,
        });
        for at in 0..letters.len() {
            let kept = self.keep(std::mem::take(&mut places[at]));
            let single = self.tables.graphones_of(letters[at], None);
            // Graphones are written first to last.
            let next = letters.get(at + 1);
            let double = next.map_or(0..0, |&next| {
                self.tables.graphones_of(next, Some(letters[at]))
            });
            self.read_letter(letters, at, capital, [&single, &double]);
            for from in kept.clone() {
                self.extend(from, &single, &mut places[at + 1]);
                if !double.is_empty() {
                    self.extend(from, &double, &mut places[at + 2]);
                }
            }
            let stuck = places[at + 1..].iter().all(Vec::is_empty);
            if stuck && let Some(best) = kept.clone().next() {
                places[at + 1].push(self.skip(best));
            }
        }
        let ends = self.keep(places.pop().unwrap_or_default());
        let (end, score) = self.best_end(ends);
        Reading {
            phonemes: self.trace(end),
            score,
        }
    }

    /// Has the network read the letter at `at`.
    fn read_letter(
        &mut self,
        letters: &[Letter],
        at: usize,
        capital: bool,
        choices: [&Range<u16>; 2],
    ) {
        let choices = || choices.into_iter().cloned().flatten().map(usize::from);
        for (stressed, read) in [false, true].into_iter().zip(&mut self.read) {
            let features = self
                .network
                .features(letters, at, Setting { stressed, capital });
            let mut total = 0.0;
            for symbol in choices() {
                read[symbol] = self.network.score(&features, symbol);
                total += read[symbol].exp();
            }
            for symbol in choices() {
                read[symbol] = (read[symbol] - total.ln()) * NETWORK_WEIGHT;
            }
        }
    }

    /// Steps on from a hypothesis by every graphone of `range`.
    fn extend(&mut self, from: u32, range: &Range<u16>, steps: &mut Vec<Step>) {
        self.search += 1;
        let hypothesis = self.arena[from as usize];
        let read = &self.read[usize::from(hypothesis.stressed)];
        let (mut context, mut backoff) = (hypothesis.node, 0.0);
        for _ in 0..MAX_CONTEXTS {
            for found in self.tables.children(context, range.clone()) {
                let symbol = usize::from(found.symbol);
                let stress = self.stressed[symbol];
                if self.found[symbol] == self.search || stress && hypothesis.stressed {
                    continue;
                }
                self.found[symbol] = self.search;
                steps.push(Step {
                    score: hypothesis.score + backoff + found.log_probability + read[symbol],
                    from,
                    symbol: found.symbol,
                    context,
                    node: found.node,
                    stressed: stress || hypothesis.stressed,
                });
            }
            if context == 0 {
                break;
            }
            backoff += self.tables.backoff(context);
            context = self.tables.suffix(context);
        }
    }

    /// Steps over a letter that no graphone has.
    fn skip(&self, from: u32) -> Step {
        let Hypothesis {
            score,
            node,
            stressed,
            ..
        } = self.arena[from as usize];
        Step {
            score,
            from,
            symbol: BEGIN,
            context: 0,
            node: Some(node),
            stressed,
        }
    }

    /// Puts the best steps into the arena as hypotheses, one for each context,
    /// best first.
    fn keep(&mut self, mut steps: Vec<Step>) -> Range<u32> {
        let first = self.arena.len();
        let best = steps
            .iter()
            .map(|step| step.score)
            .fold(f32::NEG_INFINITY, f32::max);
        steps.retain(|step| step.score >= best - THRESHOLD);
        steps.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.symbol.cmp(&b.symbol)));
        for step in steps {
            let node = step
                .node
                .unwrap_or_else(|| self.context_after(step.context, step.symbol));
            let Step {
                score,
                from,
                symbol,
                stressed,
                ..
            } = step;
            let known = |other: &Hypothesis| other.node == node && other.stressed == stressed;
            if !self.arena[first..].iter().any(known) {
                self.arena.push(Hypothesis {
                    score,
                    node,
                    stressed,
                    from,
                    symbol,
                });
            }
            if self.arena.len() - first == BEAM {
                break;
            }
        }
        first as u32..self.arena.len() as u32
    }

    /// The longest context with children that ends in `symbol` behind `context`.
    fn context_after(&self, mut context: u32, symbol: u16) -> u32 {
        for _ in 0..MAX_CONTEXTS {
            if let Some(node) = self.tables.child(context, symbol) {
                return node;
            }
            if context == 0 {
                break;
            }
            context = self.tables.suffix(context);
        }
        0
    }

    /// The best hypothesis to end a word with, preferably one with its main
    /// stress set, and its score.
    fn best_end(&mut self, ends: Range<u32>) -> (u32, f32) {
        let first = ends.start;
        let mut steps = Vec::new();
        for from in ends {
            self.extend(from, &(END..END + 1), &mut steps);
        }
        let best = steps.iter().max_by(|a, b| {
            a.stressed
                .cmp(&b.stressed)
                .then(a.score.total_cmp(&b.score))
        });
        best.map_or((first, f32::NEG_INFINITY), |step| (step.from, step.score))
    }

    /// The phonemes of a hypothesis: its last graphone is the word's first.
    fn trace(&self, end: u32) -> String {
        let mut phonemes = String::new();
        let mut at = end as usize;
        while let Some(hypothesis) = self.arena.get(at).filter(|_| at != 0) {
            phonemes.push_str(self.tables.phonemes(hypothesis.symbol));
            at = hypothesis.from as usize;
        }
        phonemes
    }
}
