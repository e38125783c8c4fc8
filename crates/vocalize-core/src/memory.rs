//! How much memory this process has used.

/// The most memory this process has held at once, in bytes; 0 if the system
/// doesn't tell. On Windows, where the peak is not asked for, what it holds now.
pub fn peak_memory_bytes() -> u64 {
    peak().unwrap_or(0)
}

/// `getrusage` won't do: on Linux its peak includes that of the program which
/// started this one.
#[cfg(target_os = "linux")]
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(all(unix, not(target_os = "linux")))]
fn peak() -> Option<u64> {
    use nix::sys::resource::{UsageWho, getrusage};
    // macOS counts in bytes, other systems in KiB.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    let peak = getrusage(UsageWho::RUSAGE_SELF).ok()?.max_rss();
    u64::try_from(peak).ok().map(|peak| peak * unit)
}

#[cfg(not(unix))]
fn peak() -> Option<u64> {
    use sysinfo::{ProcessesToUpdate, System};
    let pid = sysinfo::get_current_pid().ok()?;
    let mut system = System::new().ok()?;
    system.refresh_processes(ProcessesToUpdate::Some(&[pid]), false);
    system.process(pid).map(sysinfo::Process::memory)
}
