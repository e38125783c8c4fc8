//! pip and npm as child processes, asked for one archive each.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::process::{ChildStderr, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use super::cache::CACHE_VARIABLE;
use super::manifest::{Client, Part, Tags};
use super::progress::Progress;

/// How often the size of the download is looked at, for the progress bar.
const POLL: Duration = Duration::from_millis(50);

/// Bytes of the client's messages that are kept.
const MAX_LOG: u64 = 1 << 20;

/// Why one source gave nothing, as a clause, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reason {
    pub(super) what: String,
    pub(super) advice: String,
}

impl Reason {
    pub(super) fn new(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            advice: advice.into(),
        }
    }
}

/// Downloads the archive of `part` into the empty folder `into`.
///
/// # Errors
/// When no client is installed, or it did not deliver that archive.
pub(super) fn fetch(
    client: Client,
    tags: Option<&Tags>,
    part: &Part,
    into: &Path,
) -> Result<(), Reason> {
    let step = format!(
        "fetching {} {} with {}",
        part.package,
        part.version,
        client.name()
    );
    let progress = Progress::start(&step, part.content().bytes);
    for launcher in client.launchers() {
        let mut command = client.command(launcher, tags, part, into);
        let (status, log) = match run(&mut command, into, &progress) {
            Ok(ended) => ended,
            Err(error) if is_absent(&error) => continue,
            Err(error) => return Err(client.failed(&error.to_string())),
        };
        if status.success() {
            return match into.join(&part.archive).is_file() {
                true => Ok(()),
                false => Err(client.failed(&format!("it did not deliver {}", part.archive))),
            };
        }
        if !NO_CLIENT.iter().any(|mark| log.contains(mark)) {
            return Err(client.explain(&log, part));
        }
    }
    Err(client.missing())
}

/// Runs `command` and shows what has arrived; returns its messages as well.
fn run(
    command: &mut Command,
    into: &Path,
    progress: &Progress,
) -> io::Result<(ExitStatus, String)> {
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let mut child = quiet.spawn()?;
    let messages = child.stderr.take();
    let reader = thread::spawn(move || messages.map(read_log).unwrap_or_default());
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        progress.set(size_of(into));
        thread::sleep(POLL);
    };
    Ok((status, reader.join().unwrap_or_default()))
}

/// Reads all messages, so that the client never waits, and keeps the first.
fn read_log(mut messages: ChildStderr) -> String {
    let mut log = Vec::new();
    // What cannot be read is not there to be explained.
    let _ = messages.by_ref().take(MAX_LOG).read_to_end(&mut log);
    let _ = io::copy(&mut messages, &mut io::sink());
    String::from_utf8_lossy(&log).into_owned()
}

/// Bytes of all files below `folder`; what vanishes meanwhile counts nothing.
fn size_of(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = entries.map(|entry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => size_of(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    });
    sizes.sum()
}

fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied
    )
}

impl Client {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Pip => "pip",
            Self::Npm => "npm",
        }
    }

    /// Command lines that may start the client, best first.
    fn launchers(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::Pip if cfg!(windows) => &[&["python", "-m", "pip"], &["pip"]],
            Self::Pip => &[
                &["python3", "-m", "pip"],
                &["python", "-m", "pip"],
                &["pip3"],
                &["pip"],
            ],
            Self::Npm if cfg!(windows) => &[&["npm.cmd"]],
            Self::Npm => &[&["npm"]],
        }
    }

    fn command(self, launcher: &[&str], tags: Option<&Tags>, part: &Part, into: &Path) -> Command {
        let mut command = Command::new(launcher[0]);
        command.args(&launcher[1..]).current_dir(into);
        // Half a download must not outlive an interruption anywhere else.
        command
            .env("TMPDIR", into)
            .env("TMP", into)
            .env("TEMP", into);
        match self {
            Self::Pip => {
                command.args(["download", "--no-deps", "--only-binary=:all:", "--no-input"]);
                command.args([
                    "--disable-pip-version-check",
                    "--progress-bar=off",
                    "--dest=.",
                ]);
                if let Some(Tags {
                    platform,
                    python,
                    abi,
                }) = tags
                {
                    command.args(["--implementation=cp", "--platform", platform]);
                    command.args(["--python-version", python, "--abi", abi]);
                }
                command.arg(format!("{}=={}", part.package, part.version));
            }
            Self::Npm => {
                command.args([
                    "pack",
                    "--pack-destination=.",
                    "--ignore-scripts",
                    "--loglevel=error",
                ]);
                command.args(["--no-update-notifier", "--fetch-retry-mintimeout=1000"]);
                command.arg("--fetch-retry-maxtimeout=5000");
                command.arg(format!("{}@{}", part.package, part.version));
            }
        }
        command
    }

    fn missing(self) -> Reason {
        match self {
            Self::Pip => Reason::new("pip is not installed", "install Python 3 with pip"),
            Self::Npm => Reason::new("npm is not installed", "install Node.js with npm"),
        }
    }

    fn failed(self, how: &str) -> Reason {
        Reason::new(
            format!("{} failed ({how})", self.name()),
            format!("see whether {} works", self.name()),
        )
    }

    /// What the client's messages mean to the person who waits.
    fn explain(self, log: &str, part: &Part) -> Reason {
        let says = |marks: &[&str]| marks.iter().any(|mark| log.contains(mark));
        let name = self.name();
        if says(&["No space left on device", "ENOSPC"]) {
            let what = format!("{name} found no space left for the cache folder");
            let advice = format!("free some, choose another folder with {CACHE_VARIABLE}");
            return Reason::new(what, advice);
        }
        if says(NETWORK) {
            let what = format!("{name} could not reach its package index");
            return Reason::new(what, "check the network and the proxy settings");
        }
        if says(&["No matching distribution", "E404", "ETARGET"]) {
            let what = format!(
                "{name}'s package index has no {} {}",
                part.package, part.version
            );
            return Reason::new(
                what,
                format!("check the network and which index {name} is set to use"),
            );
        }
        let last = log.lines().map(str::trim).rfind(|line| !line.is_empty());
        self.failed(last.unwrap_or("it said nothing"))
    }
}

/// What a Python without pip says, and what Windows says in place of a Python.
const NO_CLIENT: &[&str] = &["No module named pip", "Python was not found"];

/// Marks of a network failure in messages of pip (first two lines) and npm.
const NETWORK: &[&str] = &[
    "NewConnectionError",
    "ConnectionError",
    "ConnectTimeout",
    "ReadTimeout",
    "Max retries exceeded",
    "NameResolutionError",
    "ProxyError",
    "SSLError",
    "Connection refused",
    "connection broken",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "ENETUNREACH",
    "EHOSTUNREACH",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// What pip and npm really print, cut to the telling lines.
    #[test]
    fn messages_of_the_clients_are_understood() {
        let part: Part = toml::from_str(concat!(
            "package = 'one'\nversion = '1.0'\narchive = 'one.whl'\n",
            "bytes = 1\nsha256 = 'x'\nmember = 'a'"
        ))
        .unwrap();
        let cases = [
            (
                Client::Npm,
                "npm error code ECONNREFUSED\nnpm error errno ECONNREFUSED",
                "could not reach",
            ),
            (Client::Npm, "npm error code EAI_AGAIN", "could not reach"),
            (
                Client::Npm,
                "npm error code E404\nnpm error 404 Not Found",
                "has no one 1.0",
            ),
            (
                Client::Npm,
                "npm error code ETARGET\nnpm error notarget",
                "has no one 1.0",
            ),
            (
                Client::Npm,
                "npm error code ENOSPC\nnpm error nospc",
                "no space left",
            ),
            (
                Client::Pip,
                "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n",
                "no space left",
            ),
            (
                Client::Pip,
                "Traceback\n\nKeyError: 'x'\n\n",
                "pip failed (KeyError: 'x')",
            ),
            (Client::Pip, "", "pip failed (it said nothing)"),
        ];
        for (client, log, meaning) in cases {
            let reason = client.explain(log, &part);
            assert!(reason.what.contains(meaning), "{log}: {}", reason.what);
        }
    }
}
