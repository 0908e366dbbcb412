//! Editable text: readline's keys, each on the current line, and an undo.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::key::{Key, KeyCode};

/// Maximum text length of a field, in bytes; what is beyond it is cut.
const MAX_LEN: usize = 16 * 1024;

/// Maximum number of undo steps; older ones are dropped.
const MAX_UNDO_STEPS: usize = 100;

/// Editable text with a cursor that moves by grapheme.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TextField {
    text: String,
    cursor: usize,
    /// Text and cursor before each undoable change, the latest last.
    undo_steps: Vec<(String, usize)>,
    /// True while the last change was typing within a word: the next letter joins its undo step.
    is_typing_word: bool,
}

/// Whether a text went into a field as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fit {
    /// All of it.
    Whole,
    /// Its beginning only: the field is full.
    Cut,
}

/// Returns the sanitized text, cut at `limit` bytes.
fn sanitize(text: &str, limit: usize) -> (String, Fit) {
    let mut clean = crate::domain::text::untrusted::Untrusted::from(text).sanitized();
    if clean.len() <= limit {
        return (clean, Fit::Whole);
    }
    clean.truncate(clean.floor_char_boundary(limit));
    (clean, Fit::Cut)
}

impl TextField {
    /// Returns a field that holds `text`, with the cursor at its end.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { cursor: text.len(), text, ..Self::default() }
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the cursor position, in bytes.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Moves the cursor to a byte offset, rounded down to a character boundary.
    pub fn move_to(&mut self, byte: usize) {
        self.cursor = byte.min(self.text.len());
        while !self.text.is_char_boundary(self.cursor) {
            self.cursor -= 1;
        }
    }

    /// Moves the cursor one line down or up, keeping its column.
    pub fn move_line(&mut self, forward: bool) {
        let start = self.line_start();
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

    /// Inserts sanitized text at the cursor, as much as fits; tells whether all of it did.
    pub fn insert(&mut self, text: &str) -> Fit {
        let (clean, fit) = sanitize(text, MAX_LEN - self.text.len());
        if !clean.is_empty() {
            self.remember();
            self.insert_clean(&clean);
        }
        fit
    }

    /// Replaces the whole text by sanitized text, as much as fits, as one undoable change; tells whether all of it did.
    pub fn replace(&mut self, text: &str) -> Fit {
        let (clean, fit) = sanitize(text, MAX_LEN);
        if clean != self.text {
            self.remember();
            (self.cursor, self.text) = (clean.len(), clean);
        }
        fit
    }

    /// Drops the undo steps.
    pub fn forget_undo(&mut self) {
        self.undo_steps.clear();
    }

    /// Takes back the last change of the text; false if there is none.
    pub fn undo(&mut self) -> bool {
        self.is_typing_word = false;
        let Some((text, cursor)) = self.undo_steps.pop() else { return false };
        (self.text, self.cursor) = (text, cursor);
        true
    }

    /// Handles an editing key; false for any other key. Keys that move or delete far act on the current line.
    pub fn input(&mut self, key: Key) -> bool {
        if let Some(letter) = key.typed_char() {
            self.type_letter(letter);
            return true;
        }
        self.is_typing_word = false;
        match (key.code, key.ctrl, key.alt) {
            (KeyCode::Left, false, false) | (KeyCode::Char('b'), true, false) => self.cursor = self.previous_grapheme(),
            (KeyCode::Right, false, false) | (KeyCode::Char('f'), true, false) => self.cursor = self.next_grapheme(),
            (KeyCode::Left, ..) | (KeyCode::Char('b'), false, true) => self.cursor = self.previous_word(),
            (KeyCode::Right, ..) | (KeyCode::Char('f'), false, true) => self.cursor = self.next_word(),
            (KeyCode::Home, ..) | (KeyCode::Char('a'), true, false) => self.cursor = self.line_start(),
            (KeyCode::End, ..) => self.cursor = self.line_end(),
            (KeyCode::Backspace, false, false) | (KeyCode::Char('h'), true, false) => {
                self.delete_range(self.previous_grapheme(), self.cursor);
            }
            (KeyCode::Delete, ..) | (KeyCode::Char('d'), true, false) => {
                self.delete_range(self.cursor, self.next_grapheme());
            }
            (KeyCode::Backspace, ..) | (KeyCode::Char('w'), true, false) => {
                self.delete_range(self.previous_word(), self.cursor);
            }
            (KeyCode::Char('d'), false, true) => self.delete_range(self.cursor, self.next_word()),
            (KeyCode::Char('u'), true, false) => self.delete_range(self.line_start(), self.cursor),
            (KeyCode::Char('k'), true, false) => self.delete_range(self.cursor, self.line_end()),
            // Terminals send Ctrl-_ as Ctrl-7 too, some as Ctrl-/.
            (KeyCode::Char('_' | '7' | '/'), true, false) => {
                self.undo();
            }
            (KeyCode::Enter, false, true) | (KeyCode::Char('j'), true, false) => {
                self.insert("\n");
            }
            _ => return false,
        }
        true
    }

    /// Types a letter. A word with the space before it is one undo step.
    fn type_letter(&mut self, letter: char) {
        let typed =
            crate::domain::text::untrusted::Untrusted::from(letter.encode_utf8(&mut [0; 4]) as &str).sanitized();
        if typed.is_empty() || self.text.len() + typed.len() > MAX_LEN {
            return;
        }
        if !self.is_typing_word || letter == ' ' {
            self.remember();
        }
        self.is_typing_word = true;
        self.insert_clean(&typed);
    }

    fn insert_clean(&mut self, clean: &str) {
        self.text.insert_str(self.cursor, clean);
        self.cursor += clean.len();
    }

    /// Adds an undo step.
    fn remember(&mut self) {
        self.is_typing_word = false;
        if self.undo_steps.len() == MAX_UNDO_STEPS {
            self.undo_steps.remove(0);
        }
        self.undo_steps.push((self.text.clone(), self.cursor));
    }

    fn line_start(&self) -> usize {
        self.text[..self.cursor].rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        self.text[self.cursor..].find('\n').map_or(self.text.len(), |at| self.cursor + at)
    }

    fn delete_range(&mut self, from: usize, to: usize) {
        if from == to {
            return;
        }
        self.remember();
        self.text.replace_range(from..to, "");
        self.cursor = from;
    }

    fn previous_grapheme(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.cursor, self.text.len(), true);
        cursor.prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0)
    }

    fn next_grapheme(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.cursor, self.text.len(), true);
        cursor.next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len())
    }

    fn previous_word(&self) -> usize {
        self.text[..self.cursor].unicode_word_indices().next_back().map_or(0, |(at, _)| at)
    }

    fn next_word(&self) -> usize {
        let rest = &self.text[self.cursor..];
        rest.unicode_word_indices().next().map_or(self.text.len(), |(at, word)| self.cursor + at + word.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> TextField {
        let mut field = TextField::default();
        for key in Key::sequence(keys).expect("keys") {
            assert!(field.input(key), "{key}");
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
    fn keys_of_the_line_leave_the_other_lines_alone() {
        assert_eq!(typed("one<alt-enter>two<ctrl-u>").text(), "one\n");
        assert_eq!(typed("one<alt-enter>two<home>x").text(), "one\nxtwo");
        assert_eq!(typed("one<alt-enter>two<ctrl-a><left><home>x<end>y").text(), "xoney\ntwo");
        assert_eq!(typed("one<alt-enter>two<ctrl-a><left><ctrl-a><ctrl-k>x").text(), "x\ntwo");
        assert_eq!(typed("one<alt-enter><ctrl-u><ctrl-u>").text(), "one\n", "an empty line stays");
    }

    #[test]
    fn every_change_can_be_undone() {
        let mut field = typed("one two<ctrl-u>");
        for (key, text) in [("ctrl-_", "one two"), ("ctrl-7", "one"), ("ctrl-/", ""), ("ctrl-_", "")] {
            assert!(field.input(key.parse().expect("a key")));
            assert_eq!(field.text(), text, "{key}");
        }
        assert_eq!(typed("ab<left>x<ctrl-_>y").text(), "ayb");
        let mut field = typed("mine");
        field.replace("theirs");
        field.insert(" and pasted");
        assert!(field.undo() && field.text() == "theirs" && field.undo() && field.text() == "mine");
        for _ in 0..200 {
            field.insert("x");
        }
        assert_eq!((0..300).filter(|_| field.undo()).count(), 100);
    }

    #[test]
    fn lines_up_and_down() {
        let mut field = TextField::new("one\ntwenty\n👩é three");
        field.move_line(false);
        field.insert("|");
        assert_eq!(field.text(), "one\ntwenty|\n👩é three");
        field.move_line(false);
        field.move_line(false);
        field.insert("|");
        assert_eq!(field.text(), "one|\ntwenty|\n👩é three");
        field.move_to(0);
        field.move_line(true);
        field.move_line(true);
        field.move_line(true);
        field.insert("|");
        assert_eq!(field.text(), "one|\ntwenty|\n|👩é three");
    }

    #[test]
    fn letters_are_what_a_person_sees() {
        let mut field = TextField::new("e\u{301}👩\u{200d}💻");
        field.input(Key::plain(KeyCode::Backspace));
        assert_eq!(field.text(), "e\u{301}");
        field.input(Key::plain(KeyCode::Backspace));
        assert_eq!(field.text(), "");
    }

    #[test]
    fn what_does_not_fit_is_cut_and_told() {
        let long = "é".repeat(MAX_LEN / 2);
        let mut field = TextField::new("x");
        assert_eq!(field.replace(&long), Fit::Whole);
        assert_eq!((field.insert("y"), field.text() == long), (Fit::Cut, true));
        assert_eq!(field.replace(&format!("a{long}")), Fit::Cut);
        assert_eq!(field.text().len(), MAX_LEN - 1, "a letter stays whole");
        assert_eq!((field.insert("bc"), field.text().len()), (Fit::Cut, MAX_LEN));
        assert!(field.text().ends_with("éb"));
    }

    #[test]
    fn what_acts_is_not_typed() {
        let mut field = TextField::default();
        field.insert("a\u{1b}[2J\u{202e}b\r\nc");
        assert_eq!(field.text(), "a[2Jb\nc");
    }
}
