//! Tokens of digits to words.

use super::numerals::{cardinal, ordinal, year};

const ORDINAL_ENDINGS: [&str; 4] = ["st", "nd", "rd", "th"];

/// Endings that a number can have, and what is said after it.
const ENDINGS: [(&str, Ending); 5] = [
    ("ing", Ending::Ing),
    ("'d", Ending::Ed),
    ("ed", Ending::Ed),
    ("'s", Ending::S),
    ("s", Ending::S),
];

/// A suffix of a number: "1990s", "5'd".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    S,
    Ed,
    Ing,
}

/// A unit of money and its hundredth.
const DOLLAR: (&str, &str) = ("dollar", "cent");
const POUND: (&str, &str) = ("pound", "pence");
const EURO: (&str, &str) = ("euro", "cent");

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Digits as a number, if it is one that misaki counts with (an i64).
fn number(digits: &str) -> Option<u64> {
    let number = digits.parse::<i64>().ok()?;
    u64::try_from(number).ok()
}

/// The words for a token that is a number: digits with commas and full stops, a
/// minus, or an ordinal ending. None for any other token.
pub(super) fn spoken(word: &str) -> Option<String> {
    let clean = word.replace(',', "");
    if let Some(digits) = clean.strip_prefix('-') {
        // No year is negative.
        return unsigned(digits, false).map(|words| format!("minus {words}"));
    }
    ordinal_of(&clean).or_else(|| unsigned(&clean, is_year(word)))
}

fn ordinal_of(clean: &str) -> Option<String> {
    let lower = clean.to_lowercase();
    let mut stems = ORDINAL_ENDINGS
        .iter()
        .filter_map(|end| lower.strip_suffix(end));
    let digits = stems.find(|stem| is_digits(stem))?;
    number(digits).map(ordinal)
}

/// The words for digits with an ending, and the ending (None: in the words). The
/// digits are read as those of `first` or later pieces of a word.
pub(super) fn with_ending(word: &str, first: bool) -> Option<(String, Option<Ending>)> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some(words) = ordinal_of(&word.replace(',', "")) {
        return Some((words, None));
    }
    let mut endings = ENDINGS.iter();
    let (digits, ending) =
        endings.find_map(|&(text, ending)| Some((word.strip_suffix(text)?, ending)))?;
    let inner = if first { None } else { inner_digits(digits) };
    let words = inner.or_else(|| unsigned(&digits.replace(',', ""), is_year(digits)))?;
    Some((words, Some(ending)))
}

/// Four digits without a comma.
fn is_year(word: &str) -> bool {
    word.len() == 4 && is_digits(word)
}

/// The words for a number without commas or sign.
fn unsigned(clean: &str, is_year: bool) -> Option<String> {
    if is_digits(clean) {
        let number = number(clean)?;
        return Some(if is_year {
            year(number)
        } else {
            cardinal(number)
        });
    }
    if !clean.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    match clean.split_once('.') {
        Some((_, rest)) if rest.contains('.') => dotted(clean),
        Some((whole, decimals)) if is_digits(decimals) => decimal(whole, decimals),
        _ => None,
    }
}

/// "three point one four"; zeros at the end are silent.
fn decimal(whole: &str, decimals: &str) -> Option<String> {
    let head = if whole.is_empty() {
        None
    } else {
        Some(cardinal(number(whole)?))
    };
    let decimals = decimals.trim_end_matches('0');
    if decimals.is_empty() {
        return Some(head.unwrap_or_else(|| cardinal(0)));
    }
    let tail = format!("point {}", one_by_one(decimals));
    Some(head.map_or(tail.clone(), |head| format!("{head} {tail}")))
}

/// Versions such as 0.12.1: each part on its own.
fn dotted(clean: &str) -> Option<String> {
    let parts: Vec<String> = clean
        .split('.')
        .filter(|part| !part.is_empty())
        .map(part)
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn part(digits: &str) -> String {
    let round = digits.len() == 2 || digits[1..].bytes().all(|b| b == b'0');
    if digits.starts_with('0') || !round {
        one_by_one(digits)
    } else {
        number(digits).map_or_else(|| digits.to_owned(), cardinal)
    }
}

fn one_by_one(digits: &str) -> String {
    let names = digits.bytes().map(|b| cardinal(u64::from(b - b'0')));
    names.collect::<Vec<_>>().join(" ")
}

/// Digits that another token of the same word comes before, as in "555-0199",
/// where they are not read as the usual cardinal or year.
pub(super) fn inner_digits(word: &str) -> Option<String> {
    let digits = word.replace(',', "");
    if !is_digits(&digits) || digits.len() == 4 {
        return None;
    }
    if digits.starts_with('0') || digits.len() > 3 {
        return Some(one_by_one(&digits));
    }
    if digits.len() != 3 || digits.ends_with("00") {
        return None;
    }
    let (hundreds, rest) = digits.split_at(1);
    let rest = match rest.strip_prefix('0') {
        Some(unit) => format!("O {}", one_by_one(unit)),
        None => cardinal(number(rest)?),
    };
    Some(format!("{} {rest}", one_by_one(hundreds)))
}

/// Whether a currency symbol can stand before the word.
pub(super) fn is_currency(symbol: &str) -> bool {
    units(symbol).is_some()
}

fn units(symbol: &str) -> Option<(&'static str, &'static str)> {
    match symbol {
        "$" => Some(DOLLAR),
        "£" => Some(POUND),
        "€" => Some(EURO),
        _ => None,
    }
}

/// "one dollar and five cents"; a part of zero is left out.
pub(super) fn money(symbol: &str, amount: &str) -> Option<String> {
    let (unit, hundredth) = units(symbol)?;
    let clean = amount.replace(',', "");
    if clean.is_empty() || !clean.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    // Three decimals and more are no hundredths: 1.125 is said as a number.
    let decimals = clean.split_once('.').map_or("", |(_, decimals)| decimals);
    if decimals.len() > 2 && decimals.bytes().any(|b| b != b'0') {
        return None;
    }
    let mut parts = clean.split('.');
    let mut value = || match parts.next() {
        None | Some("") => Some(0),
        Some(digits) => number(digits),
    };
    let (whole, part) = (value()?, value()?);
    Some(match (whole, part) {
        (_, 0) => counted(whole, unit),
        (0, _) => counted(part, hundredth),
        _ => format!("{} and {}", counted(whole, unit), counted(part, hundredth)),
    })
}

fn counted(count: u64, unit: &str) -> String {
    let plural = if count == 1 || unit == POUND.1 {
        ""
    } else {
        "s"
    };
    format!("{} {unit}{plural}", cardinal(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_all_their_forms() {
        for (word, words) in [
            ("1,234", "one thousand two hundred thirty four"),
            ("1234", "twelve thirty four"),
            ("-40", "minus forty"),
            ("23rd", "twenty third"),
            ("3.50", "three point five"),
            (".5", "point five"),
            ("2.0", "two"),
            ("0.12.1", "zero twelve one"),
            ("1.100.0", "one one hundred zero"),
        ] {
            assert_eq!(spoken(word).as_deref(), Some(words), "{word}");
        }
        for word in ["x", "1st2", "th", "-", "", "99999999999999999999"] {
            assert_eq!(spoken(word), None, "{word}");
        }
    }

    #[test]
    fn numbers_can_have_endings() {
        for (word, first, words, ending) in [
            ("1990s", true, "nineteen ninety", Some(Ending::S)),
            ("80's", true, "eighty", Some(Ending::S)),
            ("505s", false, "five O five", Some(Ending::S)),
            ("19th", false, "nineteenth", None),
            ("86'd", true, "eighty six", Some(Ending::Ed)),
        ] {
            assert_eq!(
                with_ending(word, first),
                Some((words.to_owned(), ending)),
                "{word}"
            );
        }
        for word in ["s", "x1s", "1x", "-5s", "5"] {
            assert_eq!(with_ending(word, true), None, "{word}");
        }
    }

    #[test]
    fn money_leaves_out_zeros() {
        for (symbol, amount, words) in [
            ("$", "9", "nine dollars"),
            ("$", "1", "one dollar"),
            ("$", "0.50", "fifty cents"),
            ("£", "2.01", "two pounds and one pence"),
            ("€", "1,250.00", "one thousand two hundred fifty euros"),
        ] {
            assert_eq!(
                money(symbol, amount).as_deref(),
                Some(words),
                "{symbol}{amount}"
            );
        }
        assert_eq!(money("¥", "9"), None);
    }

    #[test]
    fn inner_digits_are_grouped() {
        assert_eq!(inner_digits("555").as_deref(), Some("five fifty five"));
        assert_eq!(inner_digits("505").as_deref(), Some("five O five"));
        assert_eq!(inner_digits("0199"), None);
        assert_eq!(inner_digits("500"), None);
        assert_eq!(inner_digits("01").as_deref(), Some("zero one"));
    }
}
