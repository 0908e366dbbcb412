//! The terminal: entered once, left exactly once, whatever ends the program.

use std::io::{self, BufWriter, Stdout, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::backend::WidthSafeBackend;
use crossterm::cursor::Show;
use crossterm::event::{
    self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers,
};
use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};

use crate::app::input::Input;
use crate::app::key::{self, Key};

use super::input_source::{InputSource, NON_BLOCKING_POLL};

/// Where pictures go: buffered, so that one frame is one write.
pub type TuiTerminal = ratatui::Terminal<WidthSafeBackend<BufWriter<Stdout>>>;

/// Whether the terminal is taken, and the way to give it back. Taking and giving back never overlap, so that a
/// signal in the middle of either finds it whole.
#[derive(Clone, Debug, Default)]
pub struct TerminalGuard(Arc<Mutex<bool>>);

impl TerminalGuard {
    /// Takes the terminal: alternate screen, raw mode, bracketed paste.
    fn enter(&self) -> io::Result<()> {
        let mut taken = self.lock();
        enable_raw_mode()?;
        *taken = true;
        execute!(io::stdout(), EnterAlternateScreen)?;
        // Where pastes cannot be told from keys, they come as keys.
        let _ = execute!(io::stdout(), EnableBracketedPaste);
        Ok(())
    }

    /// Gives it back, if it is taken; waits for somebody who is just doing so.
    pub fn restore(&self) {
        leave(&mut self.lock());
    }

    /// Gives it back before the program ends; nobody takes it again.
    pub fn restore_for_exit(&self) {
        let mut taken = self.lock();
        leave(&mut taken);
        std::mem::forget(taken);
    }

    fn lock(&self) -> MutexGuard<'_, bool> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What fails on a dead terminal is nobody's concern any more.
fn leave(taken: &mut bool) {
    if std::mem::take(taken) {
        let _ = execute!(io::stdout(), DisableBracketedPaste, LeaveAlternateScreen, Show);
        let _ = disable_raw_mode();
        let _ = io::stdout().flush();
    }
}

/// The real terminal.
#[derive(Debug)]
pub struct TerminalSession {
    restore: TerminalGuard,
}

impl TerminalSession {
    /// Takes the terminal; from now on every way out gives it back.
    pub fn enter(restore: TerminalGuard) -> io::Result<(Self, TuiTerminal)> {
        restore.enter()?;
        let terminal = Self { restore };
        let screen = ratatui::Terminal::new(WidthSafeBackend::new(BufWriter::with_capacity(64 * 1024, io::stdout())))?;
        Ok((terminal, screen))
    }
}

impl Drop for TerminalSession {
    fn drop(&mut self) {
        self.restore.restore();
    }
}

impl InputSource for TerminalSession {
    fn read_batch(&mut self) -> io::Result<Vec<Input>> {
        let mut inputs = Vec::new();
        loop {
            inputs.extend(input(event::read()?));
            // What is waiting already is taken along, so that it costs one picture.
            if !inputs.is_empty() && !event::poll(NON_BLOCKING_POLL)? {
                return Ok(inputs);
            }
        }
    }

    fn poll(&mut self, time: Duration) -> io::Result<bool> {
        event::poll(time)
    }

    fn release_terminal(&mut self, during: &mut dyn FnMut()) -> io::Result<()> {
        self.restore.restore();
        during();
        self.restore.enter()
    }
}

fn input(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) => self::key(key).map(Input::Key),
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::Resize(..) => Some(Input::Resized),
        Event::FocusGained | Event::FocusLost | Event::Mouse(_) => None,
    }
}

/// A key press by its name; releases, and keys nobody asked about, are nothing. Shift is part of the letter.
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
    // Ctrl with Alt is a letter on some keyboards, and nothing we know.
    if ctrl && alt {
        return event.code.as_char().map(|c| Key::plain(key::KeyCode::Char(c)));
    }
    Some(Key { code, ctrl, alt })
}
