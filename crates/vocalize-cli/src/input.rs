//! Reading the text.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use anyhow::{Context, bail};

/// The longest text that is read: some 300 hours of speech.
pub(crate) const MAX_TEXT_BYTES: u64 = 16 << 20;

/// The text of a command: `text` itself, else what is in `file`, else standard
/// input; `-` as a file is standard input.
pub(crate) fn read(text: Option<&str>, file: Option<&Path>) -> anyhow::Result<String> {
    match (text, file) {
        (Some(text), _) => Ok(text.to_owned()),
        (None, Some(path)) => read_file(path),
        (None, None) if io::stdin().is_terminal() => {
            bail!("nothing to say: give a text, --file FILE, or pipe one in")
        }
        (None, None) => read_file(Path::new("-")),
    }
}

/// The text in `path`, or on standard input for `-`.
pub(crate) fn read_file(path: &Path) -> anyhow::Result<String> {
    if path == Path::new("-") {
        return read_from(io::stdin().lock(), "standard input");
    }
    let name = path.display().to_string();
    let file = File::open(path).with_context(|| format!("can't read {name}"))?;
    read_from(file, &name)
}

fn read_from(from: impl Read, name: &str) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    let limited = from.take(MAX_TEXT_BYTES + 1).read_to_end(&mut bytes);
    limited.with_context(|| format!("can't read {name}"))?;
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        bail!(
            "{name} is longer than {} MiB: split it",
            MAX_TEXT_BYTES >> 20
        );
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        anyhow::anyhow!("{name} is no UTF-8 text (byte {at}): convert it first")
    })?;
    Ok(text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text))
}
