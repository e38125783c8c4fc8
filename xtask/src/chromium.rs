//! The browser that the report is looked at with in a test.

use std::process::{Command, Stdio};

/// Installs Debian's Chromium where none is, if this user may. Where that fails, the
/// test that needs it says so.
pub(crate) fn ensure() {
    if works("chromium", &["--version"]) || works("google-chrome", &["--version"]) {
        return;
    }
    if !works("apt-get", &["--version"]) || !is_root() {
        return;
    }
    eprintln!("installing chromium, for the test that looks at the report");
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive");
        command.stdout(Stdio::null()).status()
    };
    let _ = apt(&["update", "--quiet"]);
    let _ = apt(&[
        "install",
        "--yes",
        "--quiet",
        "--no-install-recommends",
        "chromium",
    ]);
}

fn works(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null());
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}
