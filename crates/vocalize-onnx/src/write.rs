//! From the graph in memory to protobuf messages.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use bytes::Bytes;

use crate::{
    Graph, Node, OnnxError, Tensor,
    proto::{GraphProto, NodeProto, StringStringEntryProto, TensorProto},
    tensor::Data,
};

/// Weights of at least this many bytes leave the model file.
const EXTERNAL_FROM: usize = 1024;
/// Weights of at least this many bytes start at a page.
const PAGED_FROM: usize = 64 * 1024;
const PAGE: u64 = 4096;
/// What one cache line, and the widest vector load, needs.
const LINE: u64 = 64;

pub(crate) fn graph(graph: &Graph, mut weights: Vec<TensorProto>) -> GraphProto {
    weights.sort_by(|a, b| a.name.cmp(&b.name));
    let mut proto = graph.rest.clone();
    proto.node = graph.nodes.iter().map(node).collect();
    proto.initializer = weights;
    proto.input = graph.inputs.iter().map(|value| value.0.clone()).collect();
    proto.output = graph.outputs.iter().map(|value| value.0.clone()).collect();
    let mut values: Vec<_> = graph.values.values().map(|value| value.0.clone()).collect();
    values.sort_by(|a, b| a.name.cmp(&b.name));
    proto.value_info = values;
    proto
}

fn node(node: &Node) -> NodeProto {
    NodeProto {
        input: node.inputs.clone(),
        output: node.outputs.clone(),
        name: Some(node.name.clone()),
        op_type: Some(node.op.clone()),
        domain: (!node.domain.is_empty()).then(|| node.domain.clone()),
        attribute: node
            .attributes
            .iter()
            .map(|(name, attribute)| attribute.to_proto(name))
            .collect(),
        doc_string: node.annotations.doc_string.clone(),
        overload: node.annotations.overload.clone(),
        metadata_props: node.annotations.metadata.clone(),
        device_configurations: node.annotations.devices.clone(),
    }
}

/// A tensor with its data inside.
pub(crate) fn tensor(name: &str, tensor: &Tensor) -> TensorProto {
    let mut proto = TensorProto {
        name: (!name.is_empty()).then(|| name.to_owned()),
        // Dimensions came from i64, or count elements in memory.
        dims: tensor.dims().iter().map(|dim| *dim as i64).collect(),
        data_type: Some(tensor.dtype().code()),
        doc_string: tensor.annotations.doc_string.clone(),
        metadata_props: tensor.annotations.metadata.clone(),
        ..TensorProto::default()
    };
    match &tensor.data {
        Data::Raw(raw) => proto.raw_data = Some(raw.clone()),
        Data::Strings(strings) => proto.string_data.clone_from(strings),
    }
    proto
}

/// Writes the large weights to `path`, beside and renamed, and returns all
/// weights' messages, the large ones pointing into the file `location`.
pub(crate) fn external(
    graph: &Graph,
    path: &Path,
    location: &str,
) -> Result<Vec<TensorProto>, OnnxError> {
    let mut protos = Vec::new();
    atomically(path, |file| {
        let mut out = BufWriter::new(file);
        let mut end = 0u64;
        for (name, weight) in &graph.weights {
            let mut proto = tensor(name, weight);
            let large = |raw: &Bytes| raw.len() >= EXTERNAL_FROM;
            if let Some(raw) = proto.raw_data.take_if(|raw| large(raw)) {
                let align = if raw.len() >= PAGED_FROM { PAGE } else { LINE };
                let offset = end.next_multiple_of(align);
                std::io::copy(
                    &mut std::io::Read::take(std::io::repeat(0), offset - end),
                    &mut out,
                )?;
                out.write_all(&raw)?;
                end = offset + raw.len() as u64;
                proto.data_location = Some(1);
                proto.external_data = vec![
                    entry("location", location),
                    entry("offset", &offset.to_string()),
                    entry("length", &raw.len().to_string()),
                ];
            }
            protos.push(proto);
        }
        out.flush()
    })?;
    Ok(protos)
}

fn entry(key: &str, value: &str) -> StringStringEntryProto {
    StringStringEntryProto {
        key: Some(key.to_owned()),
        value: Some(value.to_owned()),
    }
}

/// Writes a file beside its place, makes it durable, then renames it.
pub(crate) fn atomically(
    path: &Path,
    write: impl FnOnce(&mut File) -> std::io::Result<()>,
) -> Result<(), OnnxError> {
    let io = |error| OnnxError::io(path, error);
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut temporary = tempfile::NamedTempFile::new_in(folder).map_err(io)?;
    write(temporary.as_file_mut()).map_err(io)?;
    make_readable(temporary.as_file()).map_err(io)?;
    temporary.as_file().sync_all().map_err(io)?;
    temporary.persist(path).map_err(|error| io(error.error))?;
    Ok(())
}

/// Temporary files are their owner's alone; a model is for every user.
#[cfg(unix)]
fn make_readable(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &File) -> std::io::Result<()> {
    Ok(())
}
