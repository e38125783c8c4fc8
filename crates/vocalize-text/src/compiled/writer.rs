//! Making a compiled file.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use super::error::CompiledError;
use super::format::{
    ALIGN, BLOCK, CHECKSUM_AT, HEADER, MAGIC, SECTION_ENTRY, Section, VERSION, round_up,
};

/// Collects sections and lays them out. The same sections give the same bytes.
#[derive(Default)]
pub struct Writer {
    sections: Vec<(Section, Vec<u8>)>,
}

impl Writer {
    /// Adds a section, in the order of the calls, or puts it in the place of one of
    /// its kind.
    #[must_use]
    pub fn with(mut self, section: Section, bytes: Vec<u8>) -> Self {
        match self.sections.iter_mut().find(|(kind, _)| *kind == section) {
            Some((_, old)) => *old = bytes,
            None => self.sections.push((section, bytes)),
        }
        self
    }

    /// The bytes of the file.
    pub fn finish(&self) -> Vec<u8> {
        let lengths = self.sections.iter().map(|(_, bytes)| bytes.len());
        let size: usize = lengths.map(|length| round_up(length, ALIGN)).sum();
        let blocks = size.div_ceil(BLOCK);
        let tables = HEADER + self.sections.len() * SECTION_ENTRY + blocks * 4;
        let start = round_up(tables, ALIGN);

        let (entries, body) = self.layout(start);
        let mut file = self.header(blocks, start, start + body.len());
        file.extend(entries);
        for block in body.chunks(BLOCK) {
            file.extend(crc32fast::hash(block).to_le_bytes());
        }
        file.resize(start, 0);
        let checksum = crc32fast::hash(&file);
        file[CHECKSUM_AT..CHECKSUM_AT + 4].copy_from_slice(&checksum.to_le_bytes());
        file.extend(body);
        file
    }

    /// The section table, and the sections themselves for a file in which they
    /// begin at `start`.
    fn layout(&self, start: usize) -> (Vec<u8>, Vec<u8>) {
        let mut entries = Vec::new();
        let mut body = Vec::new();
        for (section, bytes) in &self.sections {
            entries.extend((*section as u32).to_le_bytes());
            entries.extend(0u32.to_le_bytes());
            entries.extend(((start + body.len()) as u64).to_le_bytes());
            entries.extend((bytes.len() as u64).to_le_bytes());
            body.extend(bytes);
            body.resize(round_up(body.len(), ALIGN), 0);
        }
        (entries, body)
    }

    fn header(&self, blocks: usize, start: usize, length: usize) -> Vec<u8> {
        let mut header = MAGIC.to_vec();
        header.extend(VERSION.to_le_bytes());
        header.extend((self.sections.len() as u32).to_le_bytes());
        header.extend((blocks as u64).to_le_bytes());
        header.extend((start as u64).to_le_bytes());
        header.extend((length as u64).to_le_bytes());
        header.resize(HEADER, 0);
        header
    }

    /// Writes the file beside `path` and renames it there, so that a reader sees
    /// the old file or the new one, never a part.
    ///
    /// # Errors
    /// [`CompiledError::Io`] when the folder can't be written.
    pub fn write(&self, path: &Path) -> Result<(), CompiledError> {
        let failed = |source| CompiledError::Io {
            path: path.to_owned(),
            source,
        };
        let beside = path.with_extension(format!("new-{}", std::process::id()));
        let written =
            write_synced(&beside, &self.finish()).and_then(|()| fs::rename(&beside, path));
        written.map_err(|source| {
            // The part that was written is of no use; the first error is what counts.
            let _ = fs::remove_file(&beside);
            failed(source)
        })
    }
}

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
