//! A request copied from LinkedIn's page of invitations: a block of lines, parted into name, headline and note.

use crate::domain::person::key::PersonKey;
use crate::domain::text::untrusted::{Untrusted, collapse_whitespace};

/// What a copied block says; empty where it says nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PastedRequest {
    /// The name: the first line.
    pub name: String,
    /// Address of the profile.
    pub profile: String,
    /// The line under the name.
    pub headline: String,
    /// Everything below, without what the page adds.
    pub note: String,
}

impl PastedRequest {
    /// Parses a block of at least two lines that say something; `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let mut pasted = Self::default();
        let mut lines = Vec::new();
        for line in text.lines().map(collapse_whitespace) {
            if PersonKey::from_url(&line).is_some() {
                pasted.profile = line;
            } else if !is_of_the_page(&line) {
                lines.push(line);
            }
        }
        let mut lines = lines.into_iter();
        pasted.name = without_degree(&lines.next()?);
        // The page says the name twice: with the picture, and as a link.
        let mut lines = lines.filter(|line| without_degree(line) != pasted.name);
        pasted.headline = lines.next().unwrap_or_default();
        pasted.note = lines.collect::<Vec<_>>().join("\n");
        let is_block = !(pasted.headline.is_empty() && pasted.profile.is_empty());
        is_block.then_some(pasted)
    }
}

/// True for a line that the page adds: a button, an age, the people in common.
fn is_of_the_page(line: &str) -> bool {
    const BUTTONS: [&str; 11] = [
        "accept",
        "ignore",
        "message",
        "more",
        "reply",
        "see more",
        "show more",
        "show less",
        "…see more",
        "...see more",
        "verified",
    ];
    let line = line.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| line.contains(word));
    let is_age = line == "yesterday"
        || line == "today"
        || line.strip_suffix(" ago").is_some_and(|age| age.starts_with(|c: char| c.is_ascii_digit()));
    Untrusted::from(line.as_str()).is_blank()
        || BUTTONS.contains(&line.as_str())
        || is_age
        || line.starts_with("reply to ")
        || line.starts_with("status is ")
        || line.starts_with("view ") && line.ends_with(" profile")
        || has(&["mutual connection", "’s profile picture", "'s profile picture", "degree connection"])
}

/// Returns a name without the degree that the page puts behind it: `Ann Bee • 2nd`.
fn without_degree(name: &str) -> String {
    let name = ["1st", "2nd", "3rd", "3rd+"].iter().find_map(|degree| name.strip_suffix(degree)).unwrap_or(name);
    name.trim_end_matches([' ', '·', '•']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copied_block_is_parted() {
        let text = "Ann Bee’s profile picture\nAnn Bee\nAnn Bee\n\nBeekeeper at Wax & Sons\nDov Eff and 3 other mutual \
                    connections\n2 weeks ago\nHello Pat,\n\nwe met at the fair.\n…see more\nReply to Ann\nIgnore\nAccept\n";
        let pasted = PastedRequest {
            name: "Ann Bee".to_owned(),
            headline: "Beekeeper at Wax & Sons".to_owned(),
            note: "Hello Pat,\nwe met at the fair.".to_owned(),
            ..PastedRequest::default()
        };
        assert_eq!(PastedRequest::parse(text), Some(pasted));
    }

    #[test]
    fn an_address_in_the_block_is_the_profile() {
        let pasted =
            PastedRequest::parse("Cy Dee • 2nd\r\nhttps://www.linkedin.com/in/cy-dee\r\nAccept").expect("a block");
        assert_eq!((pasted.name.as_str(), pasted.profile.as_str()), ("Cy Dee", "https://www.linkedin.com/in/cy-dee"));
        assert_eq!((pasted.headline.as_str(), pasted.note.as_str()), ("", ""));
    }

    #[test]
    fn one_line_is_no_block() {
        for text in ["", "Ann Bee", "Ann Bee\nAccept\nIgnore", "\n\n", "https://www.linkedin.com/in/cy-dee"] {
            assert_eq!(PastedRequest::parse(text), None, "{text:?}");
        }
    }
}
