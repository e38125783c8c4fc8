//! The English front end against misaki-rs, and against damaged files.

mod compiled;
mod damage;
mod oracle;
mod remembered;
mod robust;
mod sentences;
