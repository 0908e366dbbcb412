//! The terminal: entered once, restored exactly once, whatever ends the program.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::backend::{FRAME_ENDS, WidthSafeBackend};
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
use super::look::theme_for_terminal;
use super::replies::{ReplyFilter, background};
use crate::ui::theme::{Theme, ThemeSettings};

/// How long the next byte of a reply, or of a key, may be in coming.
const REPLY_GRACE: Duration = Duration::from_millis(50);
/// Time for the terminal to say what its background is; most take less than a millisecond.
const MAX_REPLY_WAIT: Duration = Duration::from_millis(20);

/// Asks for clicks and the wheel. Crossterm's own switch asks for every motion too, which would wake the program.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
/// Takes that back.
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";
/// Keeps the title of the window on the terminal's stack of titles, if it has one.
const TITLE_PUSHED: &str = "\x1b[22;0t";
/// Shows the kept title again.
const TITLE_POPPED: &str = "\x1b[23;0t";
/// Asks for the colour of the background; the reply arrives as input.
const BACKGROUND_ASKED: &str = "\x1b]11;?\x07";
/// Takes the progress of an import off the window's icon.
const PROGRESS_OFF: &str = "\x1b]9;4;0\x07";

/// Buffered terminal, so that one frame is one write.
pub type TuiTerminal = ratatui::Terminal<WidthSafeBackend<GuardedOutput>>;

/// Restores the terminal. Enter, write and restore are serialized by the lock, so that a signal in the middle of any
/// sees a consistent state.
#[derive(Clone, Debug, Default)]
pub struct TerminalRestorer(Arc<Mutex<TerminalState>>);

/// State of the terminal.
#[derive(Debug, Default)]
struct TerminalState {
    /// True while it is entered.
    entered: bool,
    /// True if it was entered again behind the back of the event loop, which must draw everything.
    reentered: bool,
    /// True if the terminal is asked for clicks.
    mouse: bool,
    /// Title of the window; empty before the first.
    title: String,
    /// Progress of an import that is shown, in percent.
    progress: Option<u8>,
}

impl TerminalRestorer {
    /// Returns a handle that also asks for clicks and the wheel, or does not.
    pub fn with_mouse(self, mouse: bool) -> Self {
        self.lock().mouse = mouse;
        self
    }

    /// Enters the terminal: raw mode, alternate screen, bracketed paste.
    fn enter(&self) -> io::Result<()> {
        enter(&mut self.lock())
    }

    /// Restores the terminal, stops the program by `stop`, and enters the terminal again if it was entered.
    #[cfg(unix)]
    pub fn suspend(&self, stop: impl FnOnce()) -> io::Result<()> {
        let mut state = self.lock();
        let was_entered = state.entered;
        leave(&mut state);
        stop();
        if was_entered { reenter(&mut state) } else { Ok(()) }
    }

    /// Enters an entered terminal again, after the program was stopped without notice and continued: the shell has set
    /// its own modes meanwhile. False if it was not entered.
    #[cfg(unix)]
    pub fn resume(&self) -> io::Result<bool> {
        let mut state = self.lock();
        if !state.entered {
            return Ok(false);
        }
        disable_raw_mode()?; // else crossterm would take it as set
        if has_osc() {
            let _ = execute!(io::stdout(), Print(TITLE_POPPED)); // entering pushes it again
        }
        reenter(&mut state).map(|()| true)
    }

    /// Shows a title on the window.
    fn show_title(&self, title: String) -> io::Result<()> {
        let mut state = self.lock();
        state.title = title;
        if state.entered { show_title(&state) } else { Ok(()) }
    }

    /// Shows the progress of an import, in percent; `None` ends it.
    fn show_progress(&self, percent: Option<u8>) -> io::Result<()> {
        let mut state = self.lock();
        if state.progress == percent || !state.entered || !has_osc() {
            return Ok(());
        }
        state.progress = percent;
        match percent {
            Some(percent) => execute!(io::stdout(), Print(format_args!("\x1b]9;4;1;{percent}\x07"))),
            None => execute!(io::stdout(), Print(PROGRESS_OFF)),
        }
    }

    /// True once after the terminal was entered again behind the back of the event loop.
    fn take_reentered(&self) -> bool {
        std::mem::take(&mut self.lock().reentered)
    }

    /// Restores the terminal if it is entered; waits for another thread that is doing so.
    pub fn restore(&self) {
        leave(&mut self.lock());
    }

    /// Restores the terminal before the program ends; keeps the lock, so that no thread enters it again.
    pub fn restore_for_exit(&self) {
        let mut state = self.lock();
        leave(&mut state);
        std::mem::forget(state);
    }

    /// Returns a writer to the entered terminal.
    pub fn output(&self) -> GuardedOutput {
        GuardedOutput(self.clone())
    }

    fn lock(&self) -> MutexGuard<'_, TerminalState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Standard output while the terminal is entered; discards everything before and after, so that no frame is painted on
/// the normal screen while another thread ends the program.
#[derive(Clone, Debug, Default)]
pub struct GuardedOutput(TerminalRestorer);

impl Write for GuardedOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let state = self.0.lock();
        if state.entered {
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

/// Enters the terminal: raw mode, alternate screen, bracketed paste.
fn enter(state: &mut TerminalState) -> io::Result<()> {
    enable_raw_mode()?;
    state.entered = true;
    execute!(io::stdout(), EnterAlternateScreen)?;
    // Without bracketed paste, pastes arrive as keys.
    let _ = execute!(io::stdout(), EnableBracketedPaste, SetCursorStyle::SteadyBar);
    if state.mouse {
        let _ = execute!(io::stdout(), Print(MOUSE_ON));
    }
    if has_osc() {
        let _ = execute!(io::stdout(), Print(TITLE_PUSHED));
        let _ = show_title(state);
    }
    Ok(())
}

fn show_title(state: &TerminalState) -> io::Result<()> {
    if state.title.is_empty() || !has_osc() {
        return Ok(());
    }
    execute!(io::stdout(), Print(format_args!("\x1b]2;{}\x07", state.title)))
}

/// True if the terminal reads operating system commands (titles, links, progress, questions) to their end; the simplest
/// ones would print them.
fn has_osc() -> bool {
    std::env::var_os("TERM").is_none_or(|term| term != "dumb" && term != "linux")
}

#[cfg(unix)]
fn reenter(state: &mut TerminalState) -> io::Result<()> {
    state.reentered = true;
    enter(state)
}

/// Leaves the terminal; ignores errors, because the terminal may be gone.
fn leave(state: &mut TerminalState) {
    if std::mem::take(&mut state.entered) {
        // A frame may have been cut off.
        let _ = execute!(io::stdout(), Print(FRAME_ENDS));
        if state.progress.take().is_some() {
            let _ = execute!(io::stdout(), Print(PROGRESS_OFF));
        }
        if has_osc() {
            let _ = execute!(io::stdout(), Print(TITLE_POPPED));
        }
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
    /// Keeps back what the terminal says, which is no key.
    replies: ReplyFilter,
    /// When the terminal was asked for its background, until it answers; with the settings of the theme.
    asked: Option<(Instant, ThemeSettings)>,
    /// Theme for its answer.
    theme: Option<Theme>,
    /// Number in the title.
    waiting: Option<usize>,
}

impl TerminalSession {
    /// Enters the terminal; from now on every exit path restores it. With `unsettled` settings of the theme, asks for the
    /// background. Nobody waits for the answer: until it comes, and if it never does, the theme for an unknown one serves.
    pub fn enter(restore: TerminalRestorer, unsettled: Option<ThemeSettings>) -> io::Result<(Self, TuiTerminal)> {
        restore.enter()?;
        let (pending, replies) = (Vec::new(), ReplyFilter::default());
        let mut terminal = Self { guard: restore, pending, replies, asked: None, theme: None, waiting: None };
        terminal.ask_for_background(unsettled)?;
        // From here on a change of size, by which signals wake the event loop, is heard.
        event::poll(NON_BLOCKING_POLL)?;
        let screen = ratatui::Terminal::new(WidthSafeBackend::new(terminal.guard.output()))?;
        Ok((terminal, screen))
    }

    /// Asks the terminal for its background, for a theme that depends on it.
    fn ask_for_background(&mut self, unsettled: Option<ThemeSettings>) -> io::Result<()> {
        self.asked = unsettled.filter(|_| has_osc() && cfg!(unix)).map(|settings| (Instant::now(), settings));
        if self.asked.is_some() { execute!(io::stdout(), Print(BACKGROUND_ASKED)) } else { Ok(()) }
    }

    /// Reads one event, and those after it that decide whether it is a key or begins a reply of the terminal.
    fn read(&mut self, inputs: &mut Vec<Input>) -> io::Result<()> {
        inputs.extend(self.replies.take(event::read()?, Instant::now()).into_iter().filter_map(input));
        while self.replies.is_undecided() {
            let events = if event::poll(REPLY_GRACE)? {
                self.replies.take(event::read()?, Instant::now())
            } else {
                self.replies.give_up()
            };
            inputs.extend(events.into_iter().filter_map(input));
        }
        let answer = self.replies.take_reply().and_then(|reply| background(&reply));
        if let Some((background, (_, settings))) = answer.and_then(|background| Some((background, self.asked.take()?)))
        {
            self.theme = Some(settings.theme(Some(background)));
            inputs.push(Input::Resized); // draws again
        }
        Ok(())
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
            self.read(&mut inputs)?;
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
            let mut inputs = std::mem::take(&mut self.pending);
            let read = self.read(&mut inputs);
            self.pending = inputs;
            read?;
        }
        Ok(true)
    }

    fn was_reentered(&mut self) -> bool {
        self.guard.take_reentered()
    }

    fn reply_wait(&self) -> Duration {
        self.asked.as_ref().map_or(Duration::ZERO, |(at, _)| MAX_REPLY_WAIT.saturating_sub(at.elapsed()))
    }

    fn take_theme(&mut self) -> Option<Theme> {
        self.theme.take()
    }

    fn apply_look(&mut self, theme: ThemeSettings, mouse: bool) -> io::Result<()> {
        let (theme, unsettled) = theme_for_terminal(theme);
        self.theme = Some(theme);
        self.ask_for_background(unsettled)?;
        self.guard.clone().with_mouse(mouse);
        execute!(io::stdout(), Print(if mouse { MOUSE_ON } else { MOUSE_OFF }))
    }

    fn has_links(&self) -> bool {
        has_osc()
    }

    fn show_title(&mut self, waiting: usize) -> io::Result<()> {
        if self.waiting.replace(waiting) == Some(waiting) {
            return Ok(());
        }
        let aside = if waiting > 0 { format!(": {waiting} waiting") } else { String::new() };
        self.guard.show_title(format!("invite-triage{aside}"))
    }

    fn show_progress(&mut self, percent: Option<u8>) -> io::Result<()> {
        self.guard.show_progress(percent)
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
