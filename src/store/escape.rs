//! JSON that is safe to `cat`: letters of every script stay, characters that act on a terminal or hide are escaped as
//! `\uXXXX`, and a text longer than 64 KiB is cut and marked.

use std::cell::Cell;
use std::io;

use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};

use crate::domain::text::untrusted::is_unsafe_char;

/// Longest text written whole, in bytes of UTF-8.
pub(super) const MAX_TEXT_LEN: usize = 64 * 1024;
/// Mark at the end of a cut text.
pub(super) const CUT_MARK: &str = " … (cut at 64 KiB)";

/// Appends a value to `out` as JSON; true if a text was cut.
pub(super) fn write_json(out: &mut Vec<u8>, value: &impl Serialize) -> Result<bool, serde_json::Error> {
    let cut = Cell::new(false);
    let harmless = EscapingFormatter { remaining: MAX_TEXT_LEN, truncated: false, any_truncated: &cut };
    value.serialize(&mut Serializer::with_formatter(out, harmless))?;
    Ok(cut.get())
}

/// Returns a value as a line of JSON that is safe to print.
pub fn json_line(value: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    let mut line = Vec::new();
    write_json(&mut line, value)?;
    line.push(b'\n');
    Ok(line)
}

/// Formatter that escapes unsafe characters and cuts long texts.
struct EscapingFormatter<'c> {
    /// Bytes left for the current text.
    remaining: usize,
    /// True if the current text was cut.
    truncated: bool,
    /// True if any text was cut.
    any_truncated: &'c Cell<bool>,
}

impl EscapingFormatter<'_> {
    /// Returns the part of a piece that still fits.
    fn fit<'t>(&mut self, piece: &'t str) -> &'t str {
        if self.truncated {
            return "";
        }
        let end = piece.floor_char_boundary(self.remaining);
        self.remaining -= end;
        self.truncated = end < piece.len();
        &piece[..end]
    }
}

impl Formatter for EscapingFormatter<'_> {
    fn begin_string<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.remaining = MAX_TEXT_LEN;
        self.truncated = false;
        writer.write_all(b"\"")
    }

    fn end_string<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.truncated {
            self.any_truncated.set(true);
            writer.write_all(CUT_MARK.as_bytes())?;
        }
        writer.write_all(b"\"")
    }

    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, piece: &str) -> io::Result<()> {
        let piece = self.fit(piece);
        if piece.bytes().all(|b| (b' '..=b'~').contains(&b)) {
            return writer.write_all(piece.as_bytes());
        }
        let mut clean = 0;
        for (at, c) in piece.char_indices().filter(|(_, c)| is_unsafe_char(*c)) {
            writer.write_all(&piece.as_bytes()[clean..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            clean = at + c.len_utf8();
        }
        writer.write_all(&piece.as_bytes()[clean..])
    }

    fn write_char_escape<W: ?Sized + io::Write>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()> {
        // One byte of text, however long its escape.
        if self.fit(" ").is_empty() {
            return Ok(());
        }
        CompactFormatter.write_char_escape(writer, escape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> String {
        let mut out = Vec::new();
        write_json(&mut out, &text).expect("a text is JSON");
        String::from_utf8(out).expect("JSON is UTF-8")
    }

    #[test]
    fn what_acts_is_escaped_and_letters_stay() {
        assert_eq!(json("Zoë \u{202e}\u{9b}\u{7f}\u{e0069}"), r#""Zoë \u202e\u009b\u007f\udb40\udc69""#);
        assert_eq!(json("a\u{200d}b\u{2028}\n\u{1b}"), r#""a\u200db\u2028\n\u001b""#);
    }

    #[test]
    fn a_long_text_is_cut_with_a_mark() {
        let text = "é".repeat(MAX_TEXT_LEN);
        let kept: String = serde_json::from_str(&json(&text)).expect("still JSON");
        assert_eq!(kept, format!("{}{CUT_MARK}", "é".repeat(MAX_TEXT_LEN / 2)));
        assert_eq!(json(&"x".repeat(MAX_TEXT_LEN)).len(), MAX_TEXT_LEN + 2);
        assert!(json(&"\n".repeat(MAX_TEXT_LEN + 1)).ends_with("(cut at 64 KiB)\""));
    }
}
