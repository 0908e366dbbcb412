//! A weekly letter as Markdown.

use super::markdown_text::escaped;
use crate::domain::insight::letter::Letter;
use crate::domain::text::dates;

/// Returns the page; empty if the week has nothing to say.
pub fn page(letter: &Letter) -> String {
    if letter.sections.is_empty() {
        return String::new();
    }
    let mut out = format!("# Week of {}\n", dates::format_long(letter.monday));
    for section in &letter.sections {
        out.push_str(&format!("## {}\n", section.heading));
        for sentence in &section.sentences {
            out.push_str(&format!("- {}\n", escaped(sentence)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::insight::letter::LetterSection;

    #[test]
    fn a_name_is_no_link() {
        let sentences = vec!["![x](http://evil.example/x.png), ann@evil.example and Bo asked to connect.".to_owned()];
        let monday = "2026-11-23".parse().expect("a day");
        let sections = vec![LetterSection { heading: "What came", sentences }];
        let line = "\\!\\[x\\]\\(http\\://evil\\.example/x\\.png\\), `ann@evil.example` and Bo asked to connect.";
        assert_eq!(page(&Letter { monday, sections }), format!("# Week of 23 Nov 2026\n## What came\n- {line}\n"));
    }
}
