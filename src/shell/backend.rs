//! Terminal backend that tolerates terminals which disagree about the width of a grapheme.
//!
//! A grapheme of several characters (vowel signs, accents, flags) may take more or fewer columns than we count. The
//! cursor is repositioned after each of them, so that a disagreement stays in its own cell. A frame is shown at once, by
//! terminals that have synchronized output.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::cell_writer::write_cells;

/// Begins a frame: from here on the terminal shows nothing of it.
const FRAME_BEGINS: &[u8] = b"\x1b[?2026h";
/// Ends a frame.
pub(super) const FRAME_ENDS: &str = "\x1b[?2026l";

/// A backend that repositions the cursor after every grapheme of several characters, and sends each frame as one
/// synchronized update, in one write: crossterm alone sends the cursor by itself.
#[derive(Debug)]
pub struct WidthSafeBackend<W: Write> {
    out: W,
    /// What is not sent yet.
    unsent: Vec<u8>,
    /// True after the first cell of a frame.
    is_in_frame: bool,
}

impl<W: Write> WidthSafeBackend<W> {
    /// Returns a backend that writes to `writer`.
    pub fn new(writer: W) -> Self {
        Self { out: writer, unsent: Vec::new(), is_in_frame: false }
    }

    /// Adds what `act` writes to the frame; sends it at once where there is none.
    fn add(&mut self, act: impl FnOnce(&mut CrosstermBackend<&mut Vec<u8>>) -> io::Result<()>) -> io::Result<()> {
        act(&mut CrosstermBackend::new(&mut self.unsent))?;
        if self.is_in_frame { Ok(()) } else { self.send() }
    }

    fn send(&mut self) -> io::Result<()> {
        let sent = self.out.write_all(&self.unsent);
        self.unsent.clear();
        sent?;
        self.out.flush()
    }
}

impl<W: Write> Backend for WidthSafeBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        if content.peek().is_some() {
            self.unsent.extend(FRAME_BEGINS);
            self.is_in_frame = true;
        }
        write_cells(&mut self.unsent, content);
        Ok(())
    }

    fn append_lines(&mut self, n: u16) -> io::Result<()> {
        self.add(|inner| inner.append_lines(n))
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.add(|inner| inner.hide_cursor())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.add(|inner| inner.show_cursor())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        CrosstermBackend::new(&mut self.out).get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.add(|inner| inner.set_cursor_position(position))
    }

    fn clear(&mut self) -> io::Result<()> {
        self.add(|inner| inner.clear())
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.add(|inner| inner.clear_region(clear_type))
    }

    fn size(&self) -> io::Result<Size> {
        let size = window_size_of_output().map(Ok);
        size.unwrap_or_else(|| CrosstermBackend::new(io::sink()).size())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        CrosstermBackend::new(io::sink()).window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.is_in_frame) {
            self.unsent.extend(FRAME_ENDS.as_bytes());
        }
        if self.unsent.is_empty() { Ok(()) } else { self.send() }
    }
}
/// Returns the size of the terminal behind standard output: every frame asks, and crossterm opens a file to tell.
#[cfg(unix)]
fn window_size_of_output() -> Option<Size> {
    let found = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    (found.ws_col > 0 && found.ws_row > 0).then(|| Size::new(found.ws_col, found.ws_row))
}

#[cfg(not(unix))]
fn window_size_of_output() -> Option<Size> {
    None
}
