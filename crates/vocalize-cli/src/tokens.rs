//! `vocalize tokens`.

use std::io::{BufWriter, Write};
use std::path::Path;

use serde::Serialize;
use vocalize_core::Places;
use vocalize_text::{Frontend, TextError, TokenId, token_id};

use crate::arguments::{Lang, Tokens};
use crate::input;
use crate::reading::frontend;

/// One line of the input.
#[derive(Serialize)]
struct Line<'a> {
    text: &'a str,
    phonemes: String,
    ids: Vec<TokenId>,
}

pub(crate) fn run(tokens: &Tokens, models: Option<&Path>) -> anyhow::Result<()> {
    let text = input::read(tokens.text.as_deref(), tokens.file.as_deref())?;
    if text.trim().is_empty() {
        return Err(TextError::Empty.into());
    }
    let places = Places::find(models)?;
    let language = tokens.reading.lang.unwrap_or(Lang::EnUs).into();
    let frontend = frontend(&places, language, &tokens.reading)?;
    let mut output = BufWriter::new(std::io::stdout().lock());
    for text in text.lines() {
        let line = tokenize(&frontend, text)?;
        if tokens.json {
            writeln!(output, "{}", serde_json::to_string(&line)?)?;
        } else {
            let ids: Vec<String> = line.ids.iter().map(ToString::to_string).collect();
            writeln!(output, "{}\n{}", line.phonemes, ids.join(" "))?;
        }
    }
    output.flush()?;
    Ok(())
}

/// The phonemes of all sentences of `text`, with a space between them. A line
/// with nothing to say has none.
fn tokenize<'a>(frontend: &Frontend, text: &'a str) -> Result<Line<'a>, TextError> {
    let mut phonemes: Vec<String> = Vec::new();
    for utterance in frontend.utterances(text) {
        match utterance {
            Ok(utterance) => phonemes.push(utterance.phonemes),
            Err(TextError::Empty | TextError::Unspeakable) => {}
            Err(error) => return Err(error),
        }
    }
    let phonemes = phonemes.join(" ");
    let ids = phonemes.chars().filter_map(token_id).collect();
    Ok(Line {
        text,
        phonemes,
        ids,
    })
}
