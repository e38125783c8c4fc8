//! Addresses, file names and paths.

use super::identifier::{Marks, Words, mark_name, say};
use super::place::{Place, Reading};

/// Endings of hosts that are taken for addresses without `www` or a path.
const DOMAINS: [&str; 36] = [
    "ai", "app", "au", "biz", "ca", "ch", "cn", "co", "com", "de", "dev", "edu", "es", "eu", "fr",
    "gov", "ie", "in", "info", "int", "io", "it", "jp", "me", "mil", "net", "nl", "nz", "org",
    "ru", "se", "site", "tv", "uk", "us", "xyz",
];

/// Endings of file names.
const EXTENSIONS: [&str; 72] = [
    "avi", "bat", "bin", "bmp", "c", "cc", "cfg", "conf", "cpp", "cs", "css", "csv", "dll", "doc",
    "docx", "env", "epub", "exe", "flac", "gif", "go", "gz", "h", "hpp", "htm", "html", "ini",
    "ipynb", "iso", "jar", "java", "jpeg", "jpg", "js", "json", "jsx", "kt", "lock", "log", "lua",
    "md", "mkv", "mov", "mp3", "mp4", "odt", "ogg", "onnx", "pdf", "php", "png", "ppt", "pptx",
    "py", "rb", "rs", "rtf", "sh", "sql", "svg", "swift", "tar", "tex", "toml", "ts", "tsv", "txt",
    "wav", "webp", "xls", "xlsx", "xml",
];

/// Endings of file names that are said as words, as they are written here.
const SAID_ENDINGS: [(&str, &str); 16] = [
    ("json", "jason"),
    ("jpg", "JPEG"),
    ("jpeg", "JPEG"),
    ("gif", "GIF"),
    ("sql", "SQL"),
    ("bin", "bin"),
    ("doc", "doc"),
    ("env", "env"),
    ("lock", "lock"),
    ("log", "log"),
    ("tar", "tar"),
    ("zip", "zip"),
    ("java", "java"),
    ("swift", "swift"),
    ("go", "go"),
    ("conf", "conf"),
];

/// `https://example.com/path`, `me@example.com`, `report_final.pdf`,
/// `/usr/local/bin`, `C:\Users`, `192.168.0.1`.
pub(crate) fn read(place: &Place<'_>) -> Option<Reading> {
    let core = place.core();
    if !core.contains(['.', '/', '\\', '@']) || is_dotted(core) {
        return None;
    }
    // A path may end in its slash, an address in a query without a value.
    let words = address(core)
        .or_else(|| mail(core))
        .or_else(|| path(core))
        .or_else(|| file(core))?;
    place.read(words).filter(|reading| !reading.text.is_empty())
}

/// Whether `core` is letters with full stops between them: `U.S.C` is no file.
fn is_dotted(core: &str) -> bool {
    core.contains('.')
        && core.split('.').all(|part| part.len() == 1)
        && !core.contains(|c: char| c.is_ascii_digit())
}

/// An address with everything in it said, but for the scheme of the web.
fn address(core: &str) -> Option<String> {
    let (scheme, rest) = match core.split_once("://") {
        Some((scheme, rest)) if is_name(scheme) => (Some(scheme), rest),
        Some(_) => return None,
        None => (None, core),
    };
    let host_end = rest.find(['/', '?', '#', ':']).unwrap_or(rest.len());
    let (host, tail) = rest.split_at(host_end);
    if scheme.is_none() && !is_host(host, !tail.is_empty()) || rest.is_empty() {
        return None;
    }
    let mut words = Words::default();
    match scheme {
        Some(scheme) if !matches!(scheme, "http" | "https") => {
            say(scheme, Marks::Named, &mut words);
            words.push("colon slash slash");
        }
        _ => {}
    }
    say(host, Marks::Named, &mut words);
    say(
        tail.strip_suffix('/').unwrap_or(tail),
        Marks::Named,
        &mut words,
    );
    Some(words.into_text())
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+')
}

/// Whether `host` is a name with dots that the web would know. Without a path
/// it must be in small letters, so that `end.It` isn't one.
fn is_host(host: &str, with_path: bool) -> bool {
    let labels = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    let dots = host.contains('.') && !host.starts_with('.') && !host.contains("..");
    if !dots || !host.chars().all(labels) {
        return false;
    }
    if is_ip(host) {
        return true;
    }
    let Some((before, last)) = host.rsplit_once('.') else {
        return false;
    };
    let small = with_path || !last.contains(|c: char| c.is_ascii_uppercase());
    let lettered = before.contains(|c: char| c.is_ascii_alphabetic());
    let short = before.len() == 1 && last.len() < 3;
    host.starts_with("www.") || small && lettered && !short && DOMAINS.contains(&last)
}

/// Four numbers up to 255.
fn is_ip(host: &str) -> bool {
    let mut parts = host.split('.');
    let fits = |part: &str| super::number::digits(part, 3).is_some_and(|n| n < 256);
    host.len() <= 15 && host.split('.').count() == 4 && parts.all(fits)
}

fn mail(core: &str) -> Option<String> {
    let (name, host) = core.split_once('@')?;
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
    let hosted = host.contains('.') && host.chars().all(allowed);
    if name.is_empty() || !name.chars().all(allowed) || !hosted {
        return None;
    }
    let mut words = Words::default();
    say(name, Marks::Named, &mut words);
    words.push("at");
    say(host, Marks::Named, &mut words);
    Some(words.into_text())
}

/// Paths from a root, the home folder, this folder or a drive, and any with a
/// backslash or two slashes and a file at the end.
fn path(core: &str) -> Option<String> {
    let bytes = core.as_bytes();
    let drive = bytes.len() > 2 && bytes[0].is_ascii_alphabetic() && bytes[1..].starts_with(b":\\");
    let rooted = bytes.len() > 1 && bytes[0] == b'/' && bytes[1].is_ascii_alphanumeric();
    let relative = ["~/", "./", "../"]
        .iter()
        .any(|root| core.starts_with(root));
    let (_, last) = core.rsplit_once('/').unwrap_or(("", core));
    let filed = last.len() < core.len() && file_parts(last).is_some();
    let hidden = core.starts_with('\\') && core.len() > 1 || core.matches('\\').take(2).count() > 1;
    if !(drive || rooted || relative || filed || hidden) {
        return None;
    }
    let mut words = Words::default();
    let folder = if file_parts(last).is_some() {
        core.len() - last.len()
    } else {
        core.len()
    };
    say(&core[..folder], Marks::Named, &mut words);
    if folder < core.len() {
        words.push(&file(last)?);
    }
    Some(words.into_text())
}

/// A file's name and its ending, without the dot.
fn file_parts(core: &str) -> Option<(&str, &str)> {
    let (name, ending) = core.rsplit_once('.')?;
    let named = name.contains(|c: char| c.is_ascii_alphanumeric()) || name.is_empty();
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '+');
    let small = ending.to_ascii_lowercase();
    let known = ending.len() <= 5 && (EXTENSIONS.contains(&small.as_str()) || small == "zip");
    // One letter after a dot is an initial or an abbreviation.
    let initials = ending.len() == 1 && !core.contains('_') && name.len() < 2;
    (named && known && !initials && name.chars().all(allowed)).then_some((name, ending))
}

fn file(core: &str) -> Option<String> {
    let (name, ending) = file_parts(core)?;
    let mut words = Words::default();
    for (at, part) in name.split('.').enumerate() {
        if at > 0 {
            words.push(mark_name('.').unwrap_or_default());
        }
        say(part, Marks::Silent, &mut words);
    }
    words.push("dot");
    let small = ending.to_ascii_lowercase();
    match SAID_ENDINGS.iter().find(|said| said.0 == small) {
        Some((_, said)) => words.push(said),
        None => say(&ending.to_ascii_uppercase(), Marks::Silent, &mut words),
    }
    Some(words.into_text())
}

#[cfg(test)]
mod tests {
    use crate::normal::tests::{same, table};

    #[test]
    fn addresses() {
        table(&[
            (
                "https://example.com/path?x=1",
                "example dot com slash path question mark x equals 1",
            ),
            ("See www.example.com.", "See WWW dot example dot com."),
            ("rust-lang.org", "rust dash lang dot org"),
            ("(example.co.uk)", "(example dot co dot uk)"),
            ("me@example.com", "me at example dot com"),
            ("a_b.c@x.org", "a underscore b dot c at x dot org"),
            ("192.168.0.1", "192 dot 168 dot 0 dot 1"),
            ("ftp://x.org/", "FTP colon slash slash x dot org"),
            ("http://localhost:8080", "localhost colon 8080"),
        ]);
    }

    #[test]
    fn files_and_paths() {
        table(&[
            ("report_final.pdf", "report final dot PDF"),
            ("song.mp3", "song dot MP 3"),
            ("a.tar.gz", "a dot tar dot GZ"),
            ("config.json", "config dot jason"),
            ("/usr/local/bin", "slash usr slash local slash bin"),
            ("~/notes.txt", "tilde slash notes dot TXT"),
            ("src/main.rs", "SRC slash main dot RS"),
            ("C:\\Users\\me", "C colon backslash Users backslash me"),
        ]);
        same(&[
            "and/or",
            "he/she",
            "TCP/IP",
            "e.g. this",
            "U.S.A. and U.S.C.",
            "p.m. a.m.",
            "B.C. Ph.D.",
        ]);
    }
}
