//! Roman numerals in names.

use super::number::ordinal;
use super::place::{Place, Reading};

/// Words before a numeral that counts.
const COUNTED: [&str; 34] = [
    "Act", "Appendix", "Apollo", "Article", "Band", "Book", "Bowl", "Chapter", "Class", "Division",
    "Figure", "Grade", "Group", "Level", "Lesson", "Mark", "Model", "No", "Number", "Part",
    "Phase", "Psalm", "Round", "Scene", "Section", "Season", "Series", "Stage", "Table", "Title",
    "Type", "Unit", "Volume", "War",
];

/// Given names that rulers bear with a number.
const RULERS: [&str; 54] = [
    "Alexander",
    "Alfonso",
    "Benedict",
    "Boniface",
    "Carl",
    "Catherine",
    "Charles",
    "Christian",
    "Clement",
    "Constantine",
    "Cleopatra",
    "Darius",
    "David",
    "Edward",
    "Elizabeth",
    "Ferdinand",
    "Francis",
    "Frederick",
    "George",
    "Gregory",
    "Gustav",
    "Haakon",
    "Harald",
    "Henry",
    "Innocent",
    "Ivan",
    "James",
    "Joseph",
    "John",
    "Julius",
    "Leo",
    "Leopold",
    "Louis",
    "Mary",
    "Maximilian",
    "Napoleon",
    "Nicholas",
    "Otto",
    "Paul",
    "Peter",
    "Philip",
    "Pius",
    "Ptolemy",
    "Ramesses",
    "Richard",
    "Robert",
    "Rudolf",
    "Sixtus",
    "Stephen",
    "Umberto",
    "Urban",
    "Victor",
    "Wilhelm",
    "William",
];

/// Titles before a ruler's name, which make even `I` a number.
const TITLES: [&str; 9] = [
    "King", "Queen", "Pope", "Emperor", "Empress", "Tsar", "Czar", "Kaiser", "Prince",
];

/// `Henry VIII`, `World War II`, `Chapter IV`; never the pronoun.
pub(crate) fn read(place: &Place<'_>) -> Option<Reading> {
    let core = place.core();
    let (numeral, possessive) = match core.strip_suffix("'s").or_else(|| core.strip_suffix("’s"))
    {
        Some(numeral) => (numeral, "'s"),
        None => (core, ""),
    };
    let value = value(numeral)?;
    let name = place.word_before()?;
    if RULERS.contains(&name) {
        let title = place.before(2).map(|piece| piece.core());
        let crowned = title.is_some_and(|title| TITLES.contains(&title));
        let sure = numeral.len() > 1 || numeral == "V" || numeral == "X" && name != "David";
        let last = place.after(1).is_none() || !place.piece().closing().is_empty();
        let alone = last || !possessive.is_empty();
        return (sure || alone || crowned && ends_name(place))
            .then(|| place.read(format!("the {}{possessive}", ordinal(value))))?;
    }
    let counted = COUNTED.contains(&capitalised(name).as_str());
    let world_war = name == "War" && place.before(2).is_some_and(|p| p.core() == "World");
    let sure = match numeral {
        "I" => counted && (world_war || ends_name(place)),
        "V" | "X" | "L" => counted,
        _ => counted || is_name(name) && is_unmistakable(numeral),
    };
    sure.then(|| place.read(format!("{value}{possessive}")))?
}

/// `chapter iv`, `part ii`: small letters count only after a word that is counted.
pub(crate) fn read_small(place: &Place<'_>) -> Option<Reading> {
    let core = place.core();
    let fits = (2..=8).contains(&core.len()) && core.bytes().all(|b| b"ivx".contains(&b));
    if !fits {
        return None;
    }
    let value = value(&core.to_ascii_uppercase())?;
    let counted = COUNTED.contains(&capitalised(place.word_before()?).as_str());
    counted.then(|| place.read(value.to_string()))?
}

/// Whether what follows can't be a verb that a pronoun `I` would have.
fn ends_name(place: &Place<'_>) -> bool {
    let next = place.after(1).map(|piece| piece.core());
    let verb = |next: &str| {
        next.starts_with(|c: char| c.is_lowercase())
            && !matches!(
                next,
                "was" | "is" | "of" | "and" | "in" | "begins" | "ended" | "began"
            )
    };
    !place.piece().closing().is_empty() || next.is_none_or(|next| !verb(next))
}

fn is_name(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase)
        && chars.clone().next().is_some()
        && chars.all(char::is_lowercase)
}

/// `chapter` as `Chapter`.
fn capitalised(word: &str) -> String {
    let mut chars = word.chars().take(16);
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

/// Numerals that aren't short forms of something else (`CD`, `MC`, `DC`).
fn is_unmistakable(numeral: &str) -> bool {
    numeral.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

/// The value of a well-formed numeral up to 3999.
pub(crate) fn value(numeral: &str) -> Option<u64> {
    const DIGITS: [(&str, u64); 13] = [
        ("M", 1000),
        ("CM", 900),
        ("D", 500),
        ("CD", 400),
        ("C", 100),
        ("XC", 90),
        ("L", 50),
        ("XL", 40),
        ("X", 10),
        ("IX", 9),
        ("V", 5),
        ("IV", 4),
        ("I", 1),
    ];
    if numeral.is_empty() || numeral.len() > 15 {
        return None;
    }
    let mut rest = numeral;
    let mut value = 0;
    for (digits, worth) in DIGITS {
        let most = if matches!(digits, "M" | "C" | "X" | "I") {
            3
        } else {
            1
        };
        for _ in 0..most {
            let Some(after) = rest.strip_prefix(digits) else {
                break;
            };
            rest = after;
            value += worth;
        }
    }
    rest.is_empty().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::value;
    use crate::normal::tests::{same, table};

    #[test]
    fn values() {
        assert_eq!(value("MCMXCIV"), Some(1994));
        assert_eq!(value("XLII"), Some(42));
        for wrong in ["", "IIII", "VX", "ABC", "IM"] {
            assert_eq!(value(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn numerals_in_names() {
        table(&[
            ("Henry VIII was king.", "Henry the 8th was king."),
            ("Henry VIII's wives", "Henry the 8th's wives"),
            ("World War II ended.", "World War 2 ended."),
            ("World War I ended.", "World War 1 ended."),
            ("Chapter IV begins.", "Chapter 4 begins."),
            ("Louis XIV", "Louis the 14th"),
            ("Queen Elizabeth I was", "Queen Elizabeth the 1st was"),
            ("It was Elizabeth I.", "It was Elizabeth the 1st."),
            ("chapter iv and part ii", "chapter 4 and part 2"),
            ("Act V, Scene I.", "Act 5, Scene 1."),
            ("Rocky II", "Rocky 2"),
        ]);
        same(&[
            "In Part I think so.",
            "I saw that John I knew.",
            "Malcolm X spoke.",
            "the IV drip",
            "a mix of part vim",
            "When Washington DC slept",
            "A mix of CDs.",
        ]);
    }
}
