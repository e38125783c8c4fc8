//! The CPU time that this process has used, all its threads together.

use std::time::Duration;

/// User and system time since the process was started.
#[cfg(unix)]
pub(crate) fn cpu_time() -> Duration {
    use nix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID);
    time.map_or(Duration::ZERO, Duration::from)
}

/// Elsewhere wall time has to do.
#[cfg(not(unix))]
pub(crate) fn cpu_time() -> Duration {
    use std::sync::LazyLock;
    use std::time::Instant;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}
