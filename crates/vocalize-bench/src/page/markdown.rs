//! The report for a pull request.

use std::fmt::Write;

use super::section::{Report, Table};

/// Advice and tables; plots are only in the page.
pub(super) fn text(report: &Report) -> String {
    let mut text = String::from("# What was measured\n\n");
    for sentence in &report.advice {
        let _ = writeln!(text, "- {sentence}");
    }
    for section in &report.sections {
        let _ = write!(text, "\n## {}\n\n{}\n\n", section.title, section.lead);
        text.push_str(&table(&section.table));
    }
    text.push_str("\n## How it was measured\n\n");
    for (name, value) in &report.about {
        let _ = writeln!(text, "- {name}: {value}");
    }
    text
}

fn table(table: &Table) -> String {
    let mut text = line(table.head.iter().copied());
    let rule = (0..table.head.len()).map(|column| if column == 0 { "---" } else { "---:" });
    text.push_str(&line(rule));
    for row in &table.rows {
        text.push_str(&line(row.iter().map(String::as_str)));
    }
    text
}

fn line<'a>(fields: impl Iterator<Item = &'a str>) -> String {
    let mut line = String::from("|");
    for field in fields {
        let _ = write!(line, " {} |", field.replace('|', "\\|"));
    }
    line.push('\n');
    line
}
