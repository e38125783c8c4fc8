//! Abbreviations and acronyms that misaki misreads. Most all-capital words
//! need nothing here: misaki says the ones that are words (NASA, NATO) and
//! spells the others (FBI, CPUs).

use super::place::{Place, Reading};

/// What must be around an abbreviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// Always.
    Always,
    /// A full stop follows.
    Stop,
    /// A full stop and a capitalised word follow.
    Name,
    /// A number follows, with or without a full stop.
    Number,
}

/// Short form, words, condition; looked up as it is written.
const SHORT: [(&str, &str, When); 77] = [
    ("AT&T", "A T and T", When::Always),
    ("Adm", "Admiral", When::Name),
    ("Ave", "Avenue", When::Stop),
    ("Bldg", "Building", When::Stop),
    ("Blvd", "Boulevard", When::Always),
    ("C#", "C sharp", When::Always),
    ("C++", "C plus plus", When::Always),
    ("Capt", "Captain", When::Stop),
    ("Ch", "Chapter", When::Number),
    ("Cmdr", "Commander", When::Stop),
    ("Col", "Colonel", When::Name),
    ("Dept", "Department", When::Stop),
    ("EBITDA", "ebit-da", When::Always),
    ("Eq", "Equation", When::Number),
    ("Esq", "Esquire", When::Stop),
    ("F#", "F sharp", When::Always),
    ("Fig", "Figure", When::Number),
    ("Figs", "Figures", When::Number),
    ("Fri", "Friday", When::Stop),
    ("Ft", "Fort", When::Name),
    ("Gen", "General", When::Name),
    ("Gov", "Governor", When::Stop),
    ("Hon", "Honorable", When::Name),
    ("Hwy", "Highway", When::Always),
    ("IKEA", "Ikea", When::Always),
    ("Inc", "Incorporated", When::Stop),
    ("JSON", "jason", When::Always),
    ("Jr", "Junior", When::Stop),
    ("Lt", "Lieutenant", When::Stop),
    ("Ltd", "Limited", When::Stop),
    ("Maj", "Major", When::Stop),
    ("Messrs", "Messieurs", When::Stop),
    ("Mon", "Monday", When::Stop),
    ("Mt", "Mount", When::Stop),
    ("PhD", "P H D", When::Always),
    ("PhDs", "P H D's", When::Always),
    ("Pres", "President", When::Name),
    ("Prof", "Professor", When::Name),
    ("Pt", "Part", When::Number),
    ("Rd", "Road", When::Stop),
    ("Rep", "Representative", When::Name),
    ("Rev", "Reverend", When::Name),
    ("Sat", "Saturday", When::Stop),
    ("Sec", "Section", When::Number),
    ("Sen", "Senator", When::Name),
    ("Sgt", "Sergeant", When::Stop),
    ("Sr", "Senior", When::Stop),
    ("Thu", "Thursday", When::Stop),
    ("Thurs", "Thursday", When::Stop),
    ("Tue", "Tuesday", When::Stop),
    ("Tues", "Tuesday", When::Stop),
    ("Vol", "Volume", When::Number),
    ("Wed", "Wednesday", When::Stop),
    ("al", "al", When::Stop),
    ("approx", "approximately", When::Always),
    ("avg", "average", When::Always),
    ("bldg", "building", When::Stop),
    ("c/o", "care of", When::Always),
    ("ch", "chapter", When::Number),
    ("dept", "department", When::Always),
    ("ed", "edition", When::Number),
    ("ext", "extension", When::Number),
    ("fig", "figure", When::Number),
    ("govt", "government", When::Always),
    ("misc", "miscellaneous", When::Always),
    ("no", "number", When::Number),
    ("nos", "numbers", When::Number),
    ("p", "page", When::Number),
    ("pg", "page", When::Number),
    ("pp", "pages", When::Number),
    ("tel", "telephone", When::Stop),
    ("vol", "volume", When::Number),
    ("vols", "volumes", When::Number),
    ("w/", "with", When::Always),
    ("w/o", "without", When::Always),
    ("wt", "weight", When::Stop),
    ("yr", "year", When::Stop),
];

/// The abbreviation at this place, with its full stop.
pub(crate) fn read(place: &Place<'_>) -> Option<Reading> {
    let core = place.core();
    if core == "St" {
        return saint_or_street(place);
    }
    let found = SHORT.binary_search_by_key(&core, |short| short.0).ok()?;
    let (_, words, when) = SHORT[found];
    let closing = place.piece().closing();
    let stop = closing.starts_with('.');
    let next = place.after(1).map(|piece| piece.core());
    let begins = |test: fn(char) -> bool| next.is_some_and(|next| next.starts_with(test));
    let fits = match when {
        When::Always => true,
        When::Stop => stop,
        When::Name => stop && begins(|c| c.is_ascii_uppercase()),
        When::Number => {
            (stop || closing.is_empty() && core != "no") && begins(|c| c.is_ascii_digit())
        }
    };
    let mut reading = fits.then(|| place.read(words))??;
    // The full stop belongs to the abbreviation, unless the sentence ends.
    let begun = begins(|c| c.is_ascii_uppercase());
    if stop && next.is_some() && (when != When::Always || !begun) {
        reading.source.end += 1;
    }
    Some(reading)
}

/// Saints whose names stand after `St` in names of places, churches and schools.
const SAINTS: [&str; 40] = [
    "Albans",
    "Andrew",
    "Andrews",
    "Anne",
    "Anthony",
    "Augustine",
    "Barts",
    "Bernard",
    "Catharines",
    "Clair",
    "Clare",
    "Croix",
    "Francis",
    "Gallen",
    "George",
    "Helena",
    "Helens",
    "Ives",
    "James",
    "John",
    "Johns",
    "Joseph",
    "Kitts",
    "Lawrence",
    "Louis",
    "Lucia",
    "Luke",
    "Mark",
    "Martin",
    "Mary",
    "Michael",
    "Moritz",
    "Nicholas",
    "Pancras",
    "Patrick",
    "Paul",
    "Peter",
    "Petersburg",
    "Thomas",
    "Vincent",
];

/// `St. John` against `Main St.`: before a name it is a saint, unless a name
/// stands before it too, which doesn't count if it is a verb that begins the
/// sentence before a well-known saint.
fn saint_or_street(place: &Place<'_>) -> Option<Reading> {
    let stop = place.piece().closing().starts_with('.');
    let capital = |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase());
    let named = place.word_before().is_some_and(|word| {
        capital(word) && word.len() > 2 && !matches!(word, "The" | "And" | "From" | "Saw" | "Near")
    });
    let next = place.after(1).map(|piece| piece.core());
    let before_name = place.piece().closing().len() <= 1 && next.is_some_and(capital);
    let saint = next.is_some_and(|next| {
        let name = next.strip_suffix("'s").or_else(|| next.strip_suffix("’s"));
        SAINTS.binary_search(&name.unwrap_or(next)).is_ok()
    });
    let first = place.before(2).is_none();
    let words = if before_name && (!named || saint && (first || !stop)) {
        "Saint"
    } else {
        "Street"
    };
    let mut reading = place.read(words)?;
    if stop && next.is_some() {
        reading.source.end += 1;
    }
    Some(reading)
}

#[cfg(test)]
mod tests {
    use super::{SAINTS, SHORT};
    use crate::normal::tests::{same, table};

    #[test]
    fn the_table_is_sorted() {
        assert!(SHORT.is_sorted_by(|a, b| a.0 < b.0));
        assert!(SAINTS.is_sorted());
    }

    #[test]
    fn abbreviations() {
        table(&[
            (
                "Prof. Smith met Lt. Jones.",
                "Professor Smith met Lieutenant Jones.",
            ),
            (
                "St. John lives on Main St. now",
                "Saint John lives on Main Street now",
            ),
            ("Visit St John's in May", "Visit Saint John's in May"),
            ("near Oxford St Pancras is", "near Oxford Saint Pancras is"),
            ("Apple Inc. makes", "Apple Incorporated makes"),
            ("He works at Apple Inc.", "He works at Apple Incorporated."),
            ("see pp. 3-5 and vol. 2", "see pages 3 to 5 and volume 2"),
            ("Fig. 3 shows", "Figure 3 shows"),
            ("approx. 5", "approximately 5"),
            ("Mt. Everest", "Mount Everest"),
            ("she has a PhD.", "she has a P H D."),
            ("AT&T and C++", "A T and T and C plus plus"),
            ("w/o sugar", "without sugar"),
        ]);
        same(&[
            "Mr. and Mrs. Brown know Dr. Who, etc.",
            "NASA and the FBI, CPUs too",
            "no 5 of them sat, as the wed",
            "No. 5 is alive.",
        ]);
    }
}
