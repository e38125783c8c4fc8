//! Any Unicode to the 27 letters that the model reads.

/// The apostrophe and `a` to `z`.
pub(crate) const LETTERS: usize = 27;

/// A letter's number, `0..27`: 0 is the apostrophe, 1 is `a`.
pub(crate) type Letter = u8;

/// Number of an ASCII letter or apostrophe, `None` for anything else.
pub(crate) fn letter(c: char) -> Option<Letter> {
    match c.to_ascii_lowercase() {
        '\'' => Some(0),
        low @ 'a'..='z' => Some(low as u8 - b'a' + 1),
        _ => None,
    }
}

/// The letters of `word`: case dropped, curly apostrophes straightened, other
/// letters by their closest Latin ones (ß as ss), the rest left out.
pub(crate) fn fold(word: &str) -> Vec<Letter> {
    let latin = |c: char| match c {
        '’' | '‘' | 'ʼ' => "'",
        _ => deunicode::deunicode_char(c).unwrap_or_default(),
    };
    word.chars()
        .flat_map(|c| latin(c).chars())
        .filter_map(letter)
        .collect()
}
