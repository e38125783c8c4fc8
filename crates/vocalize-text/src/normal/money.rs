//! Amounts of money that misaki misreads: with a magnitude, with odd
//! decimals, in other currencies, with the sign behind.

use super::number::leading;
use super::place::{Place, Reading};

/// Names of a currency: one, several, one hundredth, several.
#[derive(Debug, Clone, Copy)]
struct Currency {
    one: &'static str,
    many: &'static str,
    cent: &'static str,
    cents: &'static str,
}

const fn currency(
    one: &'static str,
    many: &'static str,
    cent: &'static str,
    cents: &'static str,
) -> Currency {
    Currency {
        one,
        many,
        cent,
        cents,
    }
}

/// The currency that `text` begins with, and what follows its sign. Whether
/// misaki knows it is the last part.
fn sign(text: &str) -> Option<(Currency, &str, bool)> {
    const DOLLAR: Currency = currency("dollar", "dollars", "cent", "cents");
    for (prefix, one, many) in [
        ("US$", "US dollar", "US dollars"),
        ("A$", "Australian dollar", "Australian dollars"),
        ("AU$", "Australian dollar", "Australian dollars"),
        ("C$", "Canadian dollar", "Canadian dollars"),
        ("CA$", "Canadian dollar", "Canadian dollars"),
        ("HK$", "Hong Kong dollar", "Hong Kong dollars"),
        ("NZ$", "New Zealand dollar", "New Zealand dollars"),
        ("S$", "Singapore dollar", "Singapore dollars"),
        ("R$", "Brazilian real", "Brazilian reals"),
    ] {
        if let Some(rest) = text.strip_prefix(prefix) {
            return Some((
                Currency {
                    one,
                    many,
                    ..DOLLAR
                },
                rest,
                false,
            ));
        }
    }
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    let (currency, known) = match first {
        '$' => (DOLLAR, true),
        '£' => (currency("pound", "pounds", "penny", "pence"), true),
        '€' => (currency("euro", "euros", "cent", "cents"), true),
        '¥' => (currency("yen", "yen", "sen", "sen"), false),
        '₹' => (currency("rupee", "rupees", "paisa", "paise"), false),
        '₩' => (currency("won", "won", "jeon", "jeon"), false),
        '₽' => (currency("ruble", "rubles", "kopeck", "kopecks"), false),
        '₺' => (currency("lira", "lira", "kurus", "kurus"), false),
        '₦' => (currency("naira", "naira", "kobo", "kobo"), false),
        '₪' => (currency("shekel", "shekels", "agora", "agorot"), false),
        '₫' => (currency("dong", "dong", "xu", "xu"), false),
        '฿' => (currency("baht", "baht", "satang", "satang"), false),
        '₴' => (currency("hryvnia", "hryvnias", "kopeck", "kopecks"), false),
        '₿' => (currency("bitcoin", "bitcoins", "cent", "cents"), false),
        _ => return None,
    };
    Some((currency, rest, known))
}

/// The name of a currency's sign that stands alone.
pub(crate) fn sign_name(c: char) -> Option<&'static str> {
    let mut buffer = [0; 4];
    sign(c.encode_utf8(&mut buffer)).map(|(currency, ..)| currency.many)
}

/// `$1.5 billion`, `£3m`, `¥500`, `5€`, `50¢`.
pub(crate) fn read(place: &Place<'_>) -> Option<Reading> {
    let core = place.core();
    let Some((currency, rest, known)) = sign(core) else {
        return sign_behind(place, core);
    };
    let (number, rest) = leading(rest)?;
    if let Some(magnitude) = magnitude(rest) {
        return place.read(format!("{number} {magnitude} {}", currency.many));
    }
    if !rest.is_empty() {
        return None;
    }
    if let Some(magnitude) = place.joined(1).and_then(long_magnitude) {
        return place.read_through(2, format!("{number} {magnitude} {}", currency.many));
    }
    let plain = number
        .split_once('.')
        .is_none_or(|(_, cents)| cents.len() == 2);
    (!(known && plain)).then(|| place.read(amount(number, currency)))?
}

/// `5€`, `50¢`.
fn sign_behind(place: &Place<'_>, core: &str) -> Option<Reading> {
    let (number, rest) = leading(core)?;
    if rest == "¢" {
        let cents = if number == "1" { "cent" } else { "cents" };
        return place.read(format!("{number} {cents}"));
    }
    let (currency, rest, _) = sign(rest)?;
    rest.is_empty()
        .then(|| place.read(amount(number, currency)))?
}

/// The currency that a range like `$5-10` is in: its plural and the rest.
pub(crate) fn of_range(text: &str) -> Option<(&'static str, &str)> {
    let (currency, rest, _) = sign(text)?;
    rest.starts_with(|c: char| c.is_ascii_digit())
        .then_some((currency.many, rest))
}

/// A number and the magnitude behind it (`5`, `1.5m`), in words.
pub(crate) fn counted(text: &str) -> Option<String> {
    let (number, rest) = leading(text)?;
    match rest {
        "" => Some(number.to_owned()),
        _ => Some(format!("{number} {}", magnitude(rest)?)),
    }
}

/// `5.5` as five and fifty hundredths, anything longer as a decimal number.
fn amount(number: &str, currency: Currency) -> String {
    let (units, cents) = number.split_once('.').unwrap_or((number, ""));
    let unit = if units == "1" {
        currency.one
    } else {
        currency.many
    };
    let hundredths = match cents.len() {
        0 => Some(0),
        1 => cents.parse().ok().map(|tenths: u32| tenths * 10),
        2 => cents.parse().ok(),
        _ => None,
    };
    let cents = |n: u32| match n {
        1 => format!("1 {}", currency.cent),
        n => format!("{n} {}", currency.cents),
    };
    match hundredths {
        Some(0) => format!("{units} {unit}"),
        Some(n) if units.bytes().all(|b| b == b'0') => cents(n),
        Some(n) => format!("{units} {unit} and {}", cents(n)),
        None => format!("{number} {}", currency.many),
    }
}

fn magnitude(suffix: &str) -> Option<&'static str> {
    match suffix {
        "k" | "K" => Some("thousand"),
        "m" | "M" | "mn" | "mm" | "MM" => Some("million"),
        "b" | "B" | "bn" | "Bn" => Some("billion"),
        "t" | "T" | "tn" | "trn" => Some("trillion"),
        _ => None,
    }
}

fn long_magnitude(word: &str) -> Option<&str> {
    let known = ["hundred", "thousand", "million", "billion", "trillion"];
    if known.contains(&word) {
        return Some(word);
    }
    matches!(word, "mn" | "bn" | "Bn" | "tn" | "trn")
        .then(|| magnitude(word))
        .flatten()
}

#[cfg(test)]
mod tests {
    use crate::normal::tests::{same, table};

    #[test]
    fn what_misaki_reads_is_left() {
        same(&["$5.30", "It cost $5, or £1,200.50.", "€20 and $1.00"]);
    }

    #[test]
    fn amounts() {
        table(&[
            ("a £3m deal", "a 3 million pounds deal"),
            ("$5bn", "5 billion dollars"),
            ("$1.5 billion was lost", "1.5 billion dollars was lost"),
            ("$12.5", "12 dollars and 50 cents"),
            ("€0.5", "50 cents"),
            ("$1.255", "1.255 dollars"),
            ("50¢", "50 cents"),
            ("¥500", "500 yen"),
            ("₹1,000", "1,000 rupees"),
            ("5€", "5 euros"),
            ("US$5", "5 US dollars"),
            ("-$5", "minus $5"),
        ]);
    }
}
