use crate::{
    DataType,
    proto::{DimensionProto, TensorShapeProto, TensorTypeProto, TypeProto, ValueInfoProto},
};

/// One dimension of a shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dim {
    /// Known.
    Fixed(i64),
    /// Unknown, but equal wherever the name is.
    Named(String),
    /// Unknown.
    Unknown,
}

/// A value's name, element type and shape.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueInfo(pub(crate) ValueInfoProto);

impl ValueInfo {
    /// A tensor value.
    pub fn tensor(name: &str, dtype: DataType, shape: &[Dim]) -> Self {
        let dim = shape
            .iter()
            .map(|dim| DimensionProto {
                dim_value: match dim {
                    Dim::Fixed(size) => Some(*size),
                    _ => None,
                },
                dim_param: match dim {
                    Dim::Named(name) => Some(name.clone()),
                    _ => None,
                },
                denotation: None,
            })
            .collect();
        Self(ValueInfoProto {
            name: Some(name.to_owned()),
            r#type: Some(TypeProto {
                tensor_type: Some(TensorTypeProto {
                    elem_type: Some(dtype.code()),
                    shape: Some(TensorShapeProto { dim }),
                }),
                ..TypeProto::default()
            }),
            ..ValueInfoProto::default()
        })
    }

    /// The value's name.
    pub fn name(&self) -> &str {
        self.0.name.as_deref().unwrap_or_default()
    }

    /// The element type, when the value is a tensor and the file says so.
    pub fn dtype(&self) -> Option<DataType> {
        DataType::from_code(self.tensor_type()?.elem_type?)
    }

    /// The shape, when the value is a tensor and the file says so.
    pub fn shape(&self) -> Option<Vec<Dim>> {
        let dims = &self.tensor_type()?.shape.as_ref()?.dim;
        let dim = |dim: &DimensionProto| match (dim.dim_value, &dim.dim_param) {
            (Some(size), _) => Dim::Fixed(size),
            (None, Some(name)) if !name.is_empty() => Dim::Named(name.clone()),
            _ => Dim::Unknown,
        };
        Some(dims.iter().map(dim).collect())
    }

    fn tensor_type(&self) -> Option<&TensorTypeProto> {
        self.0.r#type.as_ref()?.tensor_type.as_ref()
    }
}
