//! The layout of the file.

/// The first bytes of every compiled file.
pub(super) const MAGIC: [u8; 8] = *b"vocltext";

/// The format that this program reads and writes: the lower half is that of the
/// models for unknown words, which are in the file as their own bytes.
pub const VERSION: u32 = (2 << 16) | crate::oov::VERSION;

/// Bytes covered by one checksum. One page: the first sentence touches some
/// hundreds of scattered rows of the tagger, and each costs a whole block.
pub const BLOCK: usize = 4096;

/// Sections start on multiples of this, so that numbers can be read in place.
pub(super) const ALIGN: usize = 64;

/// Bytes of the header: magic, version, number of sections, number of blocks,
/// start of the blocks, length of the file, CRC-32 of all that comes before the
/// blocks (with this field zero).
pub(super) const HEADER: usize = 64;

/// Where the CRC-32 of header and tables is kept.
pub(super) const CHECKSUM_AT: usize = 40;

/// Bytes of an entry in the section table: kind (u32), zero (u32), offset, length (u64).
pub(super) const SECTION_ENTRY: usize = 24;

/// What a section holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u32)]
pub enum Section {
    /// Words to their entries in the gold and silver lexicons of both dialects.
    Lexicon = 1,
    /// Whole words that the tokenizer splits in its own way.
    Exceptions = 2,
    /// Words to their norm.
    Norms = 3,
    /// Hashes of words to their norm.
    HashedNorms = 4,
    /// Strings with a fixed id.
    Symbols = 5,
    /// Abbreviations that keep their full stop.
    Abbreviations = 6,
    /// Classes of characters.
    Characters = 7,
    /// The tagger's embedding rows, multiplied with its first layer.
    TaggerRows = 8,
    /// The tagger's other weights.
    TaggerWeights = 9,
    /// The model that guesses American words in no lexicon, as its own bytes.
    GuesserUs = 10,
    /// Currencies and units that the tokenizer splits off after a digit.
    AfterDigit = 11,
    /// The model that guesses British words.
    GuesserGb = 12,
    /// Common sentences of both dialects to their words: see [`crate::Common`].
    Sentences = 13,
}

impl Section {
    const ALL: [Self; 13] = [
        Self::Lexicon,
        Self::Exceptions,
        Self::Norms,
        Self::HashedNorms,
        Self::Symbols,
        Self::Abbreviations,
        Self::Characters,
        Self::TaggerRows,
        Self::TaggerWeights,
        Self::GuesserUs,
        Self::AfterDigit,
        Self::GuesserGb,
        Self::Sentences,
    ];

    pub(super) fn from_u32(kind: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|&s| s as u32 == kind)
    }
}

/// `n` rounded up to a multiple of `to`.
pub(super) fn round_up(n: usize, to: usize) -> usize {
    n.div_ceil(to) * to
}
