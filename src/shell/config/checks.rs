//! What a value must be beyond its type: questions that fit a card, placeholders that exist.

use std::ops::RangeInclusive;

use toml::de::DeTable;

use super::mistake::{Mistakes, Step};
use crate::domain::decision::checklist::Question;
use crate::domain::message::PLACEHOLDERS;
use crate::domain::text::wrap;
use crate::shell::suggest::nearest;

/// Widest question, in columns.
const MAX_ASK: usize = 30;
/// Widest prompt, in columns.
const MAX_PROMPT: usize = 70;

/// Returns why a text is too wide for a card; `None` if it is not.
fn too_long(text: &str, most: usize) -> Option<String> {
    let width = wrap::width(text);
    (width > most).then(|| format!("{width} characters are too long for a card; at most {most}"))
}

/// Returns the key of a question whose text is empty or too long for a card, and why.
pub fn question(question: &Question) -> Option<(&'static str, String)> {
    if question.text.trim().is_empty() {
        return Some(("ask", "a question needs words".to_owned()));
    }
    let ask = too_long(&question.text, MAX_ASK).map(|why| ("ask", why));
    ask.or_else(|| too_long(&question.prompt, MAX_PROMPT).map(|why| ("prompt", why)))
}

/// Returns short texts, at most as many as fit; the default ones if there are none of the person's own. Those that are
/// empty or too long for a card are left out.
pub(super) fn short<'d>(
    own: Option<Vec<String>>,
    default: impl IntoIterator<Item = &'d str>,
    path: &[&str],
    most: usize,
    root: &DeTable<'_>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<String> {
    let Some(own) = own else { return default.into_iter().map(str::to_owned).collect() };
    let mut texts = Vec::new();
    for (at, text) in own.into_iter().enumerate() {
        let why = if text.trim().is_empty() {
            Some("this needs words".to_owned())
        } else if texts.len() == most {
            Some(format!("there is room for {most}"))
        } else {
            too_long(&text, MAX_PROMPT)
        };
        match why {
            Some(why) => {
                let path: Vec<Step> = path.iter().copied().map(Step::Key).chain([Step::At(at)]).collect();
                mistakes.at(root, &path, why);
            }
            None => texts.push(text),
        }
    }
    texts
}

/// Returns the first placeholder of a template that does not exist, and what was probably meant.
pub fn placeholder(text: &str) -> Option<String> {
    let mut gaps = text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(gap, _)| gap));
    let wrong = gaps.find(|gap| !PLACEHOLDERS.contains(gap))?;
    let meant = match nearest(wrong, PLACEHOLDERS) {
        Some(name) => format!("did you mean {{{name}}}?"),
        None => format!("there are {}", PLACEHOLDERS.map(|name| format!("{{{name}}}")).join(", ")),
    };
    Some(format!("unknown placeholder {{{wrong}}}; {meant}"))
}

/// Returns a number; the default for one outside its range, which is a mistake.
pub(super) fn number_in(
    value: Option<usize>,
    range: RangeInclusive<usize>,
    path: [&str; 2],
    default: usize,
    root: &DeTable<'_>,
    mistakes: &mut Mistakes<'_>,
) -> usize {
    match value {
        Some(value) if !range.contains(&value) => {
            let path: Vec<Step> = path.into_iter().filter(|key| !key.is_empty()).map(Step::Key).collect();
            mistakes.at(root, &path, format!("{value} is not between {} and {}", range.start(), range.end()));
            default
        }
        value => value.unwrap_or(default),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_exist() {
        let listed = "there are {name}, {first_name}, {my_first_name}, {company}, {how_met}, \
                      {my_news}, {new_job}, {other}, {why}";
        for (text, expected) in [
            ("{frist_name}", Some("unknown placeholder {frist_name}; did you mean {first_name}?".to_owned())),
            ("Hello {name}, { and }", Some(format!("unknown placeholder {{ and }}; {listed}"))),
            ("Hello {first_name}, {company}", None),
            ("A brace { alone", None),
        ] {
            assert_eq!(placeholder(text), expected, "{text}");
        }
    }
}
