//! A convolution over time -> one over planes of height 1
//!
//! ```text
//! Conv(x [n, c, t], W [o, c, k]) -> Squeeze(Conv(Unsqueeze(x) [n, c, 1, t], W [o, c, 1, k]))
//! ```
//!
//! The same sums, in another order. ONNX Runtime's kernels for channels in blocks
//! know planes only; they read their input where it lies, where the ones over time
//! copy it first, once for each position of the kernel. The other two operators
//! only rename their buffer.

use crate::{Edit, Graph, Node, OnnxError, Tensor};

/// The axis of the height.
const AXIS: &str = "planes.height_axis";

pub(super) fn convolve(graph: &mut Graph) -> Result<usize, OnnxError> {
    let mut edit = Edit::new();
    for (number, node) in graph.nodes.iter().enumerate() {
        let Some(weight) = over_time(graph, node) else {
            continue;
        };
        let &[outputs, inputs, width] = weight.dims() else {
            continue;
        };
        let name = |what: &str| format!("{}.{what}", node.output());
        let [high, plane] = [name("high"), name("plane")];
        let mut conv = node.clone();
        conv.name.clone_from(&plane);
        conv.inputs[0].clone_from(&high);
        conv.inputs[1] = edit.weight(
            name("weight"),
            weight.reshaped(&[outputs, inputs, 1, width])?,
        );
        conv.outputs[0].clone_from(&plane);
        let of_height = [
            ("kernel_shape", 1),
            ("strides", 1),
            ("dilations", 1),
            ("pads", 0),
        ];
        for (attribute, of_height) in of_height {
            if let Some(of_time) = node.ints(attribute) {
                // A number for each axis; of pads, those before come first.
                let both = of_time.iter().flat_map(|time| [of_height, *time]);
                let both: Vec<i64> = both.collect();
                conv.attributes.insert(attribute.to_owned(), both.into());
            }
        }
        edit.replace(
            number,
            vec![
                Node::new("Unsqueeze", [node.input(0), AXIS], high),
                conv,
                Node::new("Squeeze", [plane.as_str(), AXIS], node.output()),
            ],
        );
    }
    let count = edit.len();
    if count > 0 {
        edit.weight(AXIS.to_owned(), Tensor::i64(&[1], &[2])?);
    }
    graph.apply(edit)?;
    Ok(count)
}

/// The weights of an ungrouped convolution over time.
fn over_time<'g>(graph: &'g Graph, node: &Node) -> Option<&'g Tensor> {
    let plain = node.is("Conv")
        && node.int("group").unwrap_or(1) == 1
        && matches!(node.string("auto_pad"), None | Some("NOTSET"));
    let weight = graph.weights.get(node.input(1))?;
    (plain && weight.dims().len() == 3).then_some(weight)
}
