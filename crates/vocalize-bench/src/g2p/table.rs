//! The ways as a table for a terminal.

use super::Row;

/// A row a way, the figures to the right.
pub(super) fn table(rows: &[Row]) -> String {
    let mut table = format!(
        "{:<10}{:>10}{:>12}{:>10}{:>16}{:>13}\n",
        "g2p", "cold", "warm", "memory", "phoneme errors", "word errors"
    );
    for row in rows {
        let words = row.word_error_rate.map_or("-".to_owned(), percent);
        table.push_str(&format!(
            "{:<10}{:>7.2} ms{:>9.3} ms{:>7.1} MB{:>16}{:>13}\n",
            row.way,
            row.cold_seconds * 1e3,
            row.warm_seconds * 1e3,
            row.memory_bytes as f64 / 1e6,
            percent(row.phoneme_error_rate),
            words,
        ));
    }
    table
}

fn percent(rate: f64) -> String {
    format!("{:.1}%", 100.0 * rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_below_each_other() {
        let row = Row {
            way: "misaki",
            cold_seconds: 0.002,
            warm_seconds: 0.000_411,
            memory_bytes: 3_400_000,
            phoneme_error_rate: 0.0,
            word_error_rate: Some(0.012),
        };
        let unheard = Row {
            way: "misaki-rs",
            cold_seconds: 0.151,
            word_error_rate: None,
            ..row.clone()
        };
        insta::assert_snapshot!(table(&[unheard, row]));
    }
}
