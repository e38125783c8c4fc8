//! A short `STFT` whose real and imaginary parts are taken apart -> `Conv`
//!
//! ```text
//! s = Transpose(STFT(x, hop, window, n), [0, 2, 1, 3]); Gather(s, 0, axis 3); Gather(s, 1, axis 3)
//! Split(Conv(Unsqueeze(x), window · [cos; -sin], stride hop), axis 1)
//! ```
//!
//! A DFT is a product with a matrix. For 20 points, one convolution with 22
//! filters beats the operator, which runs a general transform for each frame.
//! Its sums round differently: phases of nearly silent bins change.
//!
//! The first and the last bin have no imaginary part. The operator leaves rounding
//! noise there, so that the phase of a negative real part is pi or -pi by chance; the
//! exporter's arctangent makes -pi of an exact 0. In PyTorch, with which the model
//! was trained, it is pi. A bias too small to matter elsewhere makes it that.

use std::f64::consts::{PI, TAU};

use crate::{Edit, Graph, Index, Node, OnnxError, Tensor};

/// Longer transforms are better done fast.
const LONGEST: usize = 64;
/// What makes the phase of a negative real number pi.
const BARELY_POSITIVE: f32 = 1e-30;

pub(super) fn as_conv(graph: &mut Graph) -> Result<usize, OnnxError> {
    let index = graph.index();
    let mut edit = Edit::new();
    let mut count = 0;
    for (number, node) in graph.nodes.iter().enumerate() {
        let Some((hop, window)) = settings(graph, node) else {
            continue;
        };
        let Some([real, imaginary]) = parts(graph, &index, node) else {
            continue;
        };
        let bins = window.len() / 2 + 1;
        let out = node.output();
        let name = |what: &str| format!("{out}_{what}");
        let filters = Tensor::f32(&[2 * bins, 1, window.len()], &filters(&window))?;
        let filters = edit.weight(name("filters"), filters);
        let mut bias = vec![0.0; 2 * bins];
        bias[bins] = BARELY_POSITIVE;
        bias[2 * bins - 1] = BARELY_POSITIVE;
        let bias = edit.weight(name("bias"), Tensor::f32(&[2 * bins], &bias)?);
        let axis = edit.weight(name("axis"), Tensor::i64(&[1], &[1])?);
        let sizes = edit.weight(name("sizes"), Tensor::i64(&[2], &[bins as i64; 2])?);
        let mut split = Node::new("Split", [name("bins"), sizes], real).with("axis", 1);
        split.outputs.push(imaginary.to_owned());
        edit.replace(
            number,
            vec![
                Node::new("Unsqueeze", [node.input(0), &axis], name("signal")),
                Node::new("Conv", [name("signal"), filters, bias], name("bins"))
                    .with("kernel_shape", vec![window.len() as i64])
                    .with("strides", vec![hop]),
                split,
            ],
        );
        for gathered in [real, imaginary] {
            if let Some(gather) = index.producer(gathered) {
                edit.replace(gather, Vec::new());
            }
        }
        // The transpose reads what is no longer made.
        for reader in index.consumers(out) {
            edit.replace(*reader, Vec::new());
        }
        count += 1;
    }
    graph.apply(edit)?;
    Ok(count)
}

/// Hop and window of a short one-sided STFT with constant settings.
fn settings(graph: &Graph, node: &Node) -> Option<(i64, Vec<f32>)> {
    if !node.is("STFT") || node.int("onesided").unwrap_or(1) != 1 {
        return None;
    }
    let integer = |i: usize| graph.weights.get(node.input(i))?.to_i64()?.first().copied();
    let hop = integer(1)?;
    let window = graph.weights.get(node.input(2))?.to_f32()?;
    let length = usize::try_from(integer(3)?).ok()?;
    let one_signal = matches!(
        graph.shape(node.input(0)).as_deref(),
        Some([_, _]) // [batch, samples]: real
    );
    (one_signal && window.len() == length && length <= LONGEST).then_some((hop, window))
}

/// The tensors that hold the real and the imaginary parts.
fn parts<'g>(graph: &'g Graph, index: &Index, stft: &Node) -> Option<[&'g str; 2]> {
    let transpose = index.only_consumer(graph, stft.output())?;
    if !transpose.is("Transpose") || transpose.ints("perm") != Some(&[0, 2, 1, 3]) {
        return None;
    }
    let readers = index.consumers(transpose.output());
    if readers.len() != 2 || index.is_fixed(transpose.output()) {
        return None;
    }
    let part = |wanted: i64| {
        let mut nodes = readers.iter().map(|number| &graph.nodes[*number]);
        let found = nodes.find(|node| {
            let at = graph.weights.get(node.input(1)).and_then(Tensor::to_i64);
            node.is("Gather") && node.int("axis") == Some(3) && at == Some(vec![wanted])
        });
        found.map(Node::output)
    };
    Some([part(0)?, part(1)?])
}

/// `window · cos` for each bin, then `window · -sin`, computed in f64; for an even
/// length, as all the one-sided transforms here have.
fn filters(window: &[f32]) -> Vec<f32> {
    let length = window.len();
    let bins = length / 2 + 1;
    let wave = |bin: usize, of: fn(f64) -> f64| {
        window.iter().enumerate().map(move |(t, w)| {
            // Reduced before multiplying: sines of multiples of a turn are 0.
            let turn = (bin * t % length) as f64 / length as f64;
            (of(TAU * turn) * f64::from(*w)) as f32
        })
    };
    let real = (0..bins).flat_map(|bin| wave(bin, f64::cos));
    let sine = |angle: f64| if angle == PI { 0.0 } else { -angle.sin() };
    let imaginary = (0..bins).flat_map(|bin| wave(bin, sine));
    real.chain(imaginary).collect()
}
