//! What can be wrong with a compiled file.

use std::path::PathBuf;

use super::format::Section;

/// Why a compiled file can't be used. In every case the remedy is to build it
/// again from its sources.
#[derive(Debug, thiserror::Error)]
pub enum CompiledError {
    /// The file can't be opened, read or written.
    #[error("the compiled text data {path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is something else.
    #[error("not compiled text data (its first bytes are wrong): build it again")]
    NotCompiled,
    /// The file was made by another version of this program.
    #[error("compiled text data of format {found}, this program reads {expected}: build it again")]
    Version {
        /// The format of the file.
        found: u32,
        /// The format that this program reads.
        expected: u32,
    },
    /// The file is shorter or longer than it says.
    #[error("the compiled text data has {found} bytes instead of {expected}: build it again")]
    Length {
        /// Bytes there should be.
        expected: u64,
        /// Bytes there are.
        found: u64,
    },
    /// A checksum is wrong.
    #[error("the compiled text data is damaged in the {BLOCK} bytes at {offset}: build it again", BLOCK = super::BLOCK)]
    Damaged {
        /// Where the damaged block starts, in bytes from the start of the file.
        offset: usize,
    },
    /// A section is absent.
    #[error("the compiled text data has no section {0:?}: build it again")]
    Missing(Section),
    /// The checksums are right but the contents make no sense: a fault of the
    /// program that built the file.
    #[error("the compiled text data is wrong in its section {0:?}: build it again")]
    Malformed(Section),
    /// The file is little-endian and this machine isn't.
    #[error("compiled text data is only read on little-endian machines")]
    Endian,
}
