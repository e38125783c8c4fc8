//! The tagger's layers.

use pulp::{Arch, Simd, WithSimd};

/// Numbers that stand for a token.
pub(super) const WIDTH: usize = 96;
/// Candidates of which a maxout unit takes the largest.
const PIECES: usize = 3;
/// Outputs of a layer before the maxout: piece by piece, `WIDTH` each.
pub(super) const HIDDEN: usize = WIDTH * PIECES;
/// Inputs of a layer: the token before, the token, the token after.
const WINDOW: usize = WIDTH * 3;
/// Layers that see the neighbours.
pub(super) const LAYERS: usize = 4;
/// Tags.
pub(super) const TAGS: usize = 50;
/// Scores are computed for so many tags, a multiple of every vector's length.
const PADDED_TAGS: usize = 64;
/// What Thinc adds to the variance.
const EPSILON: f32 = 1e-8;
/// Rows computed together, to use each weight that often once it is loaded.
const BLOCK: usize = 4;
/// Vectors of outputs computed together.
const VECTORS: usize = 3;

/// Number of weights: bias and norm of the first layer (its matrix is part of
/// the embeddings), matrix, bias and norm of the others, matrix and bias of the
/// scores.
pub const TAGGER_WEIGHTS: usize = HIDDEN
    + 2 * WIDTH
    + LAYERS * (WINDOW * HIDDEN + HIDDEN + 2 * WIDTH)
    + (WIDTH + 1) * PADDED_TAGS;

/// The tagger's weights for [`Section::TaggerWeights`](crate::compiled::Section)
/// and rows for `TaggerRows`, from spaCy's own order:
///
/// six embedding tables; five times matrix `[output][piece][input]`, bias
/// `[output][piece]`, gain and shift of the layer norm; scores `[tag][input]` and
/// bias. None when the number of weights is wrong.
pub fn tagger_sections(weights: &[f32]) -> Option<(Vec<u8>, Vec<u8>)> {
    let rows: usize = super::features::FEATURE_ROWS.iter().sum();
    let features = super::features::FEATURES;
    let (embeddings, rest) = weights.split_at_checked(rows * WIDTH)?;
    let (first, mut rest) = rest.split_at_checked(HIDDEN * features * WIDTH)?;
    let products = products(embeddings, first);

    let mut out = Vec::with_capacity(TAGGER_WEIGHTS);
    for layer in 0..=LAYERS {
        if layer > 0 {
            let (matrix, after) = rest.split_at_checked(WINDOW * HIDDEN)?;
            out.extend((0..WINDOW * HIDDEN).map(|at| {
                let (input, output) = (at / HIDDEN, at % HIDDEN);
                matrix[unit(output) * WINDOW + input]
            }));
            rest = after;
        }
        let (bias, after) = rest.split_at_checked(HIDDEN)?;
        out.extend((0..HIDDEN).map(|output| bias[unit(output)]));
        let (norm, after) = after.split_at_checked(2 * WIDTH)?;
        out.extend(norm);
        rest = after;
    }
    let (scores, bias) = rest.split_at_checked(TAGS * WIDTH)?;
    for input in 0..WIDTH {
        out.extend((0..TAGS).map(|tag| scores[tag * WIDTH + input]));
        out.extend([0.0; PADDED_TAGS - TAGS]);
    }
    out.extend(bias);
    out.extend([f32::NEG_INFINITY; PADDED_TAGS - TAGS]);
    let bytes = |numbers: &[f32]| numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
    (out.len() == TAGGER_WEIGHTS).then(|| (bytes(&out), bytes(&products)))
}

/// spaCy's place of an output: its pieces lie together, ours apart.
fn unit(output: usize) -> usize {
    output % WIDTH * PIECES + output / WIDTH
}

/// Every embedding row multiplied with its part of the first layer's matrix.
fn products(embeddings: &[f32], matrix: &[f32]) -> Vec<f32> {
    let inputs = super::features::FEATURES * WIDTH;
    let mut products = Vec::with_capacity(embeddings.len() * PIECES);
    let mut rows = embeddings.chunks_exact(WIDTH);
    for (feature, count) in super::features::FEATURE_ROWS.into_iter().enumerate() {
        for row in rows.by_ref().take(count) {
            products.extend((0..HIDDEN).map(|output| {
                let weights = &matrix[unit(output) * inputs + feature * WIDTH..][..WIDTH];
                let terms = row.iter().zip(weights);
                // Wider sums: what is rounded once here is used for ever.
                terms
                    .map(|(&x, &w)| f64::from(x) * f64::from(w))
                    .sum::<f64>() as f32
            }));
        }
    }
    products
}

/// Gain and shift of a layer norm.
#[derive(Clone, Copy)]
struct Norm<'a> {
    gain: &'a [f32; WIDTH],
    shift: &'a [f32; WIDTH],
}

#[derive(Clone, Copy)]
struct Layer<'a> {
    /// `[input][output]`.
    matrix: &'a [f32],
    bias: &'a [f32; HIDDEN],
    norm: Norm<'a>,
}

/// The weights, in place.
pub(super) struct Network<'a> {
    first_bias: &'a [f32; HIDDEN],
    first_norm: Norm<'a>,
    layers: [Layer<'a>; LAYERS],
    /// `[input][tag]`.
    scores: &'a [f32],
    score_bias: &'a [f32; PADDED_TAGS],
}

impl<'a> Network<'a> {
    /// None when the number of weights is wrong.
    pub(super) fn new(mut weights: &'a [f32]) -> Option<Self> {
        let rest = &mut weights;
        let first_bias = take(rest)?;
        let first_norm = norm(rest)?;
        let layers = [layer(rest)?, layer(rest)?, layer(rest)?, layer(rest)?];
        let (scores, last) = rest.split_at_checked(WIDTH * PADDED_TAGS)?;
        Some(Self {
            first_bias,
            first_norm,
            layers,
            scores,
            score_bias: last.try_into().ok()?,
        })
    }

    /// The vector of a token from the sum of its embeddings.
    pub(super) fn first(&self, sum: &[f32; HIDDEN]) -> [f32; WIDTH] {
        let mut hidden = *sum;
        for (value, bias) in hidden.iter_mut().zip(self.first_bias) {
            *value += bias;
        }
        maxout(&hidden, self.first_norm)
    }

    /// The places of the best tags of all rows but the first and last
    /// [`LAYERS`], whose context is not there.
    pub(super) fn scores(&self, rows: Vec<[f32; WIDTH]>) -> Vec<usize> {
        Arch::new().dispatch(Forward {
            network: self,
            rows,
        })
    }
}

fn take<'a, const N: usize>(rest: &mut &'a [f32]) -> Option<&'a [f32; N]> {
    let (taken, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(taken)
}

fn norm<'a>(rest: &mut &'a [f32]) -> Option<Norm<'a>> {
    Some(Norm {
        gain: take(rest)?,
        shift: take(rest)?,
    })
}

fn layer<'a>(rest: &mut &'a [f32]) -> Option<Layer<'a>> {
    let (matrix, after) = rest.split_at_checked(WINDOW * HIDDEN)?;
    *rest = after;
    Some(Layer {
        matrix,
        bias: take(rest)?,
        norm: norm(rest)?,
    })
}

/// Everything after the embeddings, compiled for each instruction set.
struct Forward<'n, 'a> {
    network: &'n Network<'a>,
    rows: Vec<[f32; WIDTH]>,
}

impl WithSimd for Forward<'_, '_> {
    type Output = Vec<usize>;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Vec<usize> {
        let Self { network, mut rows } = self;
        let mut hidden = vec![[0.0; HIDDEN]; rows.len()];
        for (depth, layer) in network.layers.iter().enumerate() {
            // A row farther out no longer reaches a row that is asked for.
            let first = depth + 1;
            let inner = first..rows.len() - first;
            let hidden = &mut hidden[inner.clone()];
            let inputs = rows[first - 1..rows.len() - first + 1].as_flattened();
            affine(simd, inputs, layer, hidden);
            for (row, hidden) in rows[inner].iter_mut().zip(hidden) {
                let change = maxout(hidden, layer.norm);
                for (value, change) in row.iter_mut().zip(change) {
                    *value += change;
                }
            }
        }
        let asked = &rows[LAYERS..rows.len() - LAYERS];
        asked.iter().map(|row| best_tag(network, row)).collect()
    }
}

/// `hidden[t] = bias + matrix * inputs[t..t + 3]`; `inputs` has two rows more.
#[inline(always)]
fn affine<S: Simd>(simd: S, inputs: &[f32], layer: &Layer<'_>, hidden: &mut [[f32; HIDDEN]]) {
    let lanes = S::F32_LANES;
    for output in (0..HIDDEN).step_by(VECTORS * lanes) {
        let mut at = 0;
        while at + BLOCK <= hidden.len() {
            block::<S, BLOCK>(
                simd,
                &inputs[at * WIDTH..],
                layer,
                output,
                &mut hidden[at..],
            );
            at += BLOCK;
        }
        while at < hidden.len() {
            block::<S, 1>(
                simd,
                &inputs[at * WIDTH..],
                layer,
                output,
                &mut hidden[at..],
            );
            at += 1;
        }
    }
}

/// Three vectors of outputs of `ROWS` rows.
#[inline(always)]
fn block<S: Simd, const ROWS: usize>(
    simd: S,
    inputs: &[f32],
    layer: &Layer<'_>,
    output: usize,
    hidden: &mut [[f32; HIDDEN]],
) {
    let lanes = S::F32_LANES;
    let bias = S::as_simd_f32s(&layer.bias[output..output + VECTORS * lanes]).0;
    let mut sums = [[bias[0], bias[1], bias[2]]; ROWS];
    let windows: [&[f32]; ROWS] = std::array::from_fn(|row| &inputs[row * WIDTH..][..WINDOW]);
    for (input, weights) in layer.matrix.chunks_exact(HIDDEN).enumerate() {
        let weights = S::as_simd_f32s(&weights[output..output + VECTORS * lanes]).0;
        for (sums, window) in sums.iter_mut().zip(windows) {
            let x = simd.splat_f32s(window[input]);
            for (sum, &weight) in sums.iter_mut().zip(weights) {
                *sum = simd.mul_add_f32s(x, weight, *sum);
            }
        }
    }
    for (hidden, sums) in hidden.iter_mut().zip(sums) {
        let out = S::as_mut_simd_f32s(&mut hidden[output..output + VECTORS * lanes]).0;
        out.copy_from_slice(&sums);
    }
}

/// The largest of the pieces, normalised.
#[inline(always)]
fn maxout(hidden: &[f32; HIDDEN], norm: Norm<'_>) -> [f32; WIDTH] {
    let mut row: [f32; WIDTH] = std::array::from_fn(|at| {
        let larger = hidden[at].max(hidden[WIDTH + at]);
        larger.max(hidden[2 * WIDTH + at])
    });
    let mean = sum(&row) / WIDTH as f32;
    let squares: [f32; WIDTH] = std::array::from_fn(|at| (row[at] - mean) * (row[at] - mean));
    let scale = 1.0 / (sum(&squares) / WIDTH as f32 + EPSILON).sqrt();
    for (at, value) in row.iter_mut().enumerate() {
        *value = (*value - mean) * scale * norm.gain[at] + norm.shift[at];
    }
    row
}

/// The sum in sixteen parts, which can be computed side by side.
#[inline(always)]
fn sum(row: &[f32; WIDTH]) -> f32 {
    let mut parts = [0.0; 16];
    for chunk in row.chunks_exact(16) {
        for (part, value) in parts.iter_mut().zip(chunk) {
            *part += value;
        }
    }
    parts.iter().sum()
}

#[inline(always)]
fn best_tag(network: &Network<'_>, row: &[f32; WIDTH]) -> usize {
    let mut scores = *network.score_bias;
    for (x, weights) in row.iter().zip(network.scores.chunks_exact(PADDED_TAGS)) {
        for (score, weight) in scores.iter_mut().zip(weights) {
            *score += x * weight;
        }
    }
    let mut best = 0;
    for (tag, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = tag;
        }
    }
    best
}
