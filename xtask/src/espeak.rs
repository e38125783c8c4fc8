//! The program espeak-ng, through which languages other than English are read.

use std::process::{Command, Stdio};

/// Installs espeak-ng from Debian's or Ubuntu's packages if it is missing and this is
/// the system's administrator, as in CI. Elsewhere nothing is touched, and what it
/// means is said: the tests then test that its absence is reported.
pub(crate) fn ensure() {
    if runs(Command::new("espeak-ng").arg("--version")) {
        return;
    }
    let update = || apt_get(&["update", "-qq"]);
    let install = || {
        apt_get(&[
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            "espeak-ng",
        ])
    };
    if is_root() && update() && install() {
        eprintln!("installed espeak-ng, through which languages other than English are read");
        return;
    }
    eprintln!(
        "espeak-ng is not installed, so only that it is missed can be tested, and nothing \
         measured of it: install the package espeak-ng for more"
    );
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
