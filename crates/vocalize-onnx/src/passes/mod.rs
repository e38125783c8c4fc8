//! Rewrites that keep a model's results and make it faster, with ONNX's own
//! operators alone.
//!
//! Each file is one pass: what it matches, what it makes, why that is equal.

mod adain;
mod affine;
mod conv_transpose;
mod hide_shapes;
mod identity;
mod normal_scale;
mod planes;
mod positive_scale;
mod snake;
mod stft;
mod stft_shape;
mod styles;

use crate::{Graph, Model, OnnxError};

/// How far a pass may move the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exactness {
    /// Not at all: bit-equal results. For what comes before the harmonic
    /// source's phases, where one rounding is heard as other phases.
    Bits,
    /// By float rounding: other orders of the same sums and products.
    Rounding,
    /// As `Rounding`, and the harmonic source's STFT too, whose phases jump
    /// with any rounding where a bin is nearly silent. For who can accept speech that
    /// is as good but not the same.
    Phases,
}

/// What one pass did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassReport {
    /// The pass.
    pub pass: &'static str,
    /// How many places it rewrote.
    pub rewrites: usize,
    /// Nodes before it.
    pub nodes_before: usize,
    /// Nodes after it.
    pub nodes_after: usize,
}

impl PassReport {
    /// What it did in two parts of a model.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            pass: self.pass,
            rewrites: self.rewrites + other.rewrites,
            nodes_before: self.nodes_before + other.nodes_before,
            nodes_after: self.nodes_after + other.nodes_after,
        }
    }
}

/// A pass: rewrites the graph and says in how many places.
type Pass = fn(&mut Graph) -> Result<usize, OnnxError>;

/// The passes, in the order in which they feed one another.
const PASSES: [(&str, Exactness, Pass); 8] = [
    ("identity", Exactness::Bits, identity::remove),
    ("adain", Exactness::Rounding, adain::fuse),
    ("snake", Exactness::Rounding, snake::simplify),
    ("normal_scale", Exactness::Rounding, normal_scale::fold),
    ("styles", Exactness::Rounding, styles::merge),
    ("positive_scale", Exactness::Rounding, positive_scale::fold),
    (
        "conv_transpose",
        Exactness::Rounding,
        conv_transpose::as_conv,
    ),
    ("stft", Exactness::Phases, stft::as_conv),
];

/// Says the shapes that the file leaves open and some execution providers need.
/// Returns of how many values. ONNX Runtime's CPU provider needs none of them, and
/// creates its session sooner without.
///
/// # Errors
/// None; a pass may have some.
pub fn say_shapes(model: &mut Model) -> Result<usize, OnnxError> {
    stft_shape::say(&mut model.graph)
}

/// Hides the shapes that make ONNX Runtime's creation of a session slow, in a model
/// that is whole and needs no further optimisation. Returns of how many tensors.
/// The results stay bit-equal for texts of one phoneme and more.
///
/// # Errors
/// As for [`optimize`].
pub fn hide_shapes(model: &mut Model) -> Result<usize, OnnxError> {
    hide_shapes::hide(&mut model.graph)
}

/// Makes convolutions over time ones over planes, for ONNX Runtime's faster kernels.
/// Moves results by rounding, as [`Exactness::Rounding`] does. Comes after all else,
/// because other passes and the quantiser know convolutions over time.
///
/// # Errors
/// As for [`optimize`].
pub fn convolve_planes(model: &mut Model) -> Result<PassReport, OnnxError> {
    report(&mut model.graph, "planes", planes::convolve)
}

/// Runs every pass that is at least as exact as asked for.
///
/// # Errors
/// A pass left the graph with a cycle, a name twice or an undefined tensor:
/// a mistake in the pass, or names in the file that collide with new ones.
pub fn optimize(model: &mut Model, exactness: Exactness) -> Result<Vec<PassReport>, OnnxError> {
    let graph = &mut model.graph;
    let mut reports = Vec::new();
    for (pass, needed, run) in PASSES {
        if needed as u8 > exactness as u8 {
            continue;
        }
        reports.push(report(graph, pass, run)?);
    }
    model.remove_unused_opsets();
    Ok(reports)
}

fn report(graph: &mut Graph, pass: &'static str, run: Pass) -> Result<PassReport, OnnxError> {
    let nodes_before = graph.nodes.len();
    Ok(PassReport {
        pass,
        rewrites: run(graph)?,
        nodes_before,
        nodes_after: graph.nodes.len(),
    })
}
