//! The filter of a list: a query as typed, and what it means.

use super::model::Model;
use super::text_field::TextField;
use crate::domain::search::query::Query;

/// A filter. While what is typed cannot be read, the last query that could stays in force, and the reason is shown.
#[derive(Clone, Debug, Default)]
pub struct ListFilter {
    /// Query as typed.
    pub field: TextField,
    /// True while it is typed.
    pub is_typing: bool,
    /// Query in force.
    pub query: Query,
    /// Why the typed text is no query, in a sentence.
    pub error: Option<String>,
}

impl ListFilter {
    /// Returns the query as typed.
    pub fn text(&self) -> &str {
        self.field.text()
    }

    /// True if there is a query, or one is begun.
    pub fn is_shown(&self) -> bool {
        self.is_typing || !self.field.text().is_empty()
    }

    /// Replaces the typed query.
    pub fn set(&mut self, words: &str, model: &Model) {
        self.field = TextField::new(words);
        self.read(model);
    }

    /// Reads what is typed.
    pub fn read(&mut self, model: &Model) {
        match model.parse_query(self.field.text()) {
            Ok(query) => (self.query, self.error) = (query, None),
            Err(error) => self.error = Some(error.to_string()),
        }
    }
}
