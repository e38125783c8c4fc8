//! Emoji by their Unicode names.

/// The most characters looked at for one emoji: the longest (families, flags
/// of regions) have 10.
const MAX_CHARS: usize = 12;

/// An emoji at the beginning of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) emoji: &'static emojis::Emoji,
    /// Its length in bytes, with joiners and selectors.
    pub(crate) len: usize,
}

/// The emoji that `text` begins with. Signs that are emoji only on request
/// (©, ™, arrows, digits) aren't.
pub(crate) fn at(text: &str) -> Option<Found> {
    let first = text.chars().next()?;
    if first < '\u{231a}' {
        return None;
    }
    let len = sequence_len(text);
    let whole = emojis::get(&text[..len]).map(|emoji| Found { emoji, len });
    let alone = || {
        let len = first.len_utf8();
        emojis::get(&text[..len]).map(|emoji| Found { emoji, len })
    };
    whole.or_else(alone)
}

/// The bytes of the first character and what is joined to it: selectors, skin
/// tones, tags, whatever stands after a joiner, the second half of a flag.
fn sequence_len(text: &str) -> usize {
    let mut joined = text.starts_with(is_regional);
    let flag = joined;
    for (at, c) in text.char_indices().skip(1).take(MAX_CHARS) {
        let belongs = is_modifier(c) || joined && (is_regional(c) || !flag);
        if !belongs {
            return at;
        }
        joined = c == JOINER;
    }
    let longest = text.char_indices().nth(MAX_CHARS + 1);
    longest.map_or(text.len(), |(at, _)| at)
}

/// Zero width joiner.
const JOINER: char = '\u{200d}';

fn is_modifier(c: char) -> bool {
    c == JOINER
        || matches!(
            c,
            '\u{fe0e}' | '\u{fe0f}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}'
        )
}

fn is_regional(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

/// An emoji's name in letters, spaces and commas.
pub(crate) fn spoken(emoji: &emojis::Emoji) -> String {
    let name = deunicode::deunicode(emoji.name());
    let plain: String = name
        .chars()
        .filter(|c| *c != '"')
        .map(|c| match c {
            ':' => ',',
            '(' | ')' | '_' => ' ',
            other => other,
        })
        .collect();
    plain.trim().to_owned()
}
