//! What of a variant is computed with integers.

use serde::{Deserialize, Serialize};

/// How a variant was quantised: enough to make it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuantisedRecord {
    /// How the ranges of tensors were found: `minmax`, `percentile` or `entropy`.
    pub calibration: String,
    /// The layers that stayed floats, by the tensors that they make.
    pub float_layers: Vec<String>,
}
