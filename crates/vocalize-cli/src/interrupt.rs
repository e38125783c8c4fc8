//! Ctrl-C: end at once and leave no half-written file.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Exit code after SIGINT, as shells have it: 128 + 2.
const INTERRUPTED: i32 = 130;

/// Files that must not outlive an interrupted run.
static TEMPORARY: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn temporary() -> MutexGuard<'static, Vec<PathBuf>> {
    TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on, Ctrl-C (and SIGTERM) removes what is [`Temporary`] and ends the
/// program. ONNX Runtime can be in the middle of seconds of work: it isn't waited
/// for.
pub(crate) fn listen() {
    let installed = ctrlc::set_handler(|| {
        // Held until the end, so that no new file comes after the last look.
        let files = temporary();
        for file in files.iter() {
            let _ = std::fs::remove_file(file);
        }
        eprintln!("vocalize: interrupted");
        end_at_once();
    });
    if let Err(error) = installed {
        eprintln!("vocalize: warning: Ctrl-C may leave a temporary file behind ({error})");
    }
}

/// Ends the process without the tidying-up of an ordinary exit: that would take
/// ONNX Runtime apart under the threads that are still at work in it.
#[cfg(unix)]
fn end_at_once() -> ! {
    signal_hook::low_level::exit(INTERRUPTED)
}

#[cfg(not(unix))]
fn end_at_once() -> ! {
    std::process::exit(INTERRUPTED)
}

/// A file to be removed if the program is interrupted while this lives.
pub(crate) struct Temporary(PathBuf);

impl Temporary {
    /// Makes something with a temporary file. An interruption waits until the file
    /// is known here, so there is no moment in which it could be left behind.
    pub(crate) fn make<T, E>(
        make: impl FnOnce() -> Result<T, E>,
        path: impl FnOnce(&T) -> &Path,
    ) -> Result<(T, Self), E> {
        let mut files = temporary();
        let made = make()?;
        // The program may be called with a relative path but never changes folder.
        let path = path(&made).to_owned();
        files.push(path.clone());
        Ok((made, Self(path)))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        temporary().retain(|path| *path != self.0);
    }
}
