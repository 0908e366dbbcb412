//! Message drafts: templates filled in one pass; inserted values are never parsed again.
//! A draft is a start: a message needs a line of the person's own.

use serde::Deserialize;

use crate::domain::request::note_analysis;
use crate::domain::text::untrusted::{Untrusted, collapse_whitespace};

/// A message template.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its id.
    pub id: String,
    /// Its title on the screen.
    pub title: String,
    /// The text, with placeholders such as `{first_name}`.
    pub text: String,
}

/// Placeholders of a template, without braces.
pub const PLACEHOLDERS: [&str; 9] =
    ["name", "first_name", "my_first_name", "company", "how_met", "my_news", "new_job", "other", "why"];

/// Values for a template's placeholders; empty if unknown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TemplateValues {
    /// The person's name.
    pub name: String,
    /// Their employer.
    pub company: String,
    /// How we met.
    pub how_met: String,
    /// My own name.
    pub my_name: String,
    /// My own news.
    pub my_news: String,
    /// Their new job, if the last copy has one.
    pub new_job: String,
    /// The other person of an introduction.
    pub other: String,
    /// Why the two should meet.
    pub why: String,
}

impl Template {
    /// Returns the text with all placeholders filled. A sentence that needs an unknown value is left out.
    pub fn render(&self, fill: &TemplateValues) -> String {
        let line = |line: &str| sentences(line).filter_map(|sentence| fill.sentence(sentence)).collect::<String>();
        let lines: Vec<String> = self.text.trim().lines().map(|text| line(text).trim().to_owned()).collect();
        // A paragraph that is left out leaves no gap.
        let is_gap = |at: usize| at > 0 && lines[at].is_empty() && lines[at - 1].is_empty();
        let kept: Vec<&str> = (0..lines.len()).filter(|at| !is_gap(*at)).map(|at| lines[at].as_str()).collect();
        kept.join("\n").trim().to_owned()
    }
}

impl TemplateValues {
    /// Returns a sentence with its placeholders filled; `None` if a value is unknown.
    fn sentence(&self, sentence: &str) -> Option<String> {
        let Self { name, company, how_met, my_name, my_news, new_job, other, why } = self;
        let mut out = String::with_capacity(sentence.len() + 40);
        let mut rest = sentence;
        while let Some((before, (gap, after))) =
            rest.split_once('{').and_then(|(before, gap)| Some((before, gap.split_once('}')?)))
        {
            out.push_str(before);
            let known = match gap {
                "name" => collapse_whitespace(name),
                "first_name" => first_name(name).to_owned(),
                "my_first_name" => first_name(my_name).to_owned(),
                "company" => collapse_whitespace(company),
                "how_met" => collapse_whitespace(how_met),
                "my_news" => collapse_whitespace(my_news),
                "new_job" => collapse_whitespace(new_job),
                "other" => collapse_whitespace(other),
                "why" => collapse_whitespace(why.trim_end_matches('.')),
                other => format!("{{{other}}}"),
            };
            if known.is_empty() {
                return None;
            }
            out.extend(known.chars().take(MAX_VALUE_CHARS));
            rest = after;
        }
        out.push_str(rest);
        Some(out)
    }
}

/// Longest inserted value in characters; no name or piece of news is longer.
const MAX_VALUE_CHARS: usize = 300;

/// Splits a line into sentences, each with its trailing space.
fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let end = rest.match_indices(['.', '?', '!']).map(|(at, _)| at + 1).find(|at| rest[*at..].starts_with(' '));
        let (sentence, after) = rest.split_at(end.map_or(rest.len(), |end| end + 1));
        rest = after;
        (!sentence.is_empty()).then_some(sentence)
    })
}

/// Letters that a line needs to count as one of the person's own.
const MIN_OWN_CHARS: usize = 8;

/// True if a message has a line that its template lacks.
pub fn has_own_line(text: &str, template: &str) -> bool {
    let template = collapse_whitespace(template);
    text.lines().map(collapse_whitespace).any(|line| {
        let letters = line.chars().filter(|c| c.is_alphanumeric()).count();
        letters >= MIN_OWN_CHARS && !template.contains(&line)
    })
}

/// Returns a gentle warning if a first message sells something or has a link.
pub fn sales_warning(text: &str) -> Option<String> {
    let found = note_analysis::sales_signals(&Untrusted::from(text));
    (!found.is_empty()).then(|| {
        format!("For a first message this reads like a sale ({}). Would you answer it yourself?", found.join(", "))
    })
}

/// Returns the name for the salutation: the first word that is no title.
pub fn first_name(name: &str) -> &str {
    let titles = ["dr", "dr.", "prof", "prof.", "mr", "mr.", "mrs", "mrs.", "ms", "ms."];
    let mut words = name.split_whitespace();
    words.find(|word| !titles.contains(&word.to_lowercase().as_str())).unwrap_or(name).trim_end_matches(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_pass_only() {
        let template =
            Template { id: "x".into(), title: "x".into(), text: "Hi {first_name}, {nonsense} {company}".into() };
        let fill =
            TemplateValues { name: "Dr. {company} Bee".into(), company: "Acme".into(), ..TemplateValues::default() };
        assert_eq!(template.render(&fill), "Hi {company}, {nonsense} Acme");
    }

    #[test]
    fn what_is_not_known_is_not_spoken_of() {
        let text = "Hello {first_name}, good to be in touch. We met: {how_met}. What about {company}? Tell me.\n\n{my_first_name}";
        let template = Template { id: "x".into(), title: "x".into(), text: text.into() };
        let fill = TemplateValues { name: "Ann Bee".into(), ..TemplateValues::default() };
        assert_eq!(template.render(&fill), "Hello Ann, good to be in touch. Tell me.");
        let fill = TemplateValues { how_met: "at the fair".into(), my_name: "Pat".into(), ..fill };
        assert_eq!(template.render(&fill), "Hello Ann, good to be in touch. We met: at the fair. Tell me.\n\nPat");
    }

    #[test]
    fn nobody_fills_a_message_with_their_name() {
        let template = Template { id: "x".into(), title: "x".into(), text: "Hello {first_name}!".into() };
        let fill = TemplateValues { name: "x".repeat(70_000), ..TemplateValues::default() };
        assert_eq!(template.render(&fill).len(), "Hello !".len() + 300);
    }

    #[test]
    fn a_line_of_ones_own_is_not_the_template_broken_in_two() {
        let template = "Hello Ann, good to be in touch.\nPat";
        assert!(!has_own_line("Hello Ann,\ngood to be in touch.\n\nPat", template));
        assert!(!has_own_line("Hello Ann, good to be in touch.\n!!\nPat", template));
        assert!(has_own_line("Hello Ann, good to be in touch.\nYour wax was fine.\nPat", template));
        assert!(sales_warning("See https://example.com").is_some_and(|word| word.contains("a link")));
        assert_eq!(sales_warning("Your wax was fine."), None);
    }
}
