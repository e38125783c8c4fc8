//! Figures of the quality record that `cargo xtask quality` wrote into
//! `variant.toml`.

use anyhow::Context;
use vocalize_core::{Places, Variant};

/// `figure` of the record of `variant`. A record that is missing is an error: a
/// limit that can't be checked is not kept.
pub(super) fn quality(variant: &str, figure: &str) -> anyhow::Result<f64> {
    let variant = Variant::named(&Places::find(None)?.variants(), variant)?;
    let record = serde_json::to_value(variant.record().quality)?;
    let number = record.get(figure).and_then(serde_json::Value::as_f64);
    number.with_context(|| {
        let name = &variant.record().name;
        format!("{name} has no quality record with {figure}: run `cargo xtask quality`")
    })
}
