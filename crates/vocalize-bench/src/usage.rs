//! What this process has used of the machine.

use std::time::Duration;

use sysinfo::{ProcessRefreshKind, ProcessesToUpdate, System};

/// Seconds of all its threads so far, in its own code and in the system's; none
/// where the system doesn't tell.
#[cfg(unix)]
pub(crate) fn cpu_seconds() -> Option<(f64, f64)> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeVal;
    let seconds = |time: TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 * 1e-6;
    let usage = getrusage(UsageWho::RUSAGE_SELF).ok()?;
    Some((seconds(usage.user_time()), seconds(usage.system_time())))
}

#[cfg(not(unix))]
pub(crate) fn cpu_seconds() -> Option<(f64, f64)> {
    None
}

/// The memory that it holds now, in bytes.
pub(crate) fn memory_bytes() -> Option<u64> {
    let pid = sysinfo::get_current_pid().ok()?;
    let mut system = System::new().ok()?;
    let what = ProcessRefreshKind::nothing().with_memory();
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[pid]), false, what);
    system.process(pid).map(sysinfo::Process::memory)
}

/// The CPU time of all its threads together, as exactly as the system tells.
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
