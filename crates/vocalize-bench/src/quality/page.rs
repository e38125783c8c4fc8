//! The quality report as a page.

use maud::{Markup, PreEscaped, html};

use super::listing::{self, HEAD};
use super::recordings::link;
use super::report::{LayerReport, Report, VariantReport};
use super::spectrogram::strips;
use crate::html;

const STYLE: &str = include_str!("style.css");

/// A sentence to look at and listen to.
pub(crate) struct Exhibit {
    /// Its number, from 0.
    pub(crate) sentence: usize,
    /// Name and spectrogram, as SVG, of fp32 and then of each variant.
    pub(crate) spectrograms: Vec<(String, String)>,
}

/// One HTML file that needs nothing else but the recordings that it plays.
pub(crate) fn page(report: &Report, exhibits: &[Exhibit]) -> String {
    let body = html! {
        p {
            (report.sentences.len()) " sentences, spoken by every variant and compared "
            "with fp32. Differences are the variant's value less fp32's; in brackets the "
            "95% confidence interval of the mean (bootstrap over sentences)."
        }
        (summary(report))
        (opinions(report))
        @for exhibit in exhibits { (show(report, exhibit)) }
        h2 { "Sentence by sentence" }
        @for variant in &report.variants { (sentences(report, variant)) }
        (layers(&report.layers))
        (about(report))
    };
    html::page("Vocalize: how it sounds", STYLE, &body)
}

fn summary(report: &Report) -> Markup {
    html! {
        h2 { "Summary" }
        (html::table(&HEAD, &listing::rows(report)))
        @for variant in &report.variants {
            @if let Some(reason) = &variant.no_decoder {
                p { (variant.name) ": its decoder could not be run alone: " (reason) }
            }
        }
        @if let Some(reason) = &report.no_words {
            p { "Word error rates were not measured: " (reason) }
        }
    }
}

fn opinions(report: &Report) -> Markup {
    let of = |variant: &VariantReport| -> Vec<f64> {
        let sentences = variant.sentences.iter();
        sentences.map(|s| s.whole.p808_difference).collect()
    };
    let rows: Vec<Vec<f64>> = report.variants.iter().map(of).collect();
    html! {
        h2 { "Predicted opinion, sentence by sentence" }
        p { "DNSMOS P.808 less fp32's; a dot is a sentence, to the left is worse." }
        figure { (PreEscaped(strips(&rows))) }
        ol { @for variant in &report.variants { li { (variant.name) } } }
    }
}

fn show(report: &Report, exhibit: &Exhibit) -> Markup {
    let sentence = &report.sentences[exhibit.sentence];
    html! {
        h2 { "“" (sentence.text) "” (" (sentence.voice) ")" }
        div.exhibits {
            @for (name, spectrogram) in &exhibit.spectrograms {
                figure {
                    figcaption { (name) }
                    (PreEscaped(spectrogram))
                    audio controls preload="none" src=(link(name, exhibit.sentence)) {}
                }
            }
        }
    }
}

fn sentences(report: &Report, variant: &VariantReport) -> Markup {
    let head = [
        "sentence",
        "voice",
        "P.808",
        "OVRL",
        "LSD dB",
        "PESQ",
        "SNR dB",
        "length %",
        "F0 cents",
        "voicing %",
        "MCD dB",
        "heard",
    ];
    let optional = |figure: Option<f64>| figure.map_or("-".to_owned(), |f| format!("{f:.2}"));
    let row = |(number, measured): (usize, &super::report::SentenceReport)| {
        let (sentence, whole) = (&report.sentences[number], &measured.whole);
        let equal = measured.equal_prosody;
        vec![
            sentence.text.clone(),
            sentence.voice.clone(),
            format!("{:+.3}", whole.p808_difference),
            format!("{:+.3}", whole.ovrl_difference),
            optional(equal.map(|e| e.log_spectral_distance)),
            optional(equal.map(|e| e.pesq)),
            optional(equal.map(|e| e.snr)),
            format!("{:+.2}", whole.duration_change),
            format!("{:.1}", whole.f0_cents),
            format!("{:.2}", whole.voicing_error),
            format!("{:.2}", whole.mel_cepstral_distance),
            measured
                .heard
                .as_ref()
                .map_or("-".to_owned(), |h| h.text.clone()),
        ]
    };
    let rows: Vec<Vec<String>> = variant.sentences.iter().enumerate().map(row).collect();
    html! {
        details {
            summary { (variant.name) }
            (html::table(&head, &rows))
        }
    }
}

fn layers(layers: &[LayerReport]) -> Markup {
    let head = ["layer", "LSD dB", "saved ms/s", "dB for 10 ms/s", "in int8"];
    let row = |layer: &LayerReport| {
        let cost = &layer.cost;
        vec![
            cost.layer.clone(),
            format!("{:.3}", cost.log_spectral_distance),
            format!("{:.2}", cost.saved * 1e3),
            format!("{:.3}", cost.exchange() / 100.0),
            if layer.integers { "integers" } else { "floats" }.to_owned(),
        ]
    };
    html! {
        @if !layers.is_empty() {
            h2 { "Layer by layer" }
            p {
                "Each layer of the decoder alone in integers: how far the speech moves, and the "
                "computing that it saves for each second of speech."
            }
            details {
                summary { (layers.len()) " layers" }
                (html::table(&head, &layers.iter().map(row).collect::<Vec<_>>()))
            }
        }
    }
}

fn about(report: &Report) -> Markup {
    let machine = &report.machine;
    html! {
        h2 { "How it was measured" }
        dl {
            dt { "Machine" } dd { (machine.cpu) ", " (machine.system) }
            dt { "Runtime" } dd { (machine.runtime_build) }
            dt { "Revision" } dd { (machine.revision.as_deref().unwrap_or("unknown")) }
            dt { "fp32" } dd { (report.reference_made_by) }
            @for variant in &report.variants {
                dt { (variant.name) } dd { (variant.made_by) }
            }
            dt { "LSD, PESQ, SNR" } dd {
                "Decoder alone, given fp32's frames, F0, noise and harmonic source. LSD: root mean "
                "square difference of short-time spectra above -80 dB, mean of frames. PESQ: "
                "wideband, P.862.2, equal is 4.64. SNR: at most 120 dB."
            }
            dt { "P.808, OVRL" } dd {
                "DNSMOS, predicted opinions from 1 to 5, of the variant's own speech."
            }
            dt { "MCD, F0, voicing" } dd {
                "Own speech, aligned with fp32's by dynamic time warping of 24 mel-cepstra a 5 ms; "
                "F0 by YIN where both have a voice; voicing: frames where only one has."
            }
            dt { "Spectrograms" } dd { "Seconds to the right, kHz upwards, 90 dB from black to white." }
            dt { "WER" } dd {
                "Wrong words for each word of the written text, heard by Whisper tiny.en: numbers "
                "count as written, so compare it between rows only."
            }
            dt { "Again" } dd { code { "cargo xtask quality" } }
        }
    }
}
