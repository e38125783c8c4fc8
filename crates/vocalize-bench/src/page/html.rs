//! The report as one HTML file that needs nothing else.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::section::{Plot, Report, Section, Table};

const STYLE: &str = include_str!("style.css");

/// The page.
pub(super) fn page(report: &Report) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                // No icon: nothing is asked for beside this file.
                link rel="icon" href="data:,";
                title { "Vocalize: what was measured" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { "Vocalize: what was measured" }
                (advice(&report.advice))
                div.sections { @for section in &report.sections { (show(section)) } }
                (about(&report.about))
            }
        }
    };
    page.into_string()
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
            details { summary { "Data" } (table(&section.table)) }
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

fn table(table: &Table) -> Markup {
    html! {
        div.table {
            table {
                thead { tr { @for name in &table.head { th scope="col" { (name) } } } }
                tbody {
                    @for row in &table.rows {
                        tr { @for field in row { td { (field) } } }
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
