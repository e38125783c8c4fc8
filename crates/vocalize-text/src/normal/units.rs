//! Units of measure after numbers.

use super::number::{digits, leading};
use super::place::{Place, Reading};

/// A unit's symbol, its name, and its plural.
type Unit = (&'static str, &'static str, &'static str);

/// Symbols that may also stand apart from their number. Case matters: `Mb` are
/// bits, `MB` are bytes.
const UNITS: [Unit; 96] = [
    ("km", "kilometer", "kilometers"),
    ("m", "meter", "meters"),
    ("cm", "centimeter", "centimeters"),
    ("mm", "millimeter", "millimeters"),
    ("µm", "micrometer", "micrometers"),
    ("μm", "micrometer", "micrometers"),
    ("nm", "nanometer", "nanometers"),
    ("mi", "mile", "miles"),
    ("yd", "yard", "yards"),
    ("yds", "yard", "yards"),
    ("ft", "foot", "feet"),
    ("kg", "kilogram", "kilograms"),
    ("g", "gram", "grams"),
    ("mg", "milligram", "milligrams"),
    ("µg", "microgram", "micrograms"),
    ("μg", "microgram", "micrograms"),
    ("lb", "pound", "pounds"),
    ("lbs", "pound", "pounds"),
    ("oz", "ounce", "ounces"),
    ("l", "liter", "liters"),
    ("L", "liter", "liters"),
    ("ml", "milliliter", "milliliters"),
    ("mL", "milliliter", "milliliters"),
    ("cl", "centiliter", "centiliters"),
    ("gal", "gallon", "gallons"),
    ("qt", "quart", "quarts"),
    ("pt", "pint", "pints"),
    ("tbsp", "tablespoon", "tablespoons"),
    ("tsp", "teaspoon", "teaspoons"),
    ("ha", "hectare", "hectares"),
    ("s", "second", "seconds"),
    ("sec", "second", "seconds"),
    ("secs", "second", "seconds"),
    ("ms", "millisecond", "milliseconds"),
    ("µs", "microsecond", "microseconds"),
    ("μs", "microsecond", "microseconds"),
    ("ns", "nanosecond", "nanoseconds"),
    ("min", "minute", "minutes"),
    ("mins", "minute", "minutes"),
    ("h", "hour", "hours"),
    ("hr", "hour", "hours"),
    ("hrs", "hour", "hours"),
    ("yr", "year", "years"),
    ("yrs", "year", "years"),
    ("mph", "mile per hour", "miles per hour"),
    ("kph", "kilometer per hour", "kilometers per hour"),
    ("kmh", "kilometer per hour", "kilometers per hour"),
    ("mpg", "mile per gallon", "miles per gallon"),
    ("rpm", "revolution per minute", "revolutions per minute"),
    ("fps", "frame per second", "frames per second"),
    ("dpi", "dot per inch", "dots per inch"),
    ("bpm", "beat per minute", "beats per minute"),
    ("bps", "bit per second", "bits per second"),
    ("kbps", "kilobit per second", "kilobits per second"),
    ("Mbps", "megabit per second", "megabits per second"),
    ("Gbps", "gigabit per second", "gigabits per second"),
    ("Hz", "hertz", "hertz"),
    ("kHz", "kilohertz", "kilohertz"),
    ("MHz", "megahertz", "megahertz"),
    ("GHz", "giga-hertz", "giga-hertz"),
    ("kW", "kilowatt", "kilowatts"),
    ("MW", "megawatt", "megawatts"),
    ("GW", "giga-watt", "giga-watts"),
    ("kWh", "kilowatt-hour", "kilowatt-hours"),
    ("mAh", "milliamp hour", "milliamp hours"),
    ("kV", "kilovolt", "kilovolts"),
    ("mV", "millivolt", "millivolts"),
    ("mA", "milliamp", "milliamps"),
    ("W", "watt", "watts"),
    ("V", "volt", "volts"),
    ("Ω", "ohm", "ohms"),
    ("kΩ", "kilo-ohm", "kilo-ohms"),
    ("MΩ", "mega-ohm", "mega-ohms"),
    ("kJ", "kilo-joule", "kilo-joules"),
    ("kcal", "kilocalorie", "kilocalories"),
    ("cal", "calorie", "calories"),
    ("kPa", "kilo-pascal", "kilo-pascals"),
    ("hPa", "hecto-pascal", "hecto-pascals"),
    ("psi", "pound per square inch", "pounds per square inch"),
    ("dB", "decibel", "decibels"),
    ("KB", "kilobyte", "kilobytes"),
    ("kB", "kilobyte", "kilobytes"),
    ("MB", "megabyte", "megabytes"),
    ("GB", "gigabyte", "gigabytes"),
    ("TB", "terabyte", "terabytes"),
    ("PB", "petabyte", "petabytes"),
    ("KiB", "kibi-byte", "kibi-bytes"),
    ("MiB", "mebi-byte", "mebi-bytes"),
    ("GiB", "gibi-byte", "gibi-bytes"),
    ("kb", "kilobit", "kilobits"),
    ("Mb", "megabit", "megabits"),
    ("Gb", "gigabit", "gigabits"),
    ("MP", "megapixel", "megapixels"),
    ("px", "pixel", "pixels"),
    ("°C", "degree Celsius", "degrees Celsius"),
    ("°F", "degree Fahrenheit", "degrees Fahrenheit"),
];

/// Symbols that are something else when they stand apart (`5 in a row`).
const ATTACHED: [Unit; 5] = [
    ("in", "inch", "inches"),
    ("A", "amp", "amps"),
    ("J", "joule", "joules"),
    ("N", "newton", "newtons"),
    ("°", "degree", "degrees"),
];

/// The longest text that is looked at as a unit, in bytes.
const MAX_UNIT_BYTES: usize = 16;

/// A unit in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) one: String,
    pub(crate) many: String,
}

/// Whether `text` is the symbol of a unit with letters outside of ASCII.
pub(crate) fn is_symbol(text: &str) -> bool {
    !text.is_ascii() && UNITS.iter().any(|unit| unit.0 == text)
}

/// The unit that `text` is, attached to its number or apart from it.
pub(crate) fn named(text: &str, attached: bool) -> Option<Named> {
    if text.is_empty() || text.len() > MAX_UNIT_BYTES {
        return None;
    }
    if matches!(text, "℃" | "ºC" | "degC") {
        return named("°C", attached);
    }
    if matches!(text, "℉" | "ºF" | "degF") {
        return named("°F", attached);
    }
    if let Some((over, under)) = text.split_once('/') {
        // Only real units make a quotient: `5 s/he` isn't one.
        let (over, under) = (simple(over, false)?, simple(under, false)?);
        return Some(Named {
            one: format!("{} per {}", over.one, under.one),
            many: format!("{} per {}", over.many, under.one),
        });
    }
    simple(text, attached)
}

/// A unit without a quotient, maybe with a power.
fn simple(text: &str, attached: bool) -> Option<Named> {
    let (text, power) = power(text);
    let listed = UNITS.iter().find(|unit| unit.0 == text);
    let rare = || ATTACHED.iter().find(|unit| attached && unit.0 == text);
    let (_, one, many) = listed.or_else(rare)?;
    let time = matches!(text, "s" | "h" | "min");
    let with = |name: &str| match power {
        1 => name.to_owned(),
        2 if time => format!("{name} squared"),
        2 => format!("square {name}"),
        _ => format!("cubic {name}"),
    };
    Some(Named {
        one: with(one),
        many: with(many),
    })
}

/// A symbol without its power, and the power; `km2` has one as `km²` has.
fn power(text: &str) -> (&str, u8) {
    let length =
        |base: &&str| matches!(*base, "km" | "m" | "cm" | "mm" | "mi" | "ft" | "in" | "yd");
    let with = |raised: char, plain: char| {
        let plain = || text.strip_suffix(plain).filter(length);
        text.strip_suffix(raised).or_else(plain)
    };
    with('²', '2')
        .map(|base| (base, 2))
        .or_else(|| with('³', '3').map(|base| (base, 3)))
        .unwrap_or((text, 1))
}

/// `5 km`, `10kg`, `20°C`, `5-km`, `5'10"`.
pub(crate) fn read(place: &Place<'_>) -> Option<Reading> {
    let core = place.core();
    let (number, rest) = leading(core)?;
    if rest.is_empty() {
        return inches(place, number)
            .or_else(|| spelled_power(place, number))
            .or_else(|| apart(place, number));
    }
    if rest.starts_with(['\'', '′', '"', '″']) {
        return feet_and_inches(place, number, rest);
    }
    if let Some(unit) = rest.strip_prefix('-').and_then(|unit| named(unit, false)) {
        return place.read(format!("{number} {}", unit.one));
    }
    let reading = place.read(counted(number, &named(rest, true)?))?;
    Some(place.with_stop(reading))
}

/// `number` of a unit.
pub(crate) fn counted(number: &str, unit: &Named) -> String {
    let name = if number == "1" { &unit.one } else { &unit.many };
    format!("{number} {name}")
}

/// A number whose unit is the next piece.
fn apart(place: &Place<'_>, number: &str) -> Option<Reading> {
    let next = place.joined(1)?;
    if let (true, Some(unit)) = (next == "°", place.joined(2)) {
        let unit = named(&format!("°{unit}"), false)?;
        return place.read_through(3, counted(number, &unit));
    }
    // One small letter after a word such as "section" counts nothing.
    let labelled = next.len() == 1 && place.word_before().is_some_and(is_label);
    let unit = named(next, false).filter(|_| !labelled)?;
    let reading = place.read_through(2, counted(number, &unit))?;
    Some(place.with_stop(reading))
}

/// `500 sq. ft.`, `3 cu m`.
fn spelled_power(place: &Place<'_>, number: &str) -> Option<Reading> {
    let short = place.after(1)?;
    let power = match (short.text, place.piece().closing()) {
        ("sq" | "sq.", "") => "square",
        ("cu" | "cu.", "") => "cubic",
        _ => return None,
    };
    let unit = simple(place.after(2)?.core(), false)?;
    let unit = Named {
        one: format!("{power} {}", unit.one),
        many: format!("{power} {}", unit.many),
    };
    let reading = place.read_through(3, counted(number, &unit))?;
    Some(place.with_stop(reading))
}

/// `5"` where no quotation is open that the mark could close.
fn inches(place: &Place<'_>, number: &str) -> Option<Reading> {
    if !place.piece().closing().starts_with('"') || place.is_quoted() {
        return None;
    }
    let mut reading = place.read(counted(number, &named("in", true)?))?;
    reading.source.end += 1;
    Some(reading)
}

fn is_label(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase())
}

/// `5'`, `5'10"`, `10"`.
fn feet_and_inches(place: &Place<'_>, number: &str, rest: &str) -> Option<Reading> {
    let inches = |n: &str| if n == "1" { "inch" } else { "inches" };
    let mark = rest.chars().next()?;
    let after = &rest[mark.len_utf8()..];
    if matches!(mark, '"' | '″') {
        return after
            .is_empty()
            .then(|| place.read(format!("{number} {}", inches(number))))?;
    }
    let more = after.trim_end_matches(['"', '″', '\'']);
    if more.is_empty() {
        let feet = if number == "1" { "foot" } else { "feet" };
        return (mark == '′').then(|| place.read(format!("{number} {feet}")))?;
    }
    let count = digits(more, 2)?;
    let unit = if number == "1" { "foot" } else { "feet" };
    let mut reading = place.read(format!("{number} {unit} {count}"))?;
    // The sign of the inches was taken for a closing quote.
    if place.piece().closing().starts_with('"') && !place.piece().opening().ends_with('"') {
        reading.source.end += 1;
    }
    Some(reading)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal::tests::{same, table};

    #[test]
    fn symbols_are_unique() {
        let mut symbols: Vec<_> = UNITS.iter().chain(&ATTACHED).map(|unit| unit.0).collect();
        symbols.sort_unstable();
        symbols.dedup();
        assert_eq!(symbols.len(), UNITS.len() + ATTACHED.len());
    }

    #[test]
    fn units() {
        table(&[
            ("5 km away", "5 kilometers away"),
            ("1 km", "1 kilometer"),
            ("10kg", "10 kilograms"),
            ("3 mph", "3 miles per hour"),
            ("20°C", "20 degrees Celsius"),
            ("20 °C", "20 degrees Celsius"),
            ("20 ° C", "20 degrees Celsius"),
            ("90° turn", "90 degrees turn"),
            ("6ft tall", "6 feet tall"),
            ("16GB of", "16 gigabytes of"),
            ("a 5-km run", "a 5 kilometer run"),
            ("80 km/h", "80 kilometers per hour"),
            ("9.81 m/s²", "9.81 meters per second squared"),
            ("50 m²", "50 square meters"),
            ("10 µm", "10 micrometers"),
            ("4.7kΩ", "4.7 kilo-ohms"),
            ("he is 5'10\" tall", "he is 5 feet 10 tall"),
            (
                "5 lbs 3 oz. and 2ft. of it",
                "5 pounds 3 ounces and 2 feet of it",
            ),
            ("1,500 mL.", "1,500 milliliters."),
            ("12 km2 and 3m3", "12 square kilometers and 3 cubic meters"),
            ("500 sq. ft. of it", "500 square feet of it"),
            ("1 sq mi", "1 square mile"),
            (
                "a 5\" screen, 4\" by 7\".",
                "a 5 inches screen, 4 inches by 7 inches.",
            ),
        ]);
        same(&[
            "he said \"take 5\" now",
            "5 in a row",
            "Section 5 m",
            "take 5 a day",
            "100K and 4K",
        ]);
    }
}
