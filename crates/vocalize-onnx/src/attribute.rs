use bytes::Bytes;

use crate::{OnnxError, Tensor, proto::AttributeProto, read, write};

/// A node's attribute.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Attribute {
    /// One number.
    Float(f32),
    /// One integer.
    Int(i64),
    /// One string, which ONNX doesn't promise to be UTF-8.
    String(Bytes),
    /// One constant tensor.
    Tensor(Tensor),
    /// Several numbers.
    Floats(Vec<f32>),
    /// Several integers.
    Ints(Vec<i64>),
    /// Several strings.
    Strings(Vec<Bytes>),
    /// A subgraph, a type or another kind that this crate only carries.
    Carried(Carried),
}

/// An attribute of a kind that is carried from reading to writing unchanged.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried(pub(crate) Box<AttributeProto>);

/// `AttributeProto.AttributeType`.
mod kind {
    pub(super) const FLOAT: i32 = 1;
    pub(super) const INT: i32 = 2;
    pub(super) const STRING: i32 = 3;
    pub(super) const TENSOR: i32 = 4;
    pub(super) const FLOATS: i32 = 6;
    pub(super) const INTS: i32 = 7;
    pub(super) const STRINGS: i32 = 8;
}

impl Attribute {
    pub(crate) fn from_proto(
        mut proto: AttributeProto,
        read: &mut read::Reader<'_>,
    ) -> Result<(String, Self), OnnxError> {
        let name = proto.name.clone().unwrap_or_default();
        let plain = proto.doc_string.as_deref().unwrap_or_default().is_empty()
            && proto
                .ref_attr_name
                .as_deref()
                .unwrap_or_default()
                .is_empty();
        let value = match proto.r#type {
            _ if !plain => None,
            Some(kind::FLOAT) => Some(Self::Float(proto.f.unwrap_or_default())),
            Some(kind::INT) => Some(Self::Int(proto.i.unwrap_or_default())),
            Some(kind::STRING) => Some(Self::String(proto.s.take().unwrap_or_default())),
            Some(kind::FLOATS) => Some(Self::Floats(std::mem::take(&mut proto.floats))),
            Some(kind::INTS) => Some(Self::Ints(std::mem::take(&mut proto.ints))),
            Some(kind::STRINGS) => Some(Self::Strings(std::mem::take(&mut proto.strings))),
            Some(kind::TENSOR) => match proto.t.take() {
                Some(tensor) => Some(Self::Tensor(read.tensor(tensor)?.1)),
                None => return Err(OnnxError::tensor(&name, "attribute without its tensor")),
            },
            _ => None,
        };
        Ok((
            name,
            value.unwrap_or_else(|| Self::Carried(Carried(Box::new(proto)))),
        ))
    }

    pub(crate) fn to_proto(&self, name: &str) -> AttributeProto {
        let mut proto = AttributeProto {
            name: Some(name.to_owned()),
            ..AttributeProto::default()
        };
        let kind = match self {
            Self::Float(value) => {
                proto.f = Some(*value);
                kind::FLOAT
            }
            Self::Int(value) => {
                proto.i = Some(*value);
                kind::INT
            }
            Self::String(value) => {
                proto.s = Some(value.clone());
                kind::STRING
            }
            Self::Tensor(value) => {
                proto.t = Some(write::tensor("", value));
                kind::TENSOR
            }
            Self::Floats(values) => {
                proto.floats.clone_from(values);
                kind::FLOATS
            }
            Self::Ints(values) => {
                proto.ints.clone_from(values);
                kind::INTS
            }
            Self::Strings(values) => {
                proto.strings.clone_from(values);
                kind::STRINGS
            }
            Self::Carried(carried) => return (*carried.0).clone(),
        };
        proto.r#type = Some(kind);
        proto
    }
}

impl From<f32> for Attribute {
    fn from(value: f32) -> Self {
        Self::Float(value)
    }
}

impl From<i64> for Attribute {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<Vec<i64>> for Attribute {
    fn from(values: Vec<i64>) -> Self {
        Self::Ints(values)
    }
}

impl From<&str> for Attribute {
    fn from(value: &str) -> Self {
        Self::String(Bytes::copy_from_slice(value.as_bytes()))
    }
}

impl From<Tensor> for Attribute {
    fn from(value: Tensor) -> Self {
        Self::Tensor(value)
    }
}
