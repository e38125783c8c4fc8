//! Letters of every script as letters of the English alphabet.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::units;

/// The Greek letters' names from alpha to omega; the second sigma is the one
/// at the end of a word.
const GREEK: [&str; 25] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi",
    "chi", "psi", "omega",
];

/// What is said for a letter that nobody has put into Latin ones.
const UNKNOWN: &str = "unknown letter";

/// Whether `c` only changes the character before it.
pub(crate) fn is_mark(c: char) -> bool {
    is_combining_mark(c)
}

/// The name of a Greek letter, also of one that stands for a unit or a
/// quantity.
pub(crate) fn greek(c: char) -> Option<&'static str> {
    let small = match c {
        'µ' => 'μ',
        '\u{2126}' => 'ω',
        'ϵ' => 'ε',
        'ϑ' => 'θ',
        'ϕ' => 'φ',
        'ϖ' => 'π',
        'ϱ' => 'ρ',
        _ => c.to_lowercase().next()?,
    };
    let at = (small as usize).checked_sub('α' as usize)?;
    GREEK.get(at).copied()
}

/// A run of letters and digits (and combining marks) in Latin ones. Raised and
/// lowered digits, fractions and units stay as they are.
pub(crate) fn latin(run: &str) -> String {
    let composed: String = run.nfc().collect();
    let unit = composed.trim_start_matches(|c: char| c.is_ascii_digit());
    if units::is_symbol(unit) || composed.chars().all(|c| c.is_ascii() || is_kept(c)) {
        return composed;
    }
    let letters = composed.chars().filter(|c| c.is_alphabetic());
    let all_greek = letters.clone().count() > 1 && letters.clone().all(|c| greek(c).is_some());
    let mut made = String::with_capacity(run.len());
    for c in composed.chars() {
        if let Some(name) = greek(c).filter(|_| !all_greek) {
            push_apart(&mut made, name);
        } else {
            push_latin(&mut made, c);
        }
    }
    let made = made.trim_end();
    if made.is_empty() && run.chars().any(char::is_alphanumeric) {
        return UNKNOWN.to_owned();
    }
    made.to_owned()
}

/// Digits that say something by their place, and fractions.
fn is_kept(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '¼'..='¾' | '⁰'..='₎' | '⅐'..='⅞' | 'º' | 'ª')
}

/// A name with a space before it if letters stand there, and one after it.
fn push_apart(made: &mut String, name: &str) {
    if !made.is_empty() && !made.ends_with(' ') {
        made.push(' ');
    }
    made.push_str(name);
    made.push(' ');
}

fn push_latin(made: &mut String, c: char) {
    if c.is_ascii() || is_kept(c) {
        return made.push(c);
    }
    for plain in std::iter::once(c).nfkc() {
        match deunicode::deunicode_char(plain) {
            _ if plain.is_ascii() => made.push(plain),
            // Some syllables and signs come with a blank after them.
            Some(latin) => made.extend(latin.chars().filter(|c| c.is_alphanumeric() || *c == ' ')),
            None => {}
        }
    }
}
