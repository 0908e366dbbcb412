//! Key names that round-trip: a displayed key parses back to the same key.

use std::fmt;
use std::str::FromStr;

use strum::{EnumIter, EnumString, IntoStaticStr};

/// A key without modifiers; a variant's name, or its `to_string`, is displayed and parsed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, IntoStaticStr, EnumString, EnumIter)]
#[strum(ascii_case_insensitive)]
pub enum KeyCode {
    /// Letter, digit, sign or space; Shift is part of it.
    #[strum(disabled)]
    Char(char),
    /// Enter.
    Enter,
    /// Esc.
    Esc,
    /// Tab.
    Tab,
    /// Shift-Tab.
    #[strum(to_string = "Shift-Tab")]
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    #[strum(to_string = "PgUp")]
    PageUp,
    /// Page down.
    #[strum(to_string = "PgDn")]
    PageDown,
}

/// Characters with a name, because they separate or enclose keys.
const NAMED_CHARS: [(char, &str); 2] = [(' ', "Space"), ('<', "Lt")];

/// A key with its modifiers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Key {
    /// Key without modifiers.
    pub code: KeyCode,
    /// Ctrl held.
    pub ctrl: bool,
    /// Alt held.
    pub alt: bool,
}

impl Key {
    /// Returns a key without modifiers.
    pub const fn plain(name: KeyCode) -> Self {
        Self { code: name, ctrl: false, alt: false }
    }

    /// Returns the character that the key types, if any.
    pub fn typed_char(self) -> Option<char> {
        match self {
            Self { code: KeyCode::Char(c), ctrl: false, alt: false } => Some(c),
            _ => None,
        }
    }

    /// Parses a key sequence: plain characters, and names in angle brackets, as in `ynya<enter>` or `<ctrl-r>`.
    pub fn sequence(text: &str) -> Result<Vec<Self>, String> {
        let mut keys = Vec::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let word = rest.strip_prefix('<').and_then(|after| after.split_once('>'));
            if let Some((word, after)) = word {
                keys.push(word.parse()?);
                rest = after;
            } else {
                keys.push(Self::plain(KeyCode::Char(c)));
                rest = &rest[c.len_utf8()..];
            }
        }
        Ok(keys)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        let KeyCode::Char(c) = self.code else { return f.write_str(self.code.into()) };
        match NAMED_CHARS.iter().find(|(other, _)| *other == c) {
            Some((_, word)) => f.write_str(word),
            None => write!(f, "{c}"),
        }
    }
}

impl FromStr for Key {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut rest = text;
        let (mut ctrl, mut alt) = (false, false);
        loop {
            let lower = rest.to_ascii_lowercase();
            if lower.starts_with("ctrl-") && rest.len() > 5 {
                (ctrl, rest) = (true, &rest[5..]);
            } else if lower.starts_with("alt-") && rest.len() > 4 {
                (alt, rest) = (true, &rest[4..]);
            } else {
                break;
            }
        }
        let mut letters = rest.chars();
        let letter = letters.next().filter(|_| letters.next().is_none());
        let named = NAMED_CHARS.iter().find(|(_, word)| word.eq_ignore_ascii_case(rest)).map(|(c, _)| *c);
        match rest.parse().ok().or(letter.or(named).map(KeyCode::Char)) {
            Some(KeyCode::Char(c)) if ctrl => Ok(Self { code: KeyCode::Char(c.to_ascii_lowercase()), ctrl, alt }),
            Some(name) => Ok(Self { code: name, ctrl, alt }),
            None => {
                Err(format!("\"{text}\" is no key; write a letter, or Enter, Esc, Tab, Up, PgDn, Ctrl-r and the like"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;

    proptest::proptest! {
        #[test]
        fn what_is_shown_can_be_typed_back(c in proptest::char::any(), ctrl: bool, alt: bool) {
            for name in KeyCode::iter().chain([KeyCode::Char(c), KeyCode::Char(' '), KeyCode::Char('<')]) {
                let name = if let KeyCode::Char(c) = name && ctrl { KeyCode::Char(c.to_ascii_lowercase()) } else { name };
                let key = Key { code: name, ctrl, alt };
                proptest::prop_assert_eq!(key.to_string().parse(), Ok(key));
            }
        }
    }

    #[test]
    fn sequences_read_as_they_are_typed() {
        let keys = Key::sequence("ya<enter><ctrl-r><lt>").expect("a sequence");
        let shown: Vec<String> = keys.iter().map(Key::to_string).collect();
        assert_eq!(shown, ["y", "a", "Enter", "Ctrl-r", "Lt"]);
    }
}
