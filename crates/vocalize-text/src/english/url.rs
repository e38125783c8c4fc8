//! Which words are addresses, and so are not split.

use super::chars::{Chars, TOP_LEVEL, WORD};

/// Whether the whole of `word` is an address in the sense of spaCy's pattern:
/// `(scheme://)? (user@)? (IPv4 | host.domain) (:port)? ([/?#]path)?`.
pub(super) fn is_url(chars: Chars<'_>, word: &str) -> bool {
    if !word.contains('.') {
        return false;
    }
    is_without_scheme(chars, word)
        || after_scheme(chars, word).is_some_and(|rest| is_without_scheme(chars, rest))
}

fn after_scheme<'w>(chars: Chars<'_>, word: &'w str) -> Option<&'w str> {
    let in_scheme = |c: char| chars.is(c, WORD) || matches!(c, '+' | '-' | '.');
    let end = word.find(|c| !in_scheme(c))?;
    let long_enough = word[..end].chars().nth(1).is_some();
    word[end..].strip_prefix("://").filter(|_| long_enough)
}

/// Tries every place where the user could end, white space allowing.
fn is_without_scheme(chars: Chars<'_>, word: &str) -> bool {
    if is_host_and_path(chars, word) {
        return true;
    }
    let end = word.find(char::is_whitespace).unwrap_or(word.len());
    let ats = word[..end].match_indices('@').filter(|&(at, _)| at > 0);
    ats.into_iter()
        .any(|(at, _)| is_host_and_path(chars, &word[at + 1..]))
}

fn is_host_and_path(chars: Chars<'_>, word: &str) -> bool {
    let end = word.find(|c| !is_host_char(c)).unwrap_or(word.len());
    let (host, rest) = word.split_at(end);
    (is_ip(host) || is_domain(chars, host)) && is_port_and_path(rest)
}

fn is_host_char(c: char) -> bool {
    is_label_edge(c) || matches!(c, '.' | '-' | '_')
}

fn is_label_edge(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('\u{a1}'..='\u{ffff}').contains(&c)
}

fn is_domain(chars: Chars<'_>, host: &str) -> bool {
    let Some((labels, top)) = host.rsplit_once('.') else {
        return false;
    };
    labels.split('.').all(is_label)
        && (2..=63).contains(&top.chars().count())
        && top.chars().all(|c| chars.is(c, TOP_LEVEL))
}

fn is_label(label: &str) -> bool {
    label.chars().next().is_some_and(is_label_edge)
        && label.chars().next_back().is_some_and(is_label_edge)
        && label.chars().count() <= 64
}

/// A public IPv4 address.
fn is_ip(host: &str) -> bool {
    let numbers: Vec<Option<u32>> = host.split('.').map(ip_number).collect();
    let [Some(a), Some(b), Some(c), Some(d)] = numbers[..] else {
        return false;
    };
    let private = matches!(
        (a, b),
        (10 | 127, _) | (169, 254) | (192, 168) | (172, 16..=31)
    );
    // The first and last have no leading zeros; the middle ones may.
    let plain = |n: &str| !n.starts_with('0');
    let ends =
        host.split('.').next().is_some_and(plain) && host.split('.').nth(3).is_some_and(plain);
    !private && ends && (1..=223).contains(&a) && b <= 255 && c <= 255 && (1..=254).contains(&d)
}

fn ip_number(text: &str) -> Option<u32> {
    let digits = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// `(:\d{2,5})?([/?#]\S*)?`
fn is_port_and_path(rest: &str) -> bool {
    let path = match rest.strip_prefix(':') {
        None => rest,
        Some(port) => {
            let digits = port.bytes().take_while(u8::is_ascii_digit).count();
            if !(2..=5).contains(&digits) {
                return false;
            }
            &port[digits..]
        }
    };
    path.is_empty() || (path.starts_with(['/', '?', '#']) && !path.contains(char::is_whitespace))
}
