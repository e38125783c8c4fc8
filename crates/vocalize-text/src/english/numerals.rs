//! Numbers as English words, as num2words spells them, less the "and"s.

/// The words of 0 to 19.
pub(crate) const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
/// The words of the tens; there are none for 0 and 10.
pub(crate) const TENS: [&str; 10] = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
const THOUSANDS: [&str; 7] = [
    "",
    "thousand",
    "million",
    "billion",
    "trillion",
    "quadrillion",
    "quintillion",
];

/// "one hundred twenty three".
pub(super) fn cardinal(number: u64) -> String {
    if number == 0 {
        return UNITS[0].to_owned();
    }
    let mut words = Vec::new();
    for (power, name) in THOUSANDS.iter().enumerate().rev() {
        let group = number / 1000u64.pow(power as u32) % 1000;
        if group > 0 {
            push_group(&mut words, group as usize);
            words.extend((power > 0).then_some(*name));
        }
    }
    words.join(" ")
}

fn push_group(words: &mut Vec<&'static str>, group: usize) {
    if group >= 100 {
        words.extend([UNITS[group / 100], "hundred"]);
    }
    match group % 100 {
        0 => {}
        small @ 1..20 => words.push(UNITS[small]),
        rest => {
            words.push(TENS[rest / 10]);
            words.extend((!rest.is_multiple_of(10)).then_some(UNITS[rest % 10]));
        }
    }
}

/// "one hundred twenty third".
pub(super) fn ordinal(number: u64) -> String {
    let cardinal = cardinal(number);
    let (before, last) = match cardinal.rsplit_once(' ') {
        Some((before, last)) => (format!("{before} "), last),
        None => (String::new(), cardinal.as_str()),
    };
    let last = match last {
        "one" => "first".to_owned(),
        "two" => "second".to_owned(),
        "three" => "third".to_owned(),
        "five" => "fifth".to_owned(),
        "eight" => "eighth".to_owned(),
        "nine" => "ninth".to_owned(),
        "twelve" => "twelfth".to_owned(),
        _ => match last.strip_suffix('y') {
            Some(stem) => format!("{stem}ieth"),
            None => format!("{last}th"),
        },
    };
    before + &last
}

/// "nineteen oh five", "two thousand one": how a year of four digits is read.
pub(super) fn year(year: u64) -> String {
    let (century, rest) = (year / 100, year % 100);
    match rest {
        0 if year.is_multiple_of(1000) => cardinal(year),
        0 => format!("{} hundred", cardinal(century)),
        1..10 if century.is_multiple_of(10) => cardinal(year),
        1..10 => format!("{} oh {}", cardinal(century), cardinal(rest)),
        _ => format!("{} {}", cardinal(century), cardinal(rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelled() {
        assert_eq!(cardinal(0), "zero");
        assert_eq!(cardinal(1_000_015), "one million fifteen");
        assert_eq!(cardinal(342), "three hundred forty two");
        assert!(cardinal(u64::MAX).starts_with("eighteen quintillion"));
        assert_eq!(ordinal(20), "twentieth");
        assert_eq!(ordinal(112), "one hundred twelfth");
        assert_eq!(ordinal(9), "ninth");
    }

    #[test]
    fn years_are_read_in_pairs() {
        for (number, words) in [
            (1999, "nineteen ninety nine"),
            (1900, "nineteen hundred"),
            (2000, "two thousand"),
            (2005, "two thousand five"),
            (1905, "nineteen oh five"),
            (2010, "twenty ten"),
            (199, "one ninety nine"),
        ] {
            assert_eq!(year(number), words);
        }
    }
}
