//! The real models and the real runtime, for tests.

use std::path::Path;
use std::sync::LazyLock;

use vocalize_core::{Places, Runtime};

/// What set-up fetched.
pub(crate) static PLACES: LazyLock<Places> = LazyLock::new(|| {
    let models = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models");
    let named = std::env::var_os("VOCALIZE_MODELS").is_some();
    Places::find((!named).then_some(Path::new(models))).unwrap()
});

/// ONNX Runtime: a process has one.
pub(crate) static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Runtime::load(&PLACES.runtime().unwrap()).unwrap());
