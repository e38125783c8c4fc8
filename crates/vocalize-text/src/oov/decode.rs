//! The likeliest phonemes for some letters: a beam search over graphones.

use std::ops::Range;

use super::format::{MARKS, Tables};
use super::letters::Letter;
use super::reader::Network;

/// Hypotheses kept behind every letter.
const BEAM: usize = 12;

/// A hypothesis this much less likely than the best (natural logarithm) is dropped.
const THRESHOLD: f32 = 9.0;

/// Longest n-gram context followed; no model has a longer one.
const MAX_CONTEXT: usize = 16;

/// What stands for the beginning of a word in the model.
const BEGIN: u16 = 0;

/// What stands for the end of a word in the model.
const END: u16 = 1;

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

/// A hypothesis's next step, before its context is known.
#[derive(Clone, Copy)]
struct Step {
    score: f32,
    from: u32,
    symbol: u16,
    /// Context in which the symbol was found, and its node there if it has one.
    context: u32,
    node: Option<u32>,
    stressed: bool,
}

pub(crate) struct Decoder<'a> {
    tables: Tables<'a>,
    /// Graphones with the main stress.
    stressed: Vec<bool>,
    /// For each graphone the number of the last search that found it.
    found: Vec<u32>,
    search: u32,
    network: Option<Network<'a>>,
    /// What the network makes of each graphone at the letter in hand.
    read: Vec<f32>,
    weights: (f32, f32),
    arena: Vec<Hypothesis>,
}

impl<'a> Decoder<'a> {
    pub(crate) fn new(tables: Tables<'a>) -> Self {
        let graphones = tables.graphones() as u16;
        Self {
            tables,
            stressed: (0..graphones).map(|symbol| tables.phonemes(symbol).contains('ˈ')).collect(),
            found: vec![0; graphones.into()],
            search: 0,
            network: tables.network(),
            read: vec![0.0; graphones.into()],
            weights: { let v = |n: &str, d: f32| std::env::var(n).ok().and_then(|v| v.parse().ok()).unwrap_or(d); (v("WN", 0.6), v("WR", 0.6)) },
            arena: Vec::new(),
        }
    }

    /// The phonemes of `letters`, with exactly one main stress where the model
    /// finds a way; empty when it finds none at all.
    pub(crate) fn phonemes(&mut self, letters: &[Letter]) -> String {
        let begin = self.tables.child(0, BEGIN).unwrap_or(0);
        let start = Step { score: 0.0, from: 0, symbol: BEGIN, context: 0, node: Some(begin), stressed: false };
        let mut places: Vec<Vec<Step>> = vec![Vec::new(); letters.len() + 2];
        places[0].push(start);
        let mut ends = 0..0;
        for at in 0..=letters.len() {
            let steps = std::mem::take(&mut places[at]);
            let kept = self.keep(steps);
            if at == letters.len() {
                ends = kept;
                break;
            }
            let single = self.tables.graphones_of(letters[at], None);
            let double = letters.get(at + 1).map(|&next| {
                // The letters come last to first, graphones are written first to last.
                self.tables.graphones_of(next, Some(letters[at]))
            });
            self.read_letter(letters, at, [Some(single.clone()), double.clone()]);
            for from in kept {
                self.extend(from as u32, single.clone(), &mut places[at + 1]);
                if let Some(double) = &double {
                    self.extend(from as u32, double.clone(), &mut places[at + 2]);
                }
            }
        }
        let end = self.best_end(ends);
        self.trace(end)
    }

    /// Has the network read the letter at `at`.
    fn read_letter(&mut self, letters: &[Letter], at: usize, choices: [Option<Range<u16>>; 2]) {
        let Some(network) = self.network else { return };
        let features = network.features(letters, at);
        let choices = || choices.iter().flatten().cloned().flatten().map(usize::from);
        let mut total = 0.0;
        for symbol in choices() {
            self.read[symbol] = network.score(&features, symbol);
            total += self.read[symbol].exp();
        }
        for symbol in choices() {
            self.read[symbol] = (self.read[symbol] - total.ln()) * self.weights.1;
        }
    }

    /// Steps on from a hypothesis by every graphone of `range`.
    fn extend(&mut self, from: u32, range: Range<u16>, steps: &mut Vec<Step>) {
        if range.is_empty() {
            return;
        }
        self.search += 1;
        let hypothesis = self.arena[from as usize];
        let (mut context, mut backoff) = (hypothesis.node, 0.0);
        for _ in 0..MAX_CONTEXT {
            for found in self.tables.children(context, range.clone()) {
                let symbol = usize::from(found.symbol);
                let stress = self.stressed[symbol];
                if self.found[symbol] == self.search || stress && hypothesis.stressed {
                    continue;
                }
                self.found[symbol] = self.search;
                steps.push(Step {
                    score: hypothesis.score + self.weights.0 * (backoff + found.log_probability) + self.read[symbol],
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

    /// Puts the best steps into the arena as hypotheses, one for each context.
    fn keep(&mut self, mut steps: Vec<Step>) -> Range<usize> {
        let first = self.arena.len();
        let best = steps.iter().map(|step| step.score).fold(f32::NEG_INFINITY, f32::max);
        steps.retain(|step| step.score >= best - THRESHOLD);
        steps.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.symbol.cmp(&b.symbol)));
        for step in steps {
            let node = step.node.unwrap_or_else(|| self.context_after(step.context, step.symbol));
            let known = |other: &Hypothesis| other.node == node && other.stressed == step.stressed;
            if !self.arena[first..].iter().any(known) {
                self.arena.push(Hypothesis {
                    score: step.score,
                    node,
                    stressed: step.stressed,
                    from: step.from,
                    symbol: step.symbol,
                });
            }
            if self.arena.len() - first == BEAM {
                break;
            }
        }
        first..self.arena.len()
    }

    /// The longest context with children that ends in `symbol` behind `context`.
    fn context_after(&self, mut context: u32, symbol: u16) -> u32 {
        for _ in 0..MAX_CONTEXT {
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

    /// The best hypothesis to end a word with, one with its main stress set if
    /// there is any.
    fn best_end(&mut self, ends: Range<usize>) -> Option<u32> {
        let mut steps = Vec::new();
        for from in ends {
            self.extend(from as u32, END..MARKS, &mut steps);
        }
        let rank = |step: &Step| (step.stressed, step.score);
        let best = steps.iter().max_by(|a, b| {
            let (a, b) = (rank(a), rank(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        best.map(|step| step.from)
    }

    fn trace(&self, end: Option<u32>) -> String {
        let mut symbols = Vec::new();
        let mut at = end.unwrap_or(0) as usize;
        while at != 0 {
            symbols.push(self.arena[at].symbol);
            at = self.arena[at].from as usize;
        }
        symbols.iter().map(|&symbol| self.tables.phonemes(symbol)).collect()
    }
}
