//! Version numbers.

use super::identifier::{Marks, Words, say};
use super::place::{Place, Reading};

/// The most numbers in a version.
const MAX_PARTS: usize = 6;

/// `v1.2.3`, `2.0.0-rc.15`: at least two dots, so that no decimal is one.
pub(crate) fn read(place: &Place<'_>) -> Option<Reading> {
    let core = place.core();
    let (prefixed, rest) = match core.strip_prefix(['v', 'V']) {
        Some(rest) => (true, rest),
        None => (false, core),
    };
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(rest.len());
    let (numbers, suffix) = rest.split_at(end);
    let parts: Vec<&str> = numbers.split('.').take(MAX_PARTS + 1).collect();
    let numeric = parts.iter().all(|part| (1..=5).contains(&part.len()));
    if !numeric || !(3..=MAX_PARTS).contains(&parts.len()) {
        return None;
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.');
    if !suffix.chars().all(plain) || suffix.len() > 40 {
        return None;
    }
    let mut words = Words::default();
    if prefixed {
        words.push("version");
    }
    words.push(&parts.join(" point "));
    say(suffix, Marks::Silent, &mut words);
    place.read(words.into_text())
}

#[cfg(test)]
mod tests {
    use crate::normal::tests::{same, table};

    #[test]
    fn versions() {
        table(&[
            ("v1.2.3", "version 1 point 2 point 3"),
            ("2.0.0-rc.15 is", "2 point 0 point 0 RC 15 is"),
            ("Python 3.11.4.", "Python 3 point 11 point 4."),
            ("1.0.0-beta", "1 point 0 point 0 beta"),
        ]);
        same(&["version 1.2", "3.14", "v1.2", "v2"]);
    }
}
