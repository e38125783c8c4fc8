//! How far a variant's speech is from a reference's, measured at once: for what
//! breaks between one run of `cargo xtask quality` and the next.

use vocalize_audio::compare::log_spectral_distance;
use vocalize_core::{Model, Places, Runtime, Variant};

use super::plant;
use super::probe::{one_thread, short_ids, voice};

/// The log-spectral distance of both variants' speech, in dB.
///
/// # Errors
/// When a variant can't speak, or doesn't take as long as the other: then its
/// prosody was changed.
pub(super) fn distance(variant: &str, reference: &str) -> anyhow::Result<f64> {
    let places = Places::find(None)?;
    let runtime = Runtime::load(&places.runtime()?)?;
    let (voice, ids) = (voice(&places)?, short_ids(&places)?);
    let speak = |name: &str| -> anyhow::Result<Vec<f32>> {
        let variant = Variant::named(&places.variants(), name)?;
        let model = Model::load(&runtime, &variant, &one_thread())?;
        Ok(model.synthesize(&ids, &voice, 1.0)?)
    };
    let expected = speak(reference)?;
    let mut audio = speak(variant)?;
    plant::degrade(variant, &mut audio);
    Ok(log_spectral_distance(&expected, &audio)?)
}
