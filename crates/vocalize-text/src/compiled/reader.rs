//! Reading a compiled file.

use std::ops::Range;
use std::path::Path;

use filebuffer::FileBuffer;

use super::blocks::Blocks;
use super::error::CompiledError;
use super::format::{CHECKSUM_AT, HEADER, MAGIC, SECTION_ENTRY, Section, VERSION};

/// A mapped compiled file.
///
/// The file is replaced by renaming and never written in place, so the mapping
/// stays valid for as long as it is held.
pub struct Compiled {
    file: FileBuffer,
    sections: Vec<(Section, Range<usize>)>,
    blocks: Blocks,
    checksum: u32,
}

impl Compiled {
    /// Maps `path` and checks its header and tables.
    ///
    /// # Errors
    /// [`CompiledError`], also for a file that was cut short, is damaged in its
    /// header or tables, or is of another version.
    pub fn open(path: &Path) -> Result<Self, CompiledError> {
        if cfg!(target_endian = "big") {
            return Err(CompiledError::Endian);
        }
        let file = FileBuffer::open(path).map_err(|source| CompiledError::Io {
            path: path.to_owned(),
            source,
        })?;
        let header = Header::read(&file)?;
        header.check(&file)?;
        let sections = header.sections(&file)?;
        let blocks = header.blocks(&file);
        Ok(Self {
            file,
            sections,
            blocks,
            checksum: header.checksum,
        })
    }

    /// Checks every block. Reading does it too, block by block, as it goes.
    ///
    /// # Errors
    /// [`CompiledError::Damaged`] for the first block whose checksum is wrong.
    pub fn verify(&self) -> Result<(), CompiledError> {
        let (Some((_, first)), Some((_, last))) = (self.sections.first(), self.sections.last())
        else {
            return Ok(());
        };
        self.blocks.check(&self.file, first.start, last.end)
    }

    /// The checksum of the file's tables, which hold the checksums of all the rest:
    /// another one means that something else may be said.
    pub fn checksum(&self) -> u32 {
        self.checksum
    }

    /// The length of the file in bytes.
    pub fn size(&self) -> usize {
        self.file.len()
    }

    /// A whole section, checked.
    ///
    /// # Errors
    /// [`CompiledError::Missing`], or [`CompiledError::Damaged`].
    pub fn section(&self, section: Section) -> Result<&[u8], CompiledError> {
        let range = self.range(section)?;
        self.bytes(range)
    }

    /// Where a section lies in the file.
    pub(crate) fn range(&self, section: Section) -> Result<Range<usize>, CompiledError> {
        let found = self.sections.iter().find(|(kind, _)| *kind == section);
        found
            .map(|(_, range)| range.clone())
            .ok_or(CompiledError::Missing(section))
    }

    /// Bytes of the file, checked. `range` must lie within a section.
    pub(crate) fn bytes(&self, range: Range<usize>) -> Result<&[u8], CompiledError> {
        self.blocks.check(&self.file, range.start, range.end)?;
        Ok(&self.file[range])
    }
}

/// The numbers of the header.
struct Header {
    version: u32,
    sections: usize,
    blocks: usize,
    start: usize,
    length: u64,
    checksum: u32,
}

impl Header {
    fn read(file: &[u8]) -> Result<Self, CompiledError> {
        if file.get(..MAGIC.len()) != Some(&MAGIC[..]) {
            return Err(CompiledError::NotCompiled);
        }
        if file.len() < HEADER {
            return Err(CompiledError::Length {
                expected: HEADER as u64,
                found: file.len() as u64,
            });
        }
        Ok(Self {
            version: u32_at(file, 8),
            sections: u32_at(file, 12) as usize,
            blocks: u64_at(file, 16) as usize,
            start: u64_at(file, 24) as usize,
            length: u64_at(file, 32),
            checksum: u32_at(file, CHECKSUM_AT),
        })
    }

    fn check(&self, file: &[u8]) -> Result<(), CompiledError> {
        if self.version != VERSION {
            return Err(CompiledError::Version {
                found: self.version,
                expected: VERSION,
            });
        }
        if self.length != file.len() as u64 {
            return Err(CompiledError::Length {
                expected: self.length,
                found: file.len() as u64,
            });
        }
        let damaged = CompiledError::Damaged { offset: 0 };
        let Some(tables) = file.get(HEADER..self.start) else {
            return Err(damaged);
        };
        let mut header = file[..HEADER].to_vec();
        header[CHECKSUM_AT..CHECKSUM_AT + 4].fill(0);
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(&header);
        hasher.update(tables);
        if hasher.finalize() != self.checksum {
            return Err(damaged);
        }
        Ok(())
    }

    /// The section table. The checksum was right, so only a program that writes
    /// nonsense can make this fail.
    fn sections(&self, file: &[u8]) -> Result<Vec<(Section, Range<usize>)>, CompiledError> {
        let damaged = || CompiledError::Damaged { offset: HEADER };
        let tables = self
            .sections
            .checked_mul(SECTION_ENTRY)
            .and_then(|size| size.checked_add(HEADER))
            .and_then(|end| end.checked_add(self.blocks.checked_mul(4)?));
        if tables.is_none_or(|end| end > self.start) {
            return Err(damaged());
        }
        let covered = self.start + self.blocks * super::BLOCK;
        let mut sections = Vec::with_capacity(self.sections);
        for entry in file[HEADER..]
            .chunks_exact(SECTION_ENTRY)
            .take(self.sections)
        {
            let kind = Section::from_u32(u32_at(entry, 0)).ok_or_else(damaged)?;
            let offset = u64_at(entry, 8) as usize;
            let end = offset.checked_add(u64_at(entry, 16) as usize);
            match end {
                Some(end) if offset >= self.start && end <= file.len().min(covered) => {
                    sections.push((kind, offset..end));
                }
                _ => return Err(damaged()),
            }
        }
        Ok(sections)
    }

    fn blocks(&self, file: &[u8]) -> Blocks {
        let at = HEADER + self.sections * SECTION_ENTRY;
        let table = &file[at..at + self.blocks * 4];
        let checksums = table.chunks_exact(4).map(|entry| u32_at(entry, 0));
        Blocks::new(self.start, checksums.collect())
    }
}

/// The little-endian number at `at`; the caller has checked the length.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut number = [0; 4];
    number.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(number)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut number = [0; 8];
    number.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(number)
}
