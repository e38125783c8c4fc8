//! Signs by name: what stands between words and numbers in a piece that no
//! recogniser knows as a whole.

use super::letters::{greek, latin};
use super::map::Rewriter;
use super::place::Place;
use super::{fraction, money};

/// Rewrites the signs of the piece at `place` that misaki loses.
pub(crate) fn read(place: &Place<'_>, rewriter: &mut Rewriter<'_>) {
    let piece = place.piece();
    if let Some(words) = alone(place) {
        rewriter.replace(piece.start..piece.end(), words);
        return;
    }
    let text = piece.text;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let sign = Sign { text, at, c };
        let (end, said) = sign.said();
        if let Some(said) = said {
            put(rewriter, piece.start, &sign, end, &said);
        }
        at = end;
    }
}

/// The signs of a stretch that isn't part of a recognised core.
pub(crate) fn brackets(text: &str, start: usize, rewriter: &mut Rewriter<'_>) {
    for (at, c) in text.char_indices() {
        let round = match c {
            '[' | '{' => "(",
            ']' | '}' => ")",
            _ => continue,
        };
        if start + at >= rewriter.done() {
            rewriter.replace(start + at..start + at + 1, round);
        }
    }
}

/// Puts `said` in the place of a sign, with blanks where words would touch.
fn put(rewriter: &mut Rewriter<'_>, start: usize, sign: &Sign<'_>, end: usize, said: &str) {
    let mut padded = String::with_capacity(said.len() + 2);
    let from = start + sign.at;
    let worded = said.starts_with(char::is_alphanumeric);
    let before = rewriter.last_before(from);
    if worded && before.is_some_and(|c| !c.is_whitespace() && !is_open(c)) {
        padded.push(' ');
    }
    padded.push_str(said);
    let next = sign.text[end..].chars().next();
    let word_next = next.is_some_and(|c| !c.is_whitespace() && !is_close(c));
    if said.ends_with(char::is_alphanumeric) && word_next {
        padded.push(' ');
    }
    rewriter.replace(from..start + end, &padded);
}

fn is_open(c: char) -> bool {
    matches!(c, '(' | '"' | '“' | '‘' | '\'' | '—')
}

fn is_close(c: char) -> bool {
    matches!(
        c,
        ')' | ']' | '}' | '"' | '”' | '’' | '\'' | '.' | ',' | ';' | ':' | '!' | '?' | '…' | '—'
    )
}

/// A piece that is one sign and says something by standing alone.
fn alone(place: &Place<'_>) -> Option<&'static str> {
    let text = place.piece().text;
    let first = place.before(1).is_none();
    let number = |piece: Option<&super::piece::Piece<'_>>| {
        piece.is_some_and(|piece| piece.core().contains(|c: char| c.is_ascii_digit()))
    };
    match text {
        // Bullets, quotation marks of mail, headings.
        "-" | "–" | "*" | "+" | ">" | "#" | "##" | "###" if first => Some(""),
        "-" | "--" => Some("—"),
        "*" if number(place.before(1)) && number(place.after(1)) => Some("times"),
        "|" => Some(","),
        "#" => Some("hash"),
        "$" if !number(place.after(1)) => Some("dollars"),
        "->" | "-->" | "=>" => Some("arrow"),
        _ => None,
    }
}

/// A character of a piece with what is around it.
#[derive(Debug, Clone, Copy)]
struct Sign<'t> {
    text: &'t str,
    /// Where it is in the piece, in bytes.
    at: usize,
    c: char,
}

impl Sign<'_> {
    fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    fn rest(&self) -> &str {
        &self.text[self.at + self.c.len_utf8()..]
    }

    fn between(&self, test: impl Fn(char) -> bool) -> bool {
        let next = self.rest().chars().next();
        self.before().is_some_and(&test) && next.is_some_and(test)
    }

    /// Where what is said together ends, and the words, if they differ.
    fn said(&self) -> (usize, Option<String>) {
        let one = self.at + self.c.len_utf8();
        if self.c.is_ascii_alphanumeric() {
            return (one, None);
        }
        let minus = self.rest().strip_prefix(['-', '−']);
        if self.c == '^'
            && minus.is_some_and(|power| power.starts_with(|c: char| c.is_ascii_digit()))
        {
            let end = self.text.len() - minus.map_or(0, str::len);
            return (end, Some("to the power of minus".to_owned()));
        }
        if let Some((len, words)) = pair(&self.text[self.at..]) {
            return (self.at + len, Some(words.to_owned()));
        }
        if let Some(raised) = self.raised() {
            return raised;
        }
        let words = if self.c.is_ascii() {
            self.ascii().map(str::to_owned)
        } else {
            self.other()
        };
        (one, words)
    }

    fn ascii(&self) -> Option<&'static str> {
        let next = self.rest().chars().next();
        let words = match self.c {
            '=' => "equals",
            '(' if self.before().is_some_and(char::is_alphanumeric) => " (",
            ')' if next.is_some_and(char::is_alphanumeric) => ") ",
            '[' | '{' => "(",
            ']' | '}' => ")",
            '^' if self.between(|c| c.is_alphanumeric() || c == '(' || c == ')') => {
                "to the power of"
            }
            '*' if self.between(|c| c.is_ascii_digit()) => "times",
            '~' if next.is_some_and(|c| c.is_ascii_digit()) => "about",
            '\\' if self.between(char::is_alphanumeric) => "backslash",
            '<' | '>' if self.between(|c| c.is_ascii_digit()) || self.text.len() == 1 => {
                if self.c == '<' {
                    "less than"
                } else {
                    "greater than"
                }
            }
            '*' | '~' | '`' | '^' => "",
            '_' | '|' | '\\' | '<' | '>' if self.between(char::is_alphanumeric) => " ",
            '_' | '|' | '\\' | '<' | '>' => "",
            '#' if next.is_none() && self.before().is_some() => "sharp",
            '#' => "",
            '$' if next.is_some_and(char::is_alphabetic) => "dollar",
            ':' if self.between(char::is_alphanumeric) => ": ",
            ';' if self.between(char::is_alphanumeric) => "; ",
            '!' if self.between(char::is_alphanumeric) => "! ",
            '?' if self.between(char::is_alphanumeric) => "? ",
            _ => return None,
        };
        Some(words)
    }

    fn other(&self) -> Option<String> {
        let c = self.c;
        let number = |c: char| c.is_ascii_digit();
        let words = match c {
            '’' | '‘' | '“' | '”' | '—' | '…' => return None,
            '–' if self.between(number) => "to",
            '–' => return None,
            '™' if self.before().is_none() => return None,
            '™' => "T M",
            'º' | '°' if self.before().is_none_or(number) => "degrees",
            'º' => "o",
            'ª' => "a",
            '£' | '€' if self.rest().starts_with(number) => return None,
            _ => named(c).unwrap_or_default(),
        };
        if !words.is_empty() {
            return Some(words.to_owned());
        }
        let known = money::sign_name(c).or_else(|| greek(c)).map(str::to_owned);
        let said = known.or_else(|| fraction::sign_name(c)).unwrap_or_else(|| {
            let letters = latin(c.encode_utf8(&mut [0; 4]));
            if letters.chars().any(char::is_alphanumeric) {
                letters
            } else {
                String::new()
            }
        });
        // A silent sign still parts the words on its sides.
        let parted = said.is_empty() && self.between(char::is_alphanumeric);
        Some(if parted { " ".to_owned() } else { said })
    }

    /// Raised and lowered digits, a row at a time.
    fn raised(&self) -> Option<(usize, Option<String>)> {
        let mut digits = String::new();
        let mut end = self.at;
        for c in self.text[self.at..].chars() {
            let Some((digit, _)) = small_digit(c) else {
                break;
            };
            digits.push(digit);
            end += c.len_utf8();
        }
        let (_, power) = small_digit(self.c)?;
        let base = &self.text[..self.at];
        let letters = base.len() - base.trim_end_matches(char::is_alphabetic).len();
        // A raised digit after a long word is the number of a footnote.
        let words = match digits.replace('-', "minus ").as_str() {
            plain if !power || letters > 2 => plain.to_owned(),
            "2" => "squared".to_owned(),
            "3" => "cubed".to_owned(),
            plain => format!("to the power of {plain}"),
        };
        Some((end, Some(words)))
    }
}

/// Two or more signs with one meaning: their length and name.
fn pair(text: &str) -> Option<(usize, &'static str)> {
    for (signs, name) in [
        (">=", "greater than or equal to"),
        ("<=", "less than or equal to"),
        ("!=", "not equal to"),
        ("==", "equals"),
        ("=>", "arrow"),
        ("->", "arrow"),
        ("<-", "arrow"),
        ("§§", "sections"),
    ] {
        if text.starts_with(signs) {
            return Some((signs.len(), name));
        }
    }
    let hyphens = text.len() - text.trim_start_matches('-').len();
    match hyphens {
        0 | 1 => None,
        2 => Some((2, "—")),
        // A ruled line.
        _ => Some((hyphens, "")),
    }
}

/// The digit that a raised (`true`) or lowered one shows.
fn small_digit(c: char) -> Option<(char, bool)> {
    let digit = |base: char| char::from_digit(c as u32 - base as u32, 10);
    match c {
        '²' => Some(('2', true)),
        '³' => Some(('3', true)),
        '¹' => Some(('1', true)),
        '⁰' | '⁴'..='⁹' => digit('⁰').map(|digit| (digit, true)),
        '⁻' => Some(('-', true)),
        'ⁿ' => Some(('n', true)),
        '₀'..='₉' => digit('₀').map(|digit| (digit, false)),
        _ => None,
    }
}

/// The name of a sign beyond ASCII.
fn named(c: char) -> Option<&'static str> {
    Some(match c {
        '×' | '⋅' => "times",
        '÷' => "divided by",
        '±' => "plus or minus",
        '−' => "minus",
        '≈' | '≅' => "approximately equals",
        '≠' => "not equal to",
        '≤' => "less than or equal to",
        '≥' => "greater than or equal to",
        '≡' => "is identical to",
        '∝' => "is proportional to",
        '∞' => "infinity",
        '√' => "square root of",
        '∑' => "sum of",
        '∏' => "product of",
        '∫' => "integral of",
        '∂' => "partial",
        '∇' => "del",
        '∆' => "delta",
        '∈' => "in",
        '∉' => "not in",
        '∀' => "for all",
        '∃' => "there exists",
        '∅' => "empty set",
        '∩' => "intersection",
        '∪' => "union",
        '⊂' | '⊆' => "subset of",
        '∴' => "therefore",
        '∵' => "because",
        '∧' => "and",
        '∨' => "or",
        '¬' => "not",
        '→' | '⟶' => "arrow",
        '←' | '⟵' => "left arrow",
        '↑' => "up arrow",
        '↓' => "down arrow",
        '↔' => "double arrow",
        '⇒' => "implies",
        '⇔' => "if and only if",
        '©' => "copyright",
        '®' => "registered",
        '℗' => "copyright",
        '¶' => "paragraph",
        '§' => "section",
        '№' => "number",
        '‰' => "per thousand",
        '¢' => "cents",
        '′' => "prime",
        '″' => "double prime",
        '✓' => "check mark",
        '✗' | '✘' => "cross mark",
        '★' | '☆' => "star",
        '♥' | '♡' => "heart",
        '♯' => "sharp",
        '♭' => "flat",
        '℃' => "degrees Celsius",
        '℉' => "degrees Fahrenheit",
        '⁄' => "over",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::normal::tests::{same, table};

    #[test]
    fn mathematics() {
        table(&[
            ("2+2=4", "2+2 equals 4"),
            ("2 + 2 = 4", "2 + 2 equals 4"),
            ("3×4 ÷ 2 ± 1", "3 times 4 divided by 2 plus or minus 1"),
            ("5 < 6", "5 less than 6"),
            ("x >= 5", "x greater than or equal to 5"),
            ("x² and 10³", "x squared and 10 cubed"),
            ("10⁻⁶", "10 to the power of minus 6"),
            ("10^6", "10 to the power of 6"),
            ("10^-3 m", "10 to the power of minus 3 m"),
            (
                "5e-324 and 6.02E23",
                "5 times 10 to the power of minus 324 and 6.02 times 10 to the power of 23",
            ),
            ("H₂O", "H 2 O"),
            ("5 * 4", "5 times 4"),
            ("π≈3", "pi approximately equals 3"),
        ]);
    }

    #[test]
    fn marks_of_text() {
        table(&[
            ("© 2020 Foo™", "copyright 2020 Foo T M"),
            ("§ 5 and §§ 6", "section 5 and sections 6"),
            ("x → y", "x arrow y"),
            ("[bracketed] text", "(bracketed) text"),
            ("wait -- what", "wait — what"),
            ("word--word", "word—word"),
            ("three - four", "three — four"),
            ("- item", " item"),
            ("**strong** and `code`", "strong and code"),
            ("<b>bold</b>", "b bold/b"),
            ("word;word", "word; word"),
            ("a | b", "a , b"),
            ("f(x) and item(s)", "f (x) and item (s)"),
        ]);
        same(&[
            "$ 5",
            "a & b @ 5%",
            "one — two – three",
            "rock 'n' roll",
            "™",
        ]);
    }
}
