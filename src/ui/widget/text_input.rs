//! Text while it is typed: through the same display filter as everything else, with the cursor where it belongs.

use crate::app::text_field::TextField;
use crate::domain::text::untrusted::Untrusted;
use crate::domain::text::wrap;

/// The text of a field as it is shown.
pub struct ShownText {
    /// Wrapped lines.
    pub lines: Vec<String>,
    /// Row and column of the cursor.
    pub cursor: (usize, usize),
}

/// Returns the text of a field, wrapped to `columns` columns.
pub fn wrapped(field: &TextField, columns: usize) -> ShownText {
    let text = filtered(field.text());
    // The filter works from left to right and the cursor never stands within a letter, so this is the shown cursor.
    let mut cursor = filtered(&field.text()[..field.cursor()]).len().min(text.len());
    while !text.is_char_boundary(cursor) {
        cursor -= 1;
    }
    let breaks = wrap::line_ranges(&text, columns);
    let lines = breaks.iter().map(|line| text[line.clone()].trim_end().to_owned()).collect();
    ShownText { lines, cursor: wrap::position(&text, &breaks, cursor) }
}

/// Returns the text of a field of one line, and the column of the cursor.
pub fn single_line(field: &TextField) -> (String, usize) {
    let before = filtered(&field.text()[..field.cursor()]).replace('\n', " ");
    (filtered(field.text()).replace('\n', " "), wrap::width(&before))
}

fn filtered(text: &str) -> String {
    Untrusted::from(text).display_multiline().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn piled_up_marks_are_cut_and_the_cursor_follows() {
        let mut field = TextField::new(format!("ne{}xt\nline", "\u{301}".repeat(50)));
        let shown = wrapped(&field, 20);
        assert_eq!(shown.lines, [format!("ne{}…xt", "\u{301}".repeat(4)), "line".to_owned()]);
        assert_eq!(shown.cursor, (1, 4));
        field.move_to(2 + 50 * 2);
        assert_eq!(wrapped(&field, 20).cursor, (0, 3), "behind the ellipsis");
        assert_eq!(single_line(&field).1, 3);
    }
}
