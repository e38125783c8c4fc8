//! Normalisation and Snake as one look-up.
//!
//! ```text
//! w = InstanceNormalization(x, gain, shift);  Conv(w + Sin(w)·Sin(w))
//! i = InstanceNormalization(x, gain / step, (shift - low) / step + 1/2)
//! QLinearConv(GatherElements(table, Cast(Clip(i))))
//! ```
//!
//! What a convolution reads as 8-bit integers is a function of `w` alone, so the
//! sine, the square, the sum and the rounding are done once for each of
//! [`STEPS`] values of `w` a channel, when the graph is made. Scaling `w` to an
//! index is part of the normalisation's own gain and shift. There are twice as many
//! entries as 8 bits have levels.

use super::{grid::InputGrid, range::Range};
use crate::{DataType, Edit, Graph, Index, Node, OnnxError, Tensor};

/// Entries of a table for each channel.
const STEPS: usize = 512;

/// A Snake whose result only one convolution reads.
pub(super) struct Snake<'g> {
    /// The normalisation that makes `w`.
    pub(super) normal: &'g Node,
}

impl<'g> Snake<'g> {
    /// The Snake before a convolution.
    pub(super) fn before(graph: &'g Graph, index: &Index, conv: &'g Node) -> Option<Self> {
        let sum = index.made_by(graph, conv.input(0), "Add")?;
        index.only_consumer(graph, sum.output())?;
        let [first, second] = sum.inputs.as_slice() else {
            return None;
        };
        let (w, square) = [(first, second), (second, first)]
            .into_iter()
            .find_map(|(w, square)| Some((w, index.made_by(graph, square, "Mul")?)))?;
        let sine = index.made_by(graph, square.input(0), "Sin")?;
        let squared = square.input(0) == square.input(1) && sine.input(0) == w;
        let normal = index.made_by(graph, w, "InstanceNormalization")?;
        squared.then_some(Self { normal })
    }

    /// The range of the Snake's result: it never decreases.
    pub(super) fn range(of: Range) -> Range {
        Range {
            low: snake(of.low),
            high: snake(of.high),
        }
    }

    /// Nodes that make the convolution's 8-bit input `output` from what the
    /// normalisation reads; `ranges` are those of `w`.
    pub(super) fn looked_up(
        &self,
        edit: &mut Edit,
        ranges: &[Range],
        grid: &InputGrid,
        output: &str,
    ) -> Result<Vec<Node>, OnnxError> {
        let name = |what: &str| format!("{output}.{what}");
        let steps: Vec<f32> = ranges.iter().map(|r| step(*r)).collect();
        let factors: Vec<f32> = steps.iter().map(|step| 1.0 / step).collect();
        let offsets: Vec<f32> = ranges
            .iter()
            .zip(&steps)
            .map(|(range, step)| 0.5 - range.low / step)
            .collect();
        let channels = ranges.len();
        let factor = edit.weight(name("factor"), Tensor::f32(&[channels], &factors)?);
        let offset = edit.weight(name("offset"), Tensor::f32(&[channels], &offsets)?);
        let table = edit.weight(name("table"), table(ranges, grid)?);
        let first = edit.weight(name("first"), Tensor::scalar(0.0));
        let last = edit.weight(name("last"), Tensor::scalar((STEPS - 1) as f32));
        let mut normal = self.normal.clone();
        normal.name = name("index");
        normal.inputs[1] = name("gain");
        normal.inputs[2] = name("shift");
        normal.outputs = vec![name("index")];
        let gain = self.normal.input(1);
        let shift = self.normal.input(2);
        Ok(vec![
            Node::new("Mul", [gain, &factor], name("gain")),
            Node::new("Mul", [shift, &factor], name("scaled")),
            Node::new("Add", [&name("scaled"), &offset], name("shift")),
            normal,
            Node::new("Clip", [&name("index"), &first, &last], name("inside")),
            Node::new("Cast", [name("inside")], name("entry"))
                .with("to", i64::from(DataType::I32.code())),
            Node::new("GatherElements", [&table, &name("entry")], output).with("axis", 2),
        ])
    }
}

/// `w + sin²(w)` (Ziyin et al. 2020, with the frequency already in `w`).
fn snake(w: f32) -> f32 {
    w + w.sin().powi(2)
}

/// How far apart the entries of a channel are.
fn step(range: Range) -> f32 {
    ((range.high - range.low) / (STEPS - 1) as f32).max(1e-9)
}

/// `[1, channels, STEPS]`
fn table(ranges: &[Range], grid: &InputGrid) -> Result<Tensor, OnnxError> {
    let mut stored = Vec::with_capacity(ranges.len() * STEPS);
    for (channel, range) in ranges.iter().enumerate() {
        let entry = |i| snake(range.low + i as f32 * step(*range));
        stored.extend((0..STEPS).map(|i| grid.stored(channel, entry(i))));
    }
    Tensor::u8(&[1, ranges.len(), STEPS], stored)
}
