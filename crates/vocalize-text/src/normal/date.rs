//! Dates in figures, and months in short.

use super::number::{digits, ordinal};
use super::place::{Place, Reading};
use super::time;
use crate::Dialect;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Two-digit years from here on are of the last century.
const CENTURY_PIVOT: u64 = 70;

/// `2026-11-24`, `11/24/2026`, `24.11.2026`, `2026-11-24T10:30`, `24 Nov`.
pub(crate) fn read(place: &Place<'_>) -> Option<Reading> {
    let core = place.core();
    if core.starts_with(|c: char| c.is_ascii_digit()) {
        return place.read(in_figures(core, place.language)?);
    }
    month(place, core)
}

/// A calendar day.
#[derive(Debug, Clone, Copy)]
struct Date {
    year: u64,
    month: u64,
    day: u64,
}

impl Date {
    /// A date if `month` and `day` can be ones.
    fn new(year: u64, month: u64, day: u64) -> Option<Self> {
        let possible = (1..=12).contains(&month) && (1..=31).contains(&day);
        possible.then_some(Self { year, month, day })
    }

    fn words(&self, language: Dialect) -> String {
        let month = MONTHS[self.month as usize - 1];
        let (day, year) = (ordinal(self.day), self.year);
        match language {
            Dialect::Us => format!("{month} {day}, {year}"),
            Dialect::Gb => format!("the {day} of {month} {year}"),
        }
    }
}

fn in_figures(core: &str, language: Dialect) -> Option<String> {
    let (day, clock) = match core.split_once('T') {
        Some((day, clock)) => (day, Some(clock.trim_end_matches('Z'))),
        None => (core, None),
    };
    let date = date(day, language)?;
    let mut words = date.words(language);
    if let Some(clock) = clock {
        words.push_str(", ");
        words.push_str(&time::spoken(clock)?.words(true));
    }
    Some(words)
}

fn date(text: &str, language: Dialect) -> Option<Date> {
    let mark = text.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = text.split(mark);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let number = |part: &str| digits(part, 4);
    let (a, b, c) = (number(first)?, number(second)?, number(third)?);
    if first.len() == 4 && mark != '.' {
        return Date::new(a, b, c);
    }
    let year = match third.len() {
        4 => c,
        2 if mark == '/' && c < CENTURY_PIVOT => 2000 + c,
        2 if mark == '/' => 1900 + c,
        _ => return None,
    };
    let day_first = || Date::new(year, b, a);
    let month_first = || Date::new(year, a, b);
    match (mark, language) {
        ('.', _) => day_first(),
        (_, Dialect::Us) => month_first().or_else(day_first),
        (_, Dialect::Gb) => day_first().or_else(month_first),
    }
}

/// `Nov`, `Nov.`: the month in full. The short forms that are words or names
/// too need a number beside them, or the full stop.
fn month(place: &Place<'_>, core: &str) -> Option<Reading> {
    let full = long_month(core)?;
    let dotted = place.piece().closing().starts_with('.');
    let beside = |core: &str| core.starts_with(|c: char| c.is_ascii_digit());
    let after = place.after(1).map(|piece| piece.core());
    let number_after = after.is_some_and(beside) && (dotted || place.piece().closing().is_empty());
    let number_before = place.word_before().is_some_and(beside);
    let ambiguous = matches!(core, "Jan" | "Mar" | "Jun" | "Jul" | "Sep" | "Dec");
    let also_dotted = dotted && !matches!(core, "Mar" | "Jun");
    if ambiguous && !(number_after || number_before || also_dotted) {
        return None;
    }
    let mut reading = place.read(full)?;
    // The full stop of the abbreviation isn't said, unless the sentence ends.
    if dotted && after.is_some() {
        reading.source.end += 1;
    }
    Some(reading)
}

fn long_month(short: &str) -> Option<&'static str> {
    let at = match short {
        "Jan" => 0,
        "Feb" => 1,
        "Mar" => 2,
        "Apr" => 3,
        "Jun" => 5,
        "Jul" => 6,
        "Aug" => 7,
        "Sep" | "Sept" => 8,
        "Oct" => 9,
        "Nov" => 10,
        "Dec" => 11,
        _ => return None,
    };
    Some(MONTHS[at])
}

#[cfg(test)]
mod tests {
    use crate::Dialect::{Gb, Us};
    use crate::normal::tests::{said, table};

    #[test]
    fn months_in_short() {
        table(&[
            ("24 Nov 2026", "24 November 2026"),
            ("on Nov. 24th we", "on November 24th we"),
            ("on Nov 5", "on November 5"),
            ("in Sept. and Oct. too", "in September and October too"),
            ("It ended in Dec.", "It ended in December."),
            ("Mar 3, 2020", "March 3, 2020"),
            ("Jan is here, and Mar too", "Jan is here, and Mar too"),
            ("(Feb 2)", "(February 2)"),
        ]);
    }

    #[test]
    fn dates_in_figures() {
        for (text, us, gb) in [
            (
                "2026-11-24",
                "November 24th, 2026",
                "the 24th of November 2026",
            ),
            (
                "11/24/2026",
                "November 24th, 2026",
                "the 24th of November 2026",
            ),
            ("3/4/2026", "March 4th, 2026", "the 3rd of April 2026"),
            (
                "24.11.2026",
                "November 24th, 2026",
                "the 24th of November 2026",
            ),
            ("3/4/99", "March 4th, 1999", "the 3rd of April 1999"),
            (
                "2026-11-24T10:30Z",
                "November 24th, 2026, 10 30",
                "the 24th of November 2026, 10 30",
            ),
        ] {
            assert_eq!(said(text, Us), us);
            assert_eq!(said(text, Gb), gb);
        }
    }
}
