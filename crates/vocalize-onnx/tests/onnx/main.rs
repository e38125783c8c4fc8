//! Tests of `vocalize-onnx` on the published model and on hostile files.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod files;
mod hostile;
mod parts;
mod passes;
mod quantise;
mod restored;
mod support;
