//! Cuts a model into its three parts: `split IN FOLDER`.

use std::path::PathBuf;

use vocalize_onnx::{External, Limits, Model, split};

fn main() -> anyhow::Result<()> {
    let mut paths = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(input), Some(folder)) = (paths.next(), paths.next()) else {
        anyhow::bail!("usage: split IN FOLDER");
    };
    let parts = split::split(&Model::load(&input, &Limits::default())?)?;
    std::fs::create_dir_all(&folder)?;
    for (name, part) in [
        ("prosody", parts.prosody),
        ("source", parts.source),
        ("decoder", parts.decoder),
    ] {
        let weights = External::Beside(format!("{name}.weights.bin"));
        part.save(&folder.join(format!("{name}.onnx")), &weights)?;
        println!("{name}: {} nodes", part.graph.nodes.len());
    }
    Ok(())
}
