//! The compiled file that the tests read, built once.

use std::sync::OnceLock;

use tempfile::TempDir;
use vocalize_text::english::English;

/// The bytes of a compiled file without a guesser.
pub(crate) fn bytes() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        vocalize_text_compile::compile(None)
            .expect("the sources")
            .finish()
    })
}

/// A folder with a file of these bytes, and the front end opened over it.
pub(crate) fn open(
    bytes: &[u8],
) -> (
    TempDir,
    Result<English, vocalize_text::compiled::CompiledError>,
) {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("text.bin");
    std::fs::write(&path, bytes).expect("written");
    let opened = English::open(&path);
    (folder, opened)
}

/// A front end over a sound file.
pub(crate) fn english() -> &'static English {
    static ENGLISH: OnceLock<(TempDir, English)> = OnceLock::new();
    let (_, english) = ENGLISH.get_or_init(|| {
        let (folder, english) = open(bytes());
        (folder, english.expect("opened"))
    });
    english
}
