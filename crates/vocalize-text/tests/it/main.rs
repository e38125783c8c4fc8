//! The English front end against misaki-rs and damaged files; other languages
//! against espeak-ng.

mod compiled;
mod damage;
mod espeak;
mod oracle;
mod remembered;
mod robust;
mod sentences;
