//! The report as one HTML file that needs nothing else.

use maud::{Markup, PreEscaped, html};

use super::section::{Plot, Report, Section};
use crate::html;

const STYLE: &str = include_str!("style.css");

/// The page.
pub(super) fn page(report: &Report) -> String {
    let body = html! {
        (advice(&report.advice))
        div.sections { @for section in &report.sections { (show(section)) } }
        (about(&report.about))
    };
    html::page("Vocalize: what was measured", STYLE, &body)
}

fn advice(advice: &[String]) -> Markup {
    html! {
        @if !advice.is_empty() {
            section.advice {
                h2 { "What this machine should use" }
                ul { @for sentence in advice { li { (sentence) } } }
            }
        }
    }
}

fn show(section: &Section) -> Markup {
    html! {
        section {
            h2 { (section.title) }
            p { (section.lead) }
            @if let Some(plot) = &section.plot { (figure(plot)) }
            details { summary { "Data" } (html::table(&section.table.head, &section.table.rows)) }
        }
    }
}

fn figure(plot: &Plot) -> Markup {
    html! {
        figure {
            @if !plot.up.is_empty() { figcaption { (plot.up) } }
            (PreEscaped(&plot.svg))
            @if !plot.legend.is_empty() {
                ul.legend {
                    @for (colour, name) in &plot.legend {
                        li { span style=(format!("background:{colour}")) {} (name) }
                    }
                }
            }
        }
    }
}

fn about(about: &[(&'static str, String)]) -> Markup {
    html! {
        section.about {
            h2 { "How it was measured" }
            dl { @for (name, value) in about { dt { (name) } dd { (value) } } }
        }
    }
}
