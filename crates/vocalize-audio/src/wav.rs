//! WAV files: 16 bit, mono, 24 kHz.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use hound::{SampleFormat, WavReader, WavSpec, WavWriter};
use tempfile::NamedTempFile;

use crate::{AudioError, SAMPLE_RATE};

const SPEC: WavSpec = WavSpec {
    channels: 1,
    sample_rate: SAMPLE_RATE,
    bits_per_sample: 16,
    sample_format: SampleFormat::Int,
};

/// The most samples a WAV file's 32-bit sizes can count, less its header.
const MAX_SAMPLES: usize = (u32::MAX as usize - 44) / 2;

/// One sample as 16-bit PCM, clipped to `-1.0..=1.0`.
pub(crate) fn pcm16(sample: f32) -> i16 {
    (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16
}

/// A WAV being written; sizes in its header are right only once it is finished.
struct Encoder<W: Write + Seek> {
    writer: WavWriter<W>,
    samples: usize,
}

impl<W: Write + Seek> Encoder<W> {
    fn new(to: W) -> Result<Self, hound::Error> {
        Ok(Self {
            writer: WavWriter::new(to, SPEC)?,
            samples: 0,
        })
    }

    fn write(&mut self, samples: &[f32]) -> Result<(), hound::Error> {
        self.samples += samples.len();
        if self.samples > MAX_SAMPLES {
            return Err(hound::Error::TooWide);
        }
        samples
            .iter()
            .try_for_each(|&s| self.writer.write_sample(pcm16(s)))
    }
}

fn io_error(error: hound::Error) -> io::Error {
    match error {
        hound::Error::IoError(error) => error,
        other => io::Error::other(other),
    }
}

/// A WAV file that appears under its name only when it is complete.
///
/// Samples go to a temporary file in the same folder; dropping the writer before
/// [`WavFile::finish`] removes that.
pub struct WavFile {
    path: PathBuf,
    encoder: Encoder<BufWriter<File>>,
    beside: NamedTempFile,
}

impl WavFile {
    /// Starts the file `path`, which is replaced at the end if it exists.
    ///
    /// # Errors
    /// [`AudioError::Write`] when the folder is missing or can't be written, or
    /// `path` is a folder.
    pub fn create(path: &Path) -> Result<Self, AudioError> {
        let failed = |source| AudioError::Write {
            path: path.to_owned(),
            source,
        };
        if path.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        std::fs::metadata(folder).map_err(failed)?;
        let beside = tempfile::Builder::new()
            .prefix(".vocalize-")
            .suffix(".part")
            .tempfile_in(folder)
            // Its own message names a temporary file that nobody asked for.
            .map_err(|error| failed(error.kind().into()))?;
        let file = beside.as_file().try_clone().map_err(failed)?;
        let encoder = Encoder::new(BufWriter::new(file)).map_err(|e| failed(io_error(e)))?;
        Ok(Self {
            path: path.to_owned(),
            encoder,
            beside,
        })
    }

    /// Where the samples are until the file is finished: to be removed when the
    /// process has to end at once.
    pub fn temporary_path(&self) -> &Path {
        self.beside.path()
    }

    /// Appends samples.
    ///
    /// # Errors
    /// [`AudioError::Write`] when the disk is full, [`AudioError::TooLong`].
    pub fn write(&mut self, samples: &[f32]) -> Result<(), AudioError> {
        self.encoder.write(samples).map_err(|error| match error {
            hound::Error::TooWide => AudioError::TooLong,
            other => AudioError::Write {
                path: self.path.clone(),
                source: io_error(other),
            },
        })
    }

    /// Completes the file and puts it in its place.
    ///
    /// # Errors
    /// [`AudioError::Write`]; then neither file is left.
    pub fn finish(self) -> Result<(), AudioError> {
        let Self {
            path,
            encoder,
            beside,
        } = self;
        let failed = |source| AudioError::Write {
            path: path.clone(),
            source,
        };
        encoder.writer.finalize().map_err(|e| failed(io_error(e)))?;
        beside.as_file().sync_all().map_err(failed)?;
        make_readable(beside.as_file()).map_err(failed)?;
        beside.persist(&path).map_err(|e| failed(e.error))?;
        Ok(())
    }
}

/// Temporary files are private; a file that a person asked for is not.
#[cfg(unix)]
fn make_readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &File) -> io::Result<()> {
    Ok(())
}

/// A WAV for an output that can't seek, like a pipe: samples wait in an unnamed
/// temporary file until the sizes for the header are known, so memory stays
/// bounded.
pub struct WavSpool {
    encoder: Encoder<BufWriter<File>>,
    file: File,
}

impl WavSpool {
    /// An empty spool in the system's temporary folder.
    ///
    /// # Errors
    /// [`AudioError::Stream`] when no temporary file can be made.
    pub fn new() -> Result<Self, AudioError> {
        let file = tempfile::tempfile()?;
        let encoder = Encoder::new(BufWriter::new(file.try_clone()?)).map_err(io_error)?;
        Ok(Self { encoder, file })
    }

    /// Appends samples.
    ///
    /// # Errors
    /// [`AudioError::Stream`] when the disk is full, [`AudioError::TooLong`].
    pub fn write(&mut self, samples: &[f32]) -> Result<(), AudioError> {
        self.encoder.write(samples).map_err(|error| match error {
            hound::Error::TooWide => AudioError::TooLong,
            other => AudioError::Stream(io_error(other)),
        })
    }

    /// Copies the complete WAV to `output`.
    ///
    /// # Errors
    /// [`AudioError::Stream`] when `output` doesn't take it.
    pub fn finish(self, mut output: impl Write) -> Result<(), AudioError> {
        let Self { encoder, mut file } = self;
        encoder.writer.finalize().map_err(io_error)?;
        file.rewind()?;
        io::copy(&mut file, &mut output)?;
        output.flush()?;
        Ok(())
    }
}

/// Reads a WAV file as [`WavFile`] writes it.
///
/// # Errors
/// [`AudioError::Read`] for anything but 16-bit mono at [`SAMPLE_RATE`].
pub fn read_wav(path: &Path) -> Result<Vec<f32>, AudioError> {
    let failed = |source| AudioError::Read {
        path: path.to_owned(),
        source,
    };
    let mut reader = WavReader::open(path).map_err(failed)?;
    if reader.spec() != SPEC {
        return Err(failed(hound::Error::Unsupported));
    }
    let scale = f32::from(i16::MAX);
    let samples = reader
        .samples::<i16>()
        .map(|s| s.map(|s| f32::from(s) / scale));
    samples.collect::<Result<_, _>>().map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn written_samples_are_read_back(samples in prop::collection::vec(-1.5f32..1.5, 0..500)) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.wav");
            let mut file = WavFile::create(&path).unwrap();
            samples.chunks(7).for_each(|chunk| file.write(chunk).unwrap());
            file.finish().unwrap();
            let read = read_wav(&path).unwrap();
            prop_assert_eq!(read.len(), samples.len());
            for (read, written) in read.iter().zip(&samples) {
                prop_assert!((read - written.clamp(-1.0, 1.0)).abs() <= 0.5 / 32767.0 + 1e-6);
            }
        }
    }

    #[test]
    fn a_spool_gives_the_same_bytes_as_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.wav");
        let mut file = WavFile::create(&path).unwrap();
        let mut spool = WavSpool::new().unwrap();
        for chunk in [[0.1f32, -0.2, 0.3], [1.0, -1.0, 2.0]] {
            file.write(&chunk).unwrap();
            spool.write(&chunk).unwrap();
        }
        file.finish().unwrap();
        let mut piped = Vec::new();
        spool.finish(&mut piped).unwrap();
        assert_eq!(piped, std::fs::read(&path).unwrap());
    }

    #[test]
    fn nothing_is_left_of_an_unfinished_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = WavFile::create(&folder.path().join("a.wav")).unwrap();
        file.write(&[0.5; 100]).unwrap();
        drop(file);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_is_missing_is_named() {
        let error = WavFile::create(Path::new("/no/such/folder/a.wav"))
            .err()
            .unwrap();
        assert!(
            error.to_string().contains("/no/such/folder/a.wav"),
            "{error}"
        );
    }
}
