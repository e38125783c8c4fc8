//! The model's bytes: a header of little-endian `u32`s, then flat tables.
//!
//! The n-grams form a trie, newest symbol last. Nodes with children come in
//! one set of tables, level by level and in key order, leaves in another, so
//! the children of a node are two contiguous runs sorted by symbol: the run of
//! node `i` ends where that of `i + 1` begins.

use std::ops::Range;

use zerocopy::FromBytes;
use zerocopy::little_endian::{U16, U32};

use super::error::OovError;
use super::letters::{LETTERS, Letter};
use super::network::{self, Network};
use crate::symbols::token_id;

/// First bytes of a model.
pub(crate) const MAGIC: [u8; 4] = *b"VG2P";

/// Counts up when the layout or its meaning changes.
pub(crate) const VERSION: u32 = 2;

/// Logarithms are natural and stored in units of one part in this many:
/// probabilities as a byte without their minus sign, backoff weights as a
/// signed byte. Finer steps don't lower the error rate.
pub(crate) const LOG_SCALE: f32 = 16.0;

/// Letter strings that a graphone can have: one letter or two.
pub(crate) const STRINGS: usize = LETTERS + LETTERS * LETTERS;

/// Stands before the first graphone of a word.
pub(crate) const BEGIN: u16 = 0;

/// Stands behind the last graphone of a word.
pub(crate) const END: u16 = 1;

/// The symbols above, which stand for no letters.
pub(crate) const MARKS: u16 = 2;

/// `u32`s of the header.
pub(crate) const HEADER_WORDS: usize = 6;

/// Most nodes or leaves of a model, far above what a trainer writes.
const MAX_NODES: u32 = 1 << 24;

/// Number of a letter string among [`STRINGS`].
pub(crate) fn string_index(first: Letter, second: Option<Letter>) -> usize {
    let first = usize::from(first);
    second.map_or(first, |second| {
        LETTERS + first * LETTERS + usize::from(second)
    })
}

/// Where each table lies in the bytes.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    strings: Range<usize>,
    texts: Range<usize>,
    text: Range<usize>,
    symbols: Range<usize>,
    probabilities: Range<usize>,
    backoffs: Range<usize>,
    suffixes: Range<usize>,
    nodes: Range<usize>,
    leaves: Range<usize>,
    leaf_symbols: Range<usize>,
    leaf_probabilities: Range<usize>,
    network: Range<usize>,
}

impl Layout {
    /// Reads the header and checks it against the bytes; the tables' contents
    /// are checked for what the decoder relies on, save the trie, which it
    /// reads with care.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, OovError> {
        if bytes.get(..4) != Some(&MAGIC) {
            let found = bytes.iter().take(4).copied().collect();
            return Err(OovError::Magic { found });
        }
        let too_short = OovError::Length {
            expected: 4 * HEADER_WORDS as u64,
            found: bytes.len() as u64,
        };
        let head = bytes.get(4..4 * HEADER_WORDS).ok_or(too_short)?;
        let word = |at: usize| u32s(head)[at].get();
        if word(0) != VERSION {
            return Err(OovError::Version {
                found: word(0),
                expected: VERSION,
            });
        }
        let (graphones, text, nodes, leaves) = (word(1), word(2), word(3), word(4));
        if graphones > u32::from(u16::MAX)
            || text > MAX_NODES
            || nodes > MAX_NODES
            || leaves > MAX_NODES
        {
            return Err(OovError::Damaged {
                what: "a table is larger than any model's",
            });
        }
        let layout = Self::of(
            graphones as usize,
            text as usize,
            nodes as usize,
            leaves as usize,
        );
        if layout.network.end != bytes.len() {
            return Err(OovError::Length {
                expected: layout.network.end as u64,
                found: bytes.len() as u64,
            });
        }
        layout.tables(bytes).check()?;
        Ok(layout)
    }

    fn of(graphones: usize, text: usize, nodes: usize, leaves: usize) -> Self {
        let mut at = 4 * HEADER_WORDS;
        let mut table = |len: usize, width: usize| {
            let start = at;
            at += len * width;
            start..at
        };
        Self {
            strings: table(STRINGS + 1, 2),
            texts: table(graphones + 1, 2),
            text: table(text, 1),
            symbols: table(nodes, 2),
            probabilities: table(nodes, 1),
            backoffs: table(nodes, 1),
            suffixes: table(nodes, 4),
            nodes: table(nodes + 1, 4),
            leaves: table(nodes + 1, 4),
            leaf_symbols: table(leaves, 2),
            leaf_probabilities: table(leaves, 1),
            network: table(network::size(graphones), 2),
        }
    }

    /// The tables in `bytes`, which must be those that were [read](Self::read).
    pub(crate) fn tables<'a>(&self, bytes: &'a [u8]) -> Tables<'a> {
        let part = |range: &Range<usize>| bytes.get(range.clone()).unwrap_or_default();
        Tables {
            strings: u16s(part(&self.strings)),
            texts: u16s(part(&self.texts)),
            text: part(&self.text),
            symbols: u16s(part(&self.symbols)),
            probabilities: part(&self.probabilities),
            backoffs: part(&self.backoffs),
            suffixes: u32s(part(&self.suffixes)),
            nodes: u32s(part(&self.nodes)),
            leaves: u32s(part(&self.leaves)),
            leaf_symbols: u16s(part(&self.leaf_symbols)),
            leaf_probabilities: part(&self.leaf_probabilities),
            network: u16s(part(&self.network)),
        }
    }
}

fn u16s(bytes: &[u8]) -> &[U16] {
    <[U16]>::ref_from_bytes(bytes).unwrap_or_default()
}

fn u32s(bytes: &[u8]) -> &[U32] {
    <[U32]>::ref_from_bytes(bytes).unwrap_or_default()
}

/// A model's tables, borrowed from its bytes.
#[derive(Clone, Copy)]
pub(crate) struct Tables<'a> {
    strings: &'a [U16],
    texts: &'a [U16],
    text: &'a [u8],
    symbols: &'a [U16],
    probabilities: &'a [u8],
    backoffs: &'a [u8],
    suffixes: &'a [U32],
    nodes: &'a [U32],
    leaves: &'a [U32],
    leaf_symbols: &'a [U16],
    leaf_probabilities: &'a [u8],
    network: &'a [U16],
}

/// A symbol found behind a context.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) symbol: u16,
    /// Natural logarithm of its probability.
    pub(crate) log_probability: f32,
    /// Its node when it has children.
    pub(crate) node: Option<u32>,
}

impl<'a> Tables<'a> {
    fn check(&self) -> Result<(), OovError> {
        let damaged = |what| Err(OovError::Damaged { what });
        let graphones = self.texts.len() - 1;
        if graphones < usize::from(MARKS) || self.strings[0].get() < MARKS {
            return damaged("it has no room for the ends of a word");
        }
        if !self.strings.is_sorted() || self.strings[STRINGS].get() as usize > graphones {
            return damaged("the graphones of some letters are not in its table");
        }
        let Ok(text) = str::from_utf8(self.text) else {
            return damaged("its phonemes are not UTF-8");
        };
        if !text.chars().all(|c| token_id(c).is_some()) {
            return damaged("it has a phoneme that Kokoro has not");
        }
        let cut = |offset: &U16| text.is_char_boundary(offset.get().into());
        if !self.texts.is_sorted() || !self.texts.iter().all(cut) {
            return damaged("a graphone's phonemes are cut short");
        }
        if self.symbols.is_empty() {
            return damaged("it has no n-grams");
        }
        Ok(())
    }

    /// How many graphones there are, marks included.
    pub(crate) fn graphones(&self) -> usize {
        self.texts.len() - 1
    }

    /// The network over the same graphones.
    pub(crate) fn network(&self) -> Option<Network<'a>> {
        Network::new(self.network, self.graphones())
    }

    /// The graphones of one letter or two, as a range of symbols.
    pub(crate) fn graphones_of(&self, first: Letter, second: Option<Letter>) -> Range<u16> {
        let at = string_index(first, second);
        self.strings[at].get()..self.strings[at + 1].get()
    }

    /// The phonemes of a graphone.
    pub(crate) fn phonemes(&self, symbol: u16) -> &'a str {
        let offset = |at: usize| self.texts.get(at).map_or(0, |offset| offset.get().into());
        let range = offset(symbol.into())..offset(usize::from(symbol) + 1);
        self.text
            .get(range)
            .and_then(|text| str::from_utf8(text).ok())
            .unwrap_or_default()
    }

    /// For each graphone whether it has the main stress.
    pub(crate) fn stressed(&self) -> Vec<bool> {
        let graphones = 0..self.graphones() as u16;
        graphones
            .map(|symbol| self.phonemes(symbol).contains('ˈ'))
            .collect()
    }

    /// The longest proper suffix of a node's n-gram that is a node.
    pub(crate) fn suffix(&self, node: u32) -> u32 {
        self.suffixes
            .get(node as usize)
            .map_or(0, |suffix| suffix.get())
    }

    /// Natural logarithm of the weight of a node's suffix.
    pub(crate) fn backoff(&self, node: u32) -> f32 {
        self.backoffs
            .get(node as usize)
            .map_or(0.0, |&weight| f32::from(weight.cast_signed()) / LOG_SCALE)
    }

    /// The children of `node` with a symbol in `range`.
    pub(crate) fn children(
        &self,
        node: u32,
        range: Range<u16>,
    ) -> impl Iterator<Item = Found> + 'a {
        let tables = *self;
        let nodes = run(tables.nodes, node, tables.symbols, &range);
        let leaves = run(tables.leaves, node, tables.leaf_symbols, &range);
        let inner = nodes.map(move |at| Found {
            symbol: tables.symbols[at].get(),
            log_probability: -f32::from(tables.probabilities[at]) / LOG_SCALE,
            node: Some(at as u32),
        });
        let outer = leaves.map(move |at| Found {
            symbol: tables.leaf_symbols[at].get(),
            log_probability: -f32::from(tables.leaf_probabilities[at]) / LOG_SCALE,
            node: None,
        });
        // Children out of order, which only damage makes, could be others.
        inner
            .chain(outer)
            .filter(move |found| range.contains(&found.symbol))
    }

    /// The child of `node` that is a node itself and has this symbol.
    pub(crate) fn child(&self, node: u32, symbol: u16) -> Option<u32> {
        run(
            self.nodes,
            node,
            self.symbols,
            &(symbol..symbol.saturating_add(1)),
        )
        .next()
        .map(|at| at as u32)
    }
}

/// The part with a symbol in `range` of the run that belongs to `node`.
fn run(starts: &[U32], node: u32, symbols: &[U16], range: &Range<u16>) -> Range<usize> {
    let start = |at: usize| starts.get(at).map_or(0, |start| start.get() as usize);
    let (from, to) = (start(node as usize), start(node as usize + 1));
    let Some(children) = symbols.get(from..to) else {
        return 0..0;
    };
    let low = children.partition_point(|symbol| symbol.get() < range.start);
    let high = children.partition_point(|symbol| symbol.get() < range.end);
    from + low..from + high.max(low)
}
