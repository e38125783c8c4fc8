//! Measurements, as the report looks at them.

use std::path::Path;

use vocalize_core::QualityRecord;

use crate::compare::{self, Figure, Ratio};
use crate::results::{self, Header, Measurement};
use crate::setting::Setting;
use crate::statistics::Sample;
use crate::texts::Length;

/// A file of measurements.
pub(super) struct Run {
    pub(super) header: Header,
    pub(super) measurements: Vec<Measurement>,
}

impl Run {
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let (header, measurements) = results::read(path)?;
        Ok(Self {
            header,
            measurements,
        })
    }

    pub(super) fn settings(&self) -> Vec<Setting> {
        compare::settings(&self.measurements)
    }

    /// The variants that were measured as they are usually used, with `text`.
    pub(super) fn usual(&self, text: Length) -> Vec<Setting> {
        let mut settings = self.settings();
        settings.retain(|setting| {
            let usual = Setting::usual(&setting.variant, text, self.cores());
            *setting == usual
        });
        settings
    }

    /// The variants' names, in the order of their colours.
    pub(super) fn variants(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for setting in self.settings() {
            if !names.contains(&setting.variant) {
                names.push(setting.variant);
            }
        }
        names
    }

    pub(super) fn cores(&self) -> usize {
        self.header.machine.physical_cores
    }

    pub(super) fn sample(&self, setting: &Setting, figure: Figure) -> Option<Sample> {
        compare::sample(&self.measurements, setting, figure)
    }

    /// What `setting` needs on a quiet machine.
    pub(super) fn quiet(&self, setting: &Setting, figure: Figure) -> Option<f64> {
        Some(self.sample(setting, figure)?.quiet().figure)
    }

    /// A figure of `setting` over that of `other`.
    pub(super) fn ratio(
        &self,
        setting: &Setting,
        other: &Setting,
        figure: Figure,
    ) -> Option<Ratio> {
        compare::ratio(&self.measurements, setting, other, figure)
    }

    /// A figure of `setting` over that of the reference with the same text.
    pub(super) fn to_reference(&self, setting: &Setting, figure: Figure) -> Option<Ratio> {
        let reference = Setting::reference(setting.text, self.cores());
        self.ratio(setting, &reference, figure)
    }

    pub(super) fn quality(&self, variant: &str) -> Option<&QualityRecord> {
        self.header.variants.get(variant)?.quality.as_ref()
    }
}
