//! The fields of a record: what a search looks in, and which of them a word was found in.

use crate::domain::search::fold::{SearchTextBuilder, fold};

/// Words shown on each side of a match.
const WORDS_AROUND: usize = 4;

/// A field of a record: its label on the screen, and its text as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// The label; empty for the name, which is shown anyway.
    pub label: &'static str,
    /// The text; untrusted.
    pub text: String,
}

impl Field {
    /// Returns a field.
    pub fn new(label: &'static str, text: impl Into<String>) -> Self {
        Self { label, text: text.into() }
    }
}

/// Returns the folded text of all fields, in their order.
pub fn search_text(fields: &[Field]) -> String {
    let mut words = SearchTextBuilder::default();
    fields.iter().filter(|field| !field.text.is_empty()).for_each(|field| words.add(&[&field.text]));
    words.finish()
}

/// Returns the label and an excerpt of the field in which the first of these folded words stands that the name lacks;
/// `None` if the name has them all, or their letters.
pub fn matched_field<'w>(words: impl Iterator<Item = &'w str>, fields: &[Field]) -> Option<(&'static str, String)> {
    let (names, others): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(|field| field.label.is_empty());
    let in_name = |word: &str| names.iter().any(|name| fold(&name.text).contains(word));
    words.filter(|word| !in_name(word)).find_map(|word| {
        let mut inside = None;
        for field in &others {
            let text = fold(&field.text);
            if text.match_indices(word).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric)) {
                return Some((field.label, excerpt(&field.text, word)));
            }
            inside = inside.or_else(|| text.contains(word).then_some(*field));
        }
        inside.map(|field| (field.label, excerpt(&field.text, word)))
    })
}

/// Returns the words around a folded word.
fn excerpt(text: &str, word: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let first = word.split(' ').next().unwrap_or_default();
    let at = words.iter().position(|written| fold(written).contains(first)).unwrap_or_default();
    let (begin, end) = (at.saturating_sub(WORDS_AROUND), (at + WORDS_AROUND + 1).min(words.len()));
    let before = if begin > 0 { "…" } else { "" };
    let after = if end < words.len() { "…" } else { "" };
    format!("{before}{}{after}", words[begin..end].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_that_matched_is_shown_with_the_words_around() {
        let note = "Hello, we met last year at the bee fair in Ghent and talked of wax";
        let fields =
            [Field::new("", "Ann Müller"), Field::new("company", "Beefair Ltd"), Field::new("their note", note)];
        let found = |words: &[&str]| matched_field(words.iter().copied(), &fields);
        assert_eq!(found(&["ann", "muller"]), None);
        assert_eq!(
            found(&["ann", "fair"]),
            Some(("their note", "…year at the bee fair in Ghent and talked…".to_owned()))
        );
        assert_eq!(found(&["efai"]), Some(("company", "Beefair Ltd".to_owned())));
        assert_eq!(found(&["bee fair"]).map(|(label, _)| label), Some("their note"));
        assert_eq!(found(&["zzz"]), None);
        assert_eq!(search_text(&fields[..2]), "ann muller beefair ltd");
    }
}
