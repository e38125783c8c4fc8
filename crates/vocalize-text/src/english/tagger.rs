//! Part-of-speech tags: spaCy's `en_core_web_sm` tagger.
//!
//! Hash embeddings and a maxout layer make a vector of each token; four
//! residual maxout layers, each over a window of three tokens, mix in the
//! context; a linear layer scores the tags. All in `f32`, as in spaCy. Sums are
//! taken in another order than there (spaCy itself leaves the order to BLAS), so
//! scores may differ in the last digits; the tags are compared in the tests.

use super::features::{FEATURE_ROWS, Vocabulary};
use super::network::{HIDDEN, LAYERS, Network, TAGS, WIDTH};
use super::tokenizer::Token;
use crate::compiled::{Compiled, CompiledError, Section};

/// A Penn Treebank tag.
pub(super) type Tag = &'static str;

/// The tags, in the order of the network's outputs.
pub const LABELS: [&str; TAGS] = [
    "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "AFX", "CC", "CD", "DT", "EX", "FW", "HYPH",
    "IN", "JJ", "JJR", "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS", "NNS", "PDT", "POS", "PRP",
    "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ",
    "WDT", "WP", "WP$", "WRB", "XX", "_SP", "``",
];

/// Tokens tagged in one go, which bounds the memory for a long text.
const CHUNK: usize = 256;

/// Tokens on each side that a tag depends on: one for each layer.
const REACH: usize = LAYERS;

/// The tag of each token of `text`.
pub(super) fn tags(
    compiled: &Compiled,
    vocabulary: Vocabulary,
    text: &str,
    tokens: &[Token<'_>],
) -> Result<Vec<Tag>, CompiledError> {
    let malformed = |_| CompiledError::Malformed(Section::TaggerWeights);
    let weights = compiled.section(Section::TaggerWeights)?;
    let weights: &[f32] = bytemuck::try_cast_slice(weights).map_err(malformed)?;
    let network = Network::new(weights).ok_or(CompiledError::Malformed(Section::TaggerWeights))?;
    let mut tags = Vec::with_capacity(tokens.len());
    for start in (0..tokens.len()).step_by(CHUNK) {
        let end = tokens.len().min(start + CHUNK);
        let seen = start.saturating_sub(REACH)..tokens.len().min(end + REACH);
        // One row for each token of the chunk and its surroundings; rows beyond
        // the text stay zero, which is what the tagger was trained with.
        let mut rows = vec![[0.0; WIDTH]; end - start + 2 * REACH];
        for at in seen {
            let token = &tokens[at];
            let space = is_followed_by_space(text, token, tokens.get(at + 1));
            let sum = embedding(compiled, &vocabulary.rows(compiled, text, token, space)?)?;
            rows[at + REACH - start] = network.first(&sum);
        }
        let best = network.scores(rows);
        tags.extend(best.into_iter().map(|label| LABELS[label]));
    }
    Ok(tags)
}

fn is_followed_by_space(text: &str, token: &Token<'_>, next: Option<&Token<'_>>) -> bool {
    token.range.end < next.map_or(text.len(), |next| next.range.start)
}

/// The sum of rows of the embedding tables, which hold the products with the
/// first layer already.
fn embedding(compiled: &Compiled, rows: &[usize]) -> Result<[f32; HIDDEN], CompiledError> {
    const ROW_BYTES: usize = HIDDEN * size_of::<f32>();
    let malformed = CompiledError::Malformed(Section::TaggerRows);
    let section = compiled.range(Section::TaggerRows)?;
    if section.len() != FEATURE_ROWS.iter().sum::<usize>() * ROW_BYTES {
        return Err(malformed);
    }
    let mut sum = [0.0; HIDDEN];
    for row in rows {
        let start = section.start + row * ROW_BYTES;
        let bytes = compiled.bytes(start..start + ROW_BYTES)?;
        let Ok(row) = bytemuck::try_cast_slice::<u8, f32>(bytes) else {
            return Err(malformed);
        };
        for (sum, value) in sum.iter_mut().zip(row) {
            *sum += value;
        }
    }
    Ok(sum)
}
