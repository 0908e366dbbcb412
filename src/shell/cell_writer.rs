//! Writes the cells that changed, in few bytes: how long a key takes is mostly how many bytes its frame has.
//!
//! What differs from the pen is all that is sent of a style, one sequence for all of it; a short way to the right is a
//! relative one; blanks are erased, not written.

use ratatui::buffer::{Cell, CellDiffOption, CellWidth};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// Blanks in a row that are erased together; fewer are shorter as spaces.
const MIN_ERASED: u16 = 5;
/// Modifiers that are seen on a blank.
const SEEN_ON_BLANKS: Modifier =
    Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT).union(Modifier::SLOW_BLINK);

/// Writes cells at their places, row by row from left to right, and leaves the terminal's style reset.
pub fn write_cells<'a>(out: &mut Vec<u8>, cells: impl Iterator<Item = (u16, u16, &'a Cell)>) {
    let mut pen = Pen::default();
    let mut cells = cells.peekable();
    while let Some((x, y, cell)) = cells.next() {
        pen.move_to(x, y, out);
        if !is_plain_blank(cell) {
            pen.set_style(Style::of(cell), out);
            if is_joined(cell) {
                // A terminal that joins its parts closer leaves columns as they were.
                out.extend(std::iter::repeat_n(b' ', cell.cell_width().into()));
                pen.place = None;
                pen.move_to(x, y, out);
            }
            out.extend(cell.symbol().as_bytes());
            pen.place = is_one_column(cell.symbol()).then_some((x + 1, y));
            continue;
        }
        if !pen.style.leaves_blanks_plain() {
            pen.set_style(Style::of(cell), out);
        }
        let mut blanks = 1;
        while cells.next_if(|(next, row, cell)| (*next, *row) == (x + blanks, y) && is_plain_blank(cell)).is_some() {
            blanks += 1;
        }
        if blanks < MIN_ERASED {
            out.extend(std::iter::repeat_n(b' ', blanks.into()));
            pen.place = Some((x + blanks, y));
        } else {
            out.extend(format!("\x1b[{blanks}X").as_bytes());
        }
    }
    if pen.style != Style::default() {
        out.extend(b"\x1b[0m");
    }
}

/// True if terminals agree that a symbol takes one column.
fn is_one_column(symbol: &str) -> bool {
    symbol.len() == 1 || (symbol.chars().nth(1).is_none() && symbol.width() == 1)
}

/// True for a letter of several characters that is counted as wider than one column; a link has a width of its own.
fn is_joined(cell: &Cell) -> bool {
    cell.diff_option == CellDiffOption::None && cell.symbol().chars().nth(1).is_some() && cell.cell_width() > 1
}

/// True for a blank that looks like an erased cell.
fn is_plain_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && Style::of(cell).leaves_blanks_plain()
}

/// Where the terminal writes next, and how.
#[derive(Default)]
struct Pen {
    /// `None` where that is not known.
    place: Option<(u16, u16)>,
    style: Style,
}

impl Pen {
    fn move_to(&mut self, x: u16, y: u16, out: &mut Vec<u8>) {
        match self.place.replace((x, y)) {
            Some(place) if place == (x, y) => {}
            Some((from, row)) if row == y && from < x => out.extend(format!("\x1b[{}C", x - from).as_bytes()),
            _ => out.extend(format!("\x1b[{};{}H", y + 1, x + 1).as_bytes()),
        }
    }

    fn set_style(&mut self, style: Style, out: &mut Vec<u8>) {
        let before = std::mem::replace(&mut self.style, style);
        if before == style {
            return;
        }
        let mut codes = String::new();
        if style == Style::default() {
            codes.push_str("0;");
        } else {
            push_modifiers(&mut codes, before.modifier, style.modifier);
            for (before, color, layer) in [(before.fg, style.fg, 30), (before.bg, style.bg, 40)] {
                if before != color {
                    push_color(&mut codes, color, layer);
                }
            }
        }
        codes.pop();
        out.extend(format!("\x1b[{codes}m").as_bytes());
    }
}

/// How a cell looks.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Style {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Style {
    fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// True if a blank in this style looks like an erased cell.
    fn leaves_blanks_plain(self) -> bool {
        self.bg == Color::Reset && !self.modifier.intersects(SEEN_ON_BLANKS)
    }
}

/// Modifiers with the codes that set them and end them. One code ends both bold and dim.
const MODIFIERS: [(Modifier, &str, &str); 8] = [
    (Modifier::BOLD, "1;", "22;"),
    (Modifier::DIM, "2;", "22;"),
    (Modifier::ITALIC, "3;", "23;"),
    (Modifier::UNDERLINED, "4;", "24;"),
    (Modifier::SLOW_BLINK, "5;", "25;"),
    (Modifier::REVERSED, "7;", "27;"),
    (Modifier::HIDDEN, "8;", "28;"),
    (Modifier::CROSSED_OUT, "9;", "29;"),
];

fn push_modifiers(codes: &mut String, before: Modifier, after: Modifier) {
    let weight = Modifier::BOLD | Modifier::DIM;
    let mut left = before & after;
    for (modifier, _, end) in MODIFIERS {
        if before.contains(modifier) && !after.contains(modifier) && !codes.ends_with(end) {
            codes.push_str(end);
            if weight.contains(modifier) {
                left -= weight;
            }
        }
    }
    for (modifier, begin, _) in MODIFIERS {
        if after.contains(modifier) && !left.contains(modifier) {
            codes.push_str(begin);
        }
    }
}

/// Adds the code of a color; `layer` is 30 for the letters and 40 for what is behind them.
fn push_color(codes: &mut String, color: Color, layer: u8) {
    let index = match color {
        Color::Reset => return codes.push_str(&format!("{};", layer + 9)),
        Color::Rgb(red, green, blue) => return codes.push_str(&format!("{};2;{red};{green};{blue};", layer + 8)),
        Color::Indexed(index) => index,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    codes.push_str(&format!("{};5;{index};", layer + 8));
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style as TextStyle;

    /// Draws over `before` what `draw` changes, and returns the bytes.
    fn bytes(before: &Buffer, draw: impl Fn(&mut Buffer)) -> String {
        let mut after = before.clone();
        draw(&mut after);
        let mut out = Vec::new();
        write_cells(&mut out, before.diff(&after).into_iter());
        String::from_utf8(out).expect("text")
    }

    fn text(text: &str, style: TextStyle) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 2));
        buffer.set_string(0, 0, text, style);
        buffer
    }

    #[test]
    fn only_what_changed_is_written() {
        let plain = text("one two three", TextStyle::new());
        assert_eq!(bytes(&plain, |_| {}), "");
        let capital = |buffer: &mut Buffer| {
            buffer[(4, 0)].set_symbol("T");
        };
        assert_eq!(bytes(&plain, capital), "\x1b[1;5HT");
        let two_places = bytes(&plain, |buffer| {
            buffer[(0, 0)].set_symbol("O");
            buffer[(8, 0)].set_symbol("T");
            buffer[(0, 1)].set_symbol("F");
        });
        assert_eq!(two_places, "\x1b[1;1HO\x1b[7CT\x1b[2;1HF");
    }

    #[test]
    fn blanks_in_a_row_are_erased_whatever_color_they_had() {
        let muted = text("one two three", TextStyle::new().fg(Color::Indexed(247)));
        // All thirteen differ, since their color does.
        assert_eq!(bytes(&muted, Buffer::reset), "\x1b[1;1H\x1b[13X");
        assert_eq!(bytes(&text("one", TextStyle::new()), Buffer::reset), "\x1b[1;1H   ");
        let selected = TextStyle::new().bg(Color::Indexed(236));
        let on_selection = bytes(&text("", selected), |buffer| buffer.set_style(Rect::new(0, 0, 6, 1), selected));
        assert_eq!(on_selection, "\x1b[1;1H\x1b[48;5;236m      \x1b[0m");
    }

    #[test]
    fn one_sequence_says_what_differs() {
        let plain = text("", TextStyle::new());
        let drawn = bytes(&plain, |buffer| {
            buffer.set_string(0, 0, "a", TextStyle::new().fg(Color::Blue).add_modifier(Modifier::BOLD | Modifier::DIM));
            buffer.set_string(1, 0, "b", TextStyle::new().fg(Color::Blue).add_modifier(Modifier::DIM));
            buffer.set_string(2, 0, "c", TextStyle::new().fg(Color::Rgb(1, 2, 3)).add_modifier(Modifier::ITALIC));
            buffer.set_string(3, 0, "d", TextStyle::new());
        });
        assert_eq!(drawn, "\x1b[1;1H\x1b[1;2;38;5;4ma\x1b[22;2mb\x1b[22;3;38;2;1;2;3mc\x1b[0md");
    }

    #[test]
    fn nothing_stays_in_the_columns_of_a_letter_that_terminals_join() {
        let drawn = bytes(&text("abcd", TextStyle::new()), |buffer| {
            buffer.set_string(0, 0, "र्मा", TextStyle::new());
        });
        assert_eq!(drawn, "\x1b[1;1H   \x1b[1;1Hर्मा");
    }

    #[test]
    fn the_place_is_said_again_behind_what_may_have_another_width() {
        for doubtful in ["e\u{301}", "字", "🇩🇪"] {
            let drawn = bytes(&text("", TextStyle::new()), |buffer| {
                buffer.set_string(0, 0, format!("{doubtful}x"), TextStyle::new());
            });
            assert!(drawn.ends_with("Hx"), "{drawn:?}");
        }
    }
}
