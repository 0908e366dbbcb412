//! Content lines (`NAME:value`) of vCard (RFC 6350, RFC 2426) and iCalendar (RFC 5545).
//!
//! Promise: no text leaves the value of its own line; no line exceeds 75 octets, and line folding never splits a
//! character or an escape.

/// Maximum line length in octets, without the line end.
const MAX_OCTETS: usize = 75;

/// Line end.
const END: &str = "\r\n";

/// Content lines in one buffer.
#[derive(Default)]
pub struct ContentLines {
    text: String,
    /// A line that is folded; kept, since most cards have one.
    long: String,
}

impl ContentLines {
    /// Returns the bytes of all lines.
    pub fn as_bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Removes all lines but keeps the allocated memory.
    pub fn clear(&mut self) {
        self.text.clear();
    }

    /// Begins a component, such as `BEGIN:VCARD`.
    pub fn begin(&mut self, component: &str) {
        self.raw_value("BEGIN", component);
    }

    /// Ends a component.
    pub fn end(&mut self, component: &str) {
        self.raw_value("END", component);
    }

    /// Writes a property whose value is never escaped (URI, date, keyword); skips an empty value.
    pub fn raw_value(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.line(name, |line| line.push_str(value));
        }
    }

    /// Writes a text property, escaped; skips an empty text.
    pub fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.line(name, |line| escape(text, line));
        }
    }

    /// Writes a structured property: its components, including empty ones, separated by semicolons.
    pub fn structured(&mut self, name: &str, components: &[&str]) {
        self.line(name, |line| escape_all(components, ';', line));
    }

    /// Writes a list property, separated by commas; skips an empty list.
    pub fn list(&mut self, name: &str, texts: &[impl AsRef<str>]) {
        if !texts.is_empty() {
            self.line(name, |line| escape_all(texts, ',', line));
        }
    }

    fn line(&mut self, name: &str, value: impl FnOnce(&mut String)) {
        let Self { text, long } = self;
        let start = text.len();
        text.push_str(name);
        text.push(':');
        value(text);
        if text.len() - start > MAX_OCTETS {
            long.clear();
            long.push_str(&text[start..]);
            text.truncate(start);
            fold(long, text);
        }
        text.push_str(END);
    }
}

fn escape_all(texts: &[impl AsRef<str>], separator: char, out: &mut String) {
    for (n, text) in texts.iter().enumerate() {
        if n > 0 {
            out.push(separator);
        }
        escape(text.as_ref(), out);
    }
}

/// Appends the escaped text. Carriage returns have no escape, so they are dropped.
fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|b| matches!(b, b'\\' | b';' | b',' | b'\n' | b'\r')) {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'\\' => out.push_str("\\\\"),
            b';' => out.push_str("\\;"),
            b',' => out.push_str("\\,"),
            b'\n' => out.push_str("\\n"),
            _ => {}
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Appends a line folded into pieces; the leading space of a continuation line counts as an octet.
fn fold(line: &str, out: &mut String) {
    let (first, mut rest) = line.split_at(fitting_len(line, MAX_OCTETS));
    out.push_str(first);
    while !rest.is_empty() {
        let (next, others) = rest.split_at(fitting_len(rest, MAX_OCTETS - 1));
        out.push_str(END);
        out.push(' ');
        out.push_str(next);
        rest = others;
    }
}

/// Returns the length of the part of an escaped line that fits. An odd trailing backslash begins an escape: not split.
fn fitting_len(line: &str, octets: usize) -> usize {
    if line.len() <= octets {
        return line.len();
    }
    let end = line.floor_char_boundary(octets);
    let backslashes = line[..end].bytes().rev().take_while(|b| *b == b'\\').count();
    end - backslashes % 2
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns a text property as written.
    fn written(text: &str) -> String {
        let mut lines = ContentLines::default();
        lines.text("NOTE", text);
        lines.text
    }

    fn escaped(text: &str) -> String {
        let mut out = String::new();
        escape(text, &mut out);
        out
    }

    #[test]
    fn signs_that_mean_something_are_escaped() {
        for (text, value) in [
            ("Ann Bee", "Ann Bee"),
            ("a, b; c\\d\ne", "a\\, b\\; c\\\\d\\ne"),
            ("\\n", "\\\\n"),
            ("a\r\nEND:VCARD\r", "a\\nEND:VCARD"),
        ] {
            assert_eq!(escaped(text), value, "{text:?}");
        }
    }

    #[test]
    fn what_separates_values_is_not_escaped() {
        let mut lines = ContentLines::default();
        lines.begin("VCARD");
        lines.structured("N", &["Bee", "Ann, the", "", "", "a;b"]);
        lines.list("CATEGORIES", &["garden", "Köln, Süd"]);
        lines.list("CATEGORIES", &[""; 0]);
        lines.text("NOTE", "");
        lines.raw_value("URL", "https://example.org/a,b");
        lines.end("VCARD");
        let expected = [
            "BEGIN:VCARD",
            "N:Bee;Ann\\, the;;;a\\;b",
            "CATEGORIES:garden,Köln\\, Süd",
            "URL:https://example.org/a,b",
            "END:VCARD",
            "",
        ];
        assert_eq!(lines.text, expected.join("\r\n"));
    }

    #[test]
    fn a_line_is_full_at_75_octets() {
        let full = "a".repeat(70);
        assert_eq!(written(&full), format!("NOTE:{full}\r\n"));
        assert_eq!(written(&format!("{full}b")), format!("NOTE:{full}\r\n b\r\n"));
        let second = "b".repeat(74);
        assert_eq!(written(&format!("{full}{second}c")), format!("NOTE:{full}\r\n {second}\r\n c\r\n"));
    }

    #[test]
    fn nothing_is_torn_apart() {
        let almost = "a".repeat(69);
        for (text, value) in [("é", "é"), ("名", "名"), ("🏆", "🏆"), (",", "\\,"), ("\n", "\\n"), ("\\", "\\\\")]
        {
            assert_eq!(written(&format!("{almost}{text}")), format!("NOTE:{almost}\r\n {value}\r\n"), "{text:?}");
        }
        let even = "\\".repeat(35);
        assert_eq!(written(&format!("{even},")), format!("NOTE:{even}{even}\r\n \\,\r\n"));
    }

    proptest! {
        #[test]
        fn lines_are_short_whole_and_say_the_same(text in "([,;\\\\\r\n]|é|名|🏆|[a-c]{1,30}|.){1,200}") {
            let folded = written(&text);
            let lines: Vec<&str> = folded.split_terminator("\r\n").collect();
            for line in &lines {
                prop_assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
                let backslashes = line.len() - line.trim_end_matches('\\').len();
                prop_assert!(backslashes % 2 == 0, "{line:?}");
            }
            // Every line is full: the next one's first escape or character does not fit.
            for pair in lines.windows(2) {
                let next = &pair[1][1..];
                let unit = if next.starts_with('\\') { 2 } else { next.chars().next().map_or(0, char::len_utf8) };
                prop_assert!(pair[0].len() + unit > 75, "{pair:?}");
            }
            prop_assert_eq!(folded.replace("\r\n ", ""), format!("NOTE:{}\r\n", escaped(&text)));
        }
    }
}
