//! The first rewriting: invisible characters go, blanks become spaces, letters
//! of every script become ones that the English lexicons know, emoji get their
//! names. Symbols that carry meaning beside numbers stay for the second one.

use super::Emoji;
use super::emoji;
use super::letters::{self, is_mark};
use super::map::{Normalized, Rewriter};

/// `text` cleaned.
pub(crate) fn clean(text: &str, emoji: Emoji) -> Normalized<'_> {
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
        return Normalized::unchanged(text);
    }
    let mut rewriter = Rewriter::new(text);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        at = if c == ' ' {
            at + 1
        } else if c.is_whitespace() {
            blanks(text, at, &mut rewriter)
        } else if c.is_alphanumeric() || is_mark(c) {
            word(text, at, &mut rewriter)
        } else if let Some(found) = emoji::at(&text[at..]) {
            named(text, at, found, emoji, &mut rewriter)
        } else {
            mark(text, at, c, &mut rewriter)
        };
    }
    rewriter.finish()
}

/// `text` with a space in the place of each emoji.
pub(super) fn without_emoji(text: &str) -> Normalized<'_> {
    let mut rewriter = Rewriter::new(text);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        at = match emoji::at(&text[at..]) {
            Some(found) => named(text, at, found, Emoji::Silent, &mut rewriter),
            None => at + c.len_utf8(),
        };
    }
    rewriter.finish()
}

/// A run of blanks with something other than plain spaces is one space.
fn blanks(text: &str, at: usize, rewriter: &mut Rewriter<'_>) -> usize {
    let rest = &text[at..];
    let end = at + rest.len() - rest.trim_start().len();
    let start = at - (text[..at].len() - text[..at].trim_end_matches(' ').len());
    rewriter.replace(start..end, " ");
    end
}

/// A run of letters, digits and the marks and invisible characters in it.
fn word(text: &str, at: usize, rewriter: &mut Rewriter<'_>) -> usize {
    let belongs = |c: char| c.is_alphanumeric() || is_mark(c) || is_invisible(c);
    let rest = &text[at..];
    let run = &rest[..rest.len() - rest.trim_start_matches(belongs).len()];
    if !run.is_ascii() {
        let visible: String = run.chars().filter(|&c| !is_invisible(c)).collect();
        rewriter.replace(at..at + run.len(), &letters::latin(&visible));
    }
    at + run.len()
}

/// An emoji: its name with spaces around it, once for equal ones in a row.
fn named(
    text: &str,
    at: usize,
    found: emoji::Found,
    how: Emoji,
    rewriter: &mut Rewriter<'_>,
) -> usize {
    let sequence = &text[at..at + found.len];
    let mut end = at + found.len;
    while text[end..].starts_with(sequence) {
        end += sequence.len();
    }
    match how {
        Emoji::Silent => rewriter.replace(at..end, " "),
        Emoji::Named => {
            let mut name = emoji::spoken(found.emoji);
            if rewriter.last_before(at).is_some_and(|c| !c.is_whitespace()) {
                name.insert(0, ' ');
            }
            let next = text[end..].chars().next();
            if next.is_some_and(|c| c.is_alphanumeric() || emoji::at(&text[end..]).is_some()) {
                name.push(' ');
            }
            rewriter.replace(at..end, &name);
        }
    }
    end
}

/// Any other character.
fn mark(text: &str, at: usize, c: char, rewriter: &mut Rewriter<'_>) -> usize {
    let end = at + c.len_utf8();
    let plain = match c {
        _ if is_invisible(c) => "",
        '¿' | '¡' | '·' | '•' | '‣' | '◦' | '▪' | '●' | '■' | '○' | '□' => "",
        '‐' | '‑' => "-",
        '‒' | '―' | '﹣' => "—",
        '„' | '‟' | '「' | '『' | '《' | '‹' => "“",
        '」' | '』' | '》' | '›' => "”",
        '‚' => "‘",
        '´' => "'",
        '。' | '．' | '।' | '۔' | '｡' => ". ",
        '、' | '，' | '،' => ", ",
        '；' | '؛' => "; ",
        '：' => ":",
        '？' | '؟' => "? ",
        '！' => "! ",
        '\u{ff01}'..='\u{ff5e}' => {
            let ascii = char::from_u32(c as u32 - 0xff01 + 0x21).unwrap_or(' ');
            rewriter.replace(at..end, ascii.encode_utf8(&mut [0; 4]));
            return end;
        }
        _ => return end,
    };
    // No blank is put before one that is there, or at the end.
    let blank_follows = text[end..].chars().next().is_none_or(char::is_whitespace);
    rewriter.replace(
        at..end,
        if blank_follows {
            plain.trim_end()
        } else {
            plain
        },
    );
    end
}

/// Controls, joiners, direction marks, soft hyphens, variation selectors and
/// the like: nothing that a reader would see.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{20e3}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffd}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> String {
        clean(text, Emoji::Named).text().to_owned()
    }

    #[test]
    fn prose_is_left_alone() {
        for text in [
            "It’s “fine” — really…",
            "plain ASCII, ok?",
            "½ and x² and 5 €",
        ] {
            assert!(clean(text, Emoji::Named).is_unchanged(), "{text}");
        }
    }

    #[test]
    fn invisible_characters_go_and_blanks_are_spaces() {
        for (text, wanted) in [
            ("ex\u{ad}am\u{200b}ple\0", "example"),
            ("a\u{feff} b", "a b"),
            ("one\n  two\tthree", "one two three"),
            ("5\u{a0}km", "5 km"),
            ("well\u{2011}known", "well-known"),
        ] {
            assert_eq!(cleaned(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn other_scripts_and_forms() {
        for (text, wanted) in [
            ("café naïve Zoë's", "cafe naive Zoe's"),
            ("cafe\u{301}", "cafe"),
            ("ｆｕｌｌ１２３！", "full123!"),
            ("α and Σ", "alpha and sigma"),
            ("Δt", "delta t"),
            ("Привет мир", "Privet mir"),
            ("٣ apples", "3 apples"),
            ("𝐁𝐨𝐥𝐝", "Bold"),
            ("Ⅷ", "VIII"),
            ("¿Qué?", "Que?"),
            ("日本。語", "Ri Ben. Yu"),
        ] {
            assert_eq!(cleaned(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn emoji_by_name_or_silent() {
        assert_eq!(cleaned("Hi😀there"), "Hi grinning face there");
        assert_eq!(cleaned("😂😂😂 ok"), "face with tears of joy ok");
        assert_eq!(cleaned("👩🏽‍🚀!"), "woman astronaut, medium skin tone!");
        assert_eq!(cleaned("go 🇫🇷"), "go flag, France");
        assert_eq!(cleaned("1️⃣"), "1");
        assert_eq!(clean("a 😀 b", Emoji::Silent).text(), "a   b");
    }
}
