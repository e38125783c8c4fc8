//! A models folder that a test may change.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

use crate::program::{entries, models, vocalize};

/// The models with `published-int8` alone.
pub(crate) struct Copy {
    folder: tempfile::TempDir,
}

impl Copy {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        for part in ["runtime", "text", "voices", "variants/published-int8"] {
            let to = folder.path().join(part);
            fs::create_dir_all(&to).unwrap();
            for name in entries(&models().join(part)) {
                link(&models().join(part).join(&name), &to.join(&name));
            }
        }
        Self { folder }
    }

    /// The program with these models.
    pub(crate) fn vocalize(&self) -> Command {
        let mut command = vocalize();
        command.env("VOCALIZE_MODELS", self.folder.path());
        command
    }

    pub(crate) fn path(&self, part: &str) -> PathBuf {
        self.folder.path().join(part)
    }

    pub(crate) fn replace(&self, part: &str, content: &[u8]) {
        fs::remove_file(self.path(part)).unwrap();
        fs::write(self.path(part), content).unwrap();
    }

    pub(crate) fn content(&self, part: &str) -> Vec<u8> {
        fs::read(self.path(part)).unwrap()
    }

    /// Adds the variant `name`: the published graph under another name, with
    /// `more` in its record.
    pub(crate) fn add_variant(&self, name: &str, more: &str) {
        let (from, to) = (
            self.path("variants/published-int8"),
            self.path("variants").join(name),
        );
        fs::create_dir(&to).unwrap();
        link(&from.join("model.onnx"), &to.join("model.onnx"));
        let record = fs::read_to_string(from.join("variant.toml")).unwrap();
        let record = record.replace("name = \"published-int8\"", &format!("name = {name:?}"));
        fs::write(to.join("variant.toml"), format!("{record}\n{more}")).unwrap();
    }
}

/// A hard link shares the content: a test replaces, never writes.
fn link(from: &Path, to: &Path) {
    fs::hard_link(from, to)
        .or_else(|_| fs::copy(from, to).map(drop))
        .unwrap();
}
