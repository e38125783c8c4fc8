//! What can be wrong with a model's bytes.

/// Why bytes are no grapheme-to-phoneme model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OovError {
    /// The bytes don't begin as a model does.
    #[error("not a grapheme-to-phoneme model: it begins with {found:?}; build it again")]
    Magic {
        /// The first four bytes, fewer where there are fewer.
        found: Vec<u8>,
    },
    /// The model was written by another version of this program.
    #[error(
        "grapheme-to-phoneme model of version {found}, this program reads {expected}; build it again"
    )]
    Version {
        /// The version in the bytes.
        found: u32,
        /// The version that this program reads.
        expected: u32,
    },
    /// The sizes in the header don't add up to the bytes' length.
    #[error(
        "grapheme-to-phoneme model damaged: {found} bytes where its header tells of {expected}; build it again"
    )]
    Length {
        /// Bytes that the header tells of.
        expected: u64,
        /// Bytes given.
        found: u64,
    },
    /// A table holds what no trainer writes.
    #[error("grapheme-to-phoneme model damaged: {what}; build it again")]
    Damaged {
        /// Which table, and what is wrong with it.
        what: &'static str,
    },
}
