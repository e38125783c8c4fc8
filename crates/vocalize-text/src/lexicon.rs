//! The user's own words: how they are said, from a TOML file.
//!
//! ```toml
//! "Kubernetes" = "kˌubəɹnˈɛTiz"              # phonemes
//! nginx = { say = "engine x" }               # other words
//! Nice = { phonemes = "nˈis", case = true }  # the town, not the adjective
//! ```

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::symbols::token_id;
use crate::utterance::is_sound;

/// The largest file that is read, in bytes.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// The most words in one file.
const MAX_ENTRIES: usize = 20_000;

/// The longest word, in bytes.
const MAX_WORD_BYTES: usize = 100;

/// The longest pronunciation, in bytes.
const MAX_SAID_BYTES: usize = 400;

/// Why a user lexicon can't be used.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// The file can't be read.
    #[error("can't read the lexicon {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is over the limit.
    #[error("the lexicon {} has {bytes} bytes; at most {MAX_FILE_BYTES} are read: split it, or leave out what you don't need", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// There are too many words in it.
    #[error("the lexicon {} has {entries} words; at most {MAX_ENTRIES} are taken", path.display())]
    TooManyEntries {
        /// The file.
        path: PathBuf,
        /// How many it has.
        entries: usize,
    },
    /// It isn't TOML.
    #[error("the lexicon {} is not valid TOML: {source}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Where and what.
        source: Box<toml::de::Error>,
    },
    /// One word of it is wrong.
    #[error("the lexicon {}, word {word:?}: {problem}", path.display())]
    Entry {
        /// The file.
        path: PathBuf,
        /// The key.
        word: String,
        /// What is wrong and what to write instead.
        problem: String,
    },
}

/// How a word is said.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    /// In the model's alphabet.
    Phonemes(String),
    /// In other words.
    Words(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// As written in the file.
    word: String,
    case: bool,
    said: Said,
}

/// Words and how the user wants them said. Upper and lower case are equal
/// unless an entry says otherwise.
#[derive(Debug, Clone, Default)]
pub struct UserLexicon {
    /// By the first run of letters and digits in lower case; entries with
    /// their own case first, then the longest first.
    entries: HashMap<String, Vec<Entry>>,
}

impl UserLexicon {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// [`LexiconError`] if it can't be read, is over a limit, isn't TOML, or
    /// has a word whose pronunciation is not in the model's alphabet.
    pub fn load(path: &Path) -> Result<Self, LexiconError> {
        let failed = |source| LexiconError::Read {
            path: path.to_owned(),
            source,
        };
        let bytes = std::fs::metadata(path).map_err(failed)?.len();
        if bytes > MAX_FILE_BYTES {
            return Err(LexiconError::TooLarge {
                path: path.to_owned(),
                bytes,
            });
        }
        let text = std::fs::read_to_string(path).map_err(failed)?;
        Self::parse(&text, path)
    }

    /// Checks the text of a file; `path` is named in errors.
    ///
    /// # Errors
    /// As for [`load`](Self::load).
    pub fn parse(text: &str, path: &Path) -> Result<Self, LexiconError> {
        let table: toml::Table = text.parse().map_err(|source| LexiconError::Syntax {
            path: path.to_owned(),
            source: Box::new(source),
        })?;
        if table.len() > MAX_ENTRIES {
            return Err(LexiconError::TooManyEntries {
                path: path.to_owned(),
                entries: table.len(),
            });
        }
        let mut lexicon = Self::default();
        for (word, value) in &table {
            let entry = entry(word, value).map_err(|problem| LexiconError::Entry {
                path: path.to_owned(),
                word: word.clone(),
                problem,
            })?;
            let first = first_run(word).to_lowercase();
            lexicon.entries.entry(first).or_default().push(entry);
        }
        lexicon.sort();
        Ok(lexicon)
    }

    /// Adds the words of `other`, which go before equal ones that are here.
    pub fn merge(&mut self, other: Self) {
        for (first, mut theirs) in other.entries {
            let ours = self.entries.entry(first).or_default();
            theirs.append(ours);
            *ours = theirs;
        }
        self.sort();
    }

    /// Whether there is no word in it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn sort(&mut self) {
        for entries in self.entries.values_mut() {
            // Stable, so that merged entries keep their order.
            entries.sort_by_key(|entry| (!entry.case, std::cmp::Reverse(entry.word.len())));
        }
    }

    /// Every whole word of the lexicon in `text`, in order: where it is and
    /// what goes in its place, which is misaki's inline form for phonemes.
    pub(crate) fn find_all(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let run = first_run(&text[at..]);
            if run.is_empty() {
                let next = text[at..].chars().next().map_or(1, char::len_utf8);
                at += next;
                continue;
            }
            match self.find(&text[at..], run) {
                Some((len, said)) => {
                    found.push((at..at + len, replacement(&text[at..at + len], said)));
                    at += len;
                }
                None => at += run.len(),
            }
        }
        found
    }

    /// The entry that `text` begins with, by its first run, and its length.
    fn find(&self, text: &str, run: &str) -> Option<(usize, &Said)> {
        if run.len() > MAX_WORD_BYTES {
            return None;
        }
        let entries = self.entries.get(&run.to_lowercase())?;
        entries.iter().find_map(|entry| {
            let len = matching_len(text, &entry.word, entry.case)?;
            let ends = !text[len..].starts_with(char::is_alphanumeric);
            ends.then_some((len, &entry.said))
        })
    }
}

/// The run of letters and digits at the beginning of `text`.
fn first_run(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric());
    &text[..end.unwrap_or(text.len())]
}

/// How many bytes of `text` are `word`, if it begins with it.
fn matching_len(text: &str, word: &str, case: bool) -> Option<usize> {
    if case {
        return text.starts_with(word).then_some(word.len());
    }
    let mut rest = text.chars();
    for wanted in word.chars() {
        let c = rest.next()?;
        if c != wanted && !c.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(text.len() - rest.as_str().len())
}

fn replacement(word: &str, said: &Said) -> String {
    match said {
        Said::Phonemes(phonemes) => format!("[{word}](/{phonemes}/)"),
        Said::Words(words) => words.clone(),
    }
}

/// One word of the file, or what is wrong with it.
fn entry(word: &str, value: &toml::Value) -> Result<Entry, String> {
    check_word(word)?;
    let (said, case) = match value {
        toml::Value::String(phonemes) => (Said::Phonemes(phonemes.clone()), false),
        toml::Value::Table(table) => from_table(table)?,
        other => {
            let kind = other.type_str();
            return Err(format!(
                "a {kind} says nothing: write \"phonemes\" or {{ say = \"other words\" }}"
            ));
        }
    };
    match &said {
        Said::Phonemes(phonemes) => check_phonemes(phonemes)?,
        Said::Words(words) => check_words(words)?,
    }
    Ok(Entry {
        word: word.to_owned(),
        case,
        said,
    })
}

fn from_table(table: &toml::Table) -> Result<(Said, bool), String> {
    let known = ["phonemes", "say", "case"];
    if let Some(key) = table.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(format!(
            "there is no setting {key:?}: use \"phonemes\" or \"say\", and \"case\""
        ));
    }
    let text = |key: &str| match table.get(key) {
        None => Ok(None),
        Some(toml::Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(format!("{key:?} must be a text in quotes")),
    };
    let case = match table.get("case") {
        None => false,
        Some(toml::Value::Boolean(case)) => *case,
        Some(_) => return Err("\"case\" must be true or false".to_owned()),
    };
    match (text("phonemes")?, text("say")?) {
        (Some(phonemes), None) => Ok((Said::Phonemes(phonemes), case)),
        (None, Some(words)) => Ok((Said::Words(words), case)),
        _ => Err("give either \"phonemes\" or \"say\"".to_owned()),
    }
}

fn check_word(word: &str) -> Result<(), String> {
    if word.len() > MAX_WORD_BYTES {
        return Err(format!("longer than {MAX_WORD_BYTES} bytes"));
    }
    if !word.starts_with(char::is_alphanumeric) {
        return Err("a word begins with a letter or a digit".to_owned());
    }
    if word.contains(['[', ']']) || word.contains(char::is_control) {
        return Err("brackets and control characters can't be in a word".to_owned());
    }
    Ok(())
}

fn check_phonemes(phonemes: &str) -> Result<(), String> {
    if phonemes.len() > MAX_SAID_BYTES {
        return Err(format!(
            "the phonemes have more than {MAX_SAID_BYTES} bytes"
        ));
    }
    let wrong = |c: &char| token_id(*c).is_none() || matches!(c, '(' | ')');
    if let Some((at, c)) = phonemes.chars().enumerate().find(|(_, c)| wrong(c)) {
        return Err(format!(
            "{c:?} (character {} of the phonemes) is not in the model's alphabet; \
             for ordinary words write {{ say = \"...\" }}",
            at + 1
        ));
    }
    if !phonemes.chars().any(is_sound) {
        return Err("the phonemes have no sound".to_owned());
    }
    Ok(())
}

fn check_words(words: &str) -> Result<(), String> {
    if words.len() > MAX_SAID_BYTES {
        return Err(format!("\"say\" has more than {MAX_SAID_BYTES} bytes"));
    }
    if !words.contains(char::is_alphanumeric) || words.contains(char::is_control) {
        return Err("\"say\" must be words on one line".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WORDS: &str = "
        \"Kubernetes\" = \"kˌubəɹnˈɛTiz\"
        nginx = { say = \"engine x\" }
        Nice = { phonemes = \"nˈis\", case = true }
        \"New Delhi\" = \"nˌudˈɛli\"
        \"C++\" = { say = \"see plus plus\" }
    ";

    fn lexicon() -> UserLexicon {
        UserLexicon::parse(WORDS, Path::new("words.toml")).unwrap()
    }

    fn found(text: &str) -> Vec<(&str, String)> {
        let found = lexicon().find_all(text);
        found
            .into_iter()
            .map(|(at, said)| (&text[at], said))
            .collect()
    }

    #[test]
    fn whole_words_are_found() {
        assert_eq!(
            found("NGINX on kubernetes, not kubernetesque."),
            [
                ("NGINX", "engine x".to_owned()),
                ("kubernetes", "[kubernetes](/kˌubəɹnˈɛTiz/)".to_owned()),
            ]
        );
        assert_eq!(found("nice Nice")[0].0, "Nice");
        assert_eq!(found("nice Nice").len(), 1);
        assert_eq!(found("in new delhi.")[0].0, "new delhi");
        assert_eq!(found("C++, C+")[0].0, "C++");
    }

    #[test]
    fn errors_name_the_word_and_what_to_do() {
        for (text, part) in [
            ("a = 'x\u{1}'", "TOML"),
            ("word = 5", "integer"),
            ("word = 'Ж'", "character 1"),
            ("word = 'ˈ'", "no sound"),
            ("word = 'a)'", "alphabet"),
            ("word = { speak = 'x' }", "speak"),
            ("word = { say = 'x', phonemes = 'x' }", "either"),
            ("word = { say = '...' }", "must be words"),
            ("'[x]' = 'a'", "begins with"),
        ] {
            let error = UserLexicon::parse(text, Path::new("words.toml")).unwrap_err();
            let message = error.to_string();
            assert!(message.contains("words.toml"), "{message}");
            assert!(message.contains(part), "{message}");
        }
    }

    #[test]
    fn a_file_is_read_and_a_missing_one_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("words.toml");
        let error = UserLexicon::load(&path).unwrap_err();
        assert!(matches!(error, LexiconError::Read { .. }));
        std::fs::write(&path, WORDS).unwrap();
        assert_eq!(UserLexicon::load(&path).unwrap().find_all("nginx").len(), 1);
        std::fs::write(&path, " ".repeat(MAX_FILE_BYTES as usize + 1)).unwrap();
        let error = UserLexicon::load(&path).unwrap_err();
        assert!(matches!(error, LexiconError::TooLarge { .. }));
    }

    #[test]
    fn later_files_go_before_earlier_ones() {
        let mut both = lexicon();
        let mine = "Nginx = { say = 'mine' }";
        both.merge(UserLexicon::parse(mine, Path::new("mine.toml")).unwrap());
        assert_eq!(both.find_all("nginx")[0].1, "mine");
    }

    proptest! {
        #[test]
        fn any_text_gives_ranges_in_order(text in "\\PC{0,80}|(nice|Nice|nginx|[ +C]){0,20}") {
            let mut last = 0;
            for (range, _) in lexicon().find_all(&text) {
                prop_assert!(last <= range.start && range.end <= text.len());
                last = range.end;
            }
        }
    }
}
