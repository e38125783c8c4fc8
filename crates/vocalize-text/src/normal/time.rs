//! Times of day and other pairs with a colon.

use super::number::digits;
use super::place::{Place, Reading};

/// `5:30`, `17:45`, `5:30pm`, `10:30:15`; also scores and ratios.
pub(crate) fn read(place: &Place<'_>) -> Option<Reading> {
    let core = place.core();
    if let Some(reading) = at_half(place, core) {
        return Some(reading);
    }
    match spoken(core) {
        Some(time) if time.half.is_empty() => {
            // `5:30 pm`, where `am` alone could be the verb.
            let half = place.joined(1).and_then(half_of_day);
            match half {
                Some(half) => place.read_through(2, time.with_half(half)),
                None => place.read(time.words(true)),
            }
        }
        Some(time) => place.read(time.words(false)),
        None => place.read(ratio(core)?),
    }
}

/// `5am`, `5 AM`: misaki sometimes says the verb.
fn at_half(place: &Place<'_>, core: &str) -> Option<Reading> {
    let hour = core
        .strip_suffix("am")
        .or_else(|| core.strip_suffix("AM"))
        .unwrap_or(core);
    let apart = hour.len() == core.len();
    let value = digits(hour, 2).filter(|hour| (1..=12).contains(hour))?;
    if apart && !matches!(place.joined(1), Some("am" | "AM")) {
        return None;
    }
    place.read_through(1 + usize::from(apart), format!("{value} a.m."))
}

/// A time of day taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Time {
    hour: u64,
    minute: u64,
    second: Option<u64>,
    /// `a.m.`, `p.m.` or nothing.
    half: &'static str,
}

impl Time {
    /// The words, a full hour with `o'clock` if that is wished.
    pub(crate) fn words(&self, o_clock: bool) -> String {
        let hour = self.hour;
        let mut words = match self.minute {
            0 if !self.half.is_empty() || !o_clock => hour.to_string(),
            0 if (1..=12).contains(&hour) => format!("{hour} o'clock"),
            0 => format!("{hour} hundred"),
            minute @ 1..=9 => format!("{hour} oh {minute}"),
            minute => format!("{hour} {minute}"),
        };
        if let Some(second) = self.second {
            let unit = if second == 1 { "second" } else { "seconds" };
            words.push_str(&format!(" and {second} {unit}"));
        }
        if !self.half.is_empty() {
            words.push(' ');
            words.push_str(self.half);
        }
        words
    }

    fn with_half(self, half: &'static str) -> String {
        Self { half, ..self }.words(false)
    }
}

/// `text` as a time of day: hours and minutes at least, in their bounds.
pub(crate) fn spoken(text: &str) -> Option<Time> {
    let (clock, half) = match text.find(|c: char| c.is_ascii_alphabetic()) {
        Some(at) => (&text[..at], half_of_day(&text[at..])?),
        None => (text, ""),
    };
    let mut parts = clock.split(':');
    let hour = parts.next().and_then(|part| digits(part, 2))?;
    let minute = parts.next().filter(|part| part.len() == 2)?;
    let minute = digits(minute, 2)?;
    let second = match parts.next() {
        Some(part) if part.len() == 2 => Some(digits(part, 2)?),
        Some(_) => return None,
        None => None,
    };
    let valid = hour <= 24 && minute < 60 && second.is_none_or(|second| second <= 60);
    (valid && parts.next().is_none()).then_some(Time {
        hour,
        minute,
        second,
        half,
    })
}

fn half_of_day(text: &str) -> Option<&'static str> {
    let is = |wanted: &str| text.eq_ignore_ascii_case(wanted);
    if is("am") || is("a.m") || is("a.m.") {
        Some("a.m.")
    } else if is("pm") || is("p.m") || is("p.m.") {
        Some("p.m.")
    } else {
        None
    }
}

/// `16:9`, `3:1`.
fn ratio(core: &str) -> Option<String> {
    let (left, right) = core.split_once(':')?;
    let (left, right) = (digits(left, 4)?, digits(right, 4)?);
    Some(format!("{left} to {right}"))
}

#[cfg(test)]
mod tests {
    use crate::normal::tests::table;

    #[test]
    fn times_and_ratios() {
        table(&[
            ("It is 5:30 now.", "It is 5 30 now."),
            ("at 5:30 pm today", "at 5 30 p.m. today"),
            ("at 5:30pm, then", "at 5 30 p.m., then"),
            ("We met at 5:30 am.", "We met at 5 30 a.m.."),
            ("9 AM to 5 PM", "9 a.m. to 5 PM"),
            ("up at 5am today", "up at 5 a.m. today"),
            ("17:45", "17 45"),
            ("12:00", "12 o'clock"),
            ("12:00 pm today", "12 p.m. today"),
            ("17:00", "17 hundred"),
            ("7:05", "7 oh 5"),
            ("10:30:15", "10 30 and 15 seconds"),
            ("a 16:9 screen", "a 16 to 9 screen"),
            ("odds of 100:1", "odds of 100 to 1"),
        ]);
    }
}
