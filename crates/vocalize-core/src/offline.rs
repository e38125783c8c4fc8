//! Saving the form of a graph that ONNX Runtime would otherwise make at every
//! start.

use std::path::{Path, PathBuf};

use ort::session::builder::{GraphOptimizationLevel, SessionBuilder};

use crate::cpu::{cpu_identity, cpu_name};
use crate::error::Error;
use crate::runtime::Runtime;
use crate::session::{SessionOptions, first_line, session_builder};
use crate::variant::{Variant, VariantRecord};

const GRAPH: &str = "model.onnx";
const WEIGHTS: &str = "weights.bin";

/// The record of a variant `name` that [`optimize_offline`] makes of `base` after
/// `how`; its files are still to be listed.
pub fn offline_record(runtime: &Runtime, name: &str, base: &Variant, how: &str) -> VariantRecord {
    VariantRecord {
        name: name.to_owned(),
        graph: GRAPH.into(),
        steps_before: Vec::new(),
        shaped_graph: None,
        base: base.record().name.clone(),
        made_by: format!(
            "{how}ONNX Runtime's own graph optimisation on {} ({})",
            cpu_name(),
            runtime.build_info()
        ),
        requires_cpu: Some(cpu_identity()),
        quantised: None,
        quality: None,
        files: Vec::new(),
    }
}

/// Has ONNX Runtime optimise `graph` fully for this CPU and saves the result in
/// `folder`, weights in a file of their own; returns the new graph's path.
///
/// # Errors
/// [`Error::Load`] when ONNX Runtime can't.
pub fn optimize_offline(runtime: &Runtime, graph: &Path, folder: &Path) -> Result<PathBuf, Error> {
    let failed = |e| Error::Load {
        path: graph.to_owned(),
        reason: first_line(&e),
    };
    let options = SessionOptions::default();
    let builder = session_builder(runtime, &options, GraphOptimizationLevel::All)?;
    optimize(builder, graph, folder).map_err(failed)?;
    Ok(folder.join(GRAPH))
}

fn optimize(builder: SessionBuilder, graph: &Path, folder: &Path) -> Result<(), ort::Error> {
    let beside = "session.optimized_model_external_initializers_file_name";
    let from_size = "session.optimized_model_external_initializers_min_size_in_bytes";
    builder
        .with_optimized_model_path(folder.join(GRAPH))?
        .with_config_entry(beside, WEIGHTS)?
        .with_config_entry(from_size, "1024")?
        .commit_from_file(graph)?;
    Ok(())
}
