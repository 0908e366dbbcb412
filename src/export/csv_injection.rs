//! CSV writer that prevents CSV injection (formula injection).
//!
//! Promise (OWASP, *CSV Injection*): every cell is quoted, and none begins with `=`, `+`, `-`, `@` or their full-width
//! and small variants, not even after blanks. Some programs split at semicolons or ignore quotes, so the same holds
//! after `;`, `|`, a tab, a quote and a line break inside a cell. An apostrophe is inserted before such a character:
//! spreadsheets read it as "this is text".

use std::io::{self, Write};

/// Writes a table: the header, then a record per row. Lines end in CR LF (RFC 4180); the text is UTF-8.
pub fn write_table(
    header: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    table.write_record(header)?;
    for row in rows {
        table.write_record(row.iter().map(|cell| neutralize(cell)))?;
    }
    table.flush()
}

/// Returns a row with the named columns filled and all others empty.
pub fn table_row(header: &[&str], filled: &[(&str, String)]) -> Vec<String> {
    debug_assert!(filled.iter().all(|(column, _)| header.contains(column)), "a column that the header lacks");
    let cell = |column: &&str| filled.iter().find(|(name, _)| name == column).map(|(_, text)| text.clone());
    header.iter().map(|column| cell(column).unwrap_or_default()).collect()
}

/// Returns the text with an apostrophe wherever a formula could begin.
pub fn neutralize(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    let mut at_start = true;
    for c in text.chars() {
        if at_start && begins_formula(c) {
            out.push('\'');
        }
        at_start = begins_cell(c) || (at_start && (is_invisible(c) || c == '"'));
        out.push(c);
    }
    out
}

fn begins_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '﹦' | '﹢' | '﹣' | '﹫' | '−')
}

fn begins_cell(c: char) -> bool {
    matches!(c, ';' | '\t' | '|' | '\n' | '\r' | '；')
}

/// True for white space, ZWNJ and ZWJ.
fn is_invisible(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200C}' | '\u{200D}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("  @SUM(A1)", "  '@SUM(A1)"),
            ("\u{a0}\u{200d}-2+3", "\u{a0}\u{200d}'-2+3"),
            ("＝1", "'＝1"),
            ("Eve;=1", "Eve;'=1"),
            ("Eve; \"=1", "Eve; \"'=1"),
            ("Eve\n+1", "Eve\n'+1"),
            ("\"=1", "\"'=1"),
            ("==1", "'==1"),
        ] {
            assert_eq!(neutralize(text), cell, "{text:?}");
        }
    }

    #[test]
    fn other_text_stays() {
        for text in ["", "Ann Bee", "a=b", "Ann-Marie", "ann@example.org", "1 + 1, = 2", "'=1", "C++"] {
            assert_eq!(neutralize(text), text);
        }
    }
}
