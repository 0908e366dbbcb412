//! The terminal: entered once, restored exactly once, whatever ends the program.

use std::io::{self, BufWriter, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::backend::WidthSafeBackend;
use crossterm::cursor::{SetCursorStyle, Show};
use crossterm::event::{
    self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers,
    MouseButton, MouseEvent, MouseEventKind,
};
use crossterm::execute;
use crossterm::style::Print;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};

use crate::app::input::Input;
use crate::app::key::{self, Key};

use super::input_source::{InputSource, NON_BLOCKING_POLL};

/// Asks for clicks and the wheel. Crossterm's own switch asks for every motion too, which would wake the program.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
/// Takes that back.
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// Buffered terminal, so that one frame is one write.
pub type TuiTerminal = ratatui::Terminal<WidthSafeBackend<BufWriter<GuardedOutput>>>;

/// Restores the terminal; true while it is entered. Enter, write and restore are serialized by the lock, so that a
/// signal in the middle of any sees a consistent state.
#[derive(Clone, Debug, Default)]
pub struct TerminalRestorer {
    is_entered: Arc<Mutex<bool>>,
    /// True if the terminal is asked for clicks.
    mouse: bool,
}

impl TerminalRestorer {
    /// Returns a handle that also asks for clicks and the wheel, or does not.
    pub fn with_mouse(self, mouse: bool) -> Self {
        Self { mouse, ..self }
    }

    /// Enters the terminal: raw mode, alternate screen, bracketed paste.
    fn enter(&self) -> io::Result<()> {
        let mut taken = self.lock();
        enable_raw_mode()?;
        *taken = true;
        execute!(io::stdout(), EnterAlternateScreen)?;
        // Without bracketed paste, pastes arrive as keys.
        let _ = execute!(io::stdout(), EnableBracketedPaste, SetCursorStyle::SteadyBar);
        if self.mouse {
            let _ = execute!(io::stdout(), Print(MOUSE_ON));
        }
        Ok(())
    }

    /// Restores the terminal if it is entered; waits for another thread that is doing so.
    pub fn restore(&self) {
        leave(&mut self.lock());
    }

    /// Restores the terminal before the program ends; keeps the lock, so that no thread enters it again.
    pub fn restore_for_exit(&self) {
        let mut taken = self.lock();
        leave(&mut taken);
        std::mem::forget(taken);
    }

    /// Returns a writer to the entered terminal.
    pub fn output(&self) -> GuardedOutput {
        GuardedOutput(self.clone())
    }

    fn lock(&self) -> MutexGuard<'_, bool> {
        self.is_entered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Standard output while the terminal is entered; discards everything before and after, so that no frame is painted on
/// the normal screen while another thread ends the program.
#[derive(Clone, Debug, Default)]
pub struct GuardedOutput(TerminalRestorer);

impl Write for GuardedOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.0.lock();
        if *taken {
            let mut out = io::stdout().lock();
            out.write_all(bytes)?;
            out.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Leaves the terminal; ignores errors, because the terminal may be gone.
fn leave(taken: &mut bool) {
    if std::mem::take(taken) {
        let _ = execute!(
            io::stdout(),
            Print(MOUSE_OFF),
            SetCursorStyle::DefaultUserShape,
            DisableBracketedPaste,
            LeaveAlternateScreen,
            Show
        );
        let _ = disable_raw_mode();
        let _ = io::stdout().flush();
    }
}

/// The entered terminal; restored on drop.
#[derive(Debug)]
pub struct TerminalSession {
    guard: TerminalRestorer,
    /// Input that [`InputSource::poll`] has read.
    pending: Vec<Input>,
}

impl TerminalSession {
    /// Enters the terminal; from now on every exit path restores it.
    pub fn enter(restore: TerminalRestorer) -> io::Result<(Self, TuiTerminal)> {
        restore.enter()?;
        let terminal = Self { guard: restore, pending: Vec::new() };
        let output = BufWriter::with_capacity(64 * 1024, terminal.guard.output());
        let screen = ratatui::Terminal::new(WidthSafeBackend::new(output))?;
        Ok((terminal, screen))
    }
}

impl Drop for TerminalSession {
    fn drop(&mut self) {
        self.guard.restore();
    }
}

impl InputSource for TerminalSession {
    fn read_batch(&mut self) -> io::Result<Vec<Input>> {
        let mut inputs = std::mem::take(&mut self.pending);
        loop {
            // Queued input joins the batch, so that it costs one frame.
            if !inputs.is_empty() && !event::poll(NON_BLOCKING_POLL)? {
                return Ok(inputs);
            }
            inputs.extend(input(event::read()?));
        }
    }

    /// Skips events that are no input, such as the release of a key.
    fn poll(&mut self, time: Duration) -> io::Result<bool> {
        let begun = Instant::now();
        while self.pending.is_empty() {
            // Not zero: crossterm would not look at all.
            let left = time.saturating_sub(begun.elapsed()).max(NON_BLOCKING_POLL);
            if !event::poll(left)? {
                return Ok(false);
            }
            self.pending.extend(input(event::read()?));
        }
        Ok(true)
    }

    fn release_terminal(&mut self, during: &mut dyn FnMut()) -> io::Result<()> {
        self.guard.restore();
        during();
        self.guard.enter()
    }
}

fn input(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) => self::key(key).map(Input::Key),
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::Resize(..) => Some(Input::Resized),
        Event::Mouse(MouseEvent { kind, column, row, .. }) => match kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Input::Click(column, row)),
            MouseEventKind::ScrollDown => Some(Input::Wheel(column, row, true)),
            MouseEventKind::ScrollUp => Some(Input::Wheel(column, row, false)),
            _ => None,
        },
        Event::FocusGained | Event::FocusLost => None,
    }
}

/// Converts a key press; `None` for releases and unused keys. Shift is part of the letter.
fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    let code = match event.code {
        KeyCode::Char(c) if ctrl => key::KeyCode::Char(c.to_ascii_lowercase()),
        KeyCode::Char(c) => key::KeyCode::Char(c),
        KeyCode::Enter => key::KeyCode::Enter,
        KeyCode::Esc => key::KeyCode::Esc,
        KeyCode::Tab => key::KeyCode::Tab,
        KeyCode::BackTab => key::KeyCode::BackTab,
        KeyCode::Backspace => key::KeyCode::Backspace,
        KeyCode::Delete => key::KeyCode::Delete,
        KeyCode::Up => key::KeyCode::Up,
        KeyCode::Down => key::KeyCode::Down,
        KeyCode::Left => key::KeyCode::Left,
        KeyCode::Right => key::KeyCode::Right,
        KeyCode::Home => key::KeyCode::Home,
        KeyCode::End => key::KeyCode::End,
        KeyCode::PageUp => key::KeyCode::PageUp,
        KeyCode::PageDown => key::KeyCode::PageDown,
        _ => return None,
    };
    // Ctrl+Alt (AltGr) types a letter on some keyboards; no binding uses it.
    if ctrl && alt {
        return event.code.as_char().map(|c| Key::plain(key::KeyCode::Char(c)));
    }
    Some(Key { code, ctrl, alt })
}
