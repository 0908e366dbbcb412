//! Drafts: templates filled with what is known about the person. One pass; what is filled in is never read again.

use serde::Deserialize;

use super::untrusted::squeeze;

/// A template.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// What it is known by.
    pub id: String,
    /// What it is called on the screen.
    pub title: String,
    /// The text, with `{first_name}` and the like in it.
    pub text: String,
}

/// What a template may be filled with; empty where it is not known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fill {
    /// The person's name.
    pub name: String,
    /// Their employer.
    pub company: String,
    /// How we met.
    pub how_met: String,
    /// My own name.
    pub my_name: String,
}

impl Template {
    /// The text with everything filled in that is known; a name that is not known leaves no gap in braces.
    pub fn filled(&self, fill: &Fill) -> String {
        let Fill { name, company, how_met, my_name } = fill;
        let mut out = String::with_capacity(self.text.len() + 40);
        let mut rest = self.text.as_str();
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            rest = &rest[open..];
            let Some(close) = rest.find('}') else { break };
            match &rest[1..close] {
                "name" => out.push_str(&squeeze(name)),
                "first_name" => out.push_str(first_name(name)),
                "my_first_name" => out.push_str(first_name(my_name)),
                "company" => out.push_str(company),
                "how_met" => out.push_str(how_met),
                _ => out.push_str(&rest[..=close]),
            }
            rest = &rest[close + 1..];
        }
        out.push_str(rest);
        out.trim().to_owned()
    }
}

/// The part of a name to address somebody by: the first word that is no title.
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
        let fill = Fill { name: "Dr. {company} Bee".into(), company: "Acme".into(), ..Fill::default() };
        assert_eq!(template.filled(&fill), "Hi {company}, {nonsense} Acme");
    }
}
