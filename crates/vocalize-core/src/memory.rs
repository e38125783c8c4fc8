//! How much memory this process has used.

/// The most memory this process has held at once, in bytes.
///
/// On Windows, where the peak is not asked for, what it holds now.
#[cfg(unix)]
pub fn peak_memory_bytes() -> u64 {
    use nix::sys::resource::{UsageWho, getrusage};
    // Linux counts in KiB, macOS in bytes.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    let peak = getrusage(UsageWho::RUSAGE_SELF).map_or(0, |usage| usage.max_rss());
    u64::try_from(peak).unwrap_or(0) * unit
}

/// The most memory this process has held at once, in bytes.
///
/// On Windows, where the peak is not asked for, what it holds now.
#[cfg(not(unix))]
pub fn peak_memory_bytes() -> u64 {
    use sysinfo::{ProcessesToUpdate, System};
    let Ok(pid) = sysinfo::get_current_pid() else {
        return 0;
    };
    let Ok(mut system) = System::new() else {
        return 0;
    };
    system.refresh_processes(ProcessesToUpdate::Some(&[pid]), false);
    system.process(pid).map_or(0, |process| process.memory())
}
