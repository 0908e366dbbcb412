//! A weekly letter as Markdown.

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

/// Returns a sentence of plain words: signs that Markdown or HTML would read within a line, or a number at its beginning
/// that would make a list, are escaped.
fn escaped(sentence: &str) -> String {
    let mut out = String::new();
    let digits = sentence.chars().take_while(char::is_ascii_digit).count();
    for (at, c) in sentence.chars().enumerate() {
        let begins_list = (at == 0 && "+-".contains(c)) || (at == digits && digits > 0 && ".)".contains(c));
        if begins_list || "\\`*_[]<>#|~&!$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_markup() {
        let shown = ["Ann *Bee*: hello.", "1. Ann asked", "<b>Cy & Dee"].map(escaped);
        assert_eq!(shown, ["Ann \\*Bee\\*: hello.", "1\\. Ann asked", "\\<b\\>Cy \\& Dee"]);
    }
}
