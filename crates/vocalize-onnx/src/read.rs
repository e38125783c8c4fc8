//! From protobuf messages to the graph in memory.

use std::path::Path;

use bytes::Bytes;

use crate::{
    Attribute, DataType, Graph, Limits, Node, OnnxError, Tensor, ValueInfo,
    annotations::Annotations,
    external::Files,
    proto::{AttributeProto, GraphProto, NodeProto, TensorProto},
    tensor::{Data, elements},
};

/// `TensorProto.DataLocation.EXTERNAL`.
const EXTERNAL: i32 = 1;

/// Turns messages into a graph, reading external weights from the folder.
pub(crate) struct Reader<'a> {
    limits: &'a Limits,
    files: Files<'a>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(folder: &'a Path, limits: &'a Limits) -> Self {
        Self {
            limits,
            files: Files::new(folder, limits),
        }
    }

    pub(crate) fn graph(&mut self, mut proto: GraphProto) -> Result<Graph, OnnxError> {
        let mut weights = std::collections::BTreeMap::new();
        for tensor in std::mem::take(&mut proto.initializer) {
            let (name, tensor) = self.tensor(tensor)?;
            if weights.insert(name.clone(), tensor).is_some() {
                return Err(OnnxError::Duplicate(name));
            }
        }
        let nodes = std::mem::take(&mut proto.node)
            .into_iter()
            .map(|node| self.node(node))
            .collect::<Result<_, _>>()?;
        let values = |list: &mut Vec<_>| std::mem::take(list).into_iter().map(ValueInfo);
        let mut graph = Graph {
            nodes,
            weights,
            inputs: values(&mut proto.input).collect(),
            outputs: values(&mut proto.output).collect(),
            values: values(&mut proto.value_info)
                .map(|value| (value.name().to_owned(), value))
                .collect(),
            rest: proto,
        };
        graph.sort()?;
        Ok(graph)
    }

    fn node(&mut self, proto: NodeProto) -> Result<Node, OnnxError> {
        let mut captured = Vec::new();
        captures(&proto.attribute, &mut captured);
        let attributes = proto
            .attribute
            .into_iter()
            .map(|attribute| Attribute::from_proto(attribute, self))
            .collect::<Result<_, _>>()?;
        // ONNX's own domain has two spellings.
        let domain = proto.domain.unwrap_or_default();
        Ok(Node {
            name: proto.name.unwrap_or_default(),
            op: proto.op_type.unwrap_or_default(),
            domain: if domain == "ai.onnx" {
                String::new()
            } else {
                domain
            },
            inputs: proto.input,
            outputs: proto.output,
            attributes,
            captured,
            annotations: Annotations {
                doc_string: proto.doc_string,
                metadata: proto.metadata_props,
                overload: proto.overload,
                devices: proto.device_configurations,
            },
        })
    }

    pub(crate) fn tensor(&mut self, proto: TensorProto) -> Result<(String, Tensor), OnnxError> {
        let name = proto.name.clone().unwrap_or_default();
        let fail = |problem: &str| OnnxError::tensor(&name, problem);
        let dtype = DataType::from_code(proto.data_type.unwrap_or(0))
            .ok_or_else(|| fail("unknown element type"))?;
        if proto.dims.len() > self.limits.rank {
            return Err(fail("too many dimensions"));
        }
        let dims = proto
            .dims
            .iter()
            .map(|dim| usize::try_from(*dim).map_err(|_| fail("negative dimension")))
            .collect::<Result<Vec<_>, _>>()?;
        if proto.segment.is_some() {
            return Err(fail("stored in segments, which nothing writes"));
        }
        let data = if dtype == DataType::String {
            Data::Strings(proto.string_data)
        } else if proto.data_location == Some(EXTERNAL) {
            let size = elements(&dims).and_then(|count| dtype.bytes(count));
            let size = size.ok_or_else(|| fail("dimensions larger than memory"))?;
            Data::Raw(self.files.read(&proto, size)?)
        } else {
            Data::Raw(
                proto
                    .raw_data
                    .clone()
                    .unwrap_or_else(|| typed(dtype, &proto)),
            )
        };
        let mut tensor = Tensor::new(&name, dtype, dims, data)?;
        tensor.annotations.doc_string = proto.doc_string;
        tensor.annotations.metadata = proto.metadata_props;
        Ok((name, tensor))
    }
}

/// Little-endian bytes of the elements of a tensor without `raw_data`.
fn typed(dtype: DataType, proto: &TensorProto) -> Bytes {
    let floats = || {
        proto
            .float_data
            .iter()
            .flat_map(|value| value.to_le_bytes())
    };
    let doubles = || {
        proto
            .double_data
            .iter()
            .flat_map(|value| value.to_le_bytes())
    };
    // Narrow types are stored one a 32-bit integer: keep the low bytes.
    let narrow = |width: usize| {
        let values = proto.int32_data.iter();
        values.flat_map(move |value| value.to_le_bytes().into_iter().take(width))
    };
    match dtype {
        DataType::F32 | DataType::Complex64 => floats().collect(),
        DataType::F64 | DataType::Complex128 => doubles().collect(),
        DataType::I64 => {
            let values = proto.int64_data.iter();
            values.flat_map(|value| value.to_le_bytes()).collect()
        }
        DataType::U64 => {
            let values = proto.uint64_data.iter();
            values.flat_map(|value| value.to_le_bytes()).collect()
        }
        DataType::U32 => {
            let values = proto.uint64_data.iter();
            values
                .flat_map(|value| (*value as u32).to_le_bytes())
                .collect()
        }
        DataType::I32 => narrow(4).collect(),
        DataType::U16 | DataType::I16 | DataType::F16 | DataType::Bf16 => narrow(2).collect(),
        _ => narrow(1).collect(),
    }
}

/// Every name that subgraphs read. Names they define themselves are among
/// them, which does no harm: outside, nothing has those names.
fn captures(attributes: &[AttributeProto], names: &mut Vec<String>) {
    for attribute in attributes {
        for graph in attribute.g.iter().chain(&attribute.graphs) {
            for node in &graph.node {
                names.extend(node.input.iter().cloned());
                captures(&node.attribute, names);
            }
            names.extend(graph.output.iter().filter_map(|value| value.name.clone()));
        }
    }
}
