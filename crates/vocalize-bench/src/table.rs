//! The report as a table for a terminal.

use crate::cell::Cell;

const HEAD: [&str; 8] = [
    "variant",
    "text",
    "session",
    "tokens",
    "inference",
    "total",
    "RTF",
    "memory",
];

/// A table with a row a cell. Text to tokens is in milliseconds, other times in
/// seconds, RTF is inference seconds for each second of audio, memory the peak of
/// the process.
pub(crate) fn table(cells: &[Cell]) -> String {
    let rows: Vec<[String; 8]> = cells.iter().map(row).collect();
    let head = HEAD.map(str::to_owned);
    let all = || std::iter::once(&head).chain(&rows);
    let mut widths = [0; 8];
    for row in all() {
        for (width, field) in widths.iter_mut().zip(row) {
            *width = (*width).max(field.chars().count());
        }
    }
    all().map(|row| line(row, &widths)).collect()
}

fn row(cell: &Cell) -> [String; 8] {
    [
        cell.setting.variant.clone(),
        cell.setting.text.name().to_owned(),
        format!("{:.2} s", cell.session_seconds),
        format!("{:.2} ms", cell.text_seconds * 1e3),
        format!("{:.2} s", cell.inference_seconds),
        format!("{:.2} s", cell.total_seconds),
        format!("{:.2}", cell.rtf()),
        format!("{} MB", cell.peak_memory_bytes / 1_000_000),
    ]
}

/// Names to the left, figures to the right.
fn line(row: &[String; 8], widths: &[usize; 8]) -> String {
    let mut line = String::new();
    for (column, (field, &width)) in row.iter().zip(widths).enumerate() {
        let padded = if column < 2 {
            format!("{field:<width$}")
        } else {
            format!("{field:>width$}")
        };
        line.push_str(&padded);
        line.push_str("  ");
    }
    line.truncate(line.trim_end().len());
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::median;
    use crate::setting::Setting;
    use crate::texts::Length;

    fn cell(text: Length, inference_seconds: f64) -> Cell {
        Cell {
            setting: Setting::usual("published-int8", text, 2),
            voice: "af_heart".to_owned(),
            runtime_seconds: 0.01,
            frontend_seconds: 0.001,
            session_seconds: 0.4812,
            text_seconds: 0.003_21,
            inference_seconds,
            first_audio_seconds: inference_seconds + 0.5,
            total_seconds: inference_seconds + 0.6,
            audio_seconds: 6.0,
            tokens: 103,
            peak_memory_bytes: 412_000_000,
            cpu_seconds: None,
        }
    }

    #[test]
    fn a_table_of_medians() {
        let (a, b, c) = (
            cell(Length::Short, 9.0),
            cell(Length::Short, 1.5),
            cell(Length::Short, 3.0),
        );
        let cells = [median(&[&a, &b, &c]), median(&[&cell(Length::Long, 12.0)])];
        insta::assert_snapshot!(table(&cells));
    }
}
