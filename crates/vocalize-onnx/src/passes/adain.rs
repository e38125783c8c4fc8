//! Adaptive instance normalisation, spelled out, -> `InstanceNormalization`
//!
//! ```text
//! c = x - ReduceMean(x); y = gain · c / Sqrt(ReduceMean(c·c) + epsilon) + shift
//! y = InstanceNormalization(x, gain, shift)
//! ```
//!
//! The operator's definition, word for word, when means are taken over time and
//! `gain` and `shift` have one number a channel. It reads `x` once from memory
//! where the spelled-out form makes nine passes. ONNX Runtime 1.31 runs it on one
//! thread: the more threads a session has, the less this pass gains.

use crate::{Edit, Graph, Index, Node, OnnxError, Tensor};

/// The name of the constant that flattens `[1, channels, 1]` to `[channels]`.
const FLAT: &str = "vocalize.flat";

pub(super) fn fuse(graph: &mut Graph) -> Result<usize, OnnxError> {
    let index = graph.index();
    let mut edit = Edit::new();
    for (number, node) in graph.nodes.iter().enumerate() {
        let Some(found) = AdaIn::found(graph, &index, node) else {
            continue;
        };
        let flat = |what: &str| format!("{}_{what}", node.output());
        let (gain, shift) = (flat("gain"), flat("shift"));
        let normal = Node::new(
            "InstanceNormalization",
            [found.x, &gain, &shift],
            node.output(),
        )
        .with("epsilon", found.epsilon);
        edit.replace(
            number,
            vec![
                Node::new("Reshape", [found.gain, FLAT], gain),
                Node::new("Reshape", [found.shift, FLAT], shift),
                normal,
            ],
        );
    }
    let count = edit.len();
    if count > 0 {
        edit.weight(FLAT.to_owned(), Tensor::i64(&[1], &[-1])?);
    }
    graph.apply(edit)?;
    Ok(count)
}

struct AdaIn<'g> {
    x: &'g str,
    gain: &'g str,
    shift: &'g str,
    epsilon: f32,
}

impl<'g> AdaIn<'g> {
    /// The pattern that ends in `node`.
    fn found(graph: &'g Graph, index: &Index, node: &'g Node) -> Option<Self> {
        if !node.is("Add") {
            return None;
        }
        let (scaled, shift) = either(node, |name| index.made_by(graph, name, "Mul"))?;
        let (divided, gain) = either(scaled, |name| index.made_by(graph, name, "Div"))?;
        let centred = index.made_by(graph, divided.input(0), "Sub")?;
        let deviation = index.made_by(graph, divided.input(1), "Sqrt")?;
        let stabilised = index.made_by(graph, deviation.input(0), "Add")?;
        let (variance, epsilon) = either(stabilised, |name| over_time(graph, index, name))?;
        let square = index.made_by(graph, variance.input(0), "Mul")?;
        let mean = over_time(graph, index, centred.input(1))?;
        let x = centred.input(0);
        let squares = square.inputs.iter().all(|name| name == centred.output());
        let per_channel = |name: &str| per_channel(graph, name);
        (squares && mean.input(0) == x && per_channel(gain) && per_channel(shift)).then_some(Self {
            x,
            gain,
            shift,
            epsilon: graph.scalar(epsilon)?,
        })
    }
}

/// The input that `is` finds something behind, and the name of the other.
pub(super) fn either<'g, T>(
    node: &'g Node,
    is: impl Fn(&'g str) -> Option<T>,
) -> Option<(T, &'g str)> {
    let (first, second) = (node.input(0), node.input(1));
    is(first)
        .map(|found| (found, second))
        .or_else(|| is(second).map(|found| (found, first)))
}

/// A mean over the last of three dimensions, which it keeps.
fn over_time<'g>(graph: &'g Graph, index: &Index, name: &str) -> Option<&'g Node> {
    let node = index.made_by(graph, name, "ReduceMean")?;
    let axes = match node.ints("axes") {
        Some(axes) => axes.to_vec(),
        None => graph.weights.get(node.input(1))?.to_i64()?,
    };
    let keeps = node.int("keepdims").unwrap_or(1) == 1;
    (keeps && axes == [2]).then_some(node)
}

/// Whether the tensor is [1, channels, 1].
fn per_channel(graph: &Graph, name: &str) -> bool {
    use crate::Dim::Fixed;
    matches!(
        graph.shape(name).as_deref(),
        Some([Fixed(1), Fixed(_), Fixed(1)])
    )
}
