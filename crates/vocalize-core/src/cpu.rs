//! The CPU this runs on.

use std::sync::LazyLock;

use sysinfo::{CpuRefreshKind, RefreshKind, System};

/// The CPU's name as it gives it itself, like `AMD EPYC 9R14`.
pub fn cpu_name() -> &'static str {
    static NAME: LazyLock<String> = LazyLock::new(|| {
        let what = RefreshKind::nothing().with_cpu(CpuRefreshKind::nothing());
        let system = System::new_with_specifics(what).ok();
        let first = system.as_ref().and_then(|system| system.cpus().first());
        let brand = first.map(|cpu| cpu.brand().trim().to_owned());
        brand
            .filter(|b| !b.is_empty())
            .unwrap_or_else(|| std::env::consts::ARCH.to_owned())
    });
    &NAME
}

/// The instruction sets that make a difference to a graph optimised offline, of
/// those that this CPU has.
pub fn cpu_features() -> Vec<&'static str> {
    let mut found = Vec::new();
    macro_rules! detect {
        ($detect:ident: $($feature:tt)*) => {
            $(if std::arch::$detect!($feature) { found.push($feature); })*
        };
    }
    #[cfg(target_arch = "x86_64")]
    detect!(is_x86_feature_detected:
        "sse4.1" "avx" "avx2" "fma" "avxvnni" "avx512f" "avx512bw" "avx512vl" "avx512vnni"
        "avx512bf16" "avx512fp16");
    #[cfg(target_arch = "aarch64")]
    detect!(is_aarch64_feature_detected: "neon" "dotprod" "fp16" "i8mm" "bf16" "sve" "sve2");
    found
}

/// What a graph optimised for one CPU must find on another to run there: its
/// architecture and instruction sets.
pub fn cpu_identity() -> String {
    format!(
        "{} with {}",
        std::env::consts::ARCH,
        cpu_features().join(" ")
    )
}

/// Physical cores, or the threads that the system grants if there are fewer.
pub fn physical_cores() -> usize {
    let granted = std::thread::available_parallelism().map_or(1, usize::from);
    System::physical_core_count().map_or(granted, |cores| cores.min(granted))
}
