use bytes::Bytes;

use crate::{OnnxError, annotations::Annotations};

/// The type of a tensor's elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum DataType {
    F32,
    U8,
    I8,
    U16,
    I16,
    I32,
    I64,
    String,
    Bool,
    F16,
    F64,
    U32,
    U64,
    Complex64,
    Complex128,
    Bf16,
    /// One of the 8-bit floats, by its code in the specification.
    F8(u8),
    /// Two elements a byte, by its code in the specification.
    Packed4(u8),
    /// Four elements a byte, by its code in the specification.
    Packed2(u8),
}

/// The types with a code of their own in `TensorProto.DataType`.
const CODES: [(i32, DataType); 16] = [
    (1, DataType::F32),
    (2, DataType::U8),
    (3, DataType::I8),
    (4, DataType::U16),
    (5, DataType::I16),
    (6, DataType::I32),
    (7, DataType::I64),
    (8, DataType::String),
    (9, DataType::Bool),
    (10, DataType::F16),
    (11, DataType::F64),
    (12, DataType::U32),
    (13, DataType::U64),
    (14, DataType::Complex64),
    (15, DataType::Complex128),
    (16, DataType::Bf16),
];

impl DataType {
    /// The type with this number in `TensorProto.DataType`.
    pub fn from_code(code: i32) -> Option<Self> {
        match code {
            17..=20 | 24 => Some(Self::F8(code as u8)),
            21..=23 => Some(Self::Packed4(code as u8)),
            25 | 26 => Some(Self::Packed2(code as u8)),
            _ => CODES
                .iter()
                .find(|(known, _)| *known == code)
                .map(|found| found.1),
        }
    }

    /// The type's number in `TensorProto.DataType`.
    pub fn code(self) -> i32 {
        match self {
            Self::F8(code) | Self::Packed4(code) | Self::Packed2(code) => i32::from(code),
            _ => CODES
                .iter()
                .find(|(_, known)| *known == self)
                .map_or(0, |found| found.0),
        }
    }

    /// Bytes that `count` elements take; `None` for strings and on overflow.
    pub fn bytes(self, count: usize) -> Option<usize> {
        match self {
            Self::U8 | Self::I8 | Self::Bool | Self::F8(_) => Some(count),
            Self::U16 | Self::I16 | Self::F16 | Self::Bf16 => count.checked_mul(2),
            Self::F32 | Self::I32 | Self::U32 => count.checked_mul(4),
            Self::F64 | Self::I64 | Self::U64 | Self::Complex64 => count.checked_mul(8),
            Self::Complex128 => count.checked_mul(16),
            Self::Packed4(_) => Some(count.div_ceil(2)),
            Self::Packed2(_) => Some(count.div_ceil(4)),
            Self::String => None,
        }
    }
}

/// A constant tensor: little-endian elements, last dimension fastest.
///
/// Cloning shares the data.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor {
    dtype: DataType,
    dims: Vec<usize>,
    pub(crate) data: Data,
    pub(crate) annotations: Annotations,
}

/// A tensor's elements.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Data {
    Raw(Bytes),
    Strings(Vec<Bytes>),
}

impl Tensor {
    pub(crate) fn new(
        name: &str,
        dtype: DataType,
        dims: Vec<usize>,
        data: Data,
    ) -> Result<Self, OnnxError> {
        let count = elements(&dims)
            .ok_or_else(|| OnnxError::tensor(name, "dimensions larger than memory"))?;
        let (found, expected) = match &data {
            Data::Raw(raw) => (raw.len(), dtype.bytes(count)),
            Data::Strings(strings) => (strings.len(), (dtype == DataType::String).then_some(count)),
        };
        if expected != Some(found) {
            return Err(OnnxError::tensor(
                name,
                format!("{found} bytes of data for {dtype:?} {dims:?}"),
            ));
        }
        Ok(Self {
            dtype,
            dims,
            data,
            annotations: Annotations::default(),
        })
    }

    /// A float tensor.
    ///
    /// # Errors
    /// The dimensions don't multiply to the number of values.
    pub fn f32(dims: &[usize], values: &[f32]) -> Result<Self, OnnxError> {
        let raw = values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        Self::new("", DataType::F32, dims.to_vec(), Data::Raw(raw))
    }

    /// An integer tensor, as shapes, axes and indices are.
    ///
    /// # Errors
    /// The dimensions don't multiply to the number of values.
    pub fn i64(dims: &[usize], values: &[i64]) -> Result<Self, OnnxError> {
        let raw = values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        Self::new("", DataType::I64, dims.to_vec(), Data::Raw(raw))
    }

    /// A tensor of bytes.
    ///
    /// # Errors
    /// The dimensions don't multiply to the number of values.
    pub fn u8(dims: &[usize], values: Vec<u8>) -> Result<Self, OnnxError> {
        Self::new("", DataType::U8, dims.to_vec(), Data::Raw(values.into()))
    }

    /// A tensor of signed bytes.
    ///
    /// # Errors
    /// The dimensions don't multiply to the number of values.
    pub fn i8(dims: &[usize], values: &[i8]) -> Result<Self, OnnxError> {
        let raw = values.iter().map(|value| value.cast_unsigned()).collect();
        Self::new("", DataType::I8, dims.to_vec(), Data::Raw(raw))
    }

    /// A tensor of 32-bit integers.
    ///
    /// # Errors
    /// The dimensions don't multiply to the number of values.
    pub fn i32(dims: &[usize], values: &[i32]) -> Result<Self, OnnxError> {
        let raw = values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        Self::new("", DataType::I32, dims.to_vec(), Data::Raw(raw))
    }

    /// A float without dimensions.
    pub fn scalar(value: f32) -> Self {
        Self {
            dtype: DataType::F32,
            dims: Vec::new(),
            data: Data::Raw(Bytes::copy_from_slice(&value.to_le_bytes())),
            annotations: Annotations::default(),
        }
    }

    /// The type of the elements.
    pub fn dtype(&self) -> DataType {
        self.dtype
    }

    /// The dimensions; empty for a scalar.
    pub fn dims(&self) -> &[usize] {
        &self.dims
    }

    /// The number of elements.
    pub fn len(&self) -> usize {
        self.dims.iter().product()
    }

    /// Whether there are no elements.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The elements' bytes, little-endian; `None` for strings.
    pub fn raw(&self) -> Option<&Bytes> {
        match &self.data {
            Data::Raw(raw) => Some(raw),
            Data::Strings(_) => None,
        }
    }

    /// The elements, when they are 32-bit floats.
    pub fn to_f32(&self) -> Option<Vec<f32>> {
        self.elements(DataType::F32, f32::from_le_bytes)
    }

    /// The elements, when they are 64-bit integers.
    pub fn to_i64(&self) -> Option<Vec<i64>> {
        self.elements(DataType::I64, i64::from_le_bytes)
    }

    /// The only element, when it is a 32-bit float.
    pub fn scalar_f32(&self) -> Option<f32> {
        let values = (self.len() == 1).then(|| self.to_f32())??;
        values.first().copied()
    }

    /// 8-bit integers of either sign, widened.
    pub fn to_i32_of_8bit(&self) -> Option<Vec<i32>> {
        let raw = self.raw()?;
        match self.dtype {
            DataType::U8 => Some(raw.iter().map(|byte| i32::from(*byte)).collect()),
            DataType::I8 => Some(
                raw.iter()
                    .map(|byte| i32::from(i8::from_le_bytes([*byte])))
                    .collect(),
            ),
            _ => None,
        }
    }

    /// The same elements under other dimensions.
    ///
    /// # Errors
    /// The dimensions don't multiply to the same number of elements.
    pub fn reshaped(&self, dims: &[usize]) -> Result<Self, OnnxError> {
        Self::new("", self.dtype, dims.to_vec(), self.data.clone())
    }

    fn elements<const N: usize, T>(
        &self,
        dtype: DataType,
        decode: fn([u8; N]) -> T,
    ) -> Option<Vec<T>> {
        if self.dtype != dtype {
            return None;
        }
        let (chunks, _) = self.raw()?.as_chunks::<N>();
        Some(chunks.iter().map(|chunk| decode(*chunk)).collect())
    }
}

/// The number of elements, unless it overflows.
pub(crate) fn elements(dims: &[usize]) -> Option<usize> {
    dims.iter()
        .try_fold(1usize, |count, dim| count.checked_mul(*dim))
}
