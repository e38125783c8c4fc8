//! Tokens to the pieces that are looked up: misaki's split at case changes,
//! digits, hyphens and apostrophes.

use super::chars::{Chars, DIGIT, LETTER, LOWER_LETTER, UPPER_LETTER};

/// The pieces of a token, in order. A lone apostrophe between them is left out.
pub(super) fn pieces<'t>(chars: Chars<'_>, token: &'t str) -> Vec<&'t str> {
    let cursor = Cursor { chars, token };
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(c) = token[at..].chars().next() {
        let length = cursor.piece(at);
        if length > 0 {
            pieces.push(&token[at..at + length]);
        }
        at += if length > 0 { length } else { c.len_utf8() };
    }
    if pieces.is_empty() {
        pieces.push(token);
    }
    pieces
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’')
}

struct Cursor<'a, 't> {
    chars: Chars<'a>,
    token: &'t str,
}

impl Cursor<'_, '_> {
    fn is(&self, c: Option<char>, class: u32) -> bool {
        c.is_some_and(|c| self.chars.is(c, class))
    }

    /// Bytes of the piece that starts at `at`, 0 if none does.
    fn piece(&self, at: usize) -> usize {
        let rest = &self.token[at..];
        let mut chars = rest.chars();
        let (first, second, third) = (chars.next(), chars.next(), chars.next());
        let Some(c) = first else { return 0 };
        if is_apostrophe(c) {
            let run = length_of(rest, is_apostrophe);
            let several = second.is_some_and(is_apostrophe);
            let at_end = run == rest.len();
            if at == 0 || several || at_end {
                return run;
            }
            return self.camel(rest);
        }
        // The capital before a capitalised word: "X" of "XMas".
        if self.is(first, UPPER_LETTER)
            && self.is(second, UPPER_LETTER)
            && self.is(third, LOWER_LETTER)
        {
            return c.len_utf8();
        }
        let number = self.number(at, rest);
        if number > 0 {
            return number;
        }
        if matches!(c, '-' | '_') {
            return length_of(rest, |c| matches!(c, '-' | '_'));
        }
        let camel = self.camel(rest);
        if camel > 0 {
            return camel;
        }
        if self.chars.is(c, LETTER) {
            return self.letters(rest);
        }
        if self.chars.is(c, DIGIT) {
            return 0;
        }
        c.len_utf8()
    }

    /// Digits, each with a comma or full stop before it if need be; a minus only
    /// at the very start.
    fn number(&self, at: usize, rest: &str) -> usize {
        let sign = usize::from(at == 0 && rest.starts_with('-'));
        let mut end = sign;
        loop {
            let tail = &rest[end..];
            let digit = tail.strip_prefix([',', '.']).unwrap_or(tail);
            match digit.chars().next() {
                Some(c) if self.chars.is(c, DIGIT) => {
                    end += tail.len() - digit.len() + c.len_utf8();
                }
                _ => break,
            }
        }
        if end > sign { end } else { 0 }
    }

    /// Up to a small letter with a capital after it: "i" of "iPhone".
    fn camel(&self, rest: &str) -> usize {
        let mut at = 0;
        loop {
            let mut tail = rest[at..].chars();
            let (c, next) = (tail.next(), tail.next());
            if self.is(c, LOWER_LETTER) && self.is(next, UPPER_LETTER) {
                return at + c.map_or(0, char::len_utf8);
            }
            if !self.is(c, LETTER) {
                break;
            }
            at += c.map_or(0, char::len_utf8);
        }
        // An apostrophe takes one letter with it.
        while let Some(step) = self.apostrophe_and_letter(&rest[at..]) {
            at += step;
            let mut tail = rest[at..].chars();
            let (c, next) = (tail.next(), tail.next());
            if self.is(c, LOWER_LETTER) && self.is(next, UPPER_LETTER) {
                return at + c.map_or(0, char::len_utf8);
            }
        }
        0
    }

    fn letters(&self, rest: &str) -> usize {
        let mut end = length_of(rest, |c| self.chars.is(c, LETTER));
        while let Some(step) = self.apostrophe_and_letter(&rest[end..]) {
            end += step;
        }
        end
    }

    fn apostrophe_and_letter(&self, rest: &str) -> Option<usize> {
        let mut chars = rest.chars();
        let apostrophe = chars.next().filter(|&c| is_apostrophe(c))?;
        let letter = chars.next().filter(|&c| self.chars.is(c, LETTER))?;
        Some(apostrophe.len_utf8() + letter.len_utf8())
    }
}

fn length_of(text: &str, is: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is(c)).unwrap_or(text.len())
}
