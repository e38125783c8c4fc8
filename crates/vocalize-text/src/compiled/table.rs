//! A hash table of byte strings that is used where it lies.
//!
//! `slots (u32), longest key (u32), slots x record offset (u32, 0 = empty)`, then
//! records: `key length (u16), value length (u16), key, value`. Offsets count
//! from the start of the section. Collisions go to the next slot.

use super::error::CompiledError;
use super::format::Section;
use super::hash::murmur64a;
use super::reader::{Compiled, u32_at};

const HEAD: usize = 8;

/// Where a table lies in a compiled file.
#[derive(Clone, Copy)]
pub(crate) struct Table {
    section: Section,
    start: usize,
    end: usize,
    slots: usize,
    longest: usize,
}

impl Table {
    pub(crate) fn open(compiled: &Compiled, section: Section) -> Result<Self, CompiledError> {
        let range = compiled.range(section)?;
        if range.len() < HEAD {
            return Err(CompiledError::Malformed(section));
        }
        let head = compiled.bytes(range.start..range.start + HEAD)?;
        let slots = u32_at(head, 0) as usize;
        if slots == 0 || HEAD + slots * 4 > range.len() {
            return Err(CompiledError::Malformed(section));
        }
        Ok(Self {
            section,
            start: range.start,
            end: range.end,
            slots,
            longest: u32_at(head, 4) as usize,
        })
    }

    /// The value of `key`.
    pub(crate) fn get<'a>(
        &self,
        compiled: &'a Compiled,
        key: &[u8],
    ) -> Result<Option<&'a [u8]>, CompiledError> {
        if key.len() > self.longest {
            return Ok(None);
        }
        let first = slot(key, self.slots);
        for step in 0..self.slots {
            let at = self.start + HEAD + (first + step) % self.slots * 4;
            let record = u32_at(compiled.bytes(at..at + 4)?, 0) as usize;
            if record == 0 {
                return Ok(None);
            }
            let (found, value) = self.record(compiled, self.start + record)?;
            if found == key {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// Key and value of the record at `at`.
    fn record<'a>(
        &self,
        compiled: &'a Compiled,
        at: usize,
    ) -> Result<(&'a [u8], &'a [u8]), CompiledError> {
        let malformed = CompiledError::Malformed(self.section);
        if at + 4 > self.end {
            return Err(malformed);
        }
        let head = compiled.bytes(at..at + 4)?;
        let key_length = usize::from(u16::from_le_bytes([head[0], head[1]]));
        let value_length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let end = at + 4 + key_length + value_length;
        if end > self.end {
            return Err(malformed);
        }
        Ok(compiled.bytes(at + 4..end)?.split_at(key_length))
    }
}

fn slot(key: &[u8], slots: usize) -> usize {
    // The high half is the better mixed one, and what is left fits any usize.
    (murmur64a(key) >> 32) as usize % slots
}

/// Makes the bytes of a table. Later values of a key replace earlier ones.
#[derive(Default)]
pub struct TableBuilder {
    // Sorted, so that the bytes don't depend on the order of the insertions.
    records: std::collections::BTreeMap<Vec<u8>, Vec<u8>>,
}

impl TableBuilder {
    /// Adds a key of at most 65535 bytes with a value of at most as many.
    ///
    /// # Panics
    /// When either is longer.
    pub fn insert(&mut self, key: &[u8], value: Vec<u8>) {
        assert!(key.len() <= 65_535 && value.len() <= 65_535);
        self.records.insert(key.to_vec(), value);
    }

    /// The bytes of the section.
    pub fn finish(&self) -> Vec<u8> {
        let slots = (self.records.len() * 3 / 2).max(1);
        let longest = self.records.keys().map(Vec::len).max().unwrap_or(0);
        let mut index = vec![0u32; slots];
        let mut records = Vec::new();
        for (key, value) in &self.records {
            let mut at = slot(key, slots);
            while index[at] != 0 {
                at = (at + 1) % slots;
            }
            index[at] = (HEAD + slots * 4 + records.len()) as u32;
            records.extend((key.len() as u16).to_le_bytes());
            records.extend((value.len() as u16).to_le_bytes());
            records.extend(key);
            records.extend(value);
        }
        let mut bytes = (slots as u32).to_le_bytes().to_vec();
        bytes.extend((longest as u32).to_le_bytes());
        bytes.extend(index.iter().flat_map(|offset| offset.to_le_bytes()));
        bytes.extend(records);
        bytes
    }
}
