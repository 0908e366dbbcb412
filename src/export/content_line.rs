//! Content lines, of which cards (RFC 6350, and 2426 before it) and calendars (RFC 5545) are made: `NAME:value`.
//!
//! Promise: a text stays inside the value of its own line, whatever is in it; no line is longer than 75 octets, and
//! no character and no escape is torn apart where a line is folded.

/// Longest line in octets, its end not counted.
const MAX_OCTETS: usize = 75;

/// Ends a line.
const END: &str = "\r\n";

/// Lines one after another, in one place in memory for all of them.
#[derive(Default)]
pub struct ContentLines(String);

impl ContentLines {
    /// Returns the bytes of all lines.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Forgets all lines and keeps their place.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Begins a component: `BEGIN:VCARD`.
    pub fn begin(&mut self, component: &str) {
        self.value("BEGIN", component);
    }

    /// Ends a component.
    pub fn end(&mut self, component: &str) {
        self.value("END", component);
    }

    /// Writes a property whose value is never escaped: an address, a date, a word of the RFC. None for an empty one.
    pub fn value(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.line(name, |line| line.push_str(value));
        }
    }

    /// Writes a property of text; none for an empty one.
    pub fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.line(name, |line| escape(text, line));
        }
    }

    /// Writes a structured property: its components, empty ones too, with semicolons between.
    pub fn structured(&mut self, name: &str, components: &[&str]) {
        self.line(name, |line| escape_all(components, ';', line));
    }

    /// Writes a property of several texts with commas between; none for an empty list.
    pub fn list(&mut self, name: &str, texts: &[impl AsRef<str>]) {
        if !texts.is_empty() {
            self.line(name, |line| escape_all(texts, ',', line));
        }
    }

    fn line(&mut self, name: &str, value: impl FnOnce(&mut String)) {
        let start = self.0.len();
        self.0.push_str(name);
        self.0.push(':');
        value(&mut self.0);
        if self.0.len() - start > MAX_OCTETS {
            let line = self.0.split_off(start);
            fold(&line, &mut self.0);
        }
        self.0.push_str(END);
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

/// Writes a text so that no sign in it means anything. There is no escape for a carriage return, so it goes.
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

/// Writes a line in pieces; the space before every piece but the first counts.
fn fold(line: &str, out: &mut String) {
    let (first, mut rest) = line.split_at(piece(line, MAX_OCTETS));
    out.push_str(first);
    while !rest.is_empty() {
        let (next, others) = rest.split_at(piece(rest, MAX_OCTETS - 1));
        out.push_str(END);
        out.push(' ');
        out.push_str(next);
        rest = others;
    }
}

/// How much of an escaped line fits into so many octets. Backslashes come in pairs but for one that begins an escape.
fn piece(line: &str, octets: usize) -> usize {
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

    /// A property of text, as written.
    fn written(text: &str) -> String {
        let mut lines = ContentLines::default();
        lines.text("NOTE", text);
        lines.0
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
        lines.value("URL", "https://example.org/a,b");
        lines.end("VCARD");
        let expected = [
            "BEGIN:VCARD",
            "N:Bee;Ann\\, the;;;a\\;b",
            "CATEGORIES:garden,Köln\\, Süd",
            "URL:https://example.org/a,b",
            "END:VCARD",
            "",
        ];
        assert_eq!(lines.0, expected.join("\r\n"));
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
            // No line could have held what the next one begins with: an escape or a character.
            for pair in lines.windows(2) {
                let next = &pair[1][1..];
                let unit = if next.starts_with('\\') { 2 } else { next.chars().next().map_or(0, char::len_utf8) };
                prop_assert!(pair[0].len() + unit > 75, "{pair:?}");
            }
            prop_assert_eq!(folded.replace("\r\n ", ""), format!("NOTE:{}\r\n", escaped(&text)));
        }
    }
}
