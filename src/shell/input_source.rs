//! Where keys come from: the real terminal, or a test's fingers.

use std::io;
use std::time::Duration;

use crate::app::input::Input;

/// How long to look whether more is waiting. Not zero: crossterm would not look at all. Less than the millisecond
/// that poll(2) counts in: it looks and does not wait.
pub const NON_BLOCKING_POLL: Duration = Duration::from_micros(50);

/// Where keys come from, and what must be done to the terminal itself: the real one, or a test's.
pub trait InputSource {
    /// Waits for what the person does next, and takes along what is waiting behind it; empty at the end.
    fn read_batch(&mut self) -> io::Result<Vec<Input>>;
    /// Whether the person does something within this time; a test's fingers always do.
    fn poll(&mut self, _time: Duration) -> io::Result<bool> {
        Ok(true)
    }
    /// Gives the terminal back while `during` runs (an editor, a suspension), and takes it again.
    fn release_terminal(&mut self, during: &mut dyn FnMut()) -> io::Result<()>;
}
