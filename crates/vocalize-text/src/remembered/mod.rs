//! Sentences that were spoken before, kept between runs.
//!
//! One small file a sentence, in 256 folders by its hash. A file is written
//! beside its place and renamed there, so that any number of processes can read
//! and write at once without locks and one that is killed leaves nothing half
//! written. A checksum and the whole sentence are in the file: one that is
//! damaged, or of another sentence with the same hash, is never believed.
//!
//! Each folder has its share of the limit; when it is full, what was not asked
//! for the longest goes first. Processes that write at the same moment may exceed
//! the limit by what they are writing, until the next one writes.

pub(crate) mod codec;
mod folder;

use std::fs::{self, File, FileTimes};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use crate::compiled::murmur64a;
use crate::english::Word;
use codec::{decode, encode};
use folder::{disk_size, entries, is_ours, remove, trim};

/// Folders that the limit is divided among.
const FOLDERS: u64 = 256;

/// A sentence that was asked for is marked as such again only after this time:
/// the order in which sentences go needs no more, and most look-ups write nothing.
const MARK_AFTER: Duration = Duration::from_secs(60);

/// Files that this process has begun to write: each has a name of its own.
static BEGUN: AtomicU64 = AtomicU64::new(0);

/// Sentences that take more than this many bytes with their words are not kept.
const LONGEST: usize = 1 << 16;

/// What can go wrong with the cache. Nothing is lost: the caller reads the
/// sentence as if it were new, and may show the message as a warning.
#[derive(Debug, thiserror::Error)]
pub enum RememberedError {
    /// The system refused to read or write.
    #[error("the cache of sentences in {path}: {source}", path = path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is damaged. It was removed.
    #[error("a damaged file was removed from the cache of sentences: {path}", path = path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
}

/// How full a cache is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Sentences in it.
    pub sentences: u64,
    /// Bytes on the disk, each file counted in whole blocks of 4096.
    pub bytes: u64,
}

/// A cache of sentences in a folder.
pub struct Remembered {
    folder: PathBuf,
    stamp: String,
    share: u64,
}

impl Remembered {
    /// The cache in `folder`, which need not exist, of at most `limit` bytes on
    /// the disk (at least 1 MiB: every sentence takes a block of 4096 bytes).
    ///
    /// `stamp` names all that a sentence's words depend on besides the sentence:
    /// language, version, lexicons. Under another stamp nothing is remembered.
    pub fn open(folder: &Path, limit: u64, stamp: &str) -> Self {
        Self {
            folder: folder.to_owned(),
            stamp: stamp.to_owned(),
            share: limit / FOLDERS,
        }
    }

    /// The words of a sentence, if they are remembered.
    ///
    /// # Errors
    /// [`RememberedError`], after which the sentence is to be read anew.
    pub fn get(&self, sentence: &str) -> Result<Option<Vec<Word>>, RememberedError> {
        let key = self.key(sentence);
        let path = self.path(&key);
        let bytes = match read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(RememberedError::Io { path, source }),
        };
        match decode(&bytes) {
            Some((found, words)) if found == key && fits(&words, sentence) => Ok(Some(words)),
            Some((found, _)) if found != key => Ok(None),
            _ => {
                // A sentence that can't be removed is found damaged again.
                let _ = fs::remove_file(&path);
                Err(RememberedError::Damaged { path })
            }
        }
    }

    /// Remembers the words of a sentence.
    ///
    /// # Errors
    /// [`RememberedError::Io`] when the folder can't be written.
    pub fn insert(&self, sentence: &str, words: &[Word]) -> Result<(), RememberedError> {
        let key = self.key(sentence);
        let Some(bytes) = encode(&key, words).filter(|bytes| bytes.len() <= LONGEST) else {
            return Ok(());
        };
        let path = self.path(&key);
        let folder = path.parent().unwrap_or(&self.folder);
        let failed = |source| RememberedError::Io {
            path: path.clone(),
            source,
        };
        let size = disk_size(bytes.len() as u64);
        if size > self.share {
            return Ok(());
        }
        fs::create_dir_all(folder).map_err(failed)?;
        trim(folder, self.share - size).map_err(failed)?;
        let count = BEGUN.fetch_add(1, Ordering::Relaxed);
        let beside = folder.join(format!("new-{}-{count}", std::process::id()));
        // Not synced to the disk, which takes longer than reading the sentence
        // anew: what a power cut leaves behind is told by its checksum.
        let written = File::create(&beside)
            .and_then(|mut file| file.write_all(&bytes))
            .and_then(|()| fs::rename(&beside, &path));
        written.map_err(|source| {
            let _ = fs::remove_file(&beside);
            failed(source)
        })
    }

    /// How full the cache is.
    ///
    /// # Errors
    /// [`RememberedError::Io`] when the folder can't be read.
    pub fn stats(&self) -> Result<Stats, RememberedError> {
        let mut stats = Stats::default();
        self.each_folder(|folder| {
            for entry in entries(folder)? {
                stats.sentences += u64::from(!entry.unfinished);
                stats.bytes += disk_size(entry.length);
            }
            Ok(())
        })?;
        Ok(stats)
    }

    /// Forgets all sentences, of all stamps.
    ///
    /// # Errors
    /// [`RememberedError::Io`] when a file can't be removed.
    pub fn clear(&self) -> Result<(), RememberedError> {
        self.each_folder(remove)
    }

    fn each_folder(
        &self,
        mut act: impl FnMut(&Path) -> io::Result<()>,
    ) -> Result<(), RememberedError> {
        for at in 0..FOLDERS {
            let path = self.folder.join(format!("{at:02x}"));
            if !is_ours(&path) {
                continue;
            }
            act(&path).map_err(|source| RememberedError::Io { path, source })?;
        }
        Ok(())
    }

    fn key(&self, sentence: &str) -> String {
        format!("{}\n{sentence}", self.stamp)
    }

    fn path(&self, key: &str) -> PathBuf {
        let hash = murmur64a(key.as_bytes());
        let folder = self.folder.join(format!("{:02x}", hash % FOLDERS));
        folder.join(format!("{hash:016x}"))
    }
}

/// The bytes of a file; it is marked as asked for.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    // Whatever else lies there under this name is not read to its end.
    (&file).take(LONGEST as u64 + 1).read_to_end(&mut bytes)?;
    let now = SystemTime::now();
    let age = metadata
        .modified()
        .ok()
        .and_then(|then| now.duration_since(then).ok());
    if age.is_some_and(|age| age > MARK_AFTER) {
        // Where this is not allowed the sentence only goes earlier.
        let _ = file.set_times(FileTimes::new().set_modified(now));
    }
    Ok(bytes)
}

/// Whether words can be of a sentence: in order, within it, at whole characters.
fn fits(words: &[Word], sentence: &str) -> bool {
    let mut end = 0;
    words.iter().all(|word| {
        let in_order = word.range.start >= end && sentence.get(word.range.clone()).is_some();
        end = word.range.end;
        in_order
    })
}
