//! Which words a model is tested on and must not have seen.

/// Endings of inflected and derived forms, longest first; a form and its stem
/// belong to one family.
const ENDINGS: [&str; 18] = [
    "nesses", "ingly", "ness", "less", "ings", "ers", "ing", "est", "ful", "ies", "'s", "es", "ed",
    "er", "ly", "s", "e", "y",
];

/// Shortest stem that an ending is taken from.
const STEM: usize = 3;

/// What a word and its inflected forms have in common: the lower-cased word
/// without its endings, a doubled last consonant counted once.
fn family(word: &str) -> String {
    let mut stem = word.to_lowercase();
    while let Some(ending) = ENDINGS
        .iter()
        .find(|ending| stem.ends_with(**ending) && stem.len() >= ending.len() + STEM)
    {
        stem.truncate(stem.len() - ending.len());
    }
    let mut last = stem.chars().rev();
    if let (Some(a), Some(b)) = (last.next(), last.next())
        && a == b
    {
        stem.pop();
    }
    stem
}

/// Whether `word` belongs to the tenth of all word families on which a model is
/// tested. A word, its plural, its possessive and its other regular forms are
/// on the same side.
pub fn is_held_out(word: &str) -> bool {
    // FNV-1a: fixed for ever, unlike the standard library's hasher.
    let hash = family(word)
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    (hash >> 32) % 10 == 0
}
