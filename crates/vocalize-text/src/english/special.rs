//! Words that follow rules of their own, and the order in which rules are tried.

use std::borrow::Cow;

use super::entry::{Entry, parent};
use super::lexicon::{Found, Lexicon, Query, SYMBOLS, is_lower, is_upper};
use crate::compiled::CompiledError;

/// Symbols that are read as words within addresses.
const ADDRESS_SYMBOLS: [(&str, &str); 2] = [(".", "dot"), ("/", "slash")];

/// Proper nouns up to this many bytes keep their capital when looked up.
const SHORT_NAME: usize = 7;

impl Lexicon<'_> {
    /// The phonemes of a word: special cases, lexicons, suffixes, in this order.
    pub(super) fn word(&self, word: &str, query: Query<'_>) -> Found {
        if let Some(special) = self.special(word, query)? {
            return Ok(Some(special));
        }
        let lower;
        let word = if self.reads_as_lower(word, query)? {
            lower = word.to_lowercase();
            &lower
        } else {
            word
        };
        if self.is_known(word)? {
            return self.lookup(word, query);
        }
        if let Some(possessed) = self.possessive(word)? {
            return self.lookup(&possessed, query);
        }
        if let Some(plural) = self.with_s(word, query)? {
            return Ok(Some(plural));
        }
        if let Some(past) = self.with_ed(word, query)? {
            return Ok(Some(past));
        }
        let stress = query.stress.or(Some(0.5));
        self.with_ing(word, Query { stress, ..query })
    }

    /// Any of the suffixes, whatever the context.
    pub(super) fn with_suffix(&self, word: &str, tag: &str) -> Found {
        let query = Query {
            tag,
            stress: None,
            context: None,
        };
        if let Some(plural) = self.with_s(word, query)? {
            return Ok(Some(plural));
        }
        match self.with_ed(word, query)? {
            Some(past) => Ok(Some(past)),
            None => self.with_ing(word, query),
        }
    }

    /// Whether a word with capitals is the word without them.
    fn reads_as_lower(&self, word: &str, query: Query<'_>) -> Result<bool, CompiledError> {
        let letters = || word.chars().filter(|&c| c != '\'').all(char::is_alphabetic);
        if word.len() < 2
            || is_lower(word)
            || (query.tag == "NNP" && word.len() <= SHORT_NAME)
            || !letters()
            || self.has(word)?
            || !(is_upper(word) || is_lower(after_first(word)))
        {
            return Ok(false);
        }
        let lower = word.to_lowercase();
        Ok(self.has(&lower)?
            || self.with_s(&lower, query)?.is_some()
            || self.with_ed(&lower, query)?.is_some()
            || self.with_ing(&lower, query)?.is_some())
    }

    /// The word in the lexicon for a genitive that ends in an apostrophe.
    fn possessive<'w>(&self, word: &'w str) -> Result<Option<Cow<'w, str>>, CompiledError> {
        let Some(before) = word.strip_suffix('\'') else {
            return Ok(None);
        };
        if let Some(stem) = before.strip_suffix('s') {
            let singular = format!("{stem}'s");
            if self.is_known(&singular)? {
                return Ok(Some(Cow::Owned(singular)));
            }
        }
        Ok(self.is_known(before)?.then_some(Cow::Borrowed(before)))
    }

    fn special(&self, word: &str, query: Query<'_>) -> Found {
        let symbol = |symbols: &[(&str, &'static str)]| {
            let found = symbols.iter().find(|(symbol, _)| *symbol == word);
            found.map(|&(_, name)| name)
        };
        if let Some(name) = symbol(&ADDRESS_SYMBOLS).filter(|_| query.tag == "ADD") {
            return self.noun(name, Some(-0.5), query);
        }
        if let Some(name) = symbol(&SYMBOLS) {
            return self.noun(name, None, query);
        }
        if is_dotted(word) {
            return if word.split('.').all(|part| part.len() < 3) {
                self.letters(word)
            } else {
                Ok(None)
            };
        }
        match word {
            "a" | "A" => Ok(said(if query.tag == "DT" { "ɐ" } else { "ˈA" })),
            "am" | "Am" | "AM" => self.am(word, query),
            "AN" if query.tag.starts_with("NN") => self.letters(word),
            "an" | "An" | "AN" => Ok(said("ɐn")),
            "I" if query.tag == "PRP" => Ok(said("ˌI")),
            "by" | "By" | "BY" if parent(query.tag) == "ADV" => Ok(said("bˈI")),
            "to" | "To" => self.to(query),
            "TO" if query.tag == "TO" || query.tag == "IN" => self.to(query),
            "in" | "In" => Ok(stressed_in(query)),
            "IN" if query.tag != "NNP" => Ok(stressed_in(query)),
            "the" | "The" => Ok(article(query)),
            "THE" if query.tag == "DT" => Ok(article(query)),
            "used" | "Used" | "USED" => self.used(query),
            _ if query.tag == "IN" && matches!(&*word.to_lowercase(), "vs" | "vs.") => {
                self.noun("versus", None, query)
            }
            _ => Ok(None),
        }
    }

    fn noun(&self, word: &str, stress: Option<f32>, query: Query<'_>) -> Found {
        let tag = "NN";
        self.lookup(
            word,
            Query {
                tag,
                stress,
                ..query
            },
        )
    }

    fn am(&self, word: &str, query: Query<'_>) -> Found {
        if query.tag.starts_with("NN") {
            return self.letters(word);
        }
        let full = follows(query).is_none()
            || word != "am"
            || query.stress.is_some_and(|stress| stress > 0.0);
        let gold = self.exact_gold("am")?.and_then(|entry| entry.simple());
        Ok(match gold.filter(|_| full) {
            Some(phonemes) => said(phonemes),
            None => said("ɐm"),
        })
    }

    fn to(&self, query: Query<'_>) -> Found {
        let Some(full) = self.exact_gold("to")?.and_then(|entry| entry.simple()) else {
            return Ok(None);
        };
        Ok(said(match follows(query) {
            None => full,
            Some(false) => "tə",
            Some(true) => "tʊ",
        }))
    }

    fn used(&self, query: Query<'_>) -> Found {
        let Some(Entry::Tagged(readings)) = self.exact_gold("used")? else {
            return Ok(None);
        };
        let before_to = query.context.is_some_and(|context| context.to);
        let habit = matches!(query.tag, "VBD" | "JJ") && before_to;
        let habit = if habit {
            readings.get("VBD").flatten()
        } else {
            None
        };
        let default = || readings.get("DEFAULT").flatten();
        Ok(habit.or_else(default).map(str::to_owned))
    }
}

fn said(phonemes: &str) -> Option<String> {
    Some(phonemes.to_owned())
}

/// Whether a vowel follows; None before a pause.
fn follows(query: Query<'_>) -> Option<bool> {
    query.context.and_then(|context| context.vowel)
}

fn stressed_in(query: Query<'_>) -> Option<String> {
    let full = follows(query).is_none() || query.tag != "IN";
    said(if full { "ˈɪn" } else { "ɪn" })
}

fn article(query: Query<'_>) -> Option<String> {
    said(if follows(query) == Some(true) {
        "ði"
    } else {
        "ðə"
    })
}

/// Letters with full stops between them, such as "U.S." and "a.m.".
fn is_dotted(word: &str) -> bool {
    word.trim_matches('.').contains('.') && word.chars().all(|c| c == '.' || c.is_alphabetic())
}

fn after_first(word: &str) -> &str {
    let first = word.chars().next();
    first.map_or("", |first| &word[first.len_utf8()..])
}
