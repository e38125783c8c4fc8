//! Building the variants from the published model, or from a user's own file.

use std::path::Path;

use anyhow::Context;
use vocalize_core::{Places, Runtime, Variant, VariantRecord, offline_record, optimize_offline};
use vocalize_onnx::passes::{self, Exactness, PassReport};
use vocalize_onnx::restore::{self, Restored};
use vocalize_onnx::split::{self, DecoderParts};
use vocalize_onnx::{External, Limits, Model};

use crate::int8::{self, Budget, Recipe, Workbench};
use crate::quality::dnsmos::Dnsmos;

const GRAPH: &str = "model.onnx";
const SHAPED_GRAPH: &str = "shaped.onnx";
const WEIGHTS: &str = "weights.bin";

/// The parts of what is optimised offline. Source and features run at the same time.
const PROSODY: &str = "prosody.onnx";
const SOURCE: &str = "source.onnx";
const FEATURES: &str = "features.onnx";
const VOCODER: &str = "vocoder.onnx";

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
    let record = offline_record(runtime, Variant::PUBLISHED_OPTIMIZED, published, "");
    install_offline(runtime, variants, record, model, |_| Ok(()))?;
    Ok(())
}

fn make_fp32(variants: &Path, published: &Variant, base: Option<&Path>) -> anyhow::Result<Variant> {
    let file = base.map_or_else(|| published.graph(), Path::to_owned);
    let read = || format!("can't use {} as a base", file.display());
    let mut model = Model::load(&file, &Limits::default()).with_context(read)?;
    let restored = restore::fp32(&mut model).with_context(read)?;
    split::tell_durations(&mut model).with_context(read)?;
    let record = VariantRecord {
        name: Variant::FP32.to_owned(),
        graph: GRAPH.into(),
        steps_before: Vec::new(),
        shaped_graph: Some(SHAPED_GRAPH.into()),
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
    record.install(variants, |folder| {
        let mut shaped = model.clone();
        passes::say_shapes(&mut shaped)?;
        save_as(&shaped, &folder.join(SHAPED_GRAPH))?;
        // Over the same weights.
        save(&model, folder)
    })
}

fn make_optimized(runtime: &Runtime, variants: &Path, fp32: &Variant) -> anyhow::Result<Passes> {
    let (model, done) = rewritten(&Model::load(&fp32.graph(), &Limits::default())?)?;
    let how = "our graph passes, then ";
    let record = offline_record(runtime, Variant::OPTIMIZED, fp32, how);
    install_offline(runtime, variants, record, model, |_| Ok(()))?;
    Ok(done)
}

/// Installs, with `record`, what ONNX Runtime makes of `model` offline and `finish`
/// makes of that, in parts: they are loaded at the same time.
pub(crate) fn install_offline(
    runtime: &Runtime,
    variants: &Path,
    mut record: VariantRecord,
    model: Model,
    finish: impl FnOnce(&mut Model) -> anyhow::Result<()>,
) -> anyhow::Result<Variant> {
    let folder = tempfile::Builder::new()
        .prefix(".making-")
        .tempdir_in(variants)?;
    save(&model, folder.path())?;
    drop(model);
    record.steps_before = vec![vec![PROSODY.into()], vec![SOURCE.into(), FEATURES.into()]];
    record.graph = VOCODER.into();
    record.install(variants, |place| {
        let optimised = tempfile::tempdir_in(folder.path())?;
        let graph = folder.path().join(GRAPH);
        let graph = optimize_offline(runtime, &graph, optimised.path())?;
        let mut model = Model::load(&graph, &Limits::default())?;
        finish(&mut model)?;
        passes::hide_shapes(&mut model)?;
        save_parts(&model, place)
    })
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
    let mut done = rewrite_decoder(&mut parts.decoder)?;
    done.push(passes::convolve_planes(&mut parts.decoder)?);
    Ok((split::join(&parts)?, done))
}

/// A decoder with our passes, each of its parts by itself: what a pass merges must
/// not be in both.
pub(crate) fn rewrite_decoder(decoder: &mut Model) -> anyhow::Result<Passes> {
    let mut parts = split::split_decoder(decoder)?;
    let features = passes::optimize(&mut parts.features, Exactness::Rounding)?;
    let vocoder = passes::optimize(&mut parts.vocoder, Exactness::Rounding)?;
    *decoder = split::join_decoder(&parts)?;
    let both = features.into_iter().zip(vocoder);
    Ok(both.map(|(a, b)| a.and(&b)).collect())
}

/// The decoder of a variant, as it is on disk.
pub(crate) fn decoder(variant: &Variant) -> anyhow::Result<Model> {
    let load = |file: &Path| Model::load(&variant.folder().join(file), &Limits::default());
    let last = load(&variant.record().graph)?;
    if variant.record().steps_before.is_empty() {
        return Ok(split::split(&last)?.decoder);
    }
    Ok(split::join_decoder(&DecoderParts {
        features: load(Path::new(FEATURES))?,
        vocoder: last,
    })?)
}

/// Makes `int8` alone, for who works on it. See [`make_int8`].
pub(crate) fn build_int8(journal: Option<&Path>) -> anyhow::Result<()> {
    let places = Places::find(None)?;
    let runtime = Runtime::load(&places.runtime()?)?;
    make_int8(&places, &runtime, journal)
}

/// Makes `int8` from `fp32`, after the recipe of the repository or, with a journal,
/// after one that is found now. The search keeps what it measures of each layer in
/// the journal, and takes from there what it measured before.
pub(crate) fn make_int8(
    places: &Places,
    runtime: &Runtime,
    journal: Option<&Path>,
) -> anyhow::Result<()> {
    eprintln!(
        "{}: calibrating, quantising, optimising it offline",
        Variant::INT8
    );
    let variants = places.variants();
    let fp32 = Variant::named(&variants, Variant::FP32)?;
    let mut bench = Workbench::open(places, runtime, &fp32)?;
    let recipe = match journal {
        Some(journal) => {
            let dnsmos = Dnsmos::load(runtime, &places.models().join("dnsmos"), bench.threads)?;
            int8::search(&bench, &dnsmos, Budget::default(), journal)?
        }
        None => Recipe::default_of_repository()?,
    };
    int8::make(&mut bench, &variants, &fp32, &recipe)?;
    Ok(())
}

fn save(model: &Model, folder: &Path) -> anyhow::Result<()> {
    save_as(model, &folder.join(GRAPH))
}

/// Saves the graph in `file` and its weights beside it.
fn save_as(model: &Model, file: &Path) -> anyhow::Result<()> {
    model.save(file, &External::Beside(WEIGHTS.to_owned()))?;
    Ok(())
}

/// Saves each part of a model, and its weights beside it; the source has but a few
/// numbers.
fn save_parts(model: &Model, folder: &Path) -> anyhow::Result<()> {
    let parts = split::split(model)?;
    let decoder = split::split_decoder(&parts.decoder)?;
    let beside = |name: &str| External::Beside(name.replace(".onnx", ".bin"));
    let all = [
        (PROSODY, &parts.prosody, beside(PROSODY)),
        (SOURCE, &parts.source, External::Inline),
        (FEATURES, &decoder.features, beside(FEATURES)),
        (VOCODER, &decoder.vocoder, beside(VOCODER)),
    ];
    for (file, part, weights) in all {
        part.save(&folder.join(file), &weights)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
