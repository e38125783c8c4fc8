//! Sentences to phonemes.

use std::cell::OnceCell;
use std::ops::Range;
use std::path::Path;

use misaki_rs::G2P;

use crate::common::{self, Common};
use crate::compiled::{CompiledError, Section};
use crate::english::{English, UNKNOWN, Word};
use crate::error::{OpenError, TextError};
use crate::espeak::Espeak;
use crate::language::{Dialect, Language};
use crate::oov::{Guesser, names};
use crate::plain::{self, characters};
use crate::remembered::{Remembered, RememberedError};
use crate::spell::{SpellOut, spell};

/// How a text becomes phonemes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Method {
    /// As the model's authors do: misaki's answer in English, with words in no
    /// lexicon guessed or spelled; espeak-ng's in other languages.
    #[default]
    Misaki,
    /// Every word by the trained guesser: no lexicon, no sentence. English only.
    Rules,
    /// The program espeak-ng, in English too.
    Espeak,
    /// The characters themselves for phonemes.
    Chars,
}

impl Method {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Misaki, Self::Rules, Self::Espeak, Self::Chars];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Misaki => "misaki",
            Self::Rules => "rules",
            Self::Espeak => "espeak",
            Self::Chars => "chars",
        }
    }
}

/// One phoneme, stress or punctuation mark, or space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phoneme {
    pub(crate) symbol: char,
    /// The bytes of the sentence that it says.
    pub(crate) source: Range<usize>,
}

/// Sentences to phonemes; no word is lost on the way.
pub(crate) struct Phonemizer {
    engine: Engine,
    memory: Option<Memory>,
}

/// Sentences that were read before, and whom to tell when they can't be used.
struct Memory {
    sentences: Remembered,
    warn: Box<dyn Fn(&RememberedError) + Send + Sync>,
}

impl Memory {
    fn get(&self, sentence: &str) -> Option<Vec<Word>> {
        self.sentences
            .get(sentence)
            .inspect_err(|error| (self.warn)(error))
            .ok()
            .flatten()
    }

    fn insert(&self, sentence: &str, words: &[Word]) {
        // A sentence that isn't remembered is read anew the next time.
        let _ = self
            .sentences
            .insert(sentence, words)
            .inspect_err(|error| (self.warn)(error));
    }
}

enum Engine {
    /// Over the compiled file.
    Compiled(Box<English>, Dialect),
    /// The same result without the compiled file, slower: the crate `misaki-rs`.
    Misaki(Box<G2P>),
    /// The guesser in the compiled file alone.
    Rules(Box<English>, Dialect),
    /// The program.
    Espeak(Espeak),
    /// No pronunciation at all.
    Chars,
}

impl Phonemizer {
    pub(crate) fn open(
        compiled: &Path,
        language: Language,
        method: Method,
    ) -> Result<Self, OpenError> {
        let english = || English::open(compiled).map(Box::new);
        let engine = match (method, language.dialect()) {
            (Method::Misaki, Some(dialect)) => Engine::Compiled(english()?, dialect),
            (Method::Rules, Some(dialect)) => Engine::Rules(english()?, dialect),
            (Method::Rules, None) => return Err(OpenError::NoRules(language.name())),
            (Method::Misaki | Method::Espeak, _) => Engine::Espeak(Espeak::find(language)?),
            (Method::Chars, _) => Engine::Chars,
        };
        Ok(Self {
            engine,
            memory: None,
        })
    }

    pub(crate) fn without_compiled(dialect: Dialect) -> Self {
        let dialect = match dialect {
            Dialect::Us => misaki_rs::Language::EnglishUS,
            Dialect::Gb => misaki_rs::Language::EnglishGB,
        };
        let misaki = G2P::with_fallback(dialect, Some(Box::new(SpellOut)));
        Self {
            engine: Engine::Misaki(Box::new(misaki)),
            memory: None,
        }
    }

    /// Remembers sentences in `folder`, at most `limit` bytes of them. Only what is
    /// read by the compiled data is remembered, for that data and no other.
    pub(crate) fn remember(
        &mut self,
        folder: &Path,
        limit: u64,
        warn: Box<dyn Fn(&RememberedError) + Send + Sync>,
    ) {
        let Engine::Compiled(english, dialect) = &self.engine else {
            return;
        };
        let version = env!("CARGO_PKG_VERSION");
        let checksum = english.compiled().checksum();
        let language = Language::from(*dialect);
        let stamp = format!("{version} {language:?} {checksum:x}");
        let sentences = Remembered::open(folder, limit, &stamp);
        self.memory = Some(Memory { sentences, warn });
    }

    /// The phonemes of one sentence.
    pub(crate) fn phonemes(&self, sentence: &str) -> Result<Vec<Phoneme>, TextError> {
        let failed = |reason: String| failed(sentence, reason);
        let damaged = |error: CompiledError| failed(error.to_string());
        match &self.engine {
            Engine::Compiled(english, dialect) => {
                let words = self.words(english, sentence, *dialect).map_err(damaged)?;
                Ok(phonemes(sentence, words))
            }
            Engine::Misaki(misaki) => misaki_words(misaki, sentence).map_err(failed),
            Engine::Rules(english, dialect) => {
                let guesser = open_guesser(english, *dialect).map_err(damaged)?;
                let say = |word: &str| guess_or_spell(&guesser, word);
                Ok(plain::phonemes(sentence, say))
            }
            Engine::Espeak(espeak) => Ok(espeak.phonemes(sentence)?),
            Engine::Chars => Ok(plain::phonemes(sentence, characters)),
        }
    }

    /// The sentence, read, for the compiled file to keep; none where there is no such
    /// file.
    pub(crate) fn common(&self, sentence: &str) -> Result<Option<Common>, TextError> {
        let Engine::Compiled(english, dialect) = &self.engine else {
            return Ok(None);
        };
        let words = read(english, sentence, *dialect)
            .map_err(|error| failed(sentence, error.to_string()))?;
        Ok(Common::new(sentence, &words, *dialect))
    }

    /// The words of a sentence, ready, remembered or read.
    fn words(
        &self,
        english: &English,
        sentence: &str,
        dialect: Dialect,
    ) -> Result<Vec<Word>, CompiledError> {
        if let Some(words) = common::find(english, sentence, dialect)? {
            return Ok(words);
        }
        if let Some(words) = self.memory.as_ref().and_then(|memory| memory.get(sentence)) {
            return Ok(words);
        }
        let words = read(english, sentence, dialect)?;
        if let Some(memory) = &self.memory {
            memory.insert(sentence, &words);
        }
        Ok(words)
    }
}

fn failed(sentence: &str, reason: String) -> TextError {
    TextError::Pronunciation {
        text: sentence.to_owned(),
        reason,
    }
}

/// The words of a sentence by the compiled file, with the guesser in it for those
/// that are not known.
fn read(english: &English, sentence: &str, dialect: Dialect) -> Result<Vec<Word>, CompiledError> {
    let guesser = OnceCell::new();
    let guess = |word: &str| {
        if dialect == Dialect::Us
            && let Some(said) = names::american(word)
        {
            return Some(said.to_owned());
        }
        let opened = guesser.get_or_init(|| open_guesser(english, dialect));
        let said = guess_or_spell(opened.as_ref().ok()?, word);
        Some(said).filter(|said| !said.is_empty())
    };
    let words = english.words(sentence, dialect, &guess)?;
    match guesser.into_inner() {
        Some(Err(error)) => Err(error),
        _ => Ok(words),
    }
}

/// The phonemes of words and of the white space between them. A word without any
/// is spelled out.
fn phonemes(sentence: &str, words: Vec<Word>) -> Vec<Phoneme> {
    let mut phonemes = Vec::new();
    for Word {
        range,
        phonemes: said,
        whitespace,
        ..
    } in words
    {
        let said = if said == UNKNOWN {
            spell(&sentence[range.clone()])
        } else {
            said
        };
        phonemes.extend(said.chars().map(|symbol| Phoneme {
            symbol,
            source: range.clone(),
        }));
        let gap = range.end..range.end;
        phonemes.extend(whitespace.chars().map(|symbol| Phoneme {
            symbol,
            source: gap.clone(),
        }));
    }
    phonemes
}

/// The guesser in the compiled file.
fn open_guesser(english: &English, dialect: Dialect) -> Result<Guesser<&[u8]>, CompiledError> {
    let section = match dialect {
        Dialect::Us => Section::GuesserUs,
        Dialect::Gb => Section::GuesserGb,
    };
    let bytes = english.compiled().section(section)?;
    Guesser::from_bytes(bytes).map_err(|_| CompiledError::Malformed(section))
}

/// A word in no lexicon: guessed if it looks like a word, else spelled out.
fn guess_or_spell(guesser: &Guesser<&[u8]>, word: &str) -> String {
    if looks_like_a_word(guesser, word) {
        guesser.guess(word)
    } else {
        spell(word)
    }
}

/// Capitals alone are an abbreviation; what has digits is no word.
fn looks_like_a_word(guesser: &Guesser<&[u8]>, word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let abbreviation = capitals == letters;
    !abbreviation && !word.chars().any(char::is_numeric) && guesser.is_pronounceable(word)
}

/// misaki-rs doesn't say where a word stands: each phoneme has the whole sentence
/// as its source.
fn misaki_words(misaki: &G2P, sentence: &str) -> Result<Vec<Phoneme>, String> {
    let (_, tokens) = misaki.g2p(sentence).map_err(|error| error.to_string())?;
    let mut phonemes = String::new();
    for token in &tokens {
        match &token.phonemes {
            Some(known) if !known.contains(misaki.unk.as_str()) => phonemes.push_str(known),
            _ => phonemes.push_str(&spell(&token.text)),
        }
        phonemes.push_str(&token.whitespace);
    }
    let source = 0..sentence.len();
    Ok(phonemes
        .chars()
        .map(|symbol| Phoneme {
            symbol,
            source: source.clone(),
        })
        .collect())
}
