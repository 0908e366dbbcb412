//! Mistakes in a configuration file: where they are, what they are, what was probably meant. None is fatal: what is
//! wrong is left out, and the rest holds.

use std::fmt;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer, Error};

use crate::domain::text::untrusted::Untrusted;
use crate::shell::suggest::nearest;

/// A mistake and its place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Mistake {
    /// Line, from 1.
    line: usize,
    /// Column in characters, from 1.
    column: usize,
    /// What is wrong, and what was probably meant.
    text: String,
    /// The line itself.
    source: String,
}

/// Formats as `3:1: unknown key "portoin"; did you mean "portion"?: portoin = 5`.
impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, text, source } = self;
        write!(f, "{line}:{column}: {text} [{source}]")
    }
}

/// The mistakes of one text, at most one a line.
#[derive(Debug)]
pub struct Mistakes<'t> {
    text: &'t str,
    found: Vec<Mistake>,
}

/// Where something stands in a file: keys of tables and positions in lists.
pub type Path<'p> = &'p [Step<'p>];

/// A step of a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step<'p> {
    /// Key of a table.
    Key(&'p str),
    /// Position in a list.
    At(usize),
}

impl<'t> Mistakes<'t> {
    /// Returns no mistakes yet.
    pub fn new(text: &'t str) -> Self {
        Self { text, found: Vec::new() }
    }

    /// Returns the mistakes from the first line to the last.
    pub fn into_vec(mut self) -> Vec<Mistake> {
        self.found.sort();
        self.found
    }

    /// Adds a mistake at a byte; a second one on its line is probably due to the first.
    fn add(&mut self, at: usize, text: impl Into<String>) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        if self.found.iter().any(|mistake| mistake.line == line) {
            return;
        }
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let source = self.text[start..].lines().next().unwrap_or_default().trim();
        let harmless = |text: &str| Untrusted::from(text).display().into_owned();
        self.found.push(Mistake {
            line,
            column: before[start..].chars().count() + 1,
            text: harmless(&text.into()),
            source: harmless(source),
        });
    }

    /// Adds a mistake in the value at a path.
    pub fn at(&mut self, root: &DeTable<'_>, path: Path<'_>, text: impl Into<String>) {
        self.add(span_at(root, path).map_or(0, |span| span.start), text);
    }

    /// Reads a text as far as it can be understood: whatever is wrong becomes a mistake and is left out. Also returns
    /// the table, to find places in it.
    pub fn read<T: DeserializeOwned + Default>(&mut self) -> (T, DeTable<'t>) {
        let (mut root, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            self.add(error.span().map_or(0, |span| span.start), error.message().replace('`', "\""));
        }
        loop {
            match T::deserialize(Deserializer::from(root.clone())) {
                Ok(value) => return (value, root.into_inner()),
                Err(error) => {
                    let span = error.span().unwrap_or_default();
                    self.add(span.start, explained(&error));
                    if !remove_from_table(root.get_mut(), &span) {
                        return (T::default(), root.into_inner());
                    }
                }
            }
        }
    }
}

/// Returns what is wrong, with the nearest of the names that serde expected.
fn explained(error: &Error) -> String {
    let message = error.message();
    let mut quoted = message.split('`').skip(1).step_by(2);
    let typed = quoted.next().unwrap_or_default();
    let what = message.split(',').next().unwrap_or_default().replace('`', "\"");
    let what = what.replace("unknown field", "unknown key").replace("unknown variant", "unknown value");
    let names: Vec<&str> = quoted.collect();
    if !message.starts_with("unknown ") {
        return without_jargon(&message.replace('`', "\""));
    }
    match nearest(typed, names.iter().copied()) {
        Some(name) => format!("{what}; did you mean \"{name}\"?"),
        None => format!("{what}; there are {}", names.join(", ")),
    }
}

/// Returns what serde says in words that people use.
fn without_jargon(message: &str) -> String {
    let message = message.lines().next().unwrap_or_default();
    if ["wanted string or table", "wanted exactly 1 element"].iter().any(|jargon| message.starts_with(jargon)) {
        return "this must be text in quotes".to_owned(); // of a few words, which serde reads as an enum
    }
    let wrong = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    match wrong.and_then(|wrong| wrong.rsplit_once(", expected ")) {
        Some((found, expected)) => {
            let expected = match expected {
                "usize" | "u32" => "a whole number",
                "a map" => "a table",
                "a boolean" => "true or false",
                "a string" => "text in quotes",
                other => other,
            };
            let found = match found {
                "sequence" => "a list",
                "map" => "a table",
                other => other.strip_prefix("string ").unwrap_or(other),
            };
            format!("this must be {expected}, not {found}")
        }
        None => message.replace("missing field", "missing key"),
    }
}

/// Removes the innermost entry whose key or value has the span; false if there is none.
fn remove_from_table(table: &mut DeTable<'_>, span: &Range<usize>) -> bool {
    let holds = |outer: &Range<usize>| outer.start <= span.start && span.end <= outer.end;
    if table.iter_mut().any(|(_, value)| remove_from_value(value, span)) {
        return true;
    }
    let wrong = table.iter().find(|(key, value)| holds(&key.span()) || holds(&value.span()));
    let Some(wrong) = wrong.map(|(key, _)| key.clone()) else { return false };
    table.remove(&wrong).is_some()
}

fn remove_from_value(value: &mut Spanned<DeValue<'_>>, span: &Range<usize>) -> bool {
    match value.get_mut() {
        DeValue::Table(table) => remove_from_table(table, span),
        DeValue::Array(list) => {
            if list.iter_mut().any(|item| remove_from_value(item, span)) {
                return true;
            }
            let is_right = |item: &Spanned<DeValue<'_>>| item.span().start > span.start || span.end > item.span().end;
            let before = list.len();
            *list = std::mem::replace(list, DeArray::new()).into_iter().filter(is_right).collect();
            list.len() < before
        }
        _ => false,
    }
}

/// Returns the span of the value at a path, or of the innermost thing on the way that has one.
fn span_at(root: &DeTable<'_>, path: Path<'_>) -> Option<Range<usize>> {
    let (Step::Key(first), rest) = path.split_first().map(|(first, rest)| (*first, rest))? else { return None };
    let (_, mut value) = root.iter().find(|(key, _)| key.get_ref() == first)?;
    for step in rest {
        let next = match step {
            Step::Key(key) => value.get_ref().get(*key),
            Step::At(at) => value.get_ref().get(*at),
        };
        match next {
            Some(next) => value = next,
            None => break,
        }
    }
    Some(value.span())
}
