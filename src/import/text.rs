//! Decodes cells: as UTF-8 if valid, else in the detected encoding of the file; long ones are cut.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, WINDOWS_1252};
use mail_parser::decoders::html::html_to_text;

/// Longest cell, in bytes; LinkedIn's own limit for a message is an eighth of it.
pub(super) const MAX_CELL_LEN: usize = 64 * 1024;
const CUT: &str = " … (cut)";
/// Fewest non-ASCII bytes from which an encoding is guessed: of Western names with two of them one in 40 looks Eastern,
/// with twelve one in 10,000.
const MIN_BYTES_TO_GUESS: usize = 12;
/// Longest quoted line of a message, in characters.
const LINE_CHARS: usize = 120;

/// Problems found while decoding cells, for a remark.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct DecodeIssues {
    /// First record that is not UTF-8.
    pub not_utf8: Option<u64>,
    /// First record with a cut cell.
    pub cut: Option<u64>,
}

/// Detects the encoding of a file's cells that are not UTF-8, from its start: old spreadsheets used the encoding of
/// their country.
pub(super) fn encoding_of(beginning: &[u8]) -> &'static Encoding {
    let is_utf8 = |bytes: &&[u8]| std::str::from_utf8(bytes).is_ok();
    if is_utf8(&beginning) {
        return WINDOWS_1252;
    }
    let cells = beginning.split(|byte| matches!(byte, b',' | b';' | b'\t' | b'\n')).filter(|cell| !cell.is_ascii());
    let (sound, other): (Vec<&[u8]>, Vec<&[u8]>) = cells.partition(is_utf8);
    let beyond_ascii = |cells: &[&[u8]]| cells.iter().flat_map(|cell| *cell).filter(|byte| !byte.is_ascii()).count();
    if beyond_ascii(&other) < MIN_BYTES_TO_GUESS.max(beyond_ascii(&sound)) {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for cell in other {
        detector.feed(cell, false);
        detector.feed(b"\n", false);
    }
    detector.guess(None, Utf8Detection::Deny)
}

/// Decodes a cell, in `encoding` if it is not UTF-8.
pub(super) fn decode_cell<'a>(
    bytes: &'a [u8],
    encoding: &'static Encoding,
    record: u64,
    mended: &mut DecodeIssues,
) -> Cow<'a, str> {
    let decoded = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => {
            mended.not_utf8.get_or_insert(record);
            let end = bytes.len().min(2 * MAX_CELL_LEN);
            encoding.decode_without_bom_handling(&bytes[..end]).0
        }
    };
    if decoded.len() <= MAX_CELL_LEN {
        return decoded;
    }
    mended.cut.get_or_insert(record);
    Cow::Owned(cut(&decoded))
}

/// Decodes UTF-8, with a mark for what is none; faster for what is valid than the standard function of this name.
pub(super) fn from_utf8_lossy(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// Cuts a text that is too long, and marks it.
pub(super) fn cut(text: &str) -> String {
    format!("{}{CUT}", &text[..text.floor_char_boundary(MAX_CELL_LEN)])
}

/// Normalizes a column name: lower case, without white space, underscores and byte order mark.
pub(super) fn normalize_header(name: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_whitespace() && *c != '_' && *c != '\u{feff}').take(200).collect();
    name.to_lowercase()
}

/// Normalizes a file name: lower case, without `.csv`, spaces, underscores and a number at the end.
pub(super) fn normalize_file_name(base: &str) -> String {
    let lower = base.to_lowercase();
    let mut stem = lower.strip_suffix(".csv").unwrap_or("").trim();
    if let Some(rest) = stem.strip_suffix(')').map(|s| s.trim_end_matches(|c: char| c.is_ascii_digit())) {
        stem = rest.strip_suffix('(').map_or(stem, str::trim); // a browser's second download
    }
    while let Some((front, end)) = stem.rsplit_once('_') {
        if end.is_empty() || !end.bytes().all(|b| b.is_ascii_digit()) {
            break;
        }
        stem = front;
    }
    stem.replace([' ', '_'], "")
}

/// Writes the start of a message as one line: without tags, with entities decoded.
pub(super) fn write_excerpt(content: &[u8], into: &mut String) {
    into.clear();
    let head = from_utf8_lossy(content);
    let head = head.trim_end_matches('\u{fffd}'); // a character cut in two
    if memchr::memchr2(b'<', b'&', head.as_bytes()).is_none() {
        push_collapsed(head, into);
        return;
    }
    push_collapsed(&without_markup(head), into);
}

fn push_collapsed(text: &str, into: &mut String) {
    let mut left = LINE_CHARS;
    for word in text.split_whitespace() {
        if !into.is_empty() && left > 1 {
            into.push(' ');
            left -= 1;
        }
        for c in word.chars() {
            if left <= 1 {
                into.push('…');
                return;
            }
            into.push(c);
            left -= 1;
        }
    }
}

/// Returns text without tags and with entities decoded.
///
/// `html_to_text` decodes the entities only. If it removes the tags too, it loses words: `or <3 of them` ends before
/// the sign; list items and text after a bold word run together (`<p><b>G2</b> until` becomes "G2until").
fn without_markup(text: &str) -> String {
    let mut pieces = text.split('<');
    let mut out = String::with_capacity(text.len());
    out.extend(pieces.next());
    for piece in pieces {
        let opens = piece.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match piece.split_once('>').filter(|_| opens) {
            Some((_, behind)) => out.extend([" ", behind]),
            None => out.extend(["&lt;", piece]),
        }
    }
    if out.contains('&') { html_to_text(&out) } else { out }
}

/// Returns the text of a page in lines, as its paragraphs, table cells and line breaks make them; without styles and
/// scripts.
pub(super) fn html_lines(html: &str) -> String {
    const INLINE: [&str; 12] = ["a", "b", "i", "u", "em", "strong", "span", "font", "small", "img", "sup", "sub"];
    let mut out = String::with_capacity(html.len() / 2);
    let mut hidden: Option<&str> = None;
    let mut pieces = html.split('<');
    out.extend(pieces.next());
    for piece in pieces {
        let Some((tag, behind)) = piece.split_once('>') else { continue };
        let is_end = tag.starts_with('/');
        let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let is = |known: &&str| known.eq_ignore_ascii_case(name);
        hidden = match hidden {
            Some(block) if is_end && is(&block) => None,
            Some(block) => Some(block),
            None => ["style", "script", "head", "title"].into_iter().find(is).filter(|_| !is_end),
        };
        if hidden.is_none() {
            if !INLINE.iter().any(is) {
                out.push('\n');
            }
            // A line break in the page is only white space.
            out.extend(behind.split_inclusive(char::is_whitespace).map(|word| word.replace(['\n', '\r'], " ")));
        }
    }
    let lines = out.lines().map(|line| if line.contains('&') { html_to_text(line) } else { line.to_owned() });
    lines.map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_met_exactly() {
        for name in ["Invitations.csv", "INVITATIONS.CSV", "Invitations_1.csv", "Invitations (1).csv"] {
            assert_eq!(normalize_file_name(name), "invitations", "{name}");
        }
        assert_eq!(normalize_file_name("Member_Follows_123.csv"), "memberfollows");
        assert_eq!(normalize_file_name("Imported Contacts.csv"), "importedcontacts");
        assert_ne!(normalize_file_name("guide_messages.csv"), "messages");
        assert_ne!(normalize_file_name("messages.csv.bak"), "messages");
        assert_eq!(normalize_file_name("(1).csv"), "");
    }

    #[test]
    fn a_line_of_a_message() {
        let mut line = String::new();
        write_excerpt(b"<p class=\"x\">Hi  Pat &amp; all,</p><p>a &lt; b</p>", &mut line);
        assert_eq!(line, "Hi Pat & all, a < b");
        write_excerpt("ä".repeat(500).as_bytes(), &mut line);
        assert_eq!(line.chars().count(), 120);
        for letters in 110..130 {
            write_excerpt(format!("{} of it {}", "x".repeat(letters), "y".repeat(20)).as_bytes(), &mut line);
            assert!(line.ends_with('…') && line.chars().count() <= 120, "a cut is shown: {line}");
        }
        write_excerpt("x".repeat(119).as_bytes(), &mut line);
        assert_eq!(line, "x".repeat(119));
        write_excerpt(b"a < b and <", &mut line);
        assert_eq!(line, "a < b and <");
        write_excerpt(
            b"<p><b>1&bull;</b> &#8364;&eacute; &no; &lt;b&amp;gt;</p><ul><li>2</li><li>3 <3</li></ul>",
            &mut line,
        );
        assert_eq!(line, "1• €é &no; <b&gt; 2 3 <3");
    }

    #[test]
    fn what_is_not_utf8_is_said() {
        let mut mended = DecodeIssues::default();
        assert_eq!(decode_cell(b"Zo\xeb \x93x\x94", WINDOWS_1252, 7, &mut mended), "Zoë “x”");
        assert_eq!(mended.not_utf8, Some(7));
    }

    #[test]
    fn the_encoding_is_that_of_the_country() {
        for (label, names) in [
            (
                "windows-1250",
                "Łukasz Wiśniewski,Małgorzata Dąbrowska\nPaweł Żuraw,Grażyna Świętek\nJędrzej Śliwa,Żaneta Gąsior\n",
            ),
            ("windows-1251", "Анна Петрова,Иван Кузнецов\n"),
            ("windows-1252", "José Muñoz,Zoë “x”\nJürgen Müller,Söhne & Töchter\nFrançois Lefèvre,Åsa Björk\n"),
            ("shift_jis", "田中太郎,佐藤花子\n鈴木一郎,営業部長\n"),
        ] {
            let encoding = Encoding::for_label(label.as_bytes()).expect("a known one");
            let bytes = encoding.encode(names).0;
            assert_eq!(encoding_of(&bytes), encoding, "{names}");
            assert_eq!(decode_cell(&bytes, encoding_of(&bytes), 1, &mut DecodeIssues::default()), names);
            let among_utf8 = [bytes.as_ref(), names.as_bytes(), names.as_bytes()].concat();
            assert_eq!(encoding_of(&among_utf8), WINDOWS_1252, "{names}");
        }
        for few in [&b"Muj\xe8, Jos\xe9"[..], "Łukasz".as_bytes(), &"Żółć".as_bytes()[..5], b""] {
            assert_eq!(encoding_of(few), WINDOWS_1252);
        }
    }
}
