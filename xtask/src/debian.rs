//! Programs that tests and measurements need, from Debian's or Ubuntu's packages.

use std::process::{Command, Stdio};

/// Installs `package` unless one of `programs` runs already, where this is the
/// system's administrator, as in CI. Elsewhere nothing is touched. Whether one of
/// them is there now.
pub(crate) fn ensure(package: &str, programs: &[&str]) -> bool {
    let there = || {
        let mut programs = programs.iter();
        programs.any(|program| runs(Command::new(program).arg("--version")))
    };
    if there() {
        return true;
    }
    if !is_root() {
        return false;
    }
    eprintln!("installing {package}");
    let install = ["install", "-y", "-qq", "--no-install-recommends", package];
    apt_get(&["update", "-qq"]) && apt_get(&install) && there()
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

fn apt_get(arguments: &[&str]) -> bool {
    let mut command = Command::new("apt-get");
    command
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive");
    runs(&mut command)
}

/// Whether a command can be started and succeeds; what it says is not shown.
fn runs(command: &mut Command) -> bool {
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}
