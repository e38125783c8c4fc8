//! Runs the passes on a model: `optimize IN OUT bits|rounding|phases`.

use std::path::PathBuf;

use vocalize_onnx::{
    External, Limits, Model,
    passes::{self, Exactness},
};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output, exactness] = arguments.as_slice() else {
        anyhow::bail!("usage: optimize IN OUT bits|rounding|phases");
    };
    let exactness = match exactness.as_str() {
        "bits" => Exactness::Bits,
        "rounding" => Exactness::Rounding,
        "phases" => Exactness::Phases,
        other => anyhow::bail!("{other} is not bits, rounding or phases"),
    };
    let mut model = Model::load(&PathBuf::from(input), &Limits::default())?;
    for report in passes::optimize(&mut model, exactness)? {
        println!(
            "{:15} {:4} rewrites, {} -> {} nodes",
            report.pass, report.rewrites, report.nodes_before, report.nodes_after
        );
    }
    model.save(&PathBuf::from(output), &External::Inline)?;
    Ok(())
}
