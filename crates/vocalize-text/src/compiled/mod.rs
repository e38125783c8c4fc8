//! The compiled file: everything the English front end knows, laid out so that
//! opening it parses nothing.
//!
//! | part | what |
//! |---|---|
//! | header (64 bytes) | magic, format version, sizes, checksum of header and tables |
//! | section table | kind, offset and length of each [`Section`] |
//! | block table | a CRC-32 for every [`BLOCK`] bytes of what follows |
//! | sections | each starts on a multiple of 64 bytes, little-endian |
//!
//! The header and both tables are checked when the file is opened. A block is
//! checked the first time it is read: that finds damage anywhere before it can
//! change what is said, without reading 20 MB at every start.

mod blocks;
mod error;
mod format;
mod hash;
mod reader;
mod table;
mod writer;

pub use error::CompiledError;
pub use format::{BLOCK, Section, VERSION};
pub use hash::murmur64a;
pub use reader::Compiled;
pub use table::TableBuilder;
pub use writer::Writer;

pub(crate) use table::Table;
