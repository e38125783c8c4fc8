//! Counting machine instructions with valgrind: the same work takes the same
//! number of them on a busy machine as on an idle one.

use std::process::Command;

use anyhow::{Context, bail};

use super::this_program;

/// The instructions of one turn of `work`: those of a process that does it 3 times
/// less those of one that does it once, halved. So starting up doesn't count.
pub(super) fn count(work: &str) -> anyhow::Result<f64> {
    let (once, thrice) = (of_process(work, 1)?, of_process(work, 3)?);
    Ok(thrice.saturating_sub(once) as f64 / 2.0)
}

fn of_process(work: &str, times: usize) -> anyhow::Result<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(this_program()?)
        .args(["work", work, &times.to_string()])
        .output()
        .context("can't count instructions: install valgrind (Debian: valgrind)")?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        bail!("valgrind can't run {work}: {}", said.trim());
    }
    collected(&said).context("valgrind told no number of instructions")
}

/// From `==123== Collected : 4567`.
fn collected(said: &str) -> Option<u64> {
    let line = said.lines().find(|line| line.contains("Collected :"))?;
    line.rsplit(':').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_count_is_read() {
        let said = "==7== Events    : Ir\n==7== Collected : 12345678\n";
        assert_eq!(super::collected(said), Some(12_345_678));
        assert_eq!(super::collected("==7== no"), None);
    }
}
