//! `vocalize cache`.

use std::io::Write;

use anyhow::Context;
use serde::Serialize;
use vocalize_core::sentence_cache;
use vocalize_text::remembered::Remembered;

use crate::arguments::{Cache, CacheAction, List};
use crate::reading::CACHE_BYTES;

/// How full the cache is.
#[derive(Serialize)]
struct Stats {
    folder: String,
    sentences: u64,
    bytes: u64,
    limit_bytes: u64,
}

pub(crate) fn run(cache: &Cache) -> anyhow::Result<()> {
    let folder = sentence_cache()
        .context("there is no cache folder for a user without a home: set VOCALIZE_CACHE")?;
    let remembered = Remembered::open(&folder, CACHE_BYTES, "");
    match &cache.action {
        CacheAction::Clear => remembered.clear()?,
        CacheAction::Stats(list) => {
            let found = remembered.stats()?;
            let stats = Stats {
                folder: folder.display().to_string(),
                sentences: found.sentences,
                bytes: found.bytes,
                limit_bytes: CACHE_BYTES,
            };
            print(&stats, list)?;
        }
    }
    Ok(())
}

fn print(stats: &Stats, list: &List) -> anyhow::Result<()> {
    let mut output = std::io::stdout().lock();
    if list.json {
        writeln!(output, "{}", serde_json::to_string(stats)?)?;
        return Ok(());
    }
    let Stats {
        folder,
        sentences,
        bytes,
        limit_bytes,
    } = stats;
    writeln!(output, "{sentences} sentences in {folder}")?;
    writeln!(output, "{bytes} of at most {limit_bytes} bytes")?;
    Ok(())
}
