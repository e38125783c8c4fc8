//! Building the variants from the published model, or from a user's own file.

use std::path::Path;

use anyhow::Context;
use vocalize_core::{Places, Runtime, Variant, VariantRecord, save_optimized};
use vocalize_onnx::passes::{self, Exactness, PassReport};
use vocalize_onnx::restore::{self, Restored};
use vocalize_onnx::{External, Limits, Model, split};

use crate::int8::{self, Budget, Recipe, Workbench};
use crate::quality::dnsmos::Dnsmos;

pub(crate) const GRAPH: &str = "model.onnx";
const WEIGHTS: &str = "weights.bin";

/// What the passes did, for the report.
pub(crate) type Passes = Vec<PassReport>;

/// Builds every variant: ONNX Runtime's offline form of the published file,
/// `fp32` restored from it (or `base`, an fp32 or INT8 export that the user has),
/// and `optimized` from that.
pub(crate) fn build(
    places: &Places,
    runtime: &Runtime,
    base: Option<&Path>,
) -> anyhow::Result<Passes> {
    let variants = places.variants();
    let published = Variant::named(&variants, Variant::PUBLISHED)?;
    eprintln!("{}: optimising it offline for this CPU", Variant::PUBLISHED);
    optimize_published(runtime, &variants, &published)?;
    eprintln!("{}: making it", Variant::FP32);
    let fp32 = make_fp32(&variants, &published, base)?;
    eprintln!(
        "{}: rewriting the graph, optimising it offline",
        Variant::OPTIMIZED
    );
    make_optimized(runtime, &variants, &fp32)
}

fn optimize_published(
    runtime: &Runtime,
    variants: &Path,
    published: &Variant,
) -> anyhow::Result<()> {
    let mut model = Model::load(&published.graph(), &Limits::default())?;
    split::tell_durations(&mut model)?;
    let name = Variant::PUBLISHED_OPTIMIZED;
    optimize_offline(runtime, &model, variants, name, published, "")
}

fn make_fp32(variants: &Path, published: &Variant, base: Option<&Path>) -> anyhow::Result<Variant> {
    let file = base.map_or_else(|| published.graph(), Path::to_owned);
    let read = || format!("can't use {} as a base", file.display());
    let mut model = Model::load(&file, &Limits::default()).with_context(read)?;
    let restored = restore::fp32(&mut model).with_context(read)?;
    split::tell_durations(&mut model).with_context(read)?;
    // OpenVINO's provider takes no graph without.
    passes::say_shapes(&mut model).with_context(read)?;
    let record = VariantRecord {
        name: Variant::FP32.to_owned(),
        graph: GRAPH.into(),
        base: match base {
            Some(file) => file.display().to_string(),
            None => published.record().name.clone(),
        },
        made_by: match restored {
            Restored {
                matmuls: 0,
                convs: 0,
                ..
            } => "taken as it is: original fp32".to_owned(),
            _ => {
                "restored fp32: the quantisation undone, weights still on the INT8 grid".to_owned()
            }
        },
        requires_cpu: None,
        quantised: None,
        quality: None,
        files: Vec::new(),
    };
    record.install(variants, |folder| save(&model, folder))
}

fn make_optimized(runtime: &Runtime, variants: &Path, fp32: &Variant) -> anyhow::Result<Passes> {
    let (model, done) = rewritten(&Model::load(&fp32.graph(), &Limits::default())?)?;
    let how = "our graph passes, then ";
    optimize_offline(runtime, &model, variants, Variant::OPTIMIZED, fp32, how)?;
    Ok(done)
}

/// Saves the variant `name` as ONNX Runtime optimises `model`.
fn optimize_offline(
    runtime: &Runtime,
    model: &Model,
    variants: &Path,
    name: &str,
    base: &Variant,
    how: &str,
) -> anyhow::Result<()> {
    let folder = tempfile::Builder::new()
        .prefix(".making-")
        .tempdir_in(variants)?;
    save(model, folder.path())?;
    let graph = folder.path().join(GRAPH);
    save_optimized(runtime, &graph, variants, name, base, how)?;
    Ok(())
}

/// The model with our passes, and what they did to the decoder.
fn rewritten(model: &Model) -> anyhow::Result<(Model, Passes)> {
    let mut parts = split::split(model)?;
    // One rounding in the prosody is heard as other phases of the harmonic
    // source. In the decoder, which comes after it, every sample stays where it
    // was, and no listener has to be asked.
    for part in [&mut parts.prosody, &mut parts.source] {
        passes::optimize(part, Exactness::Bits)?;
    }
    let done = passes::optimize(&mut parts.decoder, Exactness::Rounding)?;
    Ok((split::join(&parts)?, done))
}

/// Makes `int8` alone, for who works on it.
pub(crate) fn build_int8(reports: &Path, search: bool) -> anyhow::Result<()> {
    let places = Places::find(None)?;
    let runtime = Runtime::load(&places.runtime()?)?;
    make_int8(&places, &runtime, reports, search)
}

/// Makes `int8` from `fp32`, after the recipe of the repository or, with `search`,
/// after one that is found now. What the search measures of each layer is kept in
/// `reports/int8_layers.jsonl`.
pub(crate) fn make_int8(
    places: &Places,
    runtime: &Runtime,
    reports: &Path,
    search: bool,
) -> anyhow::Result<()> {
    eprintln!(
        "{}: calibrating, quantising, optimising it offline",
        Variant::INT8
    );
    let variants = places.variants();
    let fp32 = Variant::named(&variants, Variant::FP32)?;
    let mut bench = Workbench::open(places, runtime, &fp32)?;
    let recipe = if search {
        let dnsmos = Dnsmos::load(runtime, &places.models().join("dnsmos"), bench.threads)?;
        let journal = reports.join("int8_layers.jsonl");
        int8::search(&bench, &dnsmos, Budget::default(), &journal)?
    } else {
        Recipe::default_of_repository()?
    };
    int8::make(&mut bench, &variants, &fp32, &recipe)?;
    Ok(())
}

pub(crate) fn save(model: &Model, folder: &Path) -> anyhow::Result<()> {
    model.save(&folder.join(GRAPH), &External::Beside(WEIGHTS.to_owned()))?;
    Ok(())
}

#[cfg(test)]
mod tests;
