//! Lines of a screen as words: without signs, bars and columns.

use ratatui::text::Line;

use crate::app::App;
use crate::domain::text::plural::capitalized;
use crate::domain::text::untrusted::Untrusted;
use crate::domain::text::wrap::wrap;
use crate::ui::theme::{Theme, ThemeName};
use crate::ui::widget::Pen;

/// Columns of a line that is not wrapped.
pub const WIDE: usize = 4_000;

/// Returns the theme of lines whose style nobody sees.
pub fn theme() -> Theme {
    Theme::built_in(ThemeName::Mono, None)
}

/// Returns what lines that are heard are made with.
pub fn pen(app: &App) -> Pen<'_> {
    Pen { app, theme: theme(), is_plain: true }
}

/// Returns lines as words; those without any are left out.
pub fn of(lines: &[Line]) -> Vec<String> {
    lines.iter().map(|line| without_capitals(of_line(line))).filter(|line| !line.is_empty()).collect()
}

/// Returns a heading in capitals as a heading with a colon, since capitals may be spelt out; any other line as it is.
fn without_capitals(line: String) -> String {
    let is_heading = line.contains(' ') && !line.chars().any(|letter| letter.is_lowercase() || letter.is_numeric());
    if is_heading { format!("{}:", capitalized(&line.to_lowercase())) } else { line }
}

/// Returns a line as words: parts without a letter or figure are left out, and so are signs before a part. Where columns
/// stand apart on the screen, a comma or a colon parts the words.
pub fn of_line(line: &Line) -> String {
    let (mut words, mut gap) = (String::new(), "");
    for span in &line.spans {
        let part = part(&span.content);
        if part.is_empty() {
            gap = if span.content.chars().count() > 1 { ", " } else { gap };
            continue;
        }
        let is_apart = span.content.starts_with("  ");
        if !words.is_empty() {
            let ends_whole = words.ends_with(['.', '?', '!', ':', ';', ',']);
            words.push_str(if ends_whole {
                " "
            } else if is_apart {
                ", "
            } else if gap.is_empty() {
                " "
            } else {
                gap
            });
        }
        words.push_str(&part);
        gap = if span.content.ends_with(' ') { ": " } else { "" };
    }
    clean(&words)
}

fn part(text: &str) -> String {
    let text = text.trim();
    if !text.chars().any(char::is_alphanumeric) {
        return String::new();
    }
    let is_sign =
        |letter: char| !(letter.is_alphanumeric() || letter.is_ascii_punctuation() || "“‘«„".contains(letter));
    text.trim_start_matches(is_sign).replace(" · ", ", ")
}

/// Returns a text of the program or of a stranger in one line that is safe to print.
pub fn clean(text: &str) -> String {
    let shown = Untrusted::new(text.replace(['\n', '\r', '\t'], " ")).display().replace(" · ", ", ").replace('␊', " ");
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a text of several lines, each in one line.
pub fn paragraphs(text: &str) -> Vec<String> {
    wrap(text, WIDE).iter().map(|line| clean(line)).filter(|line| !line.is_empty()).collect()
}

/// Returns a text that ends as a sentence.
pub fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '?', '!', ':', ',', ';', '”', '…']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// Joins what is not empty into one sentence.
pub fn joined(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    sentence(&parts.join(", "))
}

#[cfg(test)]
mod tests {
    use ratatui::text::Span;

    use super::*;

    #[test]
    fn signs_and_bars_are_no_words() {
        let line =
            Line::from(vec![Span::raw("✓ accepted"), Span::raw(" on 27 Nov"), Span::raw("  ━━◆  "), Span::raw("done")]);
        assert_eq!(of_line(&line), "accepted on 27 Nov, done");
        let line = Line::from(vec![Span::raw("How we met    "), Span::raw("at the fair"), Span::raw("   2 of 3")]);
        assert_eq!(of_line(&line), "How we met: at the fair, 2 of 3");
        assert_eq!(of_line(&Line::raw("“– and so on”")), "“– and so on”");
        assert_eq!(of(&[Line::raw("────"), Line::raw("3  of   4")]), ["3 of 4"]);
    }

    #[test]
    fn no_line_holds_what_a_terminal_would_act_upon() {
        assert_eq!(clean("a\u{1b}[2J\r\nb\u{202e}"), clean("a\u{1b}[2J \nb\u{202e}"));
        assert!(!clean("a\u{1b}[2J\r\nb").contains(['\u{1b}', '\r', '\n']));
        assert_eq!(sentence("Done"), "Done.");
        assert_eq!(joined(&["Ann", "", "a hello"]), "Ann, a hello.");
    }
}
