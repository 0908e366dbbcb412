//! Source of input: the real terminal, or a test's script.

use std::io;
use std::time::Duration;

use crate::app::input::Input;
use crate::ui::theme::{Theme, ThemeSettings};

/// Poll timeout that never blocks: > 0, because crossterm skips the poll at 0; < 1 ms, the granularity of poll(2).
pub const NON_BLOCKING_POLL: Duration = Duration::from_micros(50);

/// Source of input, and owner of the terminal modes.
pub trait InputSource {
    /// Waits for input and returns it with everything queued after it; empty at the end of input.
    fn read_batch(&mut self) -> io::Result<Vec<Input>>;
    /// True if input arrives within the timeout; by default it always does.
    fn poll(&mut self, _time: Duration) -> io::Result<bool> {
        Ok(true)
    }
    /// True once after the terminal was entered again because the program had been stopped from outside: everything must
    /// be drawn.
    fn was_reentered(&mut self) -> bool {
        false
    }
    /// Returns the time that the terminal still has to say what its background is, before other work begins.
    fn reply_wait(&self) -> Duration {
        Duration::ZERO
    }
    /// Returns the theme for the background that the terminal has just told, once.
    fn take_theme(&mut self) -> Option<Theme> {
        None
    }
    /// Takes a changed look: a theme, which [`Self::take_theme`] returns, and whether clicks are asked for.
    fn apply_look(&mut self, _theme: ThemeSettings, _mouse: bool) -> io::Result<()> {
        Ok(())
    }
    /// True if a frame may hold links.
    fn has_links(&self) -> bool {
        false
    }
    /// Shows the number of waiting requests in the title of the window.
    fn show_title(&mut self, _waiting: usize) -> io::Result<()> {
        Ok(())
    }
    /// Shows the progress of an import beside the window's title or icon, in percent; `None` ends it.
    fn show_progress(&mut self, _percent: Option<u8>) -> io::Result<()> {
        Ok(())
    }
    /// Releases the terminal while `during` runs (an editor, a suspension), then takes it again.
    fn release_terminal(&mut self, during: &mut dyn FnMut()) -> io::Result<()>;
}
