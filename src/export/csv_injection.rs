//! CSV writer that prevents CSV injection (formula injection).
//!
//! Promise (OWASP, *CSV Injection*): every cell is quoted, and no cell of a table that is opened in a spreadsheet begins
//! with `=`, `+`, `-`, `@` or their full-width and small variants, not even after blanks. An apostrophe is inserted
//! before such a character: spreadsheets read it as "this is text". Tables that another program imports hold data, not
//! cells: there an apostrophe would become part of a name or a phone number, so only a leading `=` gets one.

use std::borrow::Cow;
use std::io::{self, Write};

/// Writes a table: the header, then a record per row, each cell through `neutralize`. Lines end in CR LF (RFC 4180); the
/// text is UTF-8.
pub fn write_table(
    header: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
    neutralize: fn(&str) -> Cow<'_, str>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    table.write_record(header).map_err(io_error)?;
    for row in rows {
        table.write_record(row.iter().map(|cell| neutralize(cell).into_owned())).map_err(io_error)?;
    }
    table.flush()
}

/// Returns the I/O error inside an error of the csv crate, whose own conversion hides its kind: a broken pipe stays one.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Returns a row with the named columns filled and all others empty.
pub fn table_row(header: &[&str], filled: &[(&str, String)]) -> Vec<String> {
    debug_assert!(filled.iter().all(|(column, _)| header.contains(column)), "a column that the header lacks");
    let cell = |column: &&str| filled.iter().find(|(name, _)| name == column).map(|(_, text)| text.clone());
    header.iter().map(|column| cell(column).unwrap_or_default()).collect()
}

/// Returns the text of a cell that a spreadsheet opens: with an apostrophe where a formula would begin it.
pub fn opened(text: &str) -> Cow<'_, str> {
    with_apostrophe(text, |c| {
        matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '﹦' | '﹢' | '﹣' | '﹫' | '−')
    })
}

/// Returns the text of a cell that an address book imports: with an apostrophe before a leading `=` only.
pub fn imported(text: &str) -> Cow<'_, str> {
    with_apostrophe(text, |c| c == '=')
}

fn with_apostrophe(text: &str, begins_formula: impl Fn(char) -> bool) -> Cow<'_, str> {
    let start = text.find(|c| !is_invisible(c)).unwrap_or(text.len());
    let (blanks, visible) = text.split_at(start);
    if visible.starts_with(begins_formula) { format!("{blanks}'{visible}").into() } else { text.into() }
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
            ("==1", "'==1"),
            ("+49 30 123", "'+49 30 123"),
            ("- CTO", "'- CTO"),
        ] {
            assert_eq!(opened(text), cell, "{text:?}");
        }
    }

    #[test]
    fn other_text_stays() {
        for text in [
            "",
            "Ann Bee",
            "a=b",
            "Ann-Marie",
            "ann@example.org",
            "1 + 1, = 2",
            "'=1",
            "C++",
            ";-)",
            "a;=1",
            "list:\n- b",
        ] {
            assert_eq!((opened(text), imported(text)), (text.into(), text.into()));
        }
    }

    #[test]
    fn what_is_imported_keeps_its_signs() {
        for text in [";-)", "- CTO", "+49 30 123", "@ann", "− 2", "- one\n- two"] {
            assert_eq!(imported(text), text);
        }
        assert_eq!(imported("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
    }
}
