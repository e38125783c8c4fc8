//! Common American names, which misaki's lexicons don't have. They keep less to the
//! rules of spelling than other words, so that guesses are often wrong: Garcia,
//! Thompson, Matthew.

/// A line a name, sorted: the name in small letters, a tab, its phonemes.
/// `scripts/names.py` made it.
const NAMES: &str = include_str!("names.tsv");

/// No name has more letters than this.
const MAX_LETTERS: usize = 16;

/// How an American says the name `word`, in capitals or small letters.
pub(crate) fn american(word: &str) -> Option<&'static str> {
    if word.len() > MAX_LETTERS || !word.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let (mut from, mut to) = (0, NAMES.len());
    while from < to {
        let middle = NAMES.floor_char_boundary(usize::midpoint(from, to));
        let start = NAMES[..middle].rfind('\n').map_or(0, |at| at + 1);
        let end = NAMES[middle..]
            .find('\n')
            .map_or(NAMES.len(), |at| middle + at);
        let (name, said) = NAMES[start..end].split_once('\t')?;
        match word.as_str().cmp(name) {
            std::cmp::Ordering::Equal => return Some(said),
            std::cmp::Ordering::Less => to = start,
            std::cmp::Ordering::Greater => from = end + 1,
        }
    }
    None
}

/// Common American names, in small letters.
pub fn all() -> impl Iterator<Item = &'static str> {
    NAMES
        .lines()
        .filter_map(|line| Some(line.split_once('\t')?.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbols::token_id;

    #[test]
    fn every_name_is_found_and_can_be_spoken() {
        let lines: Vec<_> = NAMES.lines().filter_map(|l| l.split_once('\t')).collect();
        assert!(lines.len() > 3_000 && lines.is_sorted_by(|a, b| a.0 < b.0));
        for (name, said) in lines {
            assert_eq!(american(name), Some(said), "{name}");
            assert!(said.chars().all(|c| token_id(c).is_some()), "{name}");
        }
        assert_eq!(american("Garcia"), Some("ɡˌɑɹsˈiə"));
        for other in ["", "a", "zzz", "é", "garciagarciagarcia"] {
            assert_eq!(american(other), None, "{other}");
        }
    }

    /// A name that misaki knew would never be looked up here.
    #[test]
    fn no_name_is_in_misakis_lexicons() {
        let gold = misaki_rs::data::load_us_gold();
        let silver = misaki_rs::data::load_us_silver();
        let mut names = NAMES.lines().filter_map(|line| line.split_once('\t'));
        assert!(names.all(|(name, _)| !gold.contains_key(name) && !silver.contains_key(name)));
    }
}
