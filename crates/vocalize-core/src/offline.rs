//! Saving the form of a graph that ONNX Runtime would otherwise make at every
//! start.

use std::fs;
use std::path::Path;

use ort::session::builder::GraphOptimizationLevel;

use crate::cpu::{cpu_identity, cpu_name};
use crate::error::Error;
use crate::model::{first_line, session_builder};
use crate::runtime::Runtime;
use crate::variant::{Variant, VariantRecord};

const GRAPH: &str = "model.onnx";
const WEIGHTS: &str = "weights.bin";

/// Optimises `base` fully for this CPU and saves it as the variant `name` beside
/// it, weights in a file of their own. An older variant of that name is replaced
/// once the new one is complete.
///
/// # Errors
/// [`Error::Load`] when ONNX Runtime can't, [`Error::Io`] when the disk doesn't.
pub fn save_optimized(runtime: &Runtime, base: &Variant, name: &str) -> Result<Variant, Error> {
    let variants = base.folder().parent().unwrap_or(Path::new("."));
    let beside = tempfile::Builder::new()
        .prefix(".making-")
        .tempdir_in(variants)
        .map_err(Error::io("write in", variants))?;
    let graph = base.graph();
    optimize(runtime, &graph, beside.path()).map_err(|e| Error::Load {
        path: graph.clone(),
        reason: first_line(&e),
    })?;
    let record = VariantRecord {
        name: name.to_owned(),
        graph: GRAPH.into(),
        base: base.record().name.clone(),
        made_by: format!(
            "ONNX Runtime's own graph optimisation on {} ({})",
            cpu_name(),
            runtime.build_info()
        ),
        requires_cpu: Some(cpu_identity()),
        files: Vec::new(),
    };
    record.with_files_of(beside.path())?.write(beside.path())?;
    replace(beside, &variants.join(name))?;
    Variant::load(&variants.join(name))
}

fn optimize(runtime: &Runtime, graph: &Path, folder: &Path) -> Result<(), ort::Error> {
    session_builder(
        runtime,
        crate::physical_cores(),
        GraphOptimizationLevel::All,
    )?
    .with_optimized_model_path(folder.join(GRAPH))?
    .with_config_entry(
        "session.optimized_model_external_initializers_file_name",
        WEIGHTS,
    )?
    .with_config_entry(
        "session.optimized_model_external_initializers_min_size_in_bytes",
        "1024",
    )?
    .commit_from_file(graph)?;
    Ok(())
}

/// Puts the finished folder in the place of an older one.
fn replace(made: tempfile::TempDir, place: &Path) -> Result<(), Error> {
    let old = made.path().with_extension("old");
    let had_old = place.exists();
    if had_old {
        fs::rename(place, &old).map_err(Error::io("move", place))?;
    }
    fs::rename(made.path(), place).map_err(Error::io("write", place))?;
    // The folder has its name now: there is nothing left to remove.
    let _ = made.keep();
    if had_old {
        fs::remove_dir_all(&old).map_err(Error::io("remove", &old))?;
    }
    Ok(())
}
