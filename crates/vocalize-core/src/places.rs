//! Where the models, voices and the runtime are.

use std::env;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
#[cfg(windows)]
use etcetera::base_strategy::Windows as Users;
#[cfg(not(windows))]
use etcetera::base_strategy::Xdg as Users;

use crate::error::Error;
use crate::provider::Provider;

/// The shared library of ONNX Runtime on this platform.
const LIBRARY: &str = if cfg!(windows) {
    "onnxruntime.dll"
} else if cfg!(target_os = "macos") {
    "libonnxruntime.dylib"
} else {
    "libonnxruntime.so"
};

/// The folder that set-up fills: variants, voices and the runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    models: PathBuf,
}

impl Places {
    /// Finds the models folder: `given`, else the environment variable
    /// `VOCALIZE_MODELS`, else `models/` in a folder above the program, else
    /// `vocalize/models` in the user's data folder.
    ///
    /// # Errors
    /// [`Error::NoModels`] when the one that is named, or every other, is missing.
    pub fn find(given: Option<&Path>) -> Result<Self, Error> {
        let named = env::var_os("VOCALIZE_MODELS")
            .filter(|v| !v.is_empty())
            .map(PathBuf::from);
        let candidates = match given.map(Path::to_owned).or(named) {
            Some(named) => vec![named],
            None => beside_program().into_iter().chain(in_user_data()).collect(),
        };
        let found = candidates.iter().find(|folder| folder.is_dir());
        found
            .map(|models| Self {
                models: models.clone(),
            })
            .ok_or_else(|| Error::NoModels {
                looked_in: list(&candidates),
            })
    }

    /// The models folder itself.
    pub fn models(&self) -> &Path {
        &self.models
    }

    /// Where the variants' folders are.
    pub fn variants(&self) -> PathBuf {
        self.models.join("variants")
    }

    /// Where the voices' files are.
    pub fn voices(&self) -> PathBuf {
        self.models.join("voices")
    }

    /// The compiled text data.
    pub fn text(&self) -> PathBuf {
        self.models.join("text").join("english.bin")
    }

    /// As [`Places::runtime`], but prefers the ONNX Runtime that was built with
    /// `provider`, if set-up fetched one: `runtime-openvino/` in the models folder.
    ///
    /// # Errors
    /// As for [`Places::runtime`].
    pub fn runtime_for(&self, provider: Provider) -> Result<PathBuf, Error> {
        let own = match provider {
            Provider::OpenVino | Provider::OpenVinoBf16 => "runtime-openvino",
            _ => return self.runtime(),
        };
        let named = env::var_os("ORT_DYLIB_PATH").is_some_and(|v| !v.is_empty());
        let library = self.models.join(own).join(LIBRARY);
        if !named && library.is_file() {
            return Ok(library);
        }
        self.runtime()
    }

    /// Finds ONNX Runtime's shared library: `ORT_DYLIB_PATH`, else beside the
    /// program, else `runtime/` in the models folder.
    ///
    /// # Errors
    /// [`Error::NoRuntime`] when the one that is named, or every other, is missing.
    pub fn runtime(&self) -> Result<PathBuf, Error> {
        let candidates = match env::var_os("ORT_DYLIB_PATH").filter(|v| !v.is_empty()) {
            Some(named) => vec![PathBuf::from(named)],
            None => {
                let beside = program_folder().map(|folder| folder.join(LIBRARY));
                beside
                    .into_iter()
                    .chain([self.models.join("runtime").join(LIBRARY)])
                    .collect()
            }
        };
        let found = candidates.iter().find(|file| file.is_file());
        found.cloned().ok_or_else(|| Error::NoRuntime {
            looked_for: list(&candidates),
        })
    }
}

/// The folder of sentences that were spoken before: `sentences` in
/// `VOCALIZE_CACHE`, else in `vocalize` in the user's cache folder. `None` for a
/// user without a home.
pub fn sentence_cache() -> Option<PathBuf> {
    Some(own_folder("VOCALIZE_CACHE", BaseStrategy::cache_dir)?.join("sentences"))
}

/// The user's own lexicon: `words.toml` in `VOCALIZE_CONFIG`, else in `vocalize` in
/// the user's configuration folder; it need not exist. `None` for a user without a
/// home.
pub fn user_lexicon() -> Option<PathBuf> {
    Some(own_folder("VOCALIZE_CONFIG", BaseStrategy::config_dir)?.join("words.toml"))
}

/// The folder that the environment names, else `vocalize` in one of the user's.
fn own_folder(variable: &str, users: fn(&Users) -> PathBuf) -> Option<PathBuf> {
    let named = env::var_os(variable).filter(|v| !v.is_empty());
    if let Some(named) = named {
        return Some(named.into());
    }
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(users(&strategy).join("vocalize"))
}

fn program_folder() -> Option<PathBuf> {
    let program = env::current_exe().ok()?;
    let program = program.canonicalize().unwrap_or(program);
    program.parent().map(Path::to_owned)
}

/// The nearest `models/` with a manifest above the program: that of the clone it
/// was built in, or of the folder it was unpacked into.
fn beside_program() -> Option<PathBuf> {
    let folder = program_folder()?;
    let mut above = folder.ancestors().map(|folder| folder.join("models"));
    above.find(|models| models.join("manifest.toml").is_file())
}

fn in_user_data() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.data_dir().join("vocalize").join("models"))
}

fn list(paths: &[PathBuf]) -> String {
    let shown: Vec<_> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    shown.join(", ")
}
