//! `ConvTranspose` with kernel twice the stride -> `Conv`, interleaving, cut
//!
//! With stride `s`, kernel `2s` and no cutting, output sample `s·n + r` is
//! `x[n]·w[r] + x[n-1]·w[r+s]`: a convolution of width 2 with `s` times the
//! output channels, one for each `r`, over `x` padded by one on each side. A
//! transpose puts the `s` samples of each `n` side by side, and a slice cuts
//! the `p` samples at either end that the operator's padding asks for.

use crate::{Edit, Graph, Node, OnnxError, Tensor};

pub(super) fn as_conv(graph: &mut Graph) -> Result<usize, OnnxError> {
    let mut edit = Edit::new();
    for (number, node) in graph.nodes.iter().enumerate() {
        if let Some(layer) = Layer::found(graph, node) {
            let nodes = layer.nodes(&mut edit, node)?;
            edit.replace(number, nodes);
        }
    }
    let count = edit.len();
    graph.apply(edit)?;
    Ok(count)
}

struct Layer {
    /// [inputs, outputs, 2 x stride].
    weight: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
    outputs: usize,
    stride: usize,
    padding: i64,
}

impl Layer {
    fn found(graph: &Graph, node: &Node) -> Option<Self> {
        if !node.is("ConvTranspose") || node.int("group").unwrap_or(1) != 1 {
            return None;
        }
        let weight = graph.weights.get(node.input(1))?;
        let &[inputs, outputs, width] = weight.dims() else {
            return None;
        };
        let stride = usize::try_from(*node.ints("strides")?.first()?).ok()?;
        let &[before, after] = node.ints("pads")? else {
            return None;
        };
        let plain = node.ints("output_padding").is_none_or(|p| p == [0])
            && node.ints("dilations").is_none_or(|d| d == [1])
            && node.ints("output_shape").is_none()
            && matches!(node.string("auto_pad"), None | Some("NOTSET"));
        let bias = graph.weights.get(node.input(2))?.to_f32()?;
        (plain && stride > 1 && width == 2 * stride && before == after && before > 0).then_some(
            Self {
                weight: weight.to_f32()?,
                bias,
                inputs,
                outputs,
                stride,
                padding: before,
            },
        )
    }

    /// Weights of the convolution, [outputs x stride, inputs, 2].
    fn weights(&self) -> Vec<f32> {
        let mut weights = Vec::with_capacity(self.weight.len());
        for output in 0..self.outputs {
            for r in 0..self.stride {
                for input in 0..self.inputs {
                    let kernel = (input * self.outputs + output) * 2 * self.stride;
                    // Width 2 reads x[n-1], then x[n].
                    weights.push(self.weight[kernel + self.stride + r]);
                    weights.push(self.weight[kernel + r]);
                }
            }
        }
        weights
    }

    fn nodes(&self, edit: &mut Edit, node: &Node) -> Result<Vec<Node>, OnnxError> {
        let out = node.output();
        let name = |what: &str| format!("{out}_{what}");
        let channels = self.outputs * self.stride;
        let bias: Vec<f32> = (0..channels).map(|i| self.bias[i / self.stride]).collect();
        let weight = Tensor::f32(&[channels, self.inputs, 2], &self.weights())?;
        let weight = edit.weight(name("weight"), weight);
        let bias = edit.weight(name("bias"), Tensor::f32(&[channels], &bias)?);
        let (outputs, stride) = (self.outputs as i64, self.stride as i64);
        let mut shape = |what: &str, values: &[i64]| {
            Ok::<_, OnnxError>(edit.weight(name(what), Tensor::i64(&[values.len()], values)?))
        };
        let apart = shape("apart", &[1, outputs, stride, -1])?;
        let together = shape("together", &[1, outputs, -1])?;
        let start = shape("start", &[self.padding])?;
        let end = shape("end", &[-self.padding])?;
        let axis = shape("axis", &[2])?;
        Ok(vec![
            Node::new("Conv", [node.input(0), &weight, &bias], name("phases"))
                .with("kernel_shape", vec![2])
                .with("pads", vec![1, 1]),
            Node::new("Reshape", [name("phases"), apart], name("rows")),
            Node::new("Transpose", [name("rows")], name("columns")).with("perm", vec![0, 1, 3, 2]),
            Node::new("Reshape", [name("columns"), together], name("whole")),
            Node::new("Slice", [name("whole"), start, end, axis], out),
        ])
    }
}
