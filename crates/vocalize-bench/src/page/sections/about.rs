//! What was measured, on what, and how.

use super::super::run::Run;
use crate::compare::Figure;
use crate::statistics::Sample;
use crate::texts::VOICE;

/// Names and values.
pub(in crate::page) fn about(run: &Run) -> Vec<(&'static str, String)> {
    let machine = &run.header.machine;
    let unknown = || "not told by the system".to_owned();
    let revision = machine.revision.clone();
    let mut about = vec![
        ("CPU", machine.cpu.clone()),
        ("Physical cores", machine.physical_cores.to_string()),
        ("Instruction sets", machine.cpu_features.join(" ")),
        (
            "Clock governor",
            machine.governor.clone().unwrap_or_else(unknown),
        ),
        ("System", machine.system.clone()),
        ("ONNX Runtime", machine.runtime_build.clone()),
        ("Vocalize", machine.version.clone()),
        (
            "Revision",
            revision.unwrap_or_else(|| "outside of a clone".to_owned()),
        ),
        ("Voice", VOICE.to_owned()),
        ("Measured", measured(run)),
    ];
    about.extend(exactness(run).map(|exactness| ("Exactness", exactness)));
    about
}

fn measured(run: &Run) -> String {
    let rounds = run.measurements.iter().map(|m| m.round).max().unwrap_or(0);
    let (cells, processes) = (run.settings().len(), run.measurements.len());
    format!(
        "{cells} cells in {rounds} rounds, {processes} processes. Each cell is a fresh process. A \
         ratio is of what two cells need when the machine is quiet, each the middle one of its \
         three fastest rounds; its bounds are how far those three lie apart."
    )
}

/// How exact the ratios to fp32 are.
fn exactness(run: &Run) -> Option<String> {
    let settings = run.settings();
    let of = |figure| {
        let ratios = settings.iter().filter_map(|s| run.to_reference(s, figure));
        // A reference's ratio to itself is exact and says nothing; nor do bounds say
        // anything that aren't known yet.
        let others = ratios.filter(|ratio| ratio.low != ratio.high && ratio.high.is_finite());
        Sample::new(others.map(|ratio| ratio.uncertainty() * 100.0))
    };
    let (inference, process) = (of(Figure::Inference)?, of(Figure::Process)?);
    Some(format!(
        "Half the distance of the bounds of a ratio to fp32 is {:.1}% for inference (median of the cells; worst \
         {:.1}%), {:.1}% for the cold process (worst {:.1}%).",
        inference.median(),
        inference.quantile(1.0),
        process.median(),
        process.quantile(1.0)
    ))
}
