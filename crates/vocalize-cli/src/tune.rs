//! `vocalize tune`.

use std::io::{IsTerminal, Write};
use std::path::Path;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use vocalize_core::{
    Places, Profile, Runtime, TuneSample, Tuned, Variant, Voices, speaks_well, tune,
};
use vocalize_text::{Frontend, Language};

use crate::arguments::Tune;

const SENTENCE: &str = "The old lighthouse keeper lit the lamp for the ships at sea.";

/// Tries all settings, saves the profile, and says what was chosen and why.
pub(crate) fn run(tuning: &Tune, models: Option<&Path>) -> anyhow::Result<()> {
    let places = Places::find(models)?;
    let voice = Voices::new(places.voices()).load("af_heart")?;
    let runtime = Runtime::load(&places.runtime()?)?;
    let frontend = Frontend::open(&places.text(), Language::EnUs)?;
    let mut utterances = frontend.utterances(SENTENCE);
    let ids = utterances.next().context("no utterance")??.ids;
    let sample = TuneSample {
        ids: &ids,
        voice: &voice,
    };
    let bar = progress_bar();
    let profile = tune(&runtime, &places, &sample, &mut |what, part| {
        if bar.is_hidden() {
            eprintln!("vocalize: trying {what}");
        }
        bar.set_message(what.to_owned());
        bar.set_position((part * 100.0) as u64);
    })?;
    bar.finish_and_clear();
    profile.save(&places)?;
    let mut output = std::io::stdout().lock();
    if tuning.json {
        writeln!(output, "{}", serde_json::to_string(&profile)?)?;
        return Ok(());
    }
    for (purpose, ranking) in [
        ("one utterance soon", &profile.latency),
        ("much speech", &profile.throughput),
    ] {
        writeln!(output, "{purpose}:")?;
        let mut chosen = false;
        for tuned in ranking {
            let remark = remark(&places, tuned, &mut chosen);
            let Tuned {
                variant,
                threads,
                sessions,
                arena,
                rtf,
            } = tuned;
            let arena = if *arena { "arena" } else { "no arena" };
            writeln!(
                output,
                "  {variant:<26} {sessions} x {threads} threads, {arena:<8} RTF {rtf:.3}  {remark}"
            )?;
        }
    }
    eprintln!("vocalize: saved in {}", Profile::path(&places).display());
    Ok(())
}

/// Why a variant is used or not; the first that speaks well is.
fn remark(places: &Places, tuned: &Tuned, chosen: &mut bool) -> &'static str {
    let variant = Variant::named(&places.variants(), &tuned.variant);
    match variant {
        Ok(variant) if speaks_well(&variant) && !*chosen => {
            *chosen = true;
            "<- used"
        }
        Ok(variant) if speaks_well(&variant) => "slower",
        Ok(variant) if variant.record().quality.is_none() => {
            "its speech was not compared with fp32's: only when named"
        }
        Ok(_) => "its speech is worse: only when named",
        Err(_) => "can't be used",
    }
}

fn progress_bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(100);
    match ProgressStyle::with_template("{bar:30} {percent}% {msg}, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
