//! Snake before a convolution, in three operators instead of five.
//!
//! ```text
//! Conv(y + r · Pow(Sin(a·y), 2), W)       with r = 1/a, one `a` a channel
//! w = a·y;  s = Sin(w);  Conv(w + s·s, W / a)
//! ```
//!
//! `a · (y + sin²(ay)/a) = w + sin²(w)`, and a convolution is linear in each
//! input channel, so dividing that channel's weights by `a` undoes the factor.
//! Zero padding stays zero. The product `a·y` is left for
//! [`super::normal_scale`] to fold into the normalisation before it.

use super::adain::either;
use crate::{Edit, Graph, Index, Node, OnnxError, Tensor};

/// How far `a · r` may be from 1: the exporter adds 1e-9 before dividing, and
/// the smallest `a` of Kokoro-82M is 9.5e-5.
const RECIPROCAL_TOLERANCE: f32 = 1e-4;

pub(super) fn simplify(graph: &mut Graph) -> Result<usize, OnnxError> {
    let index = graph.index();
    let mut edit = Edit::new();
    let mut count = 0;
    for (number, node) in graph.nodes.iter().enumerate() {
        let Some(snake) = Snake::found(graph, &index, node) else {
            continue;
        };
        let Some(conv) = index
            .only_consumer(graph, node.output())
            .filter(|conv| conv.is("Conv") && conv.input(0) == node.output())
        else {
            continue;
        };
        let Some(weight) = divided(graph, conv, &snake.factors)? else {
            continue;
        };
        let out = node.output();
        let (sine, square) = (format!("{out}_sine"), format!("{out}_square"));
        edit.replace(
            number,
            vec![
                Node::new("Sin", [snake.scaled], sine.clone()),
                Node::new("Mul", [&sine, &sine], square.clone()),
                Node::new("Add", [snake.scaled, &square], out),
            ],
        );
        let mut replacement = conv.clone();
        replacement.inputs[1] = edit.weight(format!("{}_snake", conv.output()), weight);
        edit.replace(index.number(conv), vec![replacement]);
        count += 1;
    }
    graph.apply(edit)?;
    Ok(count)
}

struct Snake<'g> {
    /// The tensor `a·y`.
    scaled: &'g str,
    /// `a`, one a channel.
    factors: Vec<f32>,
}

impl<'g> Snake<'g> {
    /// The pattern that ends in `node`.
    fn found(graph: &'g Graph, index: &Index, node: &'g Node) -> Option<Self> {
        if !node.is("Add") {
            return None;
        }
        let (product, y) = either(node, |name| index.made_by(graph, name, "Mul"))?;
        let (power, reciprocal) = either(product, |name| index.made_by(graph, name, "Pow"))?;
        let sine = index.made_by(graph, power.input(0), "Sin")?;
        let scaled = index.made_by(graph, sine.input(0), "Mul")?;
        let (factors, of) = either(scaled, |name| graph.weights.get(name))?;
        let per_channel = matches!(factors.dims(), [1, _, 1]);
        let factors = factors.to_f32()?;
        let reciprocals = graph.weights.get(reciprocal)?.to_f32()?;
        let inverse = factors.len() == reciprocals.len()
            && factors
                .iter()
                .zip(&reciprocals)
                .all(|(a, r)| (a * r - 1.0).abs() < RECIPROCAL_TOLERANCE);
        let squared = graph.scalar(power.input(1)) == Some(2.0);
        (of == y && per_channel && inverse && squared).then_some(Self {
            scaled: scaled.output(),
            factors,
        })
    }
}

/// The convolution's weights, each input channel divided by its factor; `None`
/// when they aren't constant or the convolution is grouped.
fn divided(graph: &Graph, conv: &Node, factors: &[f32]) -> Result<Option<Tensor>, OnnxError> {
    let weight = graph.weights.get(conv.input(1));
    let Some((weight, values)) = weight.and_then(|w| Some((w, w.to_f32()?))) else {
        return Ok(None);
    };
    let &[_, channels, width] = weight.dims() else {
        return Ok(None);
    };
    if conv.int("group").unwrap_or(1) != 1 || channels != factors.len() {
        return Ok(None);
    }
    let scaled: Vec<f32> = values
        .iter()
        .enumerate()
        .map(|(i, value)| value / factors[i / width % channels])
        .collect();
    Tensor::f32(weight.dims(), &scaled).map(Some)
}
