//! Ranges: two numbers, times or amounts with a dash between.

use super::number::{digits, leading, one_by_one, whole};
use super::place::{Place, Reading};
use super::{money, time, units};

/// `10-20`, `1990–1995`, `9:30-10:30`, `$5–$10`, `5-10 km`, `5%-10%`.
pub(crate) fn read(place: &Place<'_>) -> Option<Reading> {
    let core = place.core();
    let (left, right, long_dash) = halves(core)?;
    if let Some(words) = times(left, right) {
        return place.read(words);
    }
    if let Some((currency, left)) = money::of_range(left) {
        let right = money::of_range(right).map_or(right, |(_, rest)| rest);
        let (left, right) = (money::counted(left)?, money::counted(right)?);
        return place.read(format!("{left} to {right} {currency}"));
    }
    let left = left.strip_suffix('%').unwrap_or(left);
    whole(left)?;
    let (number, suffix) = leading(right)?;
    // Equal numbers are no range (50-50), and neither are zeros in front.
    if number == left && !long_dash || left.len() > 1 && left.starts_with('0') {
        return None;
    }
    match suffix {
        "" => match place.joined(1).and_then(|unit| units::named(unit, false)) {
            Some(unit) => place.read_through(2, format!("{left} to {number} {}", unit.many)),
            None => place.read(format!("{left} to {number}")),
        },
        "%" | "th" | "st" | "nd" | "rd" | "am" | "pm" => {
            place.read(format!("{left} to {number}{suffix}"))
        }
        _ => {
            let unit = units::named(suffix, true)?;
            place.read(format!("{left} to {}", units::counted(number, &unit)))
        }
    }
}

/// The two sides of the only dash in `core`, and whether it is a long one.
fn halves(core: &str) -> Option<(&str, &str, bool)> {
    let (left, right) = core.split_once(['-', '–', '—'])?;
    let ends = left.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '%');
    let single = !right.contains(['-', '–', '—']);
    let long = !core[left.len()..].starts_with('-');
    (ends && single && !right.is_empty()).then_some((left, right, long))
}

fn times(left: &str, right: &str) -> Option<String> {
    let hour = |text: &str| -> Option<String> {
        let (number, half) = leading(text)?;
        digits(number, 2).filter(|&hour| hour <= 12)?;
        match half {
            "am" => Some(format!("{number} a.m.")),
            "pm" => Some(format!("{number} p.m.")),
            _ => None,
        }
    };
    let both = (time::spoken(left), time::spoken(right));
    match both {
        (Some(left), Some(right)) => {
            Some(format!("{} to {}", left.words(false), right.words(true)))
        }
        (Some(left), None) => Some(format!("{} to {}", left.words(false), hour(right)?)),
        (None, Some(right)) => Some(format!("{} to {}", hour(left)?, right.words(true))),
        (None, None) => {
            let right = hour(right)?;
            let left = hour(left).or_else(|| digits(left, 2).map(|hour| hour.to_string()))?;
            Some(format!("{left} to {right}"))
        }
    }
}

/// The greatest number of pieces that one telephone number has.
const MAX_PHONE_PIECES: usize = 6;

/// Telephone numbers, digit by digit with a short pause between the groups:
/// `555-1234`, `(555) 123-4567`, `+1 555 123 4567`, `020 7946 0958`.
pub(crate) fn phone(place: &Place<'_>) -> Option<Reading> {
    let piece = place.piece();
    let core = piece.core();
    let plus = core.starts_with('+');
    let area = piece.opening().ends_with('(') && piece.closing().starts_with(')');
    let trunk = core.len() > 2 && core.starts_with('0');
    let mut groups: Vec<&str> = digit_groups(core.trim_start_matches('+'))?;
    let mut used = 1;
    if plus || area || trunk {
        while used < MAX_PHONE_PIECES {
            let open = place.after(used - 1)?.closing();
            let Some(next) = place.after(used) else { break };
            let bracketed = next.opening() == "(" && next.closing() == ")";
            let parted = !(open.is_empty() || open == ")");
            let Some(more) = digit_groups(next.core()) else {
                break;
            };
            if parted || !(next.opening().is_empty() || bracketed) {
                break;
            }
            groups.extend(more);
            used += 1;
        }
    }
    let count: usize = groups.iter().map(|group| group.len()).sum();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let known = matches!(lengths[..], [3, 4] | [3, 3, 4] | [1, 3, 3, 4] | [3, 2, 4]);
    let fits = match (plus, area || trunk) {
        (true, _) => (7..=15).contains(&count),
        (_, true) => (7..=12).contains(&count) && groups.len() > 1,
        _ => known && core.contains(['-', '.']),
    };
    if !fits || groups.iter().any(|group| group.is_empty()) {
        return None;
    }
    let words: Vec<String> = groups.iter().map(|group| one_by_one(group)).collect();
    let sign = if plus { "plus " } else { "" };
    let mut reading = place.read_through(used, format!("{sign}{}", words.join(", ")))?;
    if area && used > 1 {
        reading.source.start -= 1;
    }
    Some(reading)
}

/// Groups of digits with one kind of separator between them.
fn digit_groups(core: &str) -> Option<Vec<&str>> {
    let numeric = core
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b'-' || b == b'.');
    if !numeric || core.is_empty() || core.len() > 24 || core.contains('-') && core.contains('.') {
        return None;
    }
    Some(core.split(['-', '.']).collect())
}

#[cfg(test)]
mod tests {
    use crate::normal::tests::{same, table};

    #[test]
    fn ranges() {
        table(&[
            ("10-20 of them", "10 to 20 of them"),
            ("1990–1995", "1990 to 1995"),
            ("1990-95", "1990 to 95"),
            ("9:30-10:30", "9 30 to 10 30"),
            ("9am-5pm", "9 a.m. to 5 p.m."),
            ("$5-10", "5 to 10 dollars"),
            ("$5m–$10m", "5 million to 10 million dollars"),
            ("5-10 km", "5 to 10 kilometers"),
            ("5-10kg", "5 to 10 kilograms"),
            ("5%-10%", "5 to 10%"),
            ("a 3–2 win", "a 3 to 2 win"),
        ]);
        same(&["50-50", "COVID-19", "a 20-year-old", "F-16"]);
    }

    #[test]
    fn telephone_numbers() {
        table(&[
            ("555-1234", "5 5 5, 1 2 3 4"),
            ("call (555) 123-4567 now", "call 5 5 5, 1 2 3, 4 5 6 7 now"),
            ("+1 555 123 4567", "plus 1, 5 5 5, 1 2 3, 4 5 6 7"),
            ("+44 (20) 7946 0958.", "plus 4 4, 2 0, 7 9 4 6, 0 9 5 8."),
            ("1-800-555-0199", "1, 8 0 0, 5 5 5, 0 1 9 9"),
            ("020 7946 0958", "0 2 0, 7 9 4 6, 0 9 5 8"),
            ("555.123.4567", "5 5 5, 1 2 3, 4 5 6 7"),
        ]);
        same(&["three (3) items", "(555) is"]);
    }
}
