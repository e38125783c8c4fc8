//! Restores the published int8 model to fp32: `restore IN OUT`.

use std::path::PathBuf;

use vocalize_onnx::{External, Limits, Model, restore};

fn main() -> anyhow::Result<()> {
    let mut paths = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(input), Some(output)) = (paths.next(), paths.next()) else {
        anyhow::bail!("usage: restore IN OUT");
    };
    let mut model = Model::load(&input, &Limits::default())?;
    let restored = restore::fp32(&mut model)?;
    model.save(&output, &External::Inline)?;
    println!("{restored:?}, {} nodes", model.graph.nodes.len());
    Ok(())
}
