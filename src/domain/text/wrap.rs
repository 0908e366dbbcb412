//! Text in columns: width, truncation and wrapping by grapheme cluster.

use std::cell::{Ref, RefCell};
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Returns the display width of a text in columns.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Returns the text in at most `columns` columns, truncated with an ellipsis.
pub fn truncate(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for letter in text.graphemes(true) {
        if used + width(letter) > columns.saturating_sub(1) {
            break;
        }
        used += width(letter);
        out.push_str(letter);
    }
    if columns > 0 {
        out.push('…');
    }
    out
}

/// Returns the line breaks for at most `columns` columns: at line feeds and spaces, within a word only if it is
/// longer than a line. Every byte except line feeds belongs to a line; trailing spaces may exceed the width.
pub fn line_ranges(text: &str, columns: usize) -> Vec<Range<usize>> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut start = 0;
    for paragraph in text.split('\n') {
        break_paragraph(paragraph, start, columns, &mut lines);
        start += paragraph.len() + 1;
    }
    lines
}

fn break_paragraph(paragraph: &str, offset: usize, columns: usize, lines: &mut Vec<Range<usize>>) {
    let (mut line, mut at, mut used) = (0, 0, 0);
    for word in paragraph.split_inclusive(' ') {
        let letters = width(word.trim_end());
        if used > 0 && used + letters > columns {
            lines.push(offset + line..offset + at);
            (line, used) = (at, 0);
        }
        if letters > columns {
            for letter in word.graphemes(true) {
                if used > 0 && used + width(letter) > columns {
                    lines.push(offset + line..offset + at);
                    (line, used) = (at, 0);
                }
                at += letter.len();
                used += width(letter);
            }
        } else {
            at += word.len();
            used += width(word);
        }
    }
    lines.push(offset + line..offset + at);
}

/// Returns the text wrapped into lines of at most `columns` columns.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    line_ranges(text, columns).into_iter().map(|line| text[line].trim_end().to_owned()).collect()
}

/// A text that caches its wrapped lines for one width.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WrapCache {
    text: String,
    /// The cached lines and their width in columns.
    lines: RefCell<(usize, Vec<String>)>,
}

impl WrapCache {
    /// Returns the lines, at most `columns` columns wide.
    pub fn lines(&self, columns: usize) -> Ref<'_, [String]> {
        if self.lines.borrow().0 != columns {
            *self.lines.borrow_mut() = (columns, wrap(&self.text, columns));
        }
        Ref::map(self.lines.borrow(), |(_, lines)| lines.as_slice())
    }
}

impl From<String> for WrapCache {
    fn from(text: String) -> Self {
        Self { text, lines: RefCell::default() }
    }
}

/// Returns the line and column of a byte position in a text wrapped at `breaks`.
pub fn position(text: &str, breaks: &[Range<usize>], byte: usize) -> (usize, usize) {
    let line = breaks.iter().rposition(|line| line.start <= byte).unwrap_or(0);
    let start = breaks.get(line).map_or(0, |line| line.start);
    (line, width(text.get(start..byte).unwrap_or("")))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_wider(text in "[a-z 日本👩é\n]{0,80}", columns in 2usize..20) {
            let lines = wrap(&text, columns);
            proptest::prop_assert!(lines.iter().all(|line| width(line) <= columns), "{lines:?}");
            let ink = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            proptest::prop_assert_eq!(ink(&lines.concat()), ink(&text));
        }

        #[test]
        fn what_is_cut_fits(text in "\\PC{0,40}", columns in 0usize..20) {
            proptest::prop_assert!(width(&truncate(&text, columns)) <= columns);
        }
    }

    #[test]
    fn what_is_wrapped_follows_the_width() {
        let text = WrapCache::from("one two three".to_owned());
        for columns in [5, 5, 8, 0, 20] {
            assert_eq!(*text.lines(columns), wrap("one two three", columns), "{columns}");
        }
    }
}
