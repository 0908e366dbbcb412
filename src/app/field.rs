//! Form fields: text fields, choices, and the fields of a form together.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::key::{Key, KeyCode};

/// Maximum text length of a field, in bytes; insertions beyond it are dropped.
const MAX_LEN: usize = 16 * 1024;

/// Editable text with a cursor that moves by grapheme.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TextField {
    text: String,
    cursor: usize,
}

impl TextField {
    /// Returns a field that holds `text`, with the cursor at its end.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { cursor: text.len(), text }
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

    /// Inserts sanitized text at the cursor; drops it all if the field would get too long.
    pub fn insert(&mut self, text: &str) {
        let clean = crate::domain::text::untrusted::Untrusted::from(text).sanitized();
        if self.text.len() + clean.len() <= MAX_LEN {
            self.text.insert_str(self.cursor, &clean);
            self.cursor += clean.len();
        }
    }

    /// Handles an editing key; false for any other key.
    pub fn input(&mut self, key: Key) -> bool {
        if let Some(letter) = key.typed_char() {
            self.insert(letter.encode_utf8(&mut [0; 4]));
            return true;
        }
        match (key.code, key.ctrl, key.alt) {
            (KeyCode::Left, false, false) | (KeyCode::Char('b'), true, false) => self.cursor = self.previous_grapheme(),
            (KeyCode::Right, false, false) | (KeyCode::Char('f'), true, false) => self.cursor = self.next_grapheme(),
            (KeyCode::Left, ..) | (KeyCode::Char('b'), false, true) => self.cursor = self.previous_word(),
            (KeyCode::Right, ..) | (KeyCode::Char('f'), false, true) => self.cursor = self.next_word(),
            (KeyCode::Home, ..) | (KeyCode::Char('a'), true, false) => self.cursor = 0,
            (KeyCode::End, ..) => self.cursor = self.text.len(),
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
            (KeyCode::Char('u'), true, false) => self.delete_range(0, self.cursor),
            (KeyCode::Char('k'), true, false) => self.delete_range(self.cursor, self.text.len()),
            (KeyCode::Enter, false, true) | (KeyCode::Char('j'), true, false) => self.insert("\n"),
            _ => return false,
        }
        true
    }

    fn delete_range(&mut self, from: usize, to: usize) {
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

/// Identifier of a form field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldId {
    /// Circumstances of the meeting.
    HowMet,
    /// Thing to remember.
    Remember,
    /// Rhythm.
    Rhythm,
    /// First gift.
    Gift,
    /// Due date of the gift.
    GiftBy,
    /// Kind of decline.
    DeclineKind,
    /// Reason.
    Reason,
    /// Follow-up mode.
    Mode,
    /// Due date of a follow-up.
    Due,
    /// Question to ask.
    Question,
    /// Own note.
    Note,
    /// Role or headline.
    Headline,
    /// Company.
    Company,
    /// Mutual contacts.
    Mutuals,
    /// Name.
    Name,
    /// Profile address.
    Profile,
    /// Help they can offer.
    Offers,
    /// Help they look for.
    Seeks,
    /// Tags.
    Tags,
    /// Export format.
    Format,
    /// Contacts to export.
    Filter,
    /// Export path.
    Path,
}

/// Value of a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FieldValue {
    /// Typed text.
    Text(TextField),
    /// One of several options.
    Choice {
        /// Options: label and description.
        options: Vec<(String, String)>,
        /// Index of the chosen option.
        chosen: usize,
    },
}

/// A labelled field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Identifier.
    pub id: FieldId,
    /// Label.
    pub label: &'static str,
    /// Value.
    pub value: FieldValue,
    /// Placeholder, shown while the field is empty.
    pub hint: String,
}

/// An invalid field and its error.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldError(pub FieldId, pub String);

impl Field {
    /// Returns a text field.
    pub fn text(id: FieldId, label: &'static str, text: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { id, label, value: FieldValue::Text(TextField::new(text)), hint: hint.into() }
    }

    /// Returns a choice.
    pub fn choice(id: FieldId, label: &'static str, options: Vec<(String, String)>, chosen: usize) -> Self {
        Self { id, label, value: FieldValue::Choice { options, chosen }, hint: String::new() }
    }

    /// Returns a choice whose options have no description.
    pub fn choice_of<'w>(
        id: FieldId,
        label: &'static str,
        words: impl Iterator<Item = &'w str>,
        chosen: usize,
    ) -> Self {
        Self::choice(id, label, words.map(|word| (word.to_owned(), String::new())).collect(), chosen)
    }
}

/// The fields of a form.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fields(pub Vec<Field>);

impl Fields {
    /// Returns the trimmed text of a field; empty if there is no such text field.
    pub fn text(&self, id: FieldId) -> String {
        let text = self.0.iter().find_map(|field| match &field.value {
            FieldValue::Text(text) if field.id == id => Some(text.text().trim().to_owned()),
            FieldValue::Text(_) | FieldValue::Choice { .. } => None,
        });
        text.unwrap_or_default()
    }

    /// Returns the index of the chosen option; 0 if there is no such choice.
    pub fn chosen_index(&self, id: FieldId) -> usize {
        let chosen = self.0.iter().find_map(|field| match field.value {
            FieldValue::Choice { chosen, .. } if field.id == id => Some(chosen),
            FieldValue::Text(_) | FieldValue::Choice { .. } => None,
        });
        chosen.unwrap_or_default()
    }

    /// True if there is such a field.
    pub fn has(&self, id: FieldId) -> bool {
        self.0.iter().any(|field| field.id == id)
    }

    /// Sets the text of a text field.
    pub fn set_text(&mut self, id: FieldId, text: String) {
        if let Some(Field { value: FieldValue::Text(field), .. }) = self.0.iter_mut().find(|field| field.id == id) {
            *field = TextField::new(text);
        }
    }

    /// True if both have the same fields with the same options.
    pub fn has_same_fields(&self, other: &Self) -> bool {
        let options = |field: &Field| match &field.value {
            FieldValue::Choice { options, .. } => Some(options.clone()),
            FieldValue::Text(_) => None,
        };
        let asked = |fields: &Self| fields.0.iter().map(|field| (field.id, options(field))).collect::<Vec<_>>();
        asked(self) == asked(other)
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
    fn what_acts_is_not_typed() {
        let mut field = TextField::default();
        field.insert("a\u{1b}[2J\u{202e}b\r\nc");
        assert_eq!(field.text(), "a[2Jb\nc");
    }
}
