//! What other programs leave in a text: HTML's entities, and the codes that
//! colour a terminal. Both become what a reader would have seen.

use super::map::{Normalized, Rewriter};

/// The longest entity, without `&` and `;`, in bytes.
const MAX_ENTITY_BYTES: usize = 8;

/// The longest escape sequence, in bytes.
const MAX_ESCAPE_BYTES: usize = 64;

/// Entities by name, those that are common in prose.
const ENTITIES: [(&str, char); 30] = [
    ("amp", '&'),
    ("apos", '\''),
    ("bull", '•'),
    ("cent", '¢'),
    ("copy", '©'),
    ("deg", '°'),
    ("divide", '÷'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("euro", '€'),
    ("frac12", '½'),
    ("gt", '>'),
    ("hellip", '…'),
    ("laquo", '«'),
    ("ldquo", '“'),
    ("lsquo", '‘'),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("pound", '£'),
    ("quot", '"'),
    ("raquo", '»'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rsquo", '’'),
    ("sect", '§'),
    ("times", '×'),
    ("trade", '™'),
];

/// `text` without either.
pub(super) fn decode(text: &str) -> Normalized<'_> {
    if !text.contains(['&', '\u{1b}']) {
        return Normalized::unchanged(text);
    }
    let mut rewriter = Rewriter::new(text);
    for (at, mark) in text.match_indices(['&', '\u{1b}']) {
        if at < rewriter.done() {
            continue;
        }
        let rest = &text[at + 1..];
        let found = match mark {
            "&" => entity(rest).map(|(len, c)| (len, c.to_string())),
            _ => escape(rest).map(|len| (len, String::new())),
        };
        if let Some((len, shown)) = found {
            rewriter.replace(at..at + 1 + len, &shown);
        }
    }
    rewriter.finish()
}

/// The character of an entity behind its `&`, and how many bytes it has there.
fn entity(text: &str) -> Option<(usize, char)> {
    let end = text
        .bytes()
        .take(MAX_ENTITY_BYTES + 1)
        .position(|b| b == b';')?;
    let name = text.get(..end)?;
    let shown = match name.strip_prefix('#') {
        Some(number) => char::from_u32(code(number)?).filter(|c| !c.is_control())?,
        None => {
            let at = ENTITIES.binary_search_by_key(&name, |entity| entity.0);
            ENTITIES[at.ok()?].1
        }
    };
    Some((end + 1, shown))
}

/// A character's number, `8217` or `x2019`.
fn code(number: &str) -> Option<u32> {
    match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    }
}

/// The bytes of a terminal's control sequence behind its escape character:
/// `[`, parameters, and a letter that ends it.
fn escape(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('[')?;
    let parameters = |b: &u8| (0x20..0x40).contains(b);
    let len = inner
        .bytes()
        .take(MAX_ESCAPE_BYTES)
        .take_while(|b| parameters(b))
        .count();
    let ends = inner
        .as_bytes()
        .get(len)
        .is_some_and(|b| (0x40..0x7f).contains(b));
    ends.then_some(len + 2)
}

#[cfg(test)]
mod tests {
    use super::ENTITIES;
    use crate::normal::tests::{same, table};

    #[test]
    fn the_table_is_sorted() {
        assert!(ENTITIES.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn entities_and_escapes_are_what_they_show() {
        table(&[
            ("Tom &amp; Jerry &lt;3", "Tom & Jerry less than 3"),
            ("it&#39;s &quot;so&quot;", "it's \"so\""),
            ("it&#x2019;s&nbsp;caf&eacute;", "it’s cafe"),
            ("\u{1b}[1;31mError\u{1b}[0m: no", "Error: no"),
        ]);
        same(&["Tom & Jerry; you &co;", "AT & T"]);
    }
}
