//! Terminal backend that tolerates terminals which disagree about the width of a grapheme.
//!
//! A grapheme of several characters (vowel signs, accents, flags) may take more or fewer columns than we count. The
//! cursor is repositioned after each of them, so that a disagreement stays in its own cell.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

/// A crossterm backend that repositions the cursor after every grapheme of several characters.
#[derive(Debug)]
pub struct WidthSafeBackend<W: Write>(CrosstermBackend<W>);

impl<W: Write> WidthSafeBackend<W> {
    /// Returns a backend that writes to `writer`.
    pub fn new(writer: W) -> Self {
        Self(CrosstermBackend::new(writer))
    }
}

/// True if terminals may disagree about the width of a cell.
fn is_doubtful(cell: &Cell) -> bool {
    let symbol = cell.symbol();
    !symbol.is_ascii() && symbol.chars().nth(1).is_some()
}

impl<W: Write> Backend for WidthSafeBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        while content.peek().is_some() {
            let mut ended = false;
            // Each run begins with its own cursor position.
            self.0.draw(std::iter::from_fn(|| {
                let next = if ended { None } else { content.next() };
                ended = next.is_some_and(|(_, _, cell)| is_doubtful(cell));
                next
            }))?;
        }
        Ok(())
    }

    fn append_lines(&mut self, n: u16) -> io::Result<()> {
        self.0.append_lines(n)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.0.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.0.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.0.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.0.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.0.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.0.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        self.0.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.0.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.0)
    }
}
