//! The model's alphabet: which phoneme has which token id.

/// A token id as the model's embedding table knows it, `1..=177`; 0 is the pad.
pub type TokenId = u8;

/// The id put before the first and after the last token of an utterance.
pub const PAD: TokenId = 0;

/// The longest utterance the model takes, in tokens without the two pads.
pub const MAX_TOKENS: usize = 510;

/// Phonemes in code point order with their ids: the `vocab` table of Kokoro-82M
/// v1.0's `config.json` (114 entries), as kokoro-onnx 0.6.1 ships it.
const SYMBOLS: [(char, TokenId); 114] = [
    (' ', 16),
    ('!', 5),
    ('"', 11),
    ('(', 12),
    (')', 13),
    (',', 3),
    ('.', 4),
    (':', 2),
    (';', 1),
    ('?', 6),
    ('A', 24),
    ('I', 25),
    ('O', 31),
    ('Q', 33),
    ('S', 35),
    ('T', 36),
    ('W', 39),
    ('Y', 41),
    ('a', 43),
    ('b', 44),
    ('c', 45),
    ('d', 46),
    ('e', 47),
    ('f', 48),
    ('h', 50),
    ('i', 51),
    ('j', 52),
    ('k', 53),
    ('l', 54),
    ('m', 55),
    ('n', 56),
    ('o', 57),
    ('p', 58),
    ('q', 59),
    ('r', 60),
    ('s', 61),
    ('t', 62),
    ('u', 63),
    ('v', 64),
    ('w', 65),
    ('x', 66),
    ('y', 67),
    ('z', 68),
    ('æ', 72),
    ('ç', 78),
    ('ð', 81),
    ('ø', 116),
    ('ŋ', 112),
    ('œ', 120),
    ('ɐ', 70),
    ('ɑ', 69),
    ('ɒ', 71),
    ('ɔ', 76),
    ('ɕ', 77),
    ('ɖ', 80),
    ('ə', 83),
    ('ɚ', 85),
    ('ɛ', 86),
    ('ɜ', 87),
    ('ɟ', 90),
    ('ɡ', 92),
    ('ɣ', 139),
    ('ɤ', 140),
    ('ɥ', 99),
    ('ɨ', 101),
    ('ɪ', 102),
    ('ɯ', 110),
    ('ɰ', 111),
    ('ɲ', 114),
    ('ɳ', 113),
    ('ɴ', 115),
    ('ɸ', 118),
    ('ɹ', 123),
    ('ɻ', 126),
    ('ɽ', 129),
    ('ɾ', 125),
    ('ʁ', 128),
    ('ʂ', 130),
    ('ʃ', 131),
    ('ʈ', 132),
    ('ʊ', 135),
    ('ʋ', 136),
    ('ʌ', 138),
    ('ʎ', 143),
    ('ʒ', 147),
    ('ʔ', 148),
    ('ʝ', 103),
    ('ʣ', 18),
    ('ʤ', 82),
    ('ʥ', 19),
    ('ʦ', 20),
    ('ʧ', 133),
    ('ʨ', 21),
    ('ʰ', 162),
    ('ʲ', 164),
    ('ˈ', 156),
    ('ˌ', 157),
    ('ː', 158),
    ('\u{303}', 17),
    ('β', 75),
    ('θ', 119),
    ('χ', 142),
    ('ᵊ', 42),
    ('ᵝ', 22),
    ('ᵻ', 177),
    ('—', 9),
    ('“', 14),
    ('”', 15),
    ('…', 10),
    ('→', 171),
    ('↓', 169),
    ('↗', 172),
    ('↘', 173),
    ('ꭧ', 23),
];

/// The token id of one phoneme, or `None` where the model has no such symbol.
pub fn token_id(phoneme: char) -> Option<TokenId> {
    let found = SYMBOLS.binary_search_by_key(&phoneme, |&(symbol, _)| symbol);
    found.ok().map(|at| SYMBOLS[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_sorted_and_ids_are_unique() {
        assert!(SYMBOLS.is_sorted_by(|a, b| a.0 < b.0));
        let mut ids: Vec<_> = SYMBOLS.iter().map(|&(_, id)| id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), SYMBOLS.len());
        assert_eq!((ids[0], ids[113]), (1, 177));
    }

    #[test]
    fn known_and_unknown_symbols() {
        assert_eq!(token_id(' '), Some(16));
        assert_eq!(token_id('ˈ'), Some(156));
        assert_eq!(token_id('ᵻ'), Some(177));
        assert_eq!(token_id('❓'), None);
        assert_eq!(token_id('\n'), None);
    }
}
