//! Tests of `vocalize-onnx` on the published model and on hostile files.

mod files;
mod hostile;
mod parts;
mod passes;
mod restored;
mod support;
