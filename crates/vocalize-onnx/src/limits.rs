/// What a model file may ask for before it is refused.
///
/// The defaults are several times what Kokoro-82M needs (3,614 nodes, 0.33 GB
/// of fp32 weights, nesting of 6), and small enough that a hostile file can't
/// exhaust an ordinary machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the model file. Protobuf itself stops at 2 GiB.
    pub file_bytes: u64,
    /// Bytes of any one external weights file.
    pub external_bytes: u64,
    /// Nodes, all subgraphs and functions counted.
    pub nodes: usize,
    /// Protobuf fields in the whole file: bounds the memory that a file of
    /// many tiny messages can take.
    pub fields: usize,
    /// Dimensions of one tensor.
    pub rank: usize,
    /// Messages nested in one another (a subgraph costs three).
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 1 << 30,
            external_bytes: 2 << 30,
            nodes: 50_000,
            fields: 2_000_000,
            rank: 16,
            depth: 32,
        }
    }
}
