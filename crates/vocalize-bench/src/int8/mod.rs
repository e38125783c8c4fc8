//! The variant `int8`: what is computed with integers, found by listening.
//!
//! `recipe` is the choice of layers and method, `calibrate` and `histogram` find the
//! ranges, `search` makes a recipe by measuring every layer.

mod calibrate;
mod histogram;
mod recipe;
mod search;

use std::path::Path;

use anyhow::Context;
use vocalize_core::{Places, Runtime, Variant, offline_record, physical_cores};
use vocalize_onnx::passes::{self, Exactness};
use vocalize_onnx::quantise::{self, Ranges};
use vocalize_onnx::split::{self, Parts};
use vocalize_onnx::{Limits, Model};

use crate::quality::reference::{Reference, ReferenceModel};
use crate::quality::utterances::{self, Sentence};
use crate::variants;
pub(crate) use recipe::{Method, Recipe};
pub(crate) use search::{Base, Budget, LayerCost, search};

/// What the search measured of each layer, among the reports.
pub(crate) const LAYERS: &str = "int8_layers.jsonl";

const CALIBRATION: &str = include_str!("calibration.txt");

/// The sentences of calibration, in voices that take turns.
pub(crate) fn sentences() -> Vec<Sentence> {
    utterances::in_turns(CALIBRATION)
}

/// fp32 taken apart and rewritten, ready for integers.
pub(crate) struct Workbench<'r> {
    pub(crate) runtime: &'r Runtime,
    pub(crate) parts: Parts,
    /// Which fp32 that is.
    pub(crate) base: Base,
    /// What calibration listens to.
    pub(crate) heard: Vec<Reference>,
    pub(crate) threads: usize,
}

impl<'r> Workbench<'r> {
    pub(crate) fn open(
        places: &Places,
        runtime: &'r Runtime,
        fp32: &Variant,
    ) -> anyhow::Result<Self> {
        let threads = physical_cores();
        let heard = {
            let model = ReferenceModel::load(runtime, fp32, threads)?;
            let utterances = utterances::utterances(places, &sentences())?;
            let heard: anyhow::Result<Vec<_>> = utterances.iter().map(|u| model.speak(u)).collect();
            heard?
        };
        let mut parts = split::split(&Model::load(&fp32.graph(), &Limits::default())?)?;
        passes::optimize(&mut parts.prosody, Exactness::Bits)?;
        // The STFT as a convolution would save time, but other phases in its silent bins
        // scatter opinions more than all integers together.
        passes::optimize(&mut parts.source, Exactness::Bits)?;
        variants::rewrite_decoder(&mut parts.decoder)?;
        Ok(Self {
            runtime,
            parts,
            base: Base::of(fp32),
            heard,
            threads,
        })
    }

    /// The ranges by each of `methods`.
    pub(crate) fn ranges(&self, methods: &[Method]) -> anyhow::Result<Vec<Ranges>> {
        let decoder = &self.parts.decoder;
        calibrate::ranges(self.runtime, decoder, &self.heard, methods, self.threads)
            .context("calibration failed")
    }
}

/// Makes the variant after `recipe`.
pub(crate) fn make(
    bench: &mut Workbench<'_>,
    folder_of_variants: &Path,
    fp32: &Variant,
    recipe: &Recipe,
) -> anyhow::Result<Variant> {
    let ranges = bench.ranges(&[recipe.calibration])?;
    let ranges = ranges.first().context("calibration gave nothing")?;
    let chosen = recipe.chosen(&bench.parts.decoder.graph);
    let decoder = &mut bench.parts.decoder.graph;
    let layers = quantise::convolutions(decoder, &chosen, ranges)?;
    let model = split::join(&bench.parts)?;
    let how = format!("our graph passes, {layers} convolutions in 8-bit integers, then ");
    let mut record = offline_record(bench.runtime, Variant::INT8, fp32, &how);
    record.quantised = Some(recipe.record());
    variants::install_offline(
        bench.runtime,
        folder_of_variants,
        record,
        model,
        |optimised| {
            // Last, because the runtime would make integer products of stored weights.
            quantise::store_weights(&mut optimised.graph)?;
            Ok(())
        },
    )
}
