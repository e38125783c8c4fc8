//! The measuring program, run as it is.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod browser;
mod fixture;
mod matrix;
mod report;
