//! `cargo xtask setup` as a program: its folders, its exit code and what it
//! says, with pip itself but packages made here, and with the real models.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod archives;
mod failures;
mod fixture;
mod given;
mod installing;
mod interruption;
mod real;
