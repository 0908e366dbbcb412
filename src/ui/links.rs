//! Links: the addresses of profiles on the screen, which a terminal may open at a click (OSC 8).

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::style::Modifier;

use crate::domain::person::key::{PersonKey, short_address};

/// Makes the addresses in a buffer links. The whole label stands in one cell, with the address around it, so that the
/// diff sends both together.
///
/// A link is what is drawn as one and reads as a profile's short address; its target is built from the label, percent-
/// encoded. So nothing else that a stranger wrote gets into the sequence.
pub fn add_links(buffer: &mut Buffer) {
    let area = buffer.area;
    let is_drawn_as_link = |cell: &Cell| cell.modifier.contains(Modifier::UNDERLINED);
    for y in area.top()..area.bottom() {
        let row = usize::from(y - area.top()) * usize::from(area.width);
        if !buffer.content[row..row + usize::from(area.width)].iter().any(is_drawn_as_link) {
            continue;
        }
        let mut x = area.left();
        while x < area.right() {
            let begin = x;
            let mut label = String::new();
            while x < area.right() && is_drawn_as_link(&buffer[(x, y)]) {
                // A wide character covers the cells after it, which are not drawn as anything.
                label.push_str(buffer[(x, y)].symbol());
                x = x.saturating_add(buffer[(x, y)].cell_width().max(1)).min(area.right());
            }
            if let (Some(width), Some(address)) = (NonZeroU16::new(x - begin), address_of(&label)) {
                let first = &mut buffer[(begin, y)];
                first.set_symbol(&format!("\x1b]8;;{address}\x1b\\{label}\x1b]8;;\x1b\\"));
                first.set_diff_option(CellDiffOption::ForcedWidth(width));
                for at in begin + 1..x {
                    buffer[(at, y)].set_diff_option(CellDiffOption::Skip);
                }
            }
            x = x.max(begin + 1);
        }
    }
}

/// Returns the address of a profile whose short address is this label; `None` for one that is cut, or anything else.
fn address_of(label: &str) -> Option<String> {
    let slug = label.strip_prefix("in/")?;
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let key =
        PersonKey::from_url(&format!("https://www.linkedin.com/{label}")).filter(|_| slug.chars().all(is_plain))?;
    key.profile_url().filter(|address| short_address(address) == label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn linked(text: &str, style: Style) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 40, 1));
        buffer.set_string(2, 0, text, style);
        add_links(&mut buffer);
        buffer
    }

    #[test]
    fn an_address_that_is_drawn_as_a_link_is_one() {
        let underlined = Style::new().add_modifier(Modifier::UNDERLINED);
        let buffer = linked("in/żak-1", underlined);
        let link = "\u{1b}]8;;https://www.linkedin.com/in/%C5%BCak-1\u{1b}\\in/żak-1\u{1b}]8;;\u{1b}\\";
        assert_eq!(buffer[(2, 0)].symbol(), link);
        assert_eq!(buffer[(2, 0)].diff_option, CellDiffOption::ForcedWidth(NonZeroU16::new(8).expect("eight")));
        assert_eq!(buffer[(9, 0)].diff_option, CellDiffOption::Skip);
        assert_eq!(buffer[(10, 0)].diff_option, CellDiffOption::None);
        let wide = linked("in/さくら-1", underlined);
        let address = "https://www.linkedin.com/in/%E3%81%95%E3%81%8F%E3%82%89-1";
        assert_eq!(wide[(2, 0)].symbol(), format!("\u{1b}]8;;{address}\u{1b}\\in/さくら-1\u{1b}]8;;\u{1b}\\"));
        assert_eq!(wide[(2, 0)].diff_option, CellDiffOption::ForcedWidth(NonZeroU16::new(11).expect("eleven")));
        assert!((3..13).all(|x| wide[(x, 0)].diff_option == CellDiffOption::Skip));
        for other in ["in/ines-mora…", "in/ines-mora~", "in/", "example.org/a", "in/a/b", "in/a;b", "in/..", "in/a%62"]
        {
            assert_eq!(linked(other, underlined)[(2, 0)].symbol().len(), 1, "{other}");
        }
        assert_eq!(linked("in/ines-moravec", Style::new())[(2, 0)].symbol(), "i");
    }
}
