//! `Identity(x)` -> `x`, and `Constant` nodes -> weights.
//!
//! Both name something that has a name already. Matters for models straight
//! from an exporter; the published file has neither.

use crate::{Attribute, Graph, OnnxError};

pub(super) fn remove(graph: &mut Graph) -> Result<usize, OnnxError> {
    let index = graph.index();
    let mut renamed = Vec::new();
    let mut count = 0;
    for node in &graph.nodes {
        if index.is_fixed(node.output()) || node.outputs.len() != 1 {
            continue;
        }
        if node.is("Identity") {
            renamed.push((node.output().to_owned(), node.input(0).to_owned()));
        } else if node.is("Constant")
            && let Some(Attribute::Tensor(tensor)) = node.attributes.get("value")
        {
            graph
                .weights
                .insert(node.output().to_owned(), tensor.clone());
            count += 1;
        }
    }
    let constants = std::mem::take(&mut graph.nodes);
    graph.nodes = constants
        .into_iter()
        .filter(|node| !(node.is("Constant") && graph.weights.contains_key(node.output())))
        .collect();
    // In graph order, so that a chain of identities ends at its first input.
    for i in 0..renamed.len() {
        let (from, to) = renamed[i].clone();
        graph.replace_input(&from, &to);
        for (_, later) in &mut renamed[i + 1..] {
            if *later == from {
                later.clone_from(&to);
            }
        }
        count += 1;
    }
    graph.remove_dead();
    graph.sort()?;
    Ok(count)
}
