//! `a · InstanceNormalization(x, gain, shift)` ->
//! `InstanceNormalization(x, a·gain, a·shift)`
//!
//! With one `a` a channel: `a·(gain·n + shift) = (a·gain)·n + a·shift`. Two
//! products of a few hundred numbers replace one of the whole tensor; for
//! gains that come from the style, [`super::styles`] folds those too.

use super::adain::either;
use crate::{Edit, Graph, Node, OnnxError};

pub(super) fn fold(graph: &mut Graph) -> Result<usize, OnnxError> {
    let index = graph.index();
    let mut edit = Edit::new();
    for (number, node) in graph.nodes.iter().enumerate() {
        if !node.is("Mul") {
            continue;
        }
        let Some((normal, factor)) = either(node, |name| {
            index.made_by(graph, name, "InstanceNormalization")
        }) else {
            continue;
        };
        let Some(factors) = graph
            .weights
            .get(factor)
            .filter(|factors| matches!(factors.dims(), [1, _, 1]))
        else {
            continue;
        };
        if index.only_consumer(graph, normal.output()).is_none() {
            continue;
        }
        let out = node.output();
        let flat = edit.weight(
            format!("{factor}_flat"),
            factors.reshaped(&[factors.len()])?,
        );
        let (gain, shift) = (format!("{out}_gain"), format!("{out}_shift"));
        let mut scaled = normal.clone();
        scaled.inputs[1].clone_from(&gain);
        scaled.inputs[2].clone_from(&shift);
        scaled.outputs[0] = out.to_owned();
        edit.replace(
            number,
            vec![
                Node::new("Mul", [normal.input(1), &flat], gain),
                Node::new("Mul", [normal.input(2), &flat], shift),
                scaled,
            ],
        );
    }
    let count = edit.len();
    graph.apply(edit)?;
    Ok(count)
}
