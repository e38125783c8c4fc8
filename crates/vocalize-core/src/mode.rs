//! Quality modes: which variants speak, and how well they must.

use std::path::Path;

use crate::error::Error;
use crate::profile::Tuned;
use crate::quality::QualityRecord;
use crate::variant::Variant;

/// How good the speech must be beside that of [`Variant::FP32`]. A mode is a list
/// of variants, the most wanted first, and a floor for their quality records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Mode {
    /// No measurable loss.
    Best,
    /// No loss that most listeners would notice.
    #[default]
    Balanced,
    /// The fastest that is still good speech.
    Fast,
}

/// The most that a variant may lose against fp32.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Floor {
    /// Of the mean predicted MOS, P.808 and OVRL each.
    pub mean: f32,
    /// Of any one sentence's.
    pub worst: f32,
    /// Log-spectral distance on equal prosody, dB.
    pub log_spectral_distance: f32,
}

impl Mode {
    /// From the best to the fastest.
    pub const ALL: [Self; 3] = [Self::Best, Self::Balanced, Self::Fast];

    /// Its name, as `--quality` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::Balanced => "balanced",
            Self::Fast => "fast",
        }
    }

    /// Its variants, the most wanted first. Which is the fastest differs from
    /// machine to machine; this is the order where nothing was measured.
    pub fn variants(self) -> &'static [&'static str] {
        match self {
            Self::Best => &[Variant::OPTIMIZED, Variant::FP32],
            Self::Balanced | Self::Fast => &[Variant::INT8, Variant::OPTIMIZED, Variant::FP32],
        }
    }

    /// What its variants must reach: `best` about what measuring twice differs by,
    /// `balanced` what the INT8 variant is made to.
    pub fn floor(self) -> Floor {
        let (mean, worst, log_spectral_distance) = match self {
            Self::Best => (0.01, 0.05, 0.5),
            Self::Balanced => (0.03, 0.15, f32::INFINITY),
            Self::Fast => (0.15, 0.5, f32::INFINITY),
        };
        Floor {
            mean,
            worst,
            log_spectral_distance,
        }
    }

    /// Whether speech of this quality is good enough for the mode.
    pub fn is_reached_by(self, quality: &QualityRecord) -> bool {
        self.floor().is_reached_by(quality)
    }

    /// Whether `variant` may speak in this mode. [`Variant::FP32`] may: it is what
    /// the others are measured against. Others need a quality record.
    ///
    /// # Errors
    /// [`Error::QualityUnknown`] and [`Error::QualityTooLow`].
    pub fn admits(self, variant: &Variant) -> Result<(), Error> {
        let name = || variant.record().name.clone();
        if variant.record().name == Variant::FP32 {
            return Ok(());
        }
        let Some(quality) = &variant.record().quality else {
            return Err(Error::QualityUnknown { name: name() });
        };
        if self.is_reached_by(quality) {
            return Ok(());
        }
        Err(Error::QualityTooLow {
            name: name(),
            mode: self.name(),
            lost: *quality,
        })
    }
}

impl Floor {
    /// A figure that is no number reaches nothing.
    fn is_reached_by(&self, quality: &QualityRecord) -> bool {
        quality.p808 >= -self.mean
            && quality.ovrl >= -self.mean
            && quality.p808_worst >= -self.worst
            && quality.ovrl_worst >= -self.worst
            && quality.log_spectral_distance <= self.log_spectral_distance
    }
}

fn admitted_by_default(variant: &Variant) -> Result<(), Error> {
    match Mode::default().admits(variant) {
        Err(Error::QualityUnknown { name }) if name == Variant::OPTIMIZED => Ok(()),
        admitted => admitted,
    }
}

/// Whether `variant` may be chosen without being asked for.
pub fn speaks_well(variant: &Variant) -> bool {
    admitted_by_default(variant).is_ok()
}

/// The variants to try for a mode, in this order.
#[derive(Debug)]
pub struct Candidates {
    /// Those that may speak.
    pub variants: Vec<Variant>,
    /// Why those before the first of them were passed over, if they exist.
    pub passed_over: Vec<Error>,
}

impl Candidates {
    /// What speaks in `variants` when nothing is asked for: [`Mode::Balanced`],
    /// without a word about variants that are not good enough for it, and
    /// in which [`Variant::OPTIMIZED`] may do without a quality record, for our
    /// passes keep fp32's samples. [`Variant::PUBLISHED`] is the last resort.
    pub fn by_default(variants: &Path) -> Self {
        let mut candidates = Self::of(variants, Mode::default(), admitted_by_default);
        // Nobody asked for what isn't good enough.
        let asked_for = |error: &Error| {
            !matches!(
                error,
                Error::QualityUnknown { .. } | Error::QualityTooLow { .. }
            )
        };
        candidates.passed_over.retain(asked_for);
        candidates
    }

    /// What speaks in `variants` when `mode` is asked for. None of its variants
    /// being there is among the reasons, too.
    pub fn for_mode(variants: &Path, mode: Mode) -> Self {
        let mut candidates = Self::of(variants, mode, |variant| mode.admits(variant));
        let of_mode = |v: &Variant| mode.variants().contains(&v.record().name.as_str());
        if !candidates.variants.iter().any(of_mode) && candidates.passed_over.is_empty() {
            candidates
                .passed_over
                .push(Error::NothingForMode { mode: mode.name() });
        }
        candidates
    }

    /// Puts those first that `tuned` has first; [`Variant::PUBLISHED`] stays the last
    /// resort.
    pub fn fastest_first(&mut self, tuned: &[Tuned]) {
        let place = |variant: &Variant| {
            let name = &variant.record().name;
            let place = tuned.iter().position(|tuned| tuned.variant == *name);
            place
                .filter(|_| name != Variant::PUBLISHED)
                .unwrap_or(usize::MAX)
        };
        self.variants.sort_by_key(place);
    }

    /// `variant` or nothing.
    pub fn only(variant: Variant) -> Self {
        Self {
            variants: vec![variant],
            passed_over: Vec::new(),
        }
    }

    fn of(folder: &Path, mode: Mode, admits: impl Fn(&Variant) -> Result<(), Error>) -> Self {
        let mut candidates = Self {
            variants: Vec::new(),
            passed_over: Vec::new(),
        };
        let runs = |variant: Variant| variant.check_cpu().map(|()| variant);
        for &name in mode.variants() {
            match Variant::find(folder, name) {
                None => {}
                Some(found) => {
                    let admitted = found.and_then(runs).and_then(|v| admits(&v).map(|()| v));
                    candidates.add(admitted);
                }
            }
        }
        // Its speech is what users of the published file have always heard.
        if let Some(published) = Variant::find(folder, Variant::PUBLISHED) {
            candidates.add(published);
        }
        candidates
    }

    fn add(&mut self, variant: Result<Variant, Error>) {
        match variant {
            Ok(variant) => self.variants.push(variant),
            // What comes after the first that runs isn't missed.
            Err(error) if self.variants.is_empty() => self.passed_over.push(error),
            Err(_) => {}
        }
    }

    /// The first that `load` can load, with the reasons why others were passed
    /// over.
    ///
    /// # Errors
    /// When there is none: the first reason, or [`Error::UnknownVariant`] when
    /// there are no variants.
    pub fn first<T>(
        self,
        mut load: impl FnMut(&Variant) -> Result<T, Error>,
    ) -> Result<(Variant, T, Vec<Error>), Error> {
        let mut passed_over = self.passed_over;
        for variant in self.variants {
            match load(&variant) {
                Ok(loaded) => return Ok((variant, loaded, passed_over)),
                Err(error) => passed_over.push(error),
            }
        }
        Err(passed_over
            .into_iter()
            .next()
            .unwrap_or_else(Variant::none_yet))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::variant::VariantRecord;

    const FINE: QualityRecord = QualityRecord {
        sentences: 40,
        p808: 0.0,
        p808_worst: -0.04,
        ovrl: 0.01,
        ovrl_worst: 0.0,
        log_spectral_distance: 0.1,
    };

    fn add(folder: &Path, name: &str, quality: Option<QualityRecord>, cpu: Option<&str>) {
        let record = VariantRecord {
            name: name.to_owned(),
            graph: "model.onnx".into(),
            steps_before: Vec::new(),
            shaped_graph: None,
            base: "test".to_owned(),
            made_by: "a test".to_owned(),
            requires_cpu: cpu.map(str::to_owned),
            quantised: None,
            quality,
            files: Vec::new(),
        };
        let fill = |at: &Path| {
            let path = at.join("model.onnx");
            std::fs::write(&path, "graph").map_err(Error::io("write", &path))
        };
        record.install::<Error>(folder, fill).unwrap();
    }

    fn names(candidates: &Candidates) -> Vec<&str> {
        let variants = candidates.variants.iter();
        variants.map(|v| v.record().name.as_str()).collect()
    }

    #[test]
    fn floors_are_for_every_figure() {
        let lost = |change: fn(&mut QualityRecord)| {
            let mut record = FINE;
            change(&mut record);
            Mode::ALL.map(|mode| mode.floor().is_reached_by(&record))
        };
        assert_eq!(lost(|_| {}), [true, true, true]);
        assert_eq!(lost(|r| r.p808 = -0.02), [false, true, true]);
        assert_eq!(lost(|r| r.ovrl = -0.1), [false, false, true]);
        assert_eq!(lost(|r| r.p808_worst = -0.2), [false, false, true]);
        assert_eq!(lost(|r| r.ovrl_worst = -0.6), [false, false, false]);
        assert_eq!(lost(|r| r.log_spectral_distance = 2.0), [false, true, true]);
        assert_eq!(lost(|r| r.p808 = f32::NAN), [false, false, false]);
    }

    #[test]
    fn a_quality_record_outlives_its_file() {
        let folder = tempfile::tempdir().unwrap();
        add(folder.path(), Variant::INT8, Some(FINE), None);
        let variant = Variant::named(folder.path(), Variant::INT8).unwrap();
        assert_eq!(variant.record().quality, Some(FINE));
    }

    #[test]
    fn variants_are_tried_in_the_order_of_the_mode() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        for name in [Variant::FP32, Variant::PUBLISHED] {
            add(folder, name, None, None);
        }
        add(folder, Variant::OPTIMIZED, None, None);
        add(folder, Variant::INT8, Some(FINE), None);
        let default = Candidates::by_default(folder);
        let all = ["int8", "optimized", "fp32", "published-int8"];
        assert_eq!(names(&default), all);
        assert!(default.passed_over.is_empty());
        // Who asks for a mode wants what was measured.
        let best = Candidates::for_mode(folder, Mode::Best);
        assert_eq!(names(&best), ["fp32", "published-int8"]);
        let [Error::QualityUnknown { name }] = &best.passed_over[..] else {
            panic!("{:?}", best.passed_over);
        };
        assert_eq!(name, Variant::OPTIMIZED);
    }

    #[test]
    fn what_cannot_run_here_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        add(folder, Variant::INT8, None, None);
        add(folder, Variant::OPTIMIZED, Some(FINE), Some("another CPU"));
        add(folder, Variant::FP32, None, None);
        std::fs::write(folder.join("fp32/model.onnx"), "longer graph").unwrap();
        let none = Candidates::by_default(folder);
        assert!(names(&none).is_empty());
        assert!(matches!(
            none.passed_over[..],
            // That int8 has no record is nothing that anybody asked about.
            [Error::ForeignVariant { .. }, Error::DamagedVariant { .. }]
        ));
        add(folder, Variant::PUBLISHED, None, None);
        let last = Candidates::by_default(folder);
        let refuse = |_: &Variant| Err::<(), _>(Error::Speed { speed: 0.0 });
        // The first reason is the one that is told.
        assert!(matches!(
            last.first(refuse),
            Err(Error::ForeignVariant { .. })
        ));
        let (variant, (), passed_over) = Candidates::by_default(folder).first(|_| Ok(())).unwrap();
        assert_eq!(variant.record().name, Variant::PUBLISHED);
        assert_eq!(passed_over.len(), 2);
    }

    #[test]
    fn without_variants_setting_up_is_the_advice() {
        let folder = tempfile::tempdir().unwrap();
        let nothing = Candidates::by_default(folder.path()).first(|_| Ok(()));
        let said = nothing.unwrap_err().to_string();
        assert!(said.contains("cargo xtask setup"), "{said}");
    }
}
