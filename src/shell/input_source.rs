//! Source of input: the real terminal, or a test's script.

use std::io;
use std::time::Duration;

use crate::app::input::Input;

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
    /// Releases the terminal while `during` runs (an editor, a suspension), then takes it again.
    fn release_terminal(&mut self, during: &mut dyn FnMut()) -> io::Result<()>;
}
