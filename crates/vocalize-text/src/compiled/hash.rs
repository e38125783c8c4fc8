//! The hash of strings.

const M: u64 = 0xc6a4_a793_5bd1_e995;

/// MurmurHash64A with seed 1: what spaCy identifies strings by, and what the
/// tables of the compiled file are indexed with.
pub fn murmur64a(data: &[u8]) -> u64 {
    let mut h = 1u64 ^ (data.len() as u64).wrapping_mul(M);
    let mut chunks = data.chunks_exact(8);
    for chunk in &mut chunks {
        let mut k = word(chunk).wrapping_mul(M);
        k ^= k >> 47;
        h = (h ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        h = (h ^ word(rest)).wrapping_mul(M);
    }
    h ^= h >> 47;
    h = h.wrapping_mul(M);
    h ^ (h >> 47)
}

/// At most eight bytes, little-endian, missing ones zero.
fn word(bytes: &[u8]) -> u64 {
    let mut padded = [0; 8];
    padded[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(padded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_hash_spacy_uses() {
        // nlp.vocab.strings["coffee"], from spaCy's documentation.
        assert_eq!(murmur64a(b"coffee"), 3_197_928_453_018_144_401);
    }
}
