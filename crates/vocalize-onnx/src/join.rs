//! Parts as one model again.
//!
//! Passes that are exact enough for one part only are run on that part; the
//! runtime then gets one graph, with the frames that each token lasts as a
//! second output.

use crate::{
    Graph, Model, Node, OnnxError, ValueInfo,
    split::{DURATIONS, DecoderParts, Parts},
};

/// Joins parts, rewritten or not, to one model from the prosody part's inputs to
/// the decoder's audio and then [`DURATIONS`]. What the file says of itself is
/// the prosody part's.
///
/// A tensor is the same wherever its name is: nodes and weights that stand in
/// several parts are taken once, and must be equal.
///
/// # Errors
/// Parts make different tensors of one name, a part needs a tensor that none
/// makes, the prosody part doesn't give durations, or an operator set has two
/// versions.
pub fn join(parts: &Parts) -> Result<Model, OnnxError> {
    let mut model = parts.prosody.clone();
    for part in [&parts.source, &parts.decoder] {
        model.unite_opsets(part)?;
        unite(&mut model.graph, &part.graph)?;
    }
    let durations = durations(&parts.prosody.graph)?;
    model.graph.outputs.clone_from(&parts.decoder.graph.outputs);
    model.graph.outputs.push(durations);
    model.graph.sort()?;
    Ok(model)
}

/// Joins the decoder's parts, rewritten or not, to one decoder.
///
/// # Errors
/// As for [`join`].
pub fn join_decoder(parts: &DecoderParts) -> Result<Model, OnnxError> {
    let mut decoder = parts.features.clone();
    decoder.unite_opsets(&parts.vocoder)?;
    unite(&mut decoder.graph, &parts.vocoder.graph)?;
    let graph = &mut decoder.graph;
    let vocoder = &parts.vocoder.graph;
    let made = &parts.features.graph.outputs;
    let given: Vec<&str> = graph
        .inputs
        .iter()
        .chain(made)
        .map(ValueInfo::name)
        .collect();
    let new = |input: &&ValueInfo| !given.contains(&input.name());
    let new: Vec<ValueInfo> = vocoder.inputs.iter().filter(new).cloned().collect();
    graph.inputs.extend(new);
    graph.outputs.clone_from(&vocoder.outputs);
    graph.sort()?;
    Ok(decoder)
}

fn durations(prosody: &Graph) -> Result<ValueInfo, OnnxError> {
    let mut outputs = prosody.outputs.iter();
    outputs
        .find(|output| output.name() == DURATIONS)
        .cloned()
        .ok_or_else(|| OnnxError::unexpected("outputs", DURATIONS))
}

/// Adds a part's nodes, weights and value information. Tensors that two nodes
/// make are left for the sort to find.
fn unite(whole: &mut Graph, part: &Graph) -> Result<(), OnnxError> {
    let index = whole.index();
    let there = |node: &Node| {
        let mut numbers = node.outputs.iter().filter_map(|name| index.producer(name));
        numbers.next().is_some_and(|n| whole.nodes[n] == *node)
    };
    let new: Vec<Node> = part.nodes.iter().filter(|n| !there(n)).cloned().collect();
    whole.nodes.extend(new);
    for (name, weight) in &part.weights {
        // As a weight, it would become that input's default value.
        let is_input = whole.inputs.iter().any(|input| input.name() == name);
        match whole.weights.get(name) {
            Some(old) if old == weight => {}
            None if !is_input => {
                whole.weights.insert(name.clone(), weight.clone());
            }
            _ => return Err(OnnxError::Duplicate(name.clone())),
        }
    }
    for (name, value) in &part.values {
        let known = whole.values.entry(name.clone());
        known.or_insert_with(|| value.clone());
    }
    Ok(())
}
