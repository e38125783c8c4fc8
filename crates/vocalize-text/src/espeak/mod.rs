//! Languages other than English, through an espeak-ng that the user installed.
//!
//! It is run as a program, never linked (it is under the GPL), and answers as
//! misaki 0.9.4's `EspeakG2P`, with which Kokoro was trained in these languages:
//! punctuation is kept aside (`marks`), the words between are given to the
//! program (`program`), and its phonemes are rewritten in the model's alphabet
//! (`alphabet`).

mod alphabet;
mod error;
mod marks;
mod program;

use std::ops::Range;

pub use error::EspeakError;

use crate::g2p::Phoneme;
use crate::language::Language;
use crate::links::{Feature, Linked};
use marks::{Line, Part};
use program::Program;

/// The text of one language to phonemes.
pub(crate) struct Espeak {
    program: Program,
    language: Language,
}

impl Espeak {
    /// Finds the program and has it say a letter in `language`.
    pub(crate) fn find(language: Language) -> Result<Self, EspeakError> {
        let program = Program::find(language);
        program.say(&["a"])?;
        Ok(Self { program, language })
    }

    /// The phonemes of a sentence. Punctuation and blanks have their own bytes as
    /// their source; a word its own where espeak-ng says as many words as were
    /// written, and else the stretch between two marks.
    pub(crate) fn phonemes(&self, sentence: &str) -> Result<Vec<Phoneme>, EspeakError> {
        let linked = Linked::parse(sentence);
        let parts = parts(&linked);
        let texts: Vec<&str> = parts.iter().filter_map(Part::text).collect();
        let mut answers = self.program.say(&texts)?.into_iter();
        let mut phonemes = Vec::new();
        for part in parts {
            let from = phonemes.len();
            match part {
                Part::Mark(range, mark) => {
                    push(&mut phonemes, mark.encode_utf8(&mut [0; 4]), range)
                }
                Part::Given(range, said) => push(&mut phonemes, &said, range),
                Part::Words(line) => {
                    let text = &line.text;
                    let answer = answers.next().unwrap_or_default();
                    let said = alphabet::kokoro(&answer, self.language).map_err(|symbol| {
                        EspeakError::Symbol {
                            symbol,
                            text: text.clone(),
                        }
                    })?;
                    if said.trim().is_empty() && text.contains(char::is_alphanumeric) {
                        return Err(EspeakError::Silent { text: text.clone() });
                    }
                    spread(&mut phonemes, &said, &line);
                }
            }
            for phoneme in &mut phonemes[from..] {
                phoneme.source = linked.original(phoneme.source.clone());
            }
        }
        Ok(phonemes)
    }
}

/// The parts of a text, in which the pronunciations that it gives are parts of
/// their own. Ranges are bytes of `linked.text`.
fn parts(linked: &Linked<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut done = 0;
    for (range, feature) in &linked.marks {
        let Feature::Phonemes(said) = feature else {
            // Stress is for English: the word is read without.
            continue;
        };
        marks::parts(&linked.text, done..range.start, &mut parts);
        parts.push(Part::Given(range.clone(), said.clone()));
        done = range.end;
    }
    marks::parts(&linked.text, done..linked.text.len(), &mut parts);
    parts
}

fn push(phonemes: &mut Vec<Phoneme>, said: &str, source: Range<usize>) {
    phonemes.extend(said.chars().map(|symbol| Phoneme {
        symbol,
        source: source.clone(),
    }));
}

/// Pushes what was said for a line, word by word if the words are as many.
fn spread(phonemes: &mut Vec<Phoneme>, said: &str, line: &Line) {
    let spoken: Vec<&str> = said.split_whitespace().collect();
    let alike = spoken.len() == line.words.len();
    let whole = line.range();
    for (at, word) in spoken.iter().enumerate() {
        let source = if alike { &line.words[at] } else { &whole };
        if at > 0 {
            let gap = if alike { source.start } else { whole.end };
            push(phonemes, " ", gap..gap);
        }
        push(phonemes, word, source.clone());
    }
}
