//! Fractions.

use super::number::{digits, ordinal_below_hundred};
use super::place::{Place, Reading};

/// `½`, `2½`, `1/2`, `2 1/2`.
pub(crate) fn read(place: &Place<'_>) -> Option<Reading> {
    let core = place.core();
    if let Some(at) = core.find(|c| sign(c).is_some()) {
        let (whole, rest) = core.split_at(at);
        let (numerator, denominator) = rest.chars().next().and_then(sign)?;
        let rest = &rest[rest.chars().next()?.len_utf8()..];
        let words = words(numerator, denominator, !whole.is_empty())?;
        return match (whole, rest) {
            ("", "") => place.read(after_number(place, words, numerator, denominator)),
            (_, "") => place.read(format!("{} and {words}", digits(whole, 9)?)),
            _ => None,
        };
    }
    let (numerator, denominator) = core.split_once(['/', '⁄'])?;
    let (numerator, denominator) = (digits(numerator, 3)?, digits(denominator, 3)?);
    if numerator >= denominator {
        return None;
    }
    let words = words(numerator, denominator, false)?;
    place.read(after_number(place, words, numerator, denominator))
}

/// A fraction after a whole number is added to it.
fn after_number(place: &Place<'_>, words: String, numerator: u64, denominator: u64) -> String {
    let whole = place.word_before().and_then(|word| digits(word, 9));
    match whole.and_then(|_| self::words(numerator, denominator, true)) {
        Some(added) => format!("and {added}"),
        None => words,
    }
}

/// The words of a fraction that people say as one; others stay as they are
/// (`9/11`, `24/7`).
fn words(numerator: u64, denominator: u64, added: bool) -> Option<String> {
    let parts = match denominator {
        2 => ["half", "halves"].map(str::to_owned),
        4 => ["quarter", "quarters"].map(str::to_owned),
        100 => ["hundredth", "hundredths"].map(str::to_owned),
        3 | 5..=10 | 12 | 16 | 32 | 64 => {
            let part = ordinal_below_hundred(denominator as usize);
            [part.clone(), format!("{part}s")]
        }
        _ => return None,
    };
    let [part, parts] = parts;
    Some(match numerator {
        1 if added => format!("a {part}").replace("a eighth", "an eighth"),
        1 => format!("one {part}"),
        _ => format!("{numerator} {parts}"),
    })
}

/// A fraction in one character: numerator and denominator.
pub(crate) fn sign(c: char) -> Option<(u64, u64)> {
    Some(match c {
        '½' => (1, 2),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅐' => (1, 7),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        '⅑' => (1, 9),
        '⅒' => (1, 10),
        _ => return None,
    })
}

/// The words of a fraction's character anywhere else.
pub(crate) fn sign_name(c: char) -> Option<String> {
    let (numerator, denominator) = sign(c)?;
    words(numerator, denominator, false)
}

#[cfg(test)]
mod tests {
    use crate::normal::tests::{same, table};

    #[test]
    fn fractions() {
        table(&[
            ("½ cup", "one half cup"),
            ("2½ cups", "2 and a half cups"),
            ("1/2", "one half"),
            ("2 1/2 cups", "2 and a half cups"),
            ("3/4 of them", "3 quarters of them"),
            ("7/8", "7 eighths"),
            ("3⅛", "3 and an eighth"),
        ]);
        same(&["open 24/7", "after 9/11", "the 11/24 issue"]);
    }
}
