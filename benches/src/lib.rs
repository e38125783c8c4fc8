//! What the benchmarks share: where the models are, and the texts.

#![forbid(unsafe_code)]

use std::fmt::Display;
use std::path::{Path, PathBuf};

use vocalize_core::Places;

/// Two words.
pub const SHORT: &str = "Hello world";

/// The models folder: `VOCALIZE_MODELS`, else `models/` of this repository.
/// Without one the process ends with a message.
pub fn places() -> Places {
    let named = std::env::var_os("VOCALIZE_MODELS").map(PathBuf::from);
    let models = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../models"));
    or_exit(Places::find(Some(&models)))
}

/// The compiled text data. Without it the process ends with a message.
pub fn english() -> PathBuf {
    let file = places().text();
    let missing = format!(
        "{} is missing: make it with `cargo xtask tokens`.",
        file.display()
    );
    or_exit(if file.is_file() {
        Ok(file)
    } else {
        Err(missing)
    })
}

/// The value; an error ends the process with its message, which says more to a
/// reader than a panic's.
pub fn or_exit<T, E: Display>(result: Result<T, E>) -> T {
    result.unwrap_or_else(|error| {
        eprintln!("{error}");
        std::process::exit(1)
    })
}
