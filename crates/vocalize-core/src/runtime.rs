//! Loading ONNX Runtime.

use std::path::{Path, PathBuf};

use ort::environment::Environment;

use crate::error::Error;
use crate::provider::Provider;

/// The version of ONNX Runtime that set-up fetches and everything is tested with.
pub(crate) const WANTED: &str = "1.24 or newer";

/// ONNX Runtime, loaded. A process has one: a second one shares it.
#[derive(Clone)]
pub struct Runtime {
    environment: Environment,
    path: PathBuf,
}

impl Runtime {
    /// Loads the shared library `path`.
    ///
    /// # Errors
    /// [`Error::BadRuntime`] when it is no ONNX Runtime, or too old a one.
    pub fn load(path: &Path) -> Result<Self, Error> {
        let failed = |reason: String| Error::BadRuntime {
            path: path.to_owned(),
            reason: format!("{reason}; run `cargo xtask setup`, or set ORT_DYLIB_PATH to another"),
        };
        let absolute = std::path::absolute(path).map_err(|e| failed(e.to_string()))?;
        let builder = ort::init_from(&absolute).map_err(|e| failed(reason(&e)))?;
        let builder = builder.with_name("vocalize").with_telemetry(false);
        let environment = builder.build().map_err(|e| failed(e.to_string()))?;
        // What it would log on an error is in the error that we return.
        environment.set_log_level(ort::logging::LogLevel::Fatal);
        Ok(Self {
            environment,
            path: absolute,
        })
    }

    /// The shared library.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What ONNX Runtime says of its own build, version first.
    pub fn build_info(&self) -> &'static str {
        ort::info()
    }

    /// The execution providers that both this program and this ONNX Runtime were
    /// built with. Whether they find what they need shows when they are used.
    pub fn providers(&self) -> Vec<Provider> {
        let there = |provider: &Provider| provider.registrations(1, true).is_ok();
        Provider::ALL.into_iter().filter(there).collect()
    }

    pub(crate) fn environment(&self) -> &Environment {
        &self.environment
    }
}

fn reason(error: &ort::LoadDynamicError) -> String {
    match error {
        ort::LoadDynamicError::Dlopen { error, .. } => format!("it can't be loaded ({error})"),
        ort::LoadDynamicError::MissingApi { .. } => "it is another library".to_owned(),
        ort::LoadDynamicError::InvalidVersionString => "it doesn't say its version".to_owned(),
        ort::LoadDynamicError::BadVersion { version_str, .. } => {
            format!("it is version {version_str}")
        }
    }
}
