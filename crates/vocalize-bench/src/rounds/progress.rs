//! How far measuring is: a bar on a terminal, lines elsewhere.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Shows the progress of rounds. How many there will be is known only at the end, so
/// the bar is that of this round, and the time left the most that it can be.
pub(super) struct Progress {
    bar: ProgressBar,
    round: std::cell::Cell<u32>,
    ends: Instant,
}

impl Progress {
    pub(super) fn new(budget: Duration) -> Self {
        let bar = if std::io::stderr().is_terminal() {
            ProgressBar::new(0)
        } else {
            ProgressBar::hidden()
        };
        if let Ok(style) = ProgressStyle::with_template("{bar:20} {pos}/{len} {prefix}: {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_secs(1));
        Self {
            bar,
            round: std::cell::Cell::new(0),
            ends: Instant::now() + budget,
        }
    }

    pub(super) fn begin_round(&self, round: u32, cells: usize) {
        self.round.set(round);
        self.bar.reset();
        self.bar.set_length(cells as u64);
        self.bar.set_prefix(format!("round {round}"));
        if self.bar.is_hidden() {
            eprintln!("round {round}: {cells} cells, {}", self.left());
        }
    }

    pub(super) fn show(&self, cell: &str) {
        self.bar.set_message(format!("{cell}, {}", self.left()));
        if self.bar.is_hidden() {
            eprintln!("round {}: measuring {cell}", self.round.get());
        }
    }

    pub(super) fn advance(&self) {
        self.bar.inc(1);
    }

    fn left(&self) -> String {
        let left = self.ends.saturating_duration_since(Instant::now());
        format!("{} min left at most", left.as_secs().div_ceil(60))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
