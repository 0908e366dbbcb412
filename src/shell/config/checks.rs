//! What a value must be beyond its type: questions that fit a card, placeholders and words of a query that exist.

use strum::VariantArray;

use crate::domain::decision::checklist::Question;
use crate::domain::evidence::pile::Pile;
use crate::domain::message::PLACEHOLDERS;
use crate::domain::text::dates::parse_past_date;
use crate::domain::text::wrap;
use crate::shell::suggest::{did_you_mean, nearest};

/// Widest question, in columns.
const MAX_ASK: usize = 30;
/// Widest prompt of a question, in columns.
const MAX_PROMPT: usize = 70;
/// Answers in a query.
const ANSWERS: [&str; 4] = ["yes", "no", "unsure", "maybe"];
/// Words of a query that take a value after a colon, beside the ids of the questions.
const QUERY_KEYS: [&str; 9] = ["company", "since", "until", "pile", "has", "talked", "rhythm", "recommend", "status"];

/// Returns the key of a question whose text is empty or too long for a card, and why.
pub fn question(question: &Question) -> Option<(&'static str, String)> {
    let too_long = |text: &str, most: usize| {
        let width = wrap::width(text);
        (width > most).then(|| format!("{width} characters are too long for a card; at most {most}"))
    };
    if question.text.trim().is_empty() {
        return Some(("ask", "a question needs words".to_owned()));
    }
    let ask = too_long(&question.text, MAX_ASK).map(|why| ("ask", why));
    ask.or_else(|| too_long(&question.prompt, MAX_PROMPT).map(|why| ("prompt", why)))
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

/// Returns what is wrong in the words of a view.
pub fn query(words: &str, questions: &[&str], today: chrono::NaiveDate) -> Option<String> {
    words.split_whitespace().find_map(|word| {
        let (key, value) = word.trim_start_matches('-').split_once(':')?;
        let piles = || Pile::VARIANTS.iter().map(|pile| pile.name());
        match key {
            "since" | "until" => parse_past_date(value, today).err(),
            "pile" if !piles().any(|pile| pile == value) => {
                Some(format!("unknown pile \"{value}\"{}", did_you_mean(value, piles())))
            }
            _ if questions.contains(&key) && !ANSWERS.contains(&value) => {
                Some(format!("unknown answer \"{value}\"{}", did_you_mean(value, ANSWERS)))
            }
            _ if questions.contains(&key) || QUERY_KEYS.contains(&key) => None,
            _ => {
                let meant = nearest(key, QUERY_KEYS.into_iter().chain(questions.iter().copied()))?;
                Some(format!("unknown word \"{key}:\"; did you mean \"{meant}:\"?"))
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_view_that_find_nothing_are_told() {
        let today = chrono::NaiveDate::from_ymd_opt(2026, 1, 14).expect("a date");
        let check = |words: &str| query(words, &["met", "again"], today);
        for words in ["accepted met:no", "since:2026-01 pile:known has:messages", "re:wax", "again:maybe #tag", ""] {
            assert_eq!(check(words), None, "{words}");
        }
        for (words, meant) in [
            ("met:mabye", "unknown answer \"mabye\"; did you mean \"maybe\"?"),
            ("pile:knwon", "unknown pile \"knwon\"; did you mean \"known\"?"),
            ("wax sicne:2026", "unknown word \"sicne:\"; did you mean \"since:\"?"),
            ("since:foo", "I don't understand “foo”. Try 3d, 2w, monday, 12 jan"),
        ] {
            assert_eq!(check(words).as_deref(), Some(meant), "{words}");
        }
    }

    #[test]
    fn placeholders_exist() {
        let listed = "there are {name}, {first_name}, {my_first_name}, {company}, {how_met}";
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
