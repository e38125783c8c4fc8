//! The `vocalize` program, run as people run it, on the real model.

// A panic is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

mod batch;
mod copy;
mod damage;
mod help;
#[cfg(unix)]
mod interrupt;
mod lists;
mod program;
mod providers;
mod quality;
mod reading;
mod say;
mod timestamps;
mod tokens;
#[cfg(unix)]
mod tune;
