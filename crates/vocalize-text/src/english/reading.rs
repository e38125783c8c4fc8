//! A text to words with phonemes, by misaki's steps.

use std::ops::Range;

use super::affixes::Affixes;
use super::chars::Chars;
use super::context::Context;
use super::features::Vocabulary;
use super::lexicon::{Found, Lexicon, Query, is_lower, is_upper};
use super::numbers::{inner_digits, money, spoken};
use super::pieces::{Piece, pieces, read_punctuation, take_currencies, words};
use super::tagger::{Tag, tags};
use super::tokenizer::Tokenizer;
use super::{Tables, UNKNOWN};
use crate::Dialect;
use crate::compiled::{Compiled, CompiledError};
use crate::links::Linked;

/// Guesses a word that no lexicon knows.
pub(super) type Guess<'g> = &'g dyn Fn(&str) -> Option<String>;

/// Stress of a word with a capital and of one all in capitals.
const CAPITAL: f32 = 0.5;
const CAPITALS: f32 = 2.0;

/// All that a text is read with.
pub(super) struct Reader<'a> {
    compiled: &'a Compiled,
    tables: &'a Tables,
    chars: Chars<'a>,
    vocabulary: Vocabulary,
    pub(super) lexicon: Lexicon<'a>,
    tokenizer: Tokenizer<'a>,
}

/// A word of a text without markers.
pub(super) struct Spoken<'t> {
    pub(super) text: String,
    /// In bytes of the text.
    pub(super) range: Range<usize>,
    pub(super) space: &'t str,
    tag: Tag,
    stress: Option<f32>,
    /// Its phonemes don't depend on the lexicon.
    fixed: bool,
    /// What it was taken to be followed by.
    context: Option<Context>,
    pub(super) phonemes: Option<String>,
    pub(super) known: bool,
}

/// The pieces of a text and what is known of each.
pub(super) struct Draft<'t> {
    pub(super) pieces: Vec<Piece<'t>>,
    pub(super) contexts: Vec<Context>,
    pub(super) currencies: Vec<Option<&'t str>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        compiled: &'a Compiled,
        tables: &'a Tables,
        language: Dialect,
    ) -> Result<Self, CompiledError> {
        let chars = Chars::of(compiled)?;
        let affixes = Affixes::new(chars, tables.after_digit);
        Ok(Self {
            compiled,
            tables,
            chars,
            vocabulary: tables.vocabulary,
            lexicon: Lexicon::new(compiled, tables.lexicon, language),
            tokenizer: Tokenizer::new(compiled, tables.exceptions, affixes),
        })
    }

    /// The words of a text whose markers were taken out.
    pub(super) fn read<'t>(
        &self,
        linked: &'t Linked<'_>,
        guess: Guess<'_>,
    ) -> Result<Vec<Spoken<'t>>, CompiledError> {
        let text = &*linked.text;
        let tokens = self.tokenizer.tokens(text)?;
        let tags = tags(self.compiled, self.vocabulary, text, &tokens)?;
        let mut pieces = pieces(self.chars, text, &tokens, &tags, &linked.marks);
        let currencies = take_currencies(&mut pieces);
        read_punctuation(&mut pieces);
        let groups = words(self.compiled, &self.tables.abbreviations, &pieces)?;
        let mut draft = Draft {
            contexts: vec![Context::default(); pieces.len()],
            pieces,
            currencies,
        };
        self.read_pieces(&mut draft, &groups)?;
        let mut words = Vec::with_capacity(groups.len());
        for group in groups {
            words.push(self.word(&draft, group, guess)?);
        }
        self.read_again(&mut words, guess)?;
        Ok(words)
    }

    /// A text as phonemes; what is not known keeps its mark.
    pub(super) fn phrase(&self, text: &str) -> Result<String, CompiledError> {
        let linked = Linked::plain(text);
        let words = self.read(&linked, &|_| None)?;
        let said = |word: &Spoken<'_>| {
            let phonemes = word.phonemes.as_deref().unwrap_or(UNKNOWN);
            format!("{phonemes}{}", word.space)
        };
        Ok(words.iter().map(said).collect())
    }

    /// Every piece by itself, from the last to the first: each needs to know the
    /// sounds after it.
    fn read_pieces(
        &self,
        draft: &mut Draft<'_>,
        groups: &[Range<usize>],
    ) -> Result<(), CompiledError> {
        for group in groups.iter().rev() {
            for at in group.clone().rev() {
                if draft.pieces[at].phonemes.is_none() {
                    let is_first = at == group.start;
                    draft.pieces[at].phonemes = self.piece(draft, at, is_first)?;
                }
                let piece = &draft.pieces[at];
                let phonemes = piece.phonemes.as_deref();
                let before = draft.contexts[at].before(phonemes, piece.text, piece.tag);
                if at > 0 {
                    draft.contexts[at - 1] = before;
                }
            }
        }
        Ok(())
    }

    fn piece(&self, draft: &Draft<'_>, at: usize, is_first: bool) -> Found {
        let piece = &draft.pieces[at];
        let key = if piece.is_to {
            "to".to_owned()
        } else {
            key(piece.text)
        };
        let query = Query {
            tag: piece.tag,
            stress: piece.stress.or_else(|| capital_stress(&key)),
            context: Some(draft.contexts[at]),
        };
        if let Some(phonemes) = self.lexicon.word(&key, query)? {
            return Ok(Some(phonemes));
        }
        if let Some(phonemes) = self.number(&key, draft.currencies[at], is_first)? {
            return Ok(Some(phonemes));
        }
        if let Some(phonemes) = self.lexicon.with_suffix(&key, piece.tag)? {
            return Ok(Some(phonemes));
        }
        match plain_letter(&key) {
            Some(letter) => self.phrase(letter).map(Some),
            None => Ok(None),
        }
    }

    /// The reading of digits and signs.
    fn number(&self, key: &str, currency: Option<&str>, is_first: bool) -> Found {
        if key.starts_with('-')
            && let Some(words) = spoken(key)
        {
            return self.number_words(&words).map(Some);
        }
        if key.contains('-') && key.len() > 1 {
            let parts = key.split('-').filter(|part| !part.is_empty());
            let parts: Result<Vec<String>, _> = parts.map(|part| self.phrase(part)).collect();
            return Ok(Some(parts?.join(" ")));
        }
        let money = currency.and_then(|symbol| money(symbol, key));
        let inner = || if is_first { None } else { inner_digits(key) };
        match money.or_else(inner).or_else(|| spoken(key)) {
            Some(words) => self.number_words(&words).map(Some),
            None => Ok(None),
        }
    }

    /// The words of a number, one by one: "point" and "O" are not stressed.
    pub(super) fn number_words(&self, words: &str) -> Result<String, CompiledError> {
        let mut said = Vec::new();
        for word in words.split(' ') {
            let query = Query {
                tag: "NN",
                stress: matches!(word, "point" | "O").then_some(-2.0),
                context: None,
            };
            match self.lexicon.word(word, query)? {
                Some(phonemes) => said.push(phonemes),
                None => return Ok(self.phrase(words)?.trim_end().to_owned()),
            }
        }
        Ok(said.join(" "))
    }

    /// A word of one or several pieces.
    fn word<'t>(
        &self,
        draft: &Draft<'t>,
        group: Range<usize>,
        guess: Guess<'_>,
    ) -> Result<Spoken<'t>, CompiledError> {
        let parts = &draft.pieces[group.clone()];
        let (first, last) = (&parts[0], &parts[parts.len() - 1]);
        let text: String = parts.iter().map(|piece| piece.text).collect();
        let (phonemes, known) = if let [piece] = parts {
            match &piece.phonemes {
                Some(phonemes) => (Some(phonemes.clone()), true),
                None => (guess(&key(piece.text)), false),
            }
        } else {
            self.join(draft, group.clone(), &text, guess)?
        };
        Ok(Spoken {
            range: first.start..last.end(),
            space: last.space,
            tag: heaviest_tag(parts),
            stress: first.stress,
            fixed: first.is_to || first.given,
            context: (parts.len() == 1).then(|| draft.contexts[group.start]),
            text,
            phonemes,
            known,
        })
    }

    /// Looks words up again whose context is another one now that the pieces
    /// after them were joined to words, and completes what is still unknown.
    fn read_again(&self, words: &mut [Spoken<'_>], guess: Guess<'_>) -> Result<(), CompiledError> {
        let mut contexts = vec![Context::default(); words.len()];
        let mut context = Context::default();
        for (word, its) in words.iter().zip(&mut contexts).rev() {
            *its = context;
            context = context.before(word.phonemes.as_deref(), &word.text, word.tag);
        }
        for (word, context) in words.iter_mut().zip(contexts) {
            if word.known && !word.fixed && word.context != Some(context) {
                self.read_word_again(word, context)?;
            }
            complete(word, guess);
        }
        Ok(())
    }

    fn read_word_again(
        &self,
        word: &mut Spoken<'_>,
        context: Context,
    ) -> Result<(), CompiledError> {
        let said = word.phonemes.as_ref().is_some_and(|said| !said.is_empty());
        if !said || !word.text.chars().all(char::is_alphabetic) {
            return Ok(());
        }
        let key = key(&word.text);
        let query = Query {
            tag: word.tag,
            stress: word.stress.or_else(|| capital_stress(&key)),
            context: Some(context),
        };
        if let Some(phonemes) = self.lexicon.word(&key, query)? {
            word.phonemes = Some(phonemes);
        }
        Ok(())
    }
}

/// Guesses what is still unknown, and puts in the model's symbols for the tap
/// and the glottal stop (which the lexicons write otherwise).
fn complete(word: &mut Spoken<'_>, guess: Guess<'_>) {
    let incomplete = |said: &String| said.contains(UNKNOWN);
    if word.phonemes.as_ref().is_none_or(incomplete) {
        word.known = false;
        word.phonemes = guess(&key(&word.text)).or(word.phonemes.take());
    }
    if let Some(phonemes) = &mut word.phonemes {
        *phonemes = phonemes.replace('ɾ', "T").replace('ʔ', "t");
    }
}

/// How a text is looked up: with straight apostrophes.
pub(super) fn key(text: &str) -> String {
    text.replace('™', "TM").replace(['‘', '’'], "'")
}

/// The stress that capitals give a word.
pub(super) fn capital_stress(word: &str) -> Option<f32> {
    match word {
        _ if is_lower(word) => None,
        _ if is_upper(word) => Some(CAPITALS),
        _ => Some(CAPITAL),
    }
}

/// The tag of the piece with the most letters, capitals counted twice; the last
/// of equals.
pub(super) fn heaviest_tag(pieces: &[Piece<'_>]) -> Tag {
    let weight = |piece: &&Piece<'_>| -> usize {
        let weights = piece.text.chars().map(|c| {
            let is_small = c.to_lowercase().next() == Some(c);
            if is_small { 1 } else { 2 }
        });
        weights.sum()
    };
    let heaviest = pieces.iter().max_by_key(weight);
    heaviest.map_or("", |piece| piece.tag)
}

/// A single letter without its accent.
fn plain_letter(key: &str) -> Option<&'static str> {
    let mut chars = key.chars();
    let (Some(letter), None) = (chars.next(), chars.next()) else {
        return None;
    };
    match letter {
        'é' | 'è' | 'ê' | 'ë' => Some("e"),
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => Some("a"),
        'í' | 'ì' | 'î' | 'ï' => Some("i"),
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => Some("o"),
        'ú' | 'ù' | 'û' | 'ü' => Some("u"),
        'ñ' => Some("n"),
        'ç' => Some("c"),
        _ => None,
    }
}
