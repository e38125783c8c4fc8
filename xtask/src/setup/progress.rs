//! Progress: a bar on a terminal, a line a step elsewhere; standard error.

use std::io::{IsTerminal, stderr};
use std::time::Duration;

use indicatif::{HumanBytes, ProgressBar, ProgressStyle};

/// One step whose size is known beforehand.
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    /// Announces a step over `bytes`.
    pub(super) fn start(step: &str, bytes: u64) -> Self {
        if !stderr().is_terminal() {
            eprintln!("{step} ({})", HumanBytes(bytes));
            return Self(None);
        }
        let style = ProgressStyle::with_template(
            "{spinner} {msg} [{bar:24}] {bytes}/{total_bytes} {elapsed}",
        );
        let bar = ProgressBar::new(bytes)
            .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
            .with_message(step.to_string());
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(Some(bar))
    }

    /// Bytes done so far.
    pub(super) fn set(&self, bytes: u64) {
        if let Some(bar) = &self.0 {
            bar.set_position(bytes.min(bar.length().unwrap_or(bytes)));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
