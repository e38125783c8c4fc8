use std::{io::Write, path::Path};

use bytes::Bytes;
use prost::Message;

use crate::{
    External, Graph, Limits, OnnxError, external,
    proto::{ModelProto, OperatorSetIdProto, StringStringEntryProto},
    read, wire, write,
};

/// A model: its graph, the operator sets it uses, and what the file says of
/// itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The graph.
    pub graph: Graph,
    /// The file's remaining fields.
    rest: ModelProto,
}

impl Model {
    /// A model of IR version 9 around a graph, with ONNX operator set `opset`.
    pub fn new(graph: Graph, opset: i64) -> Self {
        let mut model = Self {
            graph,
            rest: ModelProto {
                ir_version: Some(9),
                producer_name: Some("vocalize".to_owned()),
                ..ModelProto::default()
            },
        };
        model.set_opset("", opset);
        model
    }

    /// Reads a model file and its external weights.
    ///
    /// # Errors
    /// The file can't be read, is damaged, asks for more than the limits, has
    /// fields this crate doesn't know, points outside its folder, or its nodes
    /// can't be put in an order.
    pub fn load(path: &Path, limits: &Limits) -> Result<Self, OnnxError> {
        let bytes = external::read_file(path, "bytes of model file", limits.file_bytes)?;
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        Self::decode(bytes, folder, limits)
    }

    /// Reads a model from memory; external weights come from `folder`.
    ///
    /// # Errors
    /// As [`Model::load`].
    pub fn decode(bytes: Bytes, folder: &Path, limits: &Limits) -> Result<Self, OnnxError> {
        wire::check(&bytes, limits)?;
        let mut proto =
            ModelProto::decode(bytes).map_err(|error| OnnxError::Damaged(error.to_string()))?;
        let graph = proto
            .graph
            .take()
            .ok_or_else(|| OnnxError::Damaged("it has no graph".to_owned()))?;
        Ok(Self {
            graph: read::Reader::new(folder, limits).graph(graph)?,
            rest: proto,
        })
    }

    /// The whole model as bytes, weights inside.
    pub fn encode(&self) -> Vec<u8> {
        let weights = self.graph.weights.iter();
        self.proto(
            weights
                .map(|(name, tensor)| write::tensor(name, tensor))
                .collect(),
        )
        .encode_to_vec()
    }

    /// Writes the model. Each file is written beside its place, made durable
    /// and renamed, the weights first. Two files can't be swapped at once: to
    /// replace a model that is in use, save into a new folder and rename that.
    ///
    /// # Errors
    /// A file can't be written, the weights' name is not a plain file name, or
    /// the model file would pass protobuf's 2 GiB.
    pub fn save(&self, path: &Path, external: &External) -> Result<(), OnnxError> {
        let bytes = match external {
            External::Inline => self.encode(),
            External::Beside(name) => {
                let beside = path.with_file_name(name);
                if beside.file_name() != Some(name.as_ref()) || beside == path {
                    return Err(OnnxError::unexpected(name, "a plain file name"));
                }
                self.proto(write::external(&self.graph, &beside, name)?)
                    .encode_to_vec()
            }
        };
        if bytes.len() as u64 >= 2 << 30 {
            return Err(OnnxError::TooLarge {
                what: "bytes of model file",
                limit: 2 << 30,
            });
        }
        write::atomically(path, |file| file.write_all(&bytes))
    }

    /// The version of an operator set (`""` is ONNX's own), if it is imported.
    pub fn opset(&self, domain: &str) -> Option<i64> {
        let mut sets = self.rest.opset_import.iter();
        sets.find(|set| set.domain.as_deref().unwrap_or_default() == domain)?
            .version
    }

    /// Imports an operator set, or changes its version.
    pub fn set_opset(&mut self, domain: &str, version: i64) {
        self.rest
            .opset_import
            .retain(|set| set.domain.as_deref().unwrap_or_default() != domain);
        self.rest.opset_import.push(OperatorSetIdProto {
            domain: Some(domain.to_owned()),
            version: Some(version),
        });
    }

    /// Imports what another model imports, too.
    ///
    /// # Errors
    /// The two import different versions of an operator set.
    pub(crate) fn unite_opsets(&mut self, other: &Self) -> Result<(), OnnxError> {
        for set in &other.rest.opset_import {
            let domain = set.domain.as_deref().unwrap_or_default();
            match self.opset(domain) {
                None => self.rest.opset_import.push(set.clone()),
                Some(version) if Some(version) == set.version => {}
                Some(version) => {
                    let place = format!("operator set `{domain}`");
                    let expected = format!("version {version}, as in the other parts");
                    return Err(OnnxError::unexpected(&place, expected));
                }
            }
        }
        Ok(())
    }

    /// Drops operator sets that no node uses: some runtimes refuse models that
    /// import domains they don't know.
    pub fn remove_unused_opsets(&mut self) {
        let used: std::collections::HashSet<&str> = self
            .graph
            .nodes
            .iter()
            .map(|node| node.domain.as_str())
            .collect();
        self.rest.opset_import.retain(|set| {
            let domain = set.domain.as_deref().unwrap_or_default();
            domain.is_empty() || used.contains(domain)
        });
    }

    /// A value the model carries about itself.
    pub fn metadata(&self, key: &str) -> Option<&str> {
        let mut entries = self.rest.metadata_props.iter();
        entries
            .find(|entry| entry.key.as_deref() == Some(key))?
            .value
            .as_deref()
    }

    /// Sets a value that the model carries about itself.
    pub fn set_metadata(&mut self, key: &str, value: &str) {
        self.rest
            .metadata_props
            .retain(|entry| entry.key.as_deref() != Some(key));
        self.rest.metadata_props.push(StringStringEntryProto {
            key: Some(key.to_owned()),
            value: Some(value.to_owned()),
        });
    }

    /// The same model around another graph.
    pub fn with_graph(&self, graph: Graph) -> Self {
        let mut model = Self {
            graph,
            rest: self.rest.clone(),
        };
        model.remove_unused_opsets();
        model
    }

    fn proto(&self, weights: Vec<crate::proto::TensorProto>) -> ModelProto {
        ModelProto {
            graph: Some(write::graph(&self.graph, weights)),
            ..self.rest.clone()
        }
    }
}
