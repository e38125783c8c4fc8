//! Where things are in the checkout.

use std::path::{Path, PathBuf};

/// The folder of the workspace's `Cargo.toml`.
pub(crate) fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The folder that set-up fills unless told otherwise.
pub(crate) fn models() -> PathBuf {
    root().join("models")
}
