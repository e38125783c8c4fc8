//! WAV files: 16 bit, mono, 24 kHz.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

use hound::{SampleFormat, WavReader, WavSpec, WavWriter};

use crate::{AudioError, NewFile, SAMPLE_RATE};

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

/// A WAV file that appears under its name only when it is complete: see
/// [`NewFile`].
pub struct WavFile {
    encoder: Encoder<BufWriter<File>>,
    file: NewFile,
}

impl WavFile {
    /// Starts the file `path`, which is replaced at the end if it exists.
    ///
    /// # Errors
    /// As for [`NewFile::create`].
    pub fn create(path: &Path) -> Result<Self, AudioError> {
        let file = NewFile::create(path)?;
        let failed = |error| write_error(path, error);
        let handle = file.as_file().try_clone().map_err(failed)?;
        let encoder = Encoder::new(BufWriter::new(handle)).map_err(|e| failed(io_error(e)))?;
        Ok(Self { encoder, file })
    }

    /// Where the samples are until the file is finished: to be removed when the
    /// process has to end at once.
    pub fn temporary_path(&self) -> &Path {
        self.file.temporary_path()
    }

    /// Appends samples.
    ///
    /// # Errors
    /// [`AudioError::Write`] when the disk is full, [`AudioError::TooLong`].
    pub fn write(&mut self, samples: &[f32]) -> Result<(), AudioError> {
        self.encoder.write(samples).map_err(|error| match error {
            hound::Error::TooWide => AudioError::TooLong,
            other => write_error(self.file.path(), io_error(other)),
        })
    }

    /// Completes the file and puts it in its place.
    ///
    /// # Errors
    /// [`AudioError::Write`]; then neither file is left.
    pub fn finish(self) -> Result<(), AudioError> {
        let Self { encoder, file } = self;
        let completed = encoder.writer.finalize();
        completed.map_err(|e| write_error(file.path(), io_error(e)))?;
        file.finish()
    }
}

fn write_error(path: &Path, source: io::Error) -> AudioError {
    AudioError::Write {
        path: path.to_owned(),
        source,
    }
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
