//! A walk over the raw protobuf before it is decoded.
//!
//! `prost` drops fields it doesn't know and allocates as it goes. This walk
//! first refuses unknown fields (writing the model back would lose them) and
//! files whose counts or nesting pass the [`Limits`].

use crate::{Limits, OnnxError};

/// A message of the specification.
#[derive(Clone, Copy)]
enum Kind {
    Model,
    Graph,
    Node,
    Attribute,
    Tensor,
    SparseTensor,
    Segment,
    Value,
    Type,
    TensorType,
    ElementType,
    MapType,
    Opaque,
    Shape,
    Dimension,
    Entry,
    Opset,
    Annotation,
    Training,
    Function,
    DeviceConfiguration,
    NodeDevice,
    Sharding,
    DeviceGroup,
    ShardedDim,
    SimpleShardedDim,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Model => "ModelProto",
            Self::Graph => "GraphProto",
            Self::Node => "NodeProto",
            Self::Attribute => "AttributeProto",
            Self::Tensor => "TensorProto",
            Self::SparseTensor => "SparseTensorProto",
            Self::Segment => "TensorProto.Segment",
            Self::Value => "ValueInfoProto",
            Self::Type => "TypeProto",
            Self::TensorType => "TypeProto.Tensor",
            Self::ElementType => "TypeProto.Sequence",
            Self::MapType => "TypeProto.Map",
            Self::Opaque => "TypeProto.Opaque",
            Self::Shape => "TensorShapeProto",
            Self::Dimension => "TensorShapeProto.Dimension",
            Self::Entry => "StringStringEntryProto",
            Self::Opset => "OperatorSetIdProto",
            Self::Annotation => "TensorAnnotation",
            Self::Training => "TrainingInfoProto",
            Self::Function => "FunctionProto",
            Self::DeviceConfiguration => "DeviceConfigurationProto",
            Self::NodeDevice => "NodeDeviceConfigurationProto",
            Self::Sharding => "ShardingSpecProto",
            Self::DeviceGroup => "IntIntListEntryProto",
            Self::ShardedDim => "ShardedDimProto",
            Self::SimpleShardedDim => "SimpleShardedDimProto",
        }
    }

    /// The message that a field holds; `None` for a plain value.
    fn child(self, field: u32) -> Option<Kind> {
        match (self, field) {
            (Self::Model, 7) | (Self::Attribute, 6 | 11) | (Self::Training, 1 | 2) => {
                Some(Self::Graph)
            }
            (Self::Model, 8) | (Self::Function, 9) => Some(Self::Opset),
            (Self::Model, 20) => Some(Self::Training),
            (Self::Model, 25) => Some(Self::Function),
            (Self::Model, 26) => Some(Self::DeviceConfiguration),
            (Self::Graph, 1) | (Self::Function, 7) => Some(Self::Node),
            (Self::Graph, 5) | (Self::Attribute, 5 | 10) | (Self::SparseTensor, 1 | 2) => {
                Some(Self::Tensor)
            }
            (Self::Graph, 11..=13) | (Self::Function, 12) => Some(Self::Value),
            (Self::Graph, 14) => Some(Self::Annotation),
            (Self::Graph, 15) | (Self::Attribute, 22 | 23) => Some(Self::SparseTensor),
            (Self::Node, 5) | (Self::Function, 11) => Some(Self::Attribute),
            (Self::Node, 10) => Some(Self::NodeDevice),
            (Self::Attribute, 14 | 15)
            | (Self::Value, 2)
            | (Self::ElementType, 1)
            | (Self::MapType, 2) => Some(Self::Type),
            (Self::Tensor, 3) => Some(Self::Segment),
            (Self::Type, 1 | 8) => Some(Self::TensorType),
            (Self::Type, 4 | 9) => Some(Self::ElementType),
            (Self::Type, 5) => Some(Self::MapType),
            (Self::Type, 7) => Some(Self::Opaque),
            (Self::TensorType, 2) => Some(Self::Shape),
            (Self::Shape, 1) => Some(Self::Dimension),
            (Self::NodeDevice, 2) => Some(Self::Sharding),
            (Self::Sharding, 3) => Some(Self::DeviceGroup),
            (Self::Sharding, 4) => Some(Self::ShardedDim),
            (Self::ShardedDim, 2) => Some(Self::SimpleShardedDim),
            (Self::Model | Self::Function, 14)
            | (Self::Graph | Self::Tensor, 16)
            | (Self::Node, 9)
            | (Self::Value, 4)
            | (Self::Tensor, 13)
            | (Self::Annotation, 2)
            | (Self::Training, 3 | 4) => Some(Self::Entry),
            _ => None,
        }
    }

    /// Whether the specification has this field.
    fn knows(self, field: u32) -> bool {
        match self {
            Self::Model => matches!(field, 1..=8 | 14 | 20 | 25 | 26),
            Self::Graph => matches!(field, 1 | 2 | 5 | 10..=16),
            Self::Node => matches!(field, 1..=10),
            Self::Attribute => matches!(field, 1..=11 | 13..=15 | 20..=23),
            Self::Tensor => matches!(field, 1..=14 | 16),
            Self::Type => matches!(field, 1 | 4..=9),
            Self::Function => matches!(field, 1 | 4..=14),
            Self::Value | Self::Sharding | Self::Training => matches!(field, 1..=4),
            Self::SparseTensor
            | Self::Dimension
            | Self::DeviceConfiguration
            | Self::NodeDevice
            | Self::SimpleShardedDim => matches!(field, 1..=3),
            Self::Segment
            | Self::TensorType
            | Self::MapType
            | Self::Opaque
            | Self::Entry
            | Self::Opset
            | Self::Annotation
            | Self::DeviceGroup
            | Self::ShardedDim => matches!(field, 1 | 2),
            Self::ElementType | Self::Shape => field == 1,
        }
    }
}

/// Checks that `bytes` is a model within the limits and without unknown fields.
pub(crate) fn check(bytes: &[u8], limits: &Limits) -> Result<(), OnnxError> {
    let mut walk = Walk {
        limits,
        nodes: 0,
        fields: 0,
    };
    walk.message(Kind::Model, bytes, 0)
}

struct Walk<'a> {
    limits: &'a Limits,
    nodes: usize,
    fields: usize,
}

impl Walk<'_> {
    fn message(&mut self, kind: Kind, mut bytes: &[u8], depth: usize) -> Result<(), OnnxError> {
        within("levels of nesting", depth, self.limits.depth)?;
        if matches!(kind, Kind::Node) {
            self.nodes += 1;
            within("nodes", self.nodes, self.limits.nodes)?;
        }
        while !bytes.is_empty() {
            self.fields += 1;
            within("fields", self.fields, self.limits.fields)?;
            let key = varint(&mut bytes)?;
            let field = u32::try_from(key >> 3).map_err(|_| damaged("a field number"))?;
            if !kind.knows(field) {
                return Err(OnnxError::UnknownField {
                    message: kind.name(),
                    field,
                });
            }
            match key & 7 {
                0 => {
                    varint(&mut bytes)?;
                }
                1 => {
                    take(&mut bytes, 8)?;
                }
                2 => {
                    let length = varint(&mut bytes)?;
                    let body = take(&mut bytes, length)?;
                    if let Some(child) = kind.child(field) {
                        self.message(child, body, depth + 1)?;
                    }
                }
                5 => {
                    take(&mut bytes, 4)?;
                }
                _ => return Err(damaged("a wire type")),
            }
        }
        Ok(())
    }
}

fn within(what: &'static str, count: usize, limit: usize) -> Result<(), OnnxError> {
    if count > limit {
        return Err(OnnxError::TooLarge {
            what,
            limit: limit as u64,
        });
    }
    Ok(())
}

fn varint(bytes: &mut &[u8]) -> Result<u64, OnnxError> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let byte = take(bytes, 1)?[0];
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err(damaged("a number"))
}

fn take<'a>(bytes: &mut &'a [u8], length: u64) -> Result<&'a [u8], OnnxError> {
    let split = usize::try_from(length)
        .ok()
        .and_then(|length| bytes.split_at_checked(length));
    let (head, tail) = split.ok_or_else(|| damaged("the end of the file"))?;
    *bytes = tail;
    Ok(head)
}

fn damaged(what: &str) -> OnnxError {
    OnnxError::Damaged(format!("{what} is not where it should be"))
}
