//! The classes of characters in spaCy's tokenizer patterns.
//!
//! The patterns are alternations; what is a class or a single character in them
//! becomes data, and the few alternatives with a structure of their own are
//! known to the tokenizer. An alternative that is neither is an error.

use anyhow::{Context, bail, ensure};
use misaki_rs::spacy_tokenizer_data::{INFIX_PATTERN, PREFIX_PATTERN, SUFFIX_PATTERN, URL_PATTERN};
use regex_syntax::hir::{Class, HirKind};
use vocalize_text::compiled::TableBuilder;
use vocalize_text::english::layout::{
    AFTER_STOP, ALPHA, BEFORE_LAST_STOP, BEFORE_STOP, DIGIT, INFIX, LETTER, LOWER_LETTER, PREFIX,
    SUFFIX, TOP_LEVEL, UPPER, UPPER_LETTER, WORD, character_section,
};

/// Prefixes, suffixes and infixes that the tokenizer knows by itself.
const PREFIXES: [&str; 6] = [r"\+(?![0-9])", "……", r"\.\.+", r"US\$", r"C\$", r"A\$"];
const SUFFIXES: [&str; 8] = [
    "……",
    r"\.\.+",
    "'s",
    "'S",
    "’s",
    "’S",
    r"(?<=[0-9])\+",
    r"(?<=°[FfCcKk])\.",
];
const INFIXES: [&str; 2] = [r"\.\.+", r"(?<=[0-9])[+\-\*^](?=[0-9-])"];
const HYPHENS: &str = "(?:-|–|—|--|---|——|~)";
const AFTER_DIGIT: &str = "(?<=[0-9])(?:";

type Ranges = Vec<(char, char)>;

/// What the patterns are made of.
pub(crate) struct Patterns {
    classes: Vec<(u32, char, char)>,
    after_digit: Vec<String>,
}

impl Patterns {
    pub(crate) fn read() -> anyhow::Result<Self> {
        let mut patterns = Self {
            classes: Vec::new(),
            after_digit: Vec::new(),
        };
        patterns.prefixes()?;
        patterns.suffixes()?;
        patterns.infixes()?;
        patterns.top_level()?;
        for (class, pattern) in [
            (LETTER, r"\p{L}"),
            (UPPER_LETTER, r"\p{Lu}"),
            (LOWER_LETTER, r"\p{Ll}"),
            (DIGIT, r"\d"),
            (WORD, r"\w"),
        ] {
            patterns.add(class, ranges(pattern)?);
        }
        Ok(patterns)
    }

    pub(crate) fn characters(&self) -> Vec<u8> {
        character_section(&self.classes)
    }

    pub(crate) fn after_digit(&self) -> Vec<u8> {
        let mut table = TableBuilder::default();
        for text in &self.after_digit {
            table.insert(text.as_bytes(), Vec::new());
        }
        table.finish()
    }

    fn add(&mut self, class: u32, ranges: Ranges) {
        let ranges = ranges.into_iter().map(|(first, last)| (class, first, last));
        self.classes.extend(ranges);
    }

    fn prefixes(&mut self) -> anyhow::Result<()> {
        for alternative in alternatives(PREFIX_PATTERN) {
            let body = alternative
                .strip_prefix('^')
                .context("a prefix is not anchored")?;
            if !PREFIXES.contains(&body) {
                self.add(PREFIX, ranges(body)?);
            }
        }
        Ok(())
    }

    fn suffixes(&mut self) -> anyhow::Result<()> {
        for alternative in alternatives(SUFFIX_PATTERN) {
            let body = alternative
                .strip_suffix('$')
                .context("a suffix is not anchored")?;
            if SUFFIXES.contains(&body) {
                continue;
            }
            if let Some(rest) = body.strip_prefix(AFTER_DIGIT) {
                let texts = rest.strip_suffix(')').context("after a digit")?;
                let texts = texts.split('|').map(|text| text.replace('\\', ""));
                self.after_digit.extend(texts);
            } else if let Some(before) = between(body, "(?<=", r")\.") {
                match before.strip_suffix(before.split_at(before.len() / 2).1) {
                    // Twice the same class: two capitals.
                    Some(half) if before == format!("{half}{half}") => {
                        self.add(UPPER, ranges(half)?);
                    }
                    _ => self.add(BEFORE_LAST_STOP, ranges(before)?),
                }
            } else {
                self.add(SUFFIX, ranges(body)?);
            }
        }
        Ok(())
    }

    fn infixes(&mut self) -> anyhow::Result<()> {
        let mut letters: Vec<Ranges> = Vec::new();
        let mut letters_and_digits: Vec<Ranges> = Vec::new();
        for alternative in alternatives(INFIX_PATTERN) {
            if INFIXES.contains(&alternative) {
                continue;
            }
            let Some(rest) = alternative.strip_prefix("(?<=") else {
                self.add(INFIX, ranges(alternative)?);
                continue;
            };
            let (before, rest) = rest
                .split_once(")")
                .context("what stands before an infix")?;
            // The class may hold a bracket of its own.
            let (before, rest) = match rest.find("])") {
                Some(_) if !before.ends_with(']') => {
                    let end = alternative["(?<=".len()..].find("])").context("class")? + 1;
                    alternative["(?<=".len()..].split_at(end)
                }
                _ => (before, &alternative["(?<=".len() + before.len()..]),
            };
            let rest = rest
                .strip_prefix(')')
                .context("a lookbehind is not closed")?;
            let (infix, after) = rest
                .split_once("(?=")
                .context("what stands after an infix")?;
            let after = after
                .strip_suffix(')')
                .context("a lookahead is not closed")?;
            match infix {
                r"\." => {
                    self.add(BEFORE_STOP, ranges(before)?);
                    self.add(AFTER_STOP, ranges(after)?);
                }
                "," => letters.extend([ranges(before)?, ranges(after)?]),
                HYPHENS | "[:<>=/]" => {
                    letters_and_digits.push(ranges(before)?);
                    letters.push(ranges(after)?);
                }
                _ => bail!("an unknown infix: {infix}"),
            }
        }
        let alpha = letters.first().context("no infix between letters")?.clone();
        ensure!(
            letters.iter().all(|other| *other == alpha),
            "letters differ"
        );
        let without_digits = |ranges: &Ranges| -> Ranges {
            let digits = |&(first, last): &(char, char)| (first, last) == ('0', '9');
            ranges
                .iter()
                .copied()
                .filter(|range| !digits(range))
                .collect()
        };
        let same = |other: &Ranges| without_digits(other) == alpha;
        ensure!(
            letters_and_digits.iter().all(same),
            "letters and digits differ"
        );
        self.add(ALPHA, alpha);
        Ok(())
    }

    fn top_level(&mut self) -> anyhow::Result<()> {
        let end = URL_PATTERN.find("{2,63}").context("no top-level domain")?;
        let start = URL_PATTERN[..end]
            .rfind('[')
            .context("no class before it")?;
        self.add(TOP_LEVEL, ranges(&URL_PATTERN[start..end])?);
        Ok(())
    }
}

fn between<'p>(text: &'p str, before: &str, after: &str) -> Option<&'p str> {
    text.strip_prefix(before)?.strip_suffix(after)
}

/// The alternatives of a pattern, outside of any bracket.
fn alternatives(pattern: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut depth, mut in_class, mut escaped) = (0, 0, false, false);
    for (at, c) in pattern.char_indices() {
        match c {
            _ if escaped => {
                escaped = false;
                continue;
            }
            '\\' => escaped = true,
            ']' => in_class = false,
            _ if in_class => {}
            '[' => in_class = true,
            '(' => depth += 1,
            ')' => depth -= 1,
            '|' if depth == 0 => {
                found.push(&pattern[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&pattern[start..]);
    found
}

/// The characters of a class or a single character.
fn ranges(pattern: &str) -> anyhow::Result<Ranges> {
    let parsed = regex_syntax::parse(pattern).with_context(|| shortened(pattern))?;
    match parsed.kind() {
        HirKind::Class(Class::Unicode(class)) => Ok(class
            .iter()
            .map(|range| (range.start(), range.end()))
            .collect()),
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0)?;
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => Ok(vec![(c, c)]),
                _ => bail!("more than a character: {text}"),
            }
        }
        _ => bail!("neither a class nor a character: {}", shortened(pattern)),
    }
}

fn shortened(pattern: &str) -> String {
    pattern.chars().take(60).collect()
}
