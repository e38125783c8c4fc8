//! Numbers: what misaki loses of them, and the parts that other recognisers
//! are made of. Digits stay digits where misaki reads them well.

use super::place::{Place, Reading};
use crate::english::numerals::{TENS, UNITS};

/// More digits than this in a row are said one by one.
const MAX_COUNTED_DIGITS: usize = 15;

/// The words of `n`, for `n` below 100.
pub(crate) fn below_hundred(n: usize) -> String {
    match (n / 10, n % 10) {
        _ if n < 20 => UNITS[n].to_owned(),
        (tens, 0) => TENS[tens % 10].to_owned(),
        (tens, ones) => format!("{}-{}", TENS[tens % 10], UNITS[ones]),
    }
}

/// The words of the ordinal of `n`, for `n` below 100.
pub(crate) fn ordinal_below_hundred(n: usize) -> String {
    let words = below_hundred(n);
    let (head, last) = match words.rfind('-') {
        Some(at) => words.split_at(at + 1),
        None => ("", words.as_str()),
    };
    let last = match last {
        "one" => "first".to_owned(),
        "two" => "second".to_owned(),
        "three" => "third".to_owned(),
        "five" => "fifth".to_owned(),
        "eight" => "eighth".to_owned(),
        "nine" => "ninth".to_owned(),
        "twelve" => "twelfth".to_owned(),
        tens if tens.ends_with('y') => format!("{}ieth", &tens[..tens.len() - 1]),
        other => format!("{other}th"),
    };
    format!("{head}{last}")
}

/// `n` with its ordinal ending, as misaki reads it: `1st`, `24th`.
pub(crate) fn ordinal(n: u64) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// A number at the beginning of `text` and what follows it: digits, alone or
/// in groups of three after commas, with or without a fraction.
pub(crate) fn leading(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        let run = bytes[from..].iter().take_while(|b| b.is_ascii_digit());
        run.count()
    };
    let mut end = digits(0);
    if end == 0 && bytes.first() != Some(&b'.') {
        return None;
    }
    if (1..=3).contains(&end) {
        while bytes.get(end) == Some(&b',') && digits(end + 1) == 3 {
            end += 4;
        }
    }
    if bytes.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        end += if fraction > 0 { fraction + 1 } else { 0 };
    }
    (end > 0).then(|| text.split_at(end))
}

/// The whole of `text` as a number, see [`leading`].
pub(crate) fn whole(text: &str) -> Option<&str> {
    leading(text).and_then(|(number, rest)| rest.is_empty().then_some(number))
}

/// `text` as an integer of at most `max` digits and nothing else.
pub(crate) fn digits(text: &str, max: usize) -> Option<u64> {
    let fits = (1..=max).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

/// Digits one by one, with spaces between.
pub(crate) fn one_by_one(text: &str) -> String {
    let mut made = String::with_capacity(2 * text.len());
    for c in text.chars().filter(char::is_ascii_digit) {
        if !made.is_empty() {
            made.push(' ');
        }
        made.push(c);
    }
    made
}

/// Signs, leading zeros, decades, very long numbers, and lists without blanks.
pub(crate) fn read(place: &Place<'_>) -> Option<Reading> {
    let core = place.core();
    decade(place, core)
        .or_else(|| spaced_thousands(place, core))
        .or_else(|| place.read(digit_string(core)?))
        .or_else(|| place.read(compound_ordinal(core)?))
        .or_else(|| place.read(scientific(core)?))
        .or_else(|| place.read(comma_list(core)?))
}

/// `-5`, `−5`, `~5`: misaki drops the sign, or all of it. The number behind it
/// is left to be read on its own.
pub(crate) fn signed(place: &Place<'_>) -> Option<Reading> {
    let core = place.core();
    let (sign, rest) = match core.chars().next()? {
        c @ ('-' | '−') => ("minus", &core[c.len_utf8()..]),
        c @ '±' => ("plus or minus", &core[c.len_utf8()..]),
        '~' => ("about", &core[1..]),
        c @ '≈' => ("approximately", &core[c.len_utf8()..]),
        '+' => ("plus", &core[1..]),
        c @ '≤' => ("at most", &core[c.len_utf8()..]),
        c @ '≥' => ("at least", &core[c.len_utf8()..]),
        '<' => ("less than", &core[1..]),
        '>' => ("more than", &core[1..]),
        _ => return None,
    };
    let begins = rest.trim_start_matches(['$', '£', '€', '.']);
    if !begins.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let start = place.piece().core_range().start;
    Some(Reading {
        source: start..start + core.len() - rest.len(),
        text: format!("{sign} "),
        pieces: 0,
    })
}

/// `1990s`, `90s`, `1930's`: misaki says the `s` as a letter.
fn decade(place: &Place<'_>, core: &str) -> Option<Reading> {
    let mut reading = place.read(decade_words(core)?)?;
    // The apostrophe of `'90s` was taken for a quote.
    if core.len() < 5 && place.piece().opening().ends_with(['\'', '‘']) {
        let mark = place.piece().opening().chars().next_back();
        reading.source.start -= mark.map_or(0, char::len_utf8);
    }
    Some(reading)
}

fn decade_words(core: &str) -> Option<String> {
    let core = core.strip_prefix('’').unwrap_or(core);
    // `mid-1990s`, `1980s-style`.
    if let Some((left, right)) = core.split_once('-') {
        let letters = |text: &str| text.bytes().all(|b| b.is_ascii_alphabetic());
        return match (letters(left), letters(right)) {
            (true, false) => Some(format!("{left} {}", plain_decade(right)?)),
            (false, true) => Some(format!("{} {right}", plain_decade(left)?)),
            _ => None,
        };
    }
    plain_decade(core)
}

fn plain_decade(core: &str) -> Option<String> {
    let number = core.strip_suffix('s')?;
    let number = number.strip_suffix(['\'', '’']).unwrap_or(number);
    let value = digits(number, 4)? as usize;
    let plural = |tens: usize| match tens {
        0 | 1 => None,
        _ => Some(format!("{}ies", TENS[tens].strip_suffix('y')?)),
    };
    match (number.len(), value % 10) {
        (2, 0) => plural(value / 10),
        (4, 0) => {
            let (century, tens) = (value / 100, value / 10 % 10);
            match (century, tens) {
                (10 | 20, 0) => Some(format!("{} thousands", below_hundred(century / 10))),
                (_, 0) => Some(format!("{} hundreds", below_hundred(century))),
                (_, 1) => Some(format!("{} tens", below_hundred(century))),
                _ => Some(format!("{} {}", below_hundred(century), plural(tens)?)),
            }
        }
        _ => None,
    }
}

/// `1e6`, `5e-324`, `6.02E+23`.
fn scientific(core: &str) -> Option<String> {
    let (number, rest) = leading(core)?;
    let power = rest.strip_prefix(['e', 'E'])?;
    let (sign, value) = match power.strip_prefix(['-', '−']) {
        Some(value) => ("minus ", value),
        None => ("", power.strip_prefix('+').unwrap_or(power)),
    };
    let value = digits(value, 3)?;
    Some(format!("{number} times 10 to the power of {sign}{value}"))
}

/// `5 000`, `10 000 000`: thousands parted by blanks.
fn spaced_thousands(place: &Place<'_>, core: &str) -> Option<Reading> {
    digits(core, 3).filter(|&value| value > 0)?;
    let groups = (1..=3).take_while(|&at| place.joined(at) == Some("000"));
    let groups = groups.count();
    (groups > 0)
        .then(|| place.read_through(1 + groups, format!("{core}{}", ",000".repeat(groups))))?
}

/// `007`, and numbers too long to be counted.
fn digit_string(core: &str) -> Option<String> {
    let all = !core.is_empty() && core.bytes().all(|b| b.is_ascii_digit());
    let zeros = core.len() > 1 && core.starts_with('0');
    (all && (zeros || core.len() > MAX_COUNTED_DIGITS)).then(|| one_by_one(core))
}

/// `1st-class`, `1st/2nd`: misaki loses the ending inside a compound.
fn compound_ordinal(core: &str) -> Option<String> {
    const MARKS: [char; 2] = ['-', '/'];
    let letters = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphabetic());
    let mut made = String::new();
    let mut found = false;
    for part in core.split_inclusive(MARKS) {
        let word = part.trim_end_matches(MARKS);
        let mark = &part[word.len()..];
        match ordinal_words(word) {
            Some(words) => {
                found = true;
                made.push_str(&words);
            }
            None if letters(word) => made.push_str(word),
            None => return None,
        }
        made.push_str(mark);
    }
    (found && core.contains(MARKS)).then_some(made)
}

/// The words of `1st` to `99th`.
fn ordinal_words(text: &str) -> Option<String> {
    let number = text.get(..text.len().checked_sub(2)?)?;
    let value = digits(number, 2)?;
    (ordinal(value) == text).then(|| ordinal_below_hundred(value as usize))
}

/// `1,5`: commas that don't part groups of three, which misaki takes out.
fn comma_list(core: &str) -> Option<String> {
    let numeric = core.bytes().all(|b| b == b',' || b.is_ascii_digit());
    let listed = numeric && core.contains(',') && whole(core).is_none();
    listed.then(|| core.replace(',', ", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal::tests::table;

    #[test]
    fn words_of_small_numbers() {
        assert_eq!(below_hundred(0), "zero");
        assert_eq!(below_hundred(42), "forty-two");
        assert_eq!(ordinal_below_hundred(20), "twentieth");
        assert_eq!(ordinal_below_hundred(32), "thirty-second");
        assert_eq!(
            [ordinal(1), ordinal(12), ordinal(23)],
            ["1st", "12th", "23rd"]
        );
    }

    #[test]
    fn numbers_at_the_beginning() {
        assert_eq!(leading("1,200.5km"), Some(("1,200.5", "km")));
        assert_eq!(leading("1,20"), Some(("1", ",20")));
        assert_eq!(leading("5."), Some(("5", ".")));
        assert_eq!(leading(".5x"), Some((".5", "x")));
        assert_eq!(leading("."), None);
        assert_eq!(leading("x5"), None);
    }

    #[test]
    fn what_misaki_loses() {
        table(&[
            ("It was -5 outside.", "It was minus 5 outside."),
            ("From −5 to +3.", "From minus 5 to plus 3."),
            ("~100 people", "about 100 people"),
            (
                "in the 1990s and 2000s",
                "in the nineteen nineties and two thousands",
            ),
            ("the 1930's", "the nineteen thirties"),
            (
                "the 80s and ’90s and '70s",
                "the eighties and nineties and seventies",
            ),
            (
                "mid-1990s and 1980s-style",
                "mid nineteen nineties and nineteen eighties style",
            ),
            ("1st/2nd/3rd", "first/second/third"),
            ("agent 007", "agent 0 0 7"),
            ("1st-class and 2nd-hand", "first-class and second-hand"),
            ("a 19th-century house", "a nineteenth-century house"),
            ("1,5", "1, 5"),
            ("5 000 and 10 000 000", "5,000 and 10,000,000"),
            ("1234567890123456", "1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6"),
        ]);
    }
}
