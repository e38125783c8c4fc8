use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::program::{entries, models};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

#[test]
fn ctrl_c_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.wav");
    let text = "It goes on and on. ".repeat(400);
    let mut child = Command::new(env!("CARGO_BIN_EXE_vocalize"))
        .env("VOCALIZE_MODELS", models())
        .args(["say", &text, "-o", path.to_str().unwrap()])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for_a_file(folder.path(), &mut child);
    kill(
        Pid::from_raw(child.id().try_into().unwrap()),
        Signal::SIGINT,
    )
    .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "vocalize: interrupted\n"
    );
    assert!(
        entries(folder.path()).is_empty(),
        "{:?}",
        entries(folder.path())
    );
}

/// Waits until the program has begun its file.
fn wait_for_a_file(folder: &Path, child: &mut Child) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while entries(folder).is_empty() {
        assert!(
            child.try_wait().unwrap().is_none(),
            "the program ended by itself"
        );
        assert!(Instant::now() < deadline, "no file came");
        std::thread::yield_now();
    }
}
