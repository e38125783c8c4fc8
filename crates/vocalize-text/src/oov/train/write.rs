//! The model as bytes: see [`super::super::format`] for the layout.

use super::align::Graphone;
use super::network::Network;
use super::ngram::{Key, Ngrams, newest};
use super::units::Units;
use crate::oov::format::{LOG_SCALE, MAGIC, MARKS, STRINGS, VERSION, string_index};

/// The graphones of a model in the order of their symbols: by letters, so that
/// those of the same letters are neighbours. The first has symbol [`MARKS`].
pub(crate) fn order(graphones: &mut [Graphone]) {
    graphones.sort_unstable_by_key(|graphone| {
        (
            string_index(graphone.letters.0, graphone.letters.1),
            graphone.units,
        )
    });
}

/// Everything of the trie, table by table.
#[derive(Default)]
struct Trie {
    symbols: Vec<u16>,
    probabilities: Vec<u8>,
    backoffs: Vec<i8>,
    suffixes: Vec<u32>,
    nodes: Vec<u32>,
    leaves: Vec<u32>,
    leaf_symbols: Vec<u16>,
    leaf_probabilities: Vec<u8>,
}

/// The bytes of a model of these graphones, [ordered](order), and n-grams.
pub(crate) fn write(
    graphones: &[Graphone],
    units: &Units,
    ngrams: &Ngrams,
    network: &Network,
) -> Vec<u8> {
    let trie = trie(ngrams);
    let mut text = String::new();
    let mut texts = vec![0; usize::from(MARKS)];
    let mut strings = vec![0_u16; STRINGS + 1];
    for graphone in graphones {
        texts.push(text.len() as u16);
        for unit in [graphone.units.0, graphone.units.1].into_iter().flatten() {
            text.push_str(units.text(unit));
        }
        strings[string_index(graphone.letters.0, graphone.letters.1) + 1] += 1;
    }
    texts.push(text.len() as u16);
    strings[0] = MARKS;
    for at in 1..strings.len() {
        strings[at] += strings[at - 1];
    }
    let mut bytes = MAGIC.to_vec();
    let sizes = [
        graphones.len() + usize::from(MARKS),
        text.len(),
        trie.symbols.len(),
        trie.leaf_symbols.len(),
    ];
    put(
        &mut bytes,
        [VERSION].into_iter().chain(sizes.map(|size| size as u32)),
        u32::to_le_bytes,
    );
    put(&mut bytes, strings, u16::to_le_bytes);
    put(&mut bytes, texts, u16::to_le_bytes);
    bytes.extend_from_slice(text.as_bytes());
    put(&mut bytes, trie.symbols, u16::to_le_bytes);
    bytes.extend(trie.probabilities);
    put(&mut bytes, trie.backoffs, i8::to_le_bytes);
    put(&mut bytes, trie.suffixes, u32::to_le_bytes);
    put(&mut bytes, trie.nodes, u32::to_le_bytes);
    put(&mut bytes, trie.leaves, u32::to_le_bytes);
    put(&mut bytes, trie.leaf_symbols, u16::to_le_bytes);
    bytes.extend(trie.leaf_probabilities);
    put(&mut bytes, network.tables().map(half), u16::to_le_bytes);
    bytes
}

fn put<T, const N: usize>(
    bytes: &mut Vec<u8>,
    values: impl IntoIterator<Item = T>,
    to: fn(T) -> [u8; N],
) {
    for value in values {
        bytes.extend_from_slice(&to(value));
    }
}

/// The nearest bfloat16.
fn half(value: f32) -> u16 {
    ((value.to_bits() + 0x8000) >> 16) as u16
}

/// A probability as it is stored, the least possible one where it is less.
fn log(probability: f32) -> u8 {
    // A float beyond a byte's range becomes the nearest byte.
    (-probability.ln() * LOG_SCALE).round() as u8
}

/// A backoff weight as it is stored.
fn log_weight(weight: f32) -> i8 {
    (weight.ln() * LOG_SCALE).round() as i8
}

/// The keys of each level that have children, root's (the empty key) first.
fn inner_keys(ngrams: &Ngrams) -> Vec<Vec<Key>> {
    let mut inner: Vec<Vec<Key>> = ngrams
        .levels
        .iter()
        .map(|level| {
            let mut contexts: Vec<Key> = level.keys.iter().map(|key| key >> 16).collect();
            contexts.dedup();
            contexts
        })
        .collect();
    inner.push(Vec::new());
    inner
}

fn trie(ngrams: &Ngrams) -> Trie {
    let inner = inner_keys(ngrams);
    let first: Vec<u32> = inner
        .iter()
        .scan(0, |next, keys| {
            let start = *next;
            *next += keys.len() as u32;
            Some(start)
        })
        .collect();
    // The root comes first, so its children begin right behind it.
    let mut trie = Trie {
        symbols: vec![0],
        probabilities: vec![0],
        backoffs: vec![0],
        suffixes: vec![0],
        ..Trie::default()
    };
    for (n, level) in ngrams.levels.iter().enumerate() {
        let mut at = 0;
        for &context in &inner[n] {
            trie.nodes.push(trie.symbols.len() as u32);
            trie.leaves.push(trie.leaf_symbols.len() as u32);
            while at < level.keys.len() && level.keys[at] >> 16 == context {
                let (key, log) = (level.keys[at], log(level.probabilities[at]));
                if inner[n + 1].binary_search(&key).is_ok() {
                    trie.symbols.push(key as u16);
                    trie.probabilities.push(log);
                    trie.backoffs.push(log_weight(level.backoffs[at]));
                    trie.suffixes.push(suffix(&inner, &first, key, n + 1));
                } else {
                    trie.leaf_symbols.push(key as u16);
                    trie.leaf_probabilities.push(log);
                }
                at += 1;
            }
        }
    }
    trie.nodes.push(trie.symbols.len() as u32);
    trie.leaves.push(trie.leaf_symbols.len() as u32);
    trie
}

/// The node of the longest proper suffix, among those with children, of the
/// `n` symbols in `key`; the root if there is none.
fn suffix(inner: &[Vec<Key>], first: &[u32], key: Key, n: usize) -> u32 {
    let found = (1..n).rev().find_map(|len| {
        let place = inner[len].binary_search(&newest(key, len)).ok()?;
        Some(first[len] + place as u32)
    });
    found.unwrap_or(0)
}
