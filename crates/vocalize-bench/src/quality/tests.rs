//! The report on made-up figures, and every metric on speech that was spoilt.

use vocalize_audio::SAMPLE_RATE;

use super::dnsmos::{Opinion, tests::dnsmos};
use super::figures::{Analysed, EqualProsody};
use super::report::LayerReport;
use super::*;

/// Syllables of a buzz with formants, at the engine's rate.
fn speech() -> Vec<f32> {
    let rate = f64::from(SAMPLE_RATE);
    let tau = std::f64::consts::TAU;
    let mut phase = 0.0;
    let sample = |n: usize| {
        let time = n as f64 / rate;
        phase += 140.0 * (1.0 + 0.1 * (tau * 0.5 * time).sin()) / rate;
        let harmonic = |h: i32| (tau * phase * f64::from(h)).sin() / f64::from(h);
        let sum: f64 = (1..=25).map(harmonic).sum();
        (0.25 * (2.0 * tau * time).sin().max(0.0) * sum) as f32
    };
    (0..SAMPLE_RATE as usize * 2).map(sample).collect()
}

#[test]
fn every_metric_sees_a_planted_loss() {
    let dnsmos = dnsmos();
    let clean = speech();
    let mut random = fastrand::Rng::with_seed(3);
    let mut noise = || 0.05 * (2.0 * random.f32() - 1.0);
    let noisy: Vec<f32> = clean.iter().map(|s| s + noise()).collect();
    // Spoken a semitone higher and so much faster.
    let faster = (SAMPLE_RATE as f64 / 2f64.powf(1.0 / 12.0)) as u32;
    let faster = vocalize_audio::resample(&clean, SAMPLE_RATE, faster).unwrap();

    let none = EqualProsody::measure(&clean, &clean).unwrap();
    let loss = EqualProsody::measure(&clean, &noisy).unwrap();
    assert!(
        loss.log_spectral_distance > none.log_spectral_distance + 3.0,
        "{loss:?}"
    );
    assert!(loss.pesq < none.pesq - 1.0, "{loss:?}");
    assert!(loss.snr < none.snr - 80.0, "{loss:?}");

    let analysed = |audio: &[f32]| Analysed::new(audio.to_vec(), &dnsmos).unwrap();
    let (clean, noisy, faster) = (analysed(&clean), analysed(&noisy), analysed(&faster));
    let none = Whole::measure(&clean, &clean);
    let loss = Whole::measure(&clean, &noisy);
    let other = Whole::measure(&clean, &faster);
    for figure in [
        none.duration_change,
        none.f0_cents,
        none.voicing_error,
        none.mel_cepstral_distance,
        none.p808_difference,
        none.ovrl_difference,
    ] {
        assert_eq!(figure, 0.0, "{none:?}");
    }
    assert!(
        loss.mel_cepstral_distance > 3.0 && loss.voicing_error > 0.5,
        "{loss:?}"
    );
    assert!(
        loss.p808_difference < -0.02 || loss.ovrl_difference < -0.02,
        "{loss:?}"
    );
    assert!((other.f0_cents - 100.0).abs() < 20.0, "{other:?}");
    assert!((other.duration_change + 5.6).abs() < 0.1, "{other:?}");
}

fn made_up() -> Report {
    let sentence = |text: &str, voice: &str| Sentence {
        text: text.to_owned(),
        voice: voice.to_owned(),
    };
    let heard = |errors| {
        Some(Heard {
            text: "the <ferry> leaves".to_owned(),
            words: 4,
            errors,
        })
    };
    let opinion = Opinion {
        p808: 4.2,
        ovrl: 3.4,
    };
    let measured = |loss: f64, errors| SentenceReport {
        equal_prosody: Some(EqualProsody {
            log_spectral_distance: 1.5 + loss,
            pesq: 4.5 - loss,
            snr: 20.0 - loss,
        }),
        whole: Whole {
            seconds: 2.5,
            duration_change: -loss,
            f0_cents: 3.0,
            voicing_error: 1.25,
            mel_cepstral_distance: 2.0,
            opinion,
            p808_difference: -loss,
            ovrl_difference: 0.01,
        },
        heard: heard(errors),
    };
    let variant = |name: &str, sentences: Vec<SentenceReport>| VariantReport {
        name: name.to_owned(),
        made_by: format!("made for {name}"),
        no_decoder: None,
        summary: Summary::of(&sentences),
        sentences,
    };
    let reference = |errors| ReferenceSentence {
        seconds: 2.5,
        opinion,
        heard: heard(errors),
    };
    let mut broken = variant("uncut", vec![measured(0.4, 2), measured(0.5, 3)]);
    for sentence in &mut broken.sentences {
        sentence.equal_prosody = None;
        sentence.heard = None;
    }
    broken.summary = Summary::of(&broken.sentences);
    broken.no_decoder = Some("it has no frames".to_owned());
    Report {
        machine: Machine {
            cpu: "A CPU".to_owned(),
            cpu_features: vec!["avx2".to_owned()],
            physical_cores: 2,
            system: "linux x86_64".to_owned(),
            governor: None,
            version: "0.1.0".to_owned(),
            runtime_build: "a build".to_owned(),
            revision: Some("abc".to_owned()),
            unix_time: 0,
        },
        sentences: vec![
            sentence("The ferry <b>.", "af_heart"),
            sentence("Wait!", "bf_emma"),
        ],
        no_words: None,
        reference_made_by: "restored".to_owned(),
        reference: vec![reference(0), reference(1)],
        variants: vec![
            variant("int8", vec![measured(0.1, 1), measured(0.3, 0)]),
            broken,
        ],
        layers: vec![layer("ups.1", 1.25, 0.001), layer("asr_res", 0.5, -0.002)],
    }
}

fn layer(name: &str, log_spectral_distance: f64, saved: f64) -> LayerReport {
    let cost = serde_json::json!({
        "layer": name,
        "base": "ab12",
        "method": "percentile",
        "log_spectral_distance": log_spectral_distance,
        "saved": saved,
    });
    LayerReport {
        cost: serde_json::from_value(cost).unwrap(),
        integers: saved > 0.0,
    }
}

#[test]
fn the_listing_shows_means_and_the_worst() {
    insta::assert_snapshot!(listing::listing(&made_up()));
}

#[test]
fn the_page_shows_everything_and_escapes_what_it_shows() {
    let exhibit = Exhibit {
        sentence: 1,
        spectrograms: ["fp32", "int8"]
            .map(|n| (n.to_owned(), "<svg/>".to_owned()))
            .into(),
    };
    let page = page::page(&made_up(), &[exhibit]);
    // The style and the drawing are not what this is about.
    let style = page.find("<style>").unwrap()..page.find("</style>").unwrap();
    let mut page = page.replace(&page[style], "<style>");
    let plot = page.find("<figure>").unwrap()..page.find("</figure>").unwrap();
    assert!(page[plot.clone()].contains("<circle"));
    page.replace_range(plot, "<figure>");
    insta::assert_snapshot!(page.replace("><", ">\n<"));
}

#[test]
fn a_record_is_what_modes_need() {
    let report = made_up();
    let record = report.variants[0].record().unwrap();
    assert_eq!(record.sentences, 2);
    assert!((record.p808 + 0.2).abs() < 1e-6 && (record.p808_worst + 0.3).abs() < 1e-6);
    assert!((record.log_spectral_distance - 1.7).abs() < 1e-6);
    assert_eq!(report.variants[1].record(), None);
}
