//! Replies of the terminal that arrive as input: the answer to somebody's question about colours or version, late.
//!
//! Such a string begins with an introducer (`ESC ]`, `ESC P` and the like), which reads as a key with Alt, goes on with
//! characters, and ends with `ESC \\` or Ctrl-g. None of it is typed; the filter keeps it all back, and hands over the last
//! one, which may be the answer to a question of ours.

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::ui::theme::Background;

/// Characters after ESC that introduce a string: OSC, DCS, APC, PM, SOS.
const INTRODUCERS: [char; 5] = [']', 'P', '_', '^', 'X'];
/// Pause after which a string that has no end is over, so that no key is kept back for long.
const MAX_PAUSE: Duration = Duration::from_secs(1);
/// Longest string, in bytes; a longer one is no reply.
const MAX_LEN: usize = 16 * 1024;

/// Keeps back the strings that a terminal sends, and passes on everything else.
#[derive(Debug, Default)]
pub struct ReplyFilter {
    state: State,
    /// Text of the last whole reply.
    reply: Option<String>,
}

#[derive(Debug, Default)]
enum State {
    /// Outside of a string.
    #[default]
    Outside,
    /// After what may be an introducer, or a key with Alt.
    Introduced(Event),
    /// Within a string; the time is that of its last character.
    Inside(Instant, String),
    /// Within a string, after an ESC that may end it, or be a key.
    Escaped(Event, String),
}

impl ReplyFilter {
    /// Takes an event that arrived `now`; returns those to pass on.
    pub fn take(&mut self, event: Event, now: Instant) -> Vec<Event> {
        let typed = match &event {
            Event::Key(key) if key.kind != KeyEventKind::Release => Some(*key),
            _ => None,
        };
        let char = typed.filter(|key| !has_ctrl_or_alt(*key)).and_then(|key| key.code.as_char());
        match (std::mem::take(&mut self.state), char) {
            (State::Inside(last, _), _) if now.duration_since(last) > MAX_PAUSE => self.take(event, now),
            (State::Outside, _) if typed.is_some_and(is_introducer) => self.keep(State::Introduced(event)),
            (State::Introduced(_), Some(char)) => self.keep(State::Inside(now, char.to_string())),
            (State::Inside(_, mut text), Some(char)) if text.len() < MAX_LEN => {
                text.push(char);
                self.keep(State::Inside(now, text))
            }
            (State::Inside(_, text), _) if typed.is_some_and(is_terminator) => self.complete(text),
            (State::Inside(_, text), _) if typed.is_some_and(|key| key.code == KeyCode::Esc) => {
                self.keep(State::Escaped(event, text))
            }
            (State::Escaped(_, text), Some('\\')) => self.complete(text),
            (State::Inside(last, text), _) if typed.is_none() => {
                self.state = State::Inside(last, text); // a resize in the middle
                vec![event]
            }
            (State::Introduced(before) | State::Escaped(before, _), _) => {
                let mut events = vec![before];
                events.extend(self.take(event, now));
                events
            }
            (State::Outside | State::Inside(..), _) => vec![event],
        }
    }

    /// True if the next event decides what the last one was.
    pub fn is_undecided(&self) -> bool {
        matches!(self.state, State::Introduced(_) | State::Escaped(..))
    }

    /// Returns what was kept back as undecided: nothing came after it, so it was a key.
    pub fn give_up(&mut self) -> Vec<Event> {
        match std::mem::take(&mut self.state) {
            State::Introduced(event) | State::Escaped(event, _) => vec![event],
            state @ (State::Outside | State::Inside(..)) => self.keep(state),
        }
    }

    /// Returns the last whole reply without its ends, once.
    pub fn take_reply(&mut self) -> Option<String> {
        self.reply.take()
    }

    fn keep(&mut self, state: State) -> Vec<Event> {
        self.state = state;
        Vec::new()
    }

    fn complete(&mut self, text: String) -> Vec<Event> {
        self.reply = Some(text);
        Vec::new()
    }
}

/// Returns the background that a reply to the question for it names: `11;rgb:1d1f/1f21/2b2d`, with one to four digits a
/// colour, or `11;rgba:…`.
pub fn background(reply: &str) -> Option<Background> {
    let colors = reply.strip_prefix("11;rgb:").or_else(|| reply.strip_prefix("11;rgba:"))?;
    let share = |digits: &str| {
        let digits = Some(digits).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
        let most = 16_u32.checked_pow(u32::try_from(digits.len()).ok().filter(|len| (1..=4).contains(len))?)? - 1;
        Some(f64::from(u32::from_str_radix(digits, 16).ok()?) / f64::from(most))
    };
    let mut shares = colors.split('/').map(share);
    let (red, green, blue) = (shares.next()??, shares.next()??, shares.next()??);
    let brightness = 0.299 * red + 0.587 * green + 0.114 * blue;
    Some(if brightness > 0.5 { Background::Light } else { Background::Dark })
}

fn has_ctrl_or_alt(key: KeyEvent) -> bool {
    key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
}

fn is_introducer(key: KeyEvent) -> bool {
    let is_alt = key.modifiers.contains(KeyModifiers::ALT) && !key.modifiers.contains(KeyModifiers::CONTROL);
    is_alt && key.code.as_char().is_some_and(|c| INTRODUCERS.contains(&c))
}

/// True for Ctrl-g (BEL) and Alt-\\ (ESC \\).
fn is_terminator(key: KeyEvent) -> bool {
    let is = |c, modifiers| key.code == KeyCode::Char(c) && key.modifiers.contains(modifiers);
    is('g', KeyModifiers::CONTROL) || is('\\', KeyModifiers::ALT)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the events of bytes, as crossterm reads them: ESC and a character are a key with Alt.
    fn events(text: &str) -> Vec<Event> {
        let mut chars = text.chars().peekable();
        let mut events = Vec::new();
        while let Some(c) = chars.next() {
            let (code, modifiers) = match (c, chars.peek().copied()) {
                ('\u{1b}', Some(next)) if next != '\u{1b}' => {
                    chars.next();
                    (KeyCode::Char(next), KeyModifiers::ALT)
                }
                ('\u{1b}', _) => (KeyCode::Esc, KeyModifiers::NONE),
                ('\u{7}', _) => (KeyCode::Char('g'), KeyModifiers::CONTROL),
                ('\r', _) => (KeyCode::Enter, KeyModifiers::NONE),
                (c, _) => (KeyCode::Char(c), KeyModifiers::NONE),
            };
            events.push(Event::Key(KeyEvent::new(code, modifiers)));
        }
        events
    }

    /// Passes on pieces of text, each after a pause.
    fn passed(pieces: &[(&str, u64)]) -> Vec<Event> {
        let (mut filter, mut now, mut all) = (ReplyFilter::default(), Instant::now(), Vec::new());
        for (text, pause) in pieces {
            now += Duration::from_millis(*pause);
            if filter.is_undecided() && *pause > 50 {
                all.extend(filter.give_up());
            }
            events(text).into_iter().for_each(|event| all.extend(filter.take(event, now)));
        }
        all.extend(filter.give_up());
        all
    }

    #[test]
    fn a_reply_is_swallowed_to_its_end() {
        for reply in [
            "\u{1b}]11;rgb:1d1f/1f21/2b2d\u{1b}\\",
            "\u{1b}]11;rgb:1d1f/1f21/2b2d\u{7}",
            "\u{1b}P>|XTerm(370)\u{1b}\\",
            "\u{1b}P1+r544e=787465726d\u{1b}\\",
            "\u{1b}_Gi=31;OK\u{1b}\\",
        ] {
            assert_eq!(passed(&[(reply, 0)]), [], "{reply:?}");
            assert_eq!(passed(&[("ya", 0), (reply, 0), ("n\r", 0)]), events("yan\r"), "{reply:?}");
        }
    }

    #[test]
    fn a_reply_in_pieces_is_swallowed_too() {
        assert_eq!(
            passed(&[("\u{1b}]11;rgb:", 0), ("1d1f/1f21", 300), ("\u{1b}", 300), ("\\", 20), ("y", 5)]),
            events("y")
        );
    }

    #[test]
    fn a_key_is_a_key() {
        assert_eq!(passed(&[("\u{1b}]", 0), ("y", 500)]), events("\u{1b}]y"), "Alt-]");
        assert_eq!(passed(&[("\u{1b}\u{1b}", 0)]), events("\u{1b}\u{1b}"));
        assert_eq!(passed(&[("\u{1b}P\r", 0)]), events("\u{1b}P\r"), "no character follows");
        assert_eq!(passed(&[("\u{1b}]11;rgb", 0), ("y", 1_500)]), events("y"), "a reply without an end is over");
        assert_eq!(passed(&[("\u{1b}]11;rgb", 0), ("\r", 10), ("y", 10)]), events("\ry"));
        assert_eq!(
            passed(&[("\u{1b}]11;rgb", 0), ("\u{1b}", 10), ("y", 200)]),
            events("\u{1b}").into_iter().chain(events("y")).collect::<Vec<_>>()
        );
    }

    #[test]
    fn the_background_is_read_from_its_reply() {
        let answered = |text: &str| {
            let mut filter = ReplyFilter::default();
            events(text).into_iter().for_each(|event| drop(filter.take(event, Instant::now())));
            filter.take_reply().and_then(|reply| background(&reply))
        };
        assert_eq!(answered("\u{1b}]11;rgb:1d1f/1f21/2b2d\u{1b}\\"), Some(Background::Dark));
        assert_eq!(answered("\u{1b}]11;rgb:fdfd/f6f6/e3e3\u{7}"), Some(Background::Light));
        assert_eq!(answered("\u{1b}]11;rgba:ff/ff/ff/80\u{7}"), Some(Background::Light));
        for other in ["10;rgb:0/0/0", "11;rgb:0/0", "11;rgb:00000/0/0", "11;rgb:x/y/z", "11;rgb:+1/0/0", "11;rgb:/0/0"]
        {
            assert_eq!(answered(&format!("\u{1b}]{other}\u{7}")), None, "{other}");
        }
        assert_eq!(answered("y"), None);
    }

    #[test]
    fn a_resize_passes() {
        let (mut filter, now) = (ReplyFilter::default(), Instant::now());
        let resize = Event::Resize(80, 24);
        let mut all = Vec::new();
        let reply = events("\u{1b}]11;a\u{7}");
        for event in reply[..4].iter().chain([&resize]).chain(&reply[4..]) {
            all.extend(filter.take(event.clone(), now));
        }
        assert_eq!(all, [resize]);
    }
}
