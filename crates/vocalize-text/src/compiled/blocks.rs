//! Checksums of blocks, checked once each.

use std::sync::atomic::{AtomicU64, Ordering};

use super::error::CompiledError;
use super::format::BLOCK;

/// Remembers which blocks were found sound.
pub(super) struct Blocks {
    /// Where the first block starts in the file.
    start: usize,
    checksums: Vec<u32>,
    sound: Vec<AtomicU64>,
}

impl Blocks {
    pub(super) fn new(start: usize, checksums: Vec<u32>) -> Self {
        let words = checksums.len().div_ceil(64);
        Self {
            start,
            checksums,
            sound: std::iter::repeat_with(AtomicU64::default)
                .take(words)
                .collect(),
        }
    }

    /// Checks the blocks that `file[from..to]` lies in, unless they were before.
    pub(super) fn check(&self, file: &[u8], from: usize, to: usize) -> Result<(), CompiledError> {
        if from >= to {
            return Ok(());
        }
        let first = (from - self.start) / BLOCK;
        let last = (to - 1 - self.start) / BLOCK;
        (first..=last).try_for_each(|block| self.check_one(file, block))
    }

    fn check_one(&self, file: &[u8], block: usize) -> Result<(), CompiledError> {
        let bit = 1u64 << (block % 64);
        let known = &self.sound[block / 64];
        // Relaxed: the bit says something about bytes that nobody writes.
        if known.load(Ordering::Relaxed) & bit != 0 {
            return Ok(());
        }
        let offset = self.start + block * BLOCK;
        let bytes = &file[offset..file.len().min(offset + BLOCK)];
        if crc32fast::hash(bytes) != self.checksums[block] {
            return Err(CompiledError::Damaged { offset });
        }
        known.fetch_or(bit, Ordering::Relaxed);
        Ok(())
    }
}
