//! A line or a few lines that are being typed.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::key::{Key, Name};

/// Longest text of a field, in bytes.
const LIMIT: usize = 16 * 1024;

/// Text with a cursor, which always stands between two letters as a person sees them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Field {
    text: String,
    cursor: usize,
}

impl Field {
    /// A field that holds `text`, the cursor behind it.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { cursor: text.len(), text }
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the cursor stands, in bytes.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Puts the cursor at a byte, or before the letter that it is within.
    pub fn place(&mut self, byte: usize) {
        self.cursor = byte.min(self.text.len());
        while !self.text.is_char_boundary(self.cursor) {
            self.cursor -= 1;
        }
    }

    /// Moves the cursor a line down or up, at about the same place in it.
    pub fn move_line(&mut self, forward: bool) {
        let start = self.text[..self.cursor].rfind('\n').map_or(0, |at| at + 1);
        let letters = self.text[start..self.cursor].graphemes(true).count();
        let line = if forward {
            self.text[self.cursor..].find('\n').map(|at| self.cursor + at + 1)
        } else {
            start.checked_sub(1).map(|end| self.text[..end].rfind('\n').map_or(0, |at| at + 1))
        };
        let Some(line) = line else { return };
        let length = self.text[line..].find('\n').unwrap_or(self.text.len() - line);
        let ahead: usize = self.text[line..line + length].graphemes(true).take(letters).map(str::len).sum();
        self.cursor = line + ahead;
    }

    /// Puts text in at the cursor; what acts or hides is left out, and what would be too much.
    pub fn insert(&mut self, text: &str) {
        let clean = crate::domain::untrusted::Untrusted::from(text).plain();
        if self.text.len() + clean.len() <= LIMIT {
            self.text.insert_str(self.cursor, &clean);
            self.cursor += clean.len();
        }
    }

    /// Hears a key of a text field; `false` for one that it does not know.
    pub fn hear(&mut self, key: Key) -> bool {
        if let Some(letter) = key.typed() {
            self.insert(letter.encode_utf8(&mut [0; 4]));
            return true;
        }
        match (key.name, key.ctrl, key.alt) {
            (Name::Left, false, false) | (Name::Char('b'), true, false) => self.cursor = self.before(),
            (Name::Right, false, false) | (Name::Char('f'), true, false) => self.cursor = self.after(),
            (Name::Left, ..) | (Name::Char('b'), false, true) => self.cursor = self.word_before(),
            (Name::Right, ..) | (Name::Char('f'), false, true) => self.cursor = self.word_after(),
            (Name::Home, ..) | (Name::Char('a'), true, false) => self.cursor = 0,
            (Name::End, ..) => self.cursor = self.text.len(),
            (Name::Backspace, false, false) | (Name::Char('h'), true, false) => self.cut(self.before(), self.cursor),
            (Name::Delete, ..) | (Name::Char('d'), true, false) => self.cut(self.cursor, self.after()),
            (Name::Backspace, ..) | (Name::Char('w'), true, false) => self.cut(self.word_before(), self.cursor),
            (Name::Char('d'), false, true) => self.cut(self.cursor, self.word_after()),
            (Name::Char('u'), true, false) => self.cut(0, self.cursor),
            (Name::Char('k'), true, false) => self.cut(self.cursor, self.text.len()),
            (Name::Enter, false, true) | (Name::Char('j'), true, false) => self.insert("\n"),
            _ => return false,
        }
        true
    }

    fn cut(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.cursor = from;
    }

    fn before(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.cursor, self.text.len(), true);
        cursor.prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0)
    }

    fn after(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.cursor, self.text.len(), true);
        cursor.next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len())
    }

    fn word_before(&self) -> usize {
        self.text[..self.cursor].unicode_word_indices().next_back().map_or(0, |(at, _)| at)
    }

    fn word_after(&self) -> usize {
        let rest = &self.text[self.cursor..];
        rest.unicode_word_indices().next().map_or(self.text.len(), |(at, word)| self.cursor + at + word.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> Field {
        let mut field = Field::default();
        for key in Key::sequence(keys).expect("keys") {
            assert!(field.hear(key), "{key}");
        }
        field
    }

    #[test]
    fn editing_as_in_a_shell() {
        assert_eq!(typed("abc<backspace>d").text(), "abd");
        assert_eq!(typed("one two<ctrl-w>").text(), "one ");
        assert_eq!(typed("one two<ctrl-a><ctrl-k>x").text(), "x");
        assert_eq!(typed("one two<ctrl-u>").text(), "");
        assert_eq!(typed("ab<left>x").text(), "axb");
        assert_eq!(typed("ab<alt-enter>c").text(), "ab\nc");
    }

    #[test]
    fn lines_up_and_down() {
        let mut field = Field::new("one\ntwenty\n👩é three");
        field.move_line(false);
        field.insert("|");
        assert_eq!(field.text(), "one\ntwenty|\n👩é three");
        field.move_line(false);
        field.move_line(false);
        field.insert("|");
        assert_eq!(field.text(), "one|\ntwenty|\n👩é three");
        field.place(0);
        field.move_line(true);
        field.move_line(true);
        field.move_line(true);
        field.insert("|");
        assert_eq!(field.text(), "one|\ntwenty|\n|👩é three");
    }

    #[test]
    fn letters_are_what_a_person_sees() {
        let mut field = Field::new("e\u{301}👩\u{200d}💻");
        field.hear(Key::plain(Name::Backspace));
        assert_eq!(field.text(), "e\u{301}");
        field.hear(Key::plain(Name::Backspace));
        assert_eq!(field.text(), "");
    }

    #[test]
    fn what_acts_is_not_typed() {
        let mut field = Field::default();
        field.insert("a\u{1b}[2J\u{202e}b\r\nc");
        assert_eq!(field.text(), "a[2Jb\nc");
    }
}
