//! Figures of the quality record that `cargo xtask quality` wrote into
//! `variant.toml`.

use anyhow::Context;
use vocalize_core::Places;

/// `figure` of the record of `variant`. A record that is missing is an error: a
/// limit that can't be checked is not kept.
pub(super) fn quality(variant: &str, figure: &str) -> anyhow::Result<f64> {
    let folder = Places::find(None)?.variants().join(variant);
    let path = folder.join("variant.toml");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("{variant} is missing: run `cargo xtask optimize`"))?;
    let record: toml::Table = text.parse()?;
    let value = record.get("quality").and_then(|table| table.get(figure));
    let number = value.and_then(|v| v.as_float().or(v.as_integer().map(|n| n as f64)));
    number.with_context(|| {
        format!(
            "{} has no quality record with {figure}: run `cargo xtask quality`",
            path.display()
        )
    })
}
