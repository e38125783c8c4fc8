//! Names that machines use: `snake_case`, `camelCase`, `mp3`, part by part.

use super::place::{Place, Reading};

/// How the marks inside a name are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marks {
    /// Not at all: they only part words (`report_final`).
    Silent,
    /// By name, because who types it in must know them (addresses).
    Named,
}

/// Adds the words of `name` to `words`.
pub(crate) fn say(name: &str, marks: Marks, words: &mut Words) {
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        let kind = Kind::of(c);
        let end = rest.find(|c| Kind::of(c) != kind).unwrap_or(rest.len());
        let (run, after) = rest.split_at(if kind == Kind::Mark {
            c.len_utf8()
        } else {
            end
        });
        match kind {
            Kind::Letter => say_letters(run, words),
            Kind::Digit => words.push(&spaced_digits(run)),
            Kind::Mark if marks == Marks::Named => words.push(mark_name(c).unwrap_or_default()),
            Kind::Mark => {}
        }
        rest = after;
    }
}

/// Words with one space between them.
#[derive(Debug, Default)]
pub(crate) struct Words(String);

impl Words {
    pub(crate) fn push(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(word);
    }

    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Digit,
    Mark,
}

impl Kind {
    fn of(c: char) -> Self {
        match c {
            '0'..='9' => Self::Digit,
            '\'' | '’' => Self::Letter,
            _ if c.is_alphabetic() => Self::Letter,
            _ => Self::Mark,
        }
    }
}

/// `camelCase` is two words; letters that can't be a word are spelled.
fn say_letters(run: &str, words: &mut Words) {
    let mut start = 0;
    let mut before: Option<char> = None;
    let mut chars = run.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|&(_, c)| c);
        let lower = |c: Option<char>| c.is_some_and(char::is_lowercase);
        let hump = c.is_uppercase() && before.is_some() && (lower(before) || lower(after));
        if hump && at > start {
            words.push(&spelled(&run[start..at]));
            start = at;
        }
        before = Some(c);
    }
    words.push(&spelled(&run[start..]));
}

/// Letters without a vowel in capitals, which are read one by one.
pub(crate) fn spelled(letters: &str) -> String {
    let vowel = |c: char| {
        matches!(
            c.to_ascii_lowercase(),
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | '\'' | '’'
        )
    };
    if letters.len() > 1 && !letters.chars().any(vowel) {
        letters.to_ascii_uppercase()
    } else {
        letters.to_owned()
    }
}

/// Digits as misaki reads them well: a long row of them one by one.
fn spaced_digits(run: &str) -> String {
    if run.len() > 4 || run.len() > 1 && run.starts_with('0') {
        super::number::one_by_one(run)
    } else {
        run.to_owned()
    }
}

/// What the marks in addresses and paths are called.
pub(crate) fn mark_name(c: char) -> Option<&'static str> {
    Some(match c {
        '.' => "dot",
        '/' => "slash",
        '\\' => "backslash",
        '-' => "dash",
        '_' => "underscore",
        ':' => "colon",
        '@' => "at",
        '?' => "question mark",
        '=' => "equals",
        '&' => "and",
        '#' => "hash",
        '%' => "percent",
        '+' => "plus",
        '~' => "tilde",
        ',' => "comma",
        ';' => "semicolon",
        '!' => "exclamation mark",
        '$' => "dollar",
        '*' => "star",
        _ => return None,
    })
}

/// `snake_case`, `mp3`, `#hashtag`, `@some_one`.
pub(crate) fn read(place: &Place<'_>) -> Option<Reading> {
    let core = place.core();
    let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '\'' | '’');
    let (sign, rest) = match core.chars().next()? {
        '#' => ("hashtag", &core[1..]),
        '@' => ("at", &core[1..]),
        _ => ("", core),
    };
    let letters = rest.contains(|c: char| c.is_alphabetic());
    if rest.is_empty() || !rest.chars().all(name) {
        return None;
    }
    if sign == "hashtag" && !letters {
        // `#1` is a number in a list.
        return place.read(format!("number {rest}"));
    }
    let inner = rest.trim_matches('_');
    let parted = inner.len() < rest.len() || rest.contains('_');
    if sign.is_empty() && !parted && !spelled_beside_digits(rest) {
        return None;
    }
    if sign == "at" && !parted && !rest.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut words = Words::default();
    words.push(sign);
    let marks = if sign == "at" {
        Marks::Named
    } else {
        Marks::Silent
    };
    say(if sign == "at" { rest } else { inner }, marks, &mut words);
    place
        .read(words.into_text())
        .filter(|reading| !reading.text.is_empty())
}

/// `mp3`, `rtx4090`: small letters beside digits, too few or without a vowel.
fn spelled_beside_digits(name: &str) -> bool {
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
    letters.len() < name.len()
        && letters.len() > 1
        && letters.bytes().all(|b| b.is_ascii_lowercase())
        && spelled(letters) != letters
}

#[cfg(test)]
mod tests {
    use crate::normal::tests::{same, table};

    #[test]
    fn names_of_machines() {
        table(&[
            ("snake_case_name", "snake case name"),
            ("an mp3 file", "an MP 3 file"),
            ("the __init__ method", "the init method"),
            ("_emphasis_", "emphasis"),
            ("#hashtag", "hashtag hashtag"),
            ("#BlackLivesMatter", "hashtag Black Lives Matter"),
            ("we are #1!", "we are number 1!"),
            ("@john_doe99", "at john underscore doe 99"),
            ("MAX_TOKENS", "MAX TOKENS"),
        ]);
        same(&[
            "camelCase",
            "@mention",
            "B2B",
            "GPT-4",
            "H200",
            "iPhone15",
            "x86",
        ]);
    }
}
