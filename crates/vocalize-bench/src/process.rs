//! The other side of a cell: starting its process and timing it from outside.

use std::io::{BufRead, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use anyhow::{Context, bail};
use serde::de::DeserializeOwned;

use crate::cell::{self, Cell, Warm};
use crate::setting::Setting;

/// What a cell's process does beside speaking the text once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Work<'a> {
    pub(crate) voice: &'a str,
    /// Where the speech goes.
    pub(crate) wav: &'a Path,
    /// How often the text is spoken again and timed.
    pub(crate) repeats: u32,
    /// How often it is spoken after that.
    pub(crate) soak: u32,
}

/// What is known of a cell when its process has ended.
#[derive(Debug)]
pub(crate) struct Measured {
    /// What a process costs that speaks the text once: from its start until the
    /// speech is written, and the time that its end takes.
    pub(crate) process_seconds: f64,
    pub(crate) cell: Cell,
    pub(crate) warm: Warm,
}

/// The process that is being measured, for whoever wants to end it.
#[derive(Default)]
pub(crate) struct Running {
    child: Mutex<Option<Child>>,
    stopped: AtomicBool,
}

impl Running {
    /// Ends the process and lets none start any more.
    pub(crate) fn stop(&self) {
        let mut child = self.lock();
        self.stopped.store(true, Ordering::SeqCst);
        if let Some(child) = child.as_mut() {
            // It may have ended by itself meanwhile.
            let _ = child.kill();
        }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    fn start(&self, command: &mut Command) -> anyhow::Result<ChildStdout> {
        let mut child = self.lock();
        if self.is_stopped() {
            bail!("interrupted");
        }
        let mut started = command.spawn().with_context(|| {
            let program = command.get_program().display();
            format!("can't start {program}")
        })?;
        let output = started.stdout.take();
        *child = Some(started);
        output.context("a process has no output")
    }

    fn wait(&self) -> anyhow::Result<()> {
        let child = self.lock().take();
        let status = child.context("no process to wait for")?.wait()?;
        if self.is_stopped() {
            bail!("interrupted");
        }
        if !status.success() {
            bail!("its process failed ({status})");
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Option<Child>> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The command that measures `setting`: this program again.
pub(crate) fn of_cell(setting: &Setting, work: &Work<'_>) -> anyhow::Result<Command> {
    let program = std::env::current_exe().context("can't find this program")?;
    let mut command = Command::new(program);
    command.arg("cell").args(setting.arguments());
    add_work(&mut command, work);
    Ok(command)
}

/// Appends what every measuring process takes, ours and the peers'.
pub(crate) fn add_work(command: &mut Command, work: &Work<'_>) {
    command.args(["--voice", work.voice]);
    command.arg("--wav").arg(work.wav);
    command.args(["--repeats", &work.repeats.to_string()]);
    command.args(["--soak", &work.soak.to_string()]);
}

/// Runs a process that prints a [`Cell`] when its speech is written, and a
/// [`Warm`] at its end.
pub(crate) fn measure(mut command: Command, running: &Running) -> anyhow::Result<Measured> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit());
    let started = Instant::now();
    let mut lines = BufReader::new(running.start(&mut command)?).lines();
    let cell = next_line::<Cell>(&mut lines);
    let until_written = started.elapsed();
    let warm = next_line::<Warm>(&mut lines);
    let ending = Instant::now();
    // That the process failed says more than that it printed too little.
    running.wait()?;
    let process_seconds = (until_written + ending.elapsed()).as_secs_f64();
    let (cell, warm) = (cell?, warm?);
    cell::check(&cell)?;
    Ok(Measured {
        process_seconds,
        cell,
        warm,
    })
}

fn next_line<T: DeserializeOwned>(lines: &mut Lines<impl BufRead>) -> anyhow::Result<T> {
    let line = lines.next().context("its process printed too little")??;
    serde_json::from_str(&line).context("its process printed something else than figures")
}
