//! Untrusted text, written by strangers.
//!
//! Promise: the text is kept exactly as it came and leaves this type only through a named exit, each of which makes
//! it harmless for one destination. There is no `Display` and no `AsRef<str>` on purpose.

use std::borrow::Cow;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Combining marks shown per letter before an ellipsis: more would paint over the neighbouring rows.
const MAX_MARKS_PER_LETTER: usize = 4;
/// Characters of one text that a screen shows; the rest is cut off.
const MAX_DISPLAY_CHARS: usize = 20_000;

/// Text from an export, an e-mail or a table: read, never obeyed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Untrusted(CompactString);

impl Untrusted {
    /// Wraps text unchanged.
    pub fn new(text: impl Into<CompactString>) -> Self {
        Self(text.into())
    }

    /// Wraps text unchanged; `None` if it has no visible character.
    pub fn non_blank(text: &str) -> Option<Self> {
        (!is_blank(text)).then(|| Self::from(text))
    }

    /// Returns the unchanged text: for storing, comparing and searching, never for display.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// True if the text has no visible character.
    pub fn is_blank(&self) -> bool {
        is_blank(&self.0)
    }

    /// Returns one line for a terminal: line breaks become `␊`, control and invisible characters become visible marks.
    pub fn display(&self) -> Cow<'_, str> {
        if is_plain(&self.0) { Cow::Borrowed(&self.0) } else { Cow::Owned(escape_for_display(&self.0, false)) }
    }

    /// Returns several lines for a terminal: line breaks stay, everything else is as in [`Untrusted::display`].
    pub fn display_multiline(&self) -> Cow<'_, str> {
        if is_plain(&self.0) { Cow::Borrowed(&self.0) } else { Cow::Owned(escape_for_display(&self.0, true)) }
    }

    /// Returns paragraphs for a terminal. LinkedIn's exports flatten line breaks to double spaces; text is easier to read
    /// with the breaks restored.
    pub fn display_paragraphs(&self) -> String {
        self.display_multiline().trim().replace("  ", "\n")
    }

    /// Returns a name for a terminal: one line, white space collapsed, with a placeholder for a blank name.
    pub fn display_name(&self) -> String {
        if self.is_blank() {
            return "(blank name)".to_owned();
        }
        collapse_whitespace(&self.display())
    }

    /// Returns the text without control and invisible characters, line breaks kept: for files that other programs read
    /// and for the clipboard. The target format's own escaping is still needed.
    pub fn sanitized(&self) -> String {
        // Fast path for plain ASCII, which most text is: the general path costs several times as much.
        if self.0.bytes().fold(true, |is_plain, b| is_plain & matches!(b, b' '..=b'~' | b'\n')) {
            return self.0.as_str().to_owned();
        }
        self.0
            .char_indices()
            .filter_map(|(at, c)| match c {
                '\n' => Some('\n'),
                '\r' => (!self.0[at..].starts_with("\r\n")).then_some('\n'),
                '\t' => Some(' '),
                c if is_unsafe_char(c) && !is_joiner(c) => None,
                c => Some(c),
            })
            .collect()
    }

    /// Returns the text of [`Untrusted::sanitized`] as one line, with white space collapsed.
    pub fn sanitized_line(&self) -> String {
        if is_printable_ascii(&self.0) {
            return collapse_whitespace(&self.0);
        }
        collapse_whitespace(&self.sanitized())
    }
}

impl From<&str> for Untrusted {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// Escapes the text for tests and panics, so that even a failing test is safe to look at.
impl std::fmt::Debug for Untrusted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Untrusted(\"{}\")", self.display())
    }
}

/// True if a text has no visible character.
pub fn is_blank(text: &str) -> bool {
    !text.chars().any(is_visible)
}

/// Returns the text trimmed, with every run of white space as one space.
pub fn collapse_whitespace(text: &str) -> String {
    collapsed(text).into_owned()
}

/// Returns the text of [`collapse_whitespace`], without a copy if it is so already.
pub fn collapsed(text: &str) -> Cow<'_, str> {
    if is_collapsed(text) {
        return Cow::Borrowed(text);
    }
    let mut squeezed = String::with_capacity(text.len());
    let mut add = |piece: &str| {
        if !squeezed.is_empty() && !piece.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(piece);
    };
    for line in text.split('\n').map(str::trim) {
        if is_collapsed(line) { add(line) } else { line.split_whitespace().for_each(&mut add) }
    }
    Cow::Owned(squeezed)
}

/// True only if a text has no white space but single spaces between words; false also for characters that begin with the
/// same byte as other white space. Looks at every byte without a branch, which the compiler vectorizes.
fn is_collapsed(text: &str) -> bool {
    let may_be_white_space = |byte: u8| matches!(byte, ..b' ' | 0xc2 | 0xe1..=0xe3);
    !text.starts_with(' ')
        && !text.ends_with(' ')
        && !text.bytes().fold(false, |any, byte| any | may_be_white_space(byte))
        && !text.contains("  ")
}

/// Returns lower-cased words of letters and digits with single spaces between: for comparison.
pub fn normalize(text: impl Iterator<Item = char>) -> String {
    let mut words = String::with_capacity(text.size_hint().0);
    for c in text {
        if c.is_ascii_alphanumeric() {
            words.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            words.extend(c.to_lowercase());
        } else if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// True if a character acts on a terminal or cannot be seen: controls, format characters, line and paragraph
/// separators, private use, unassigned, and letters without a visible glyph.
pub fn is_unsafe_char(c: char) -> bool {
    if is_usual_char(c) {
        return false;
    }
    matches!(
        c,
        '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{2800}'
            | '\u{3164}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}'
    ) || matches!(
        c.general_category(),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
            | GeneralCategory::PrivateUse
            | GeneralCategory::Surrogate
            | GeneralCategory::Unassigned
    )
}

/// True if a text is printable ASCII, spaces included, as most are.
pub fn is_printable_ascii(text: &str) -> bool {
    // Without a stop at the first other byte, many are looked at at once.
    text.bytes().fold(true, |is_printable, byte| is_printable & (b' '..=b'~').contains(&byte))
}

/// True for a text of printable ASCII and letters of the most usual scripts alone: each is visible, and the text is in NFC.
/// Most names are such; others need the tables of Unicode.
pub(in crate::domain) fn is_usual(text: &str) -> bool {
    text.chars().all(is_usual_char)
}

#[inline]
fn is_usual_char(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    matches!(c, '\u{00C0}'..='\u{024F}' | '\u{0391}'..='\u{03A1}' | '\u{03A3}'..='\u{03CE}'
        | '\u{0400}'..='\u{0482}' | '\u{048A}'..='\u{052F}' | '\u{05D0}'..='\u{05EA}' | '\u{0620}'..='\u{064A}'
        | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

fn is_plain(text: &str) -> bool {
    text.len() <= MAX_DISPLAY_CHARS && is_printable_ascii(text)
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

fn is_mark(c: char) -> bool {
    !c.is_ascii()
        && matches!(
            c.general_category(),
            GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark | GeneralCategory::SpacingMark
        )
}

fn is_visible(c: char) -> bool {
    !c.is_whitespace() && !is_unsafe_char(c) && !is_mark(c)
}

/// True for scripts in which a joiner is part of the spelling.
fn script_uses_joiner(c: char) -> bool {
    matches!(c, '\u{0600}'..='\u{0DFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{18AF}' | '\u{A840}'..='\u{A8FF}'
        | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
}

/// True for emoji and similar symbols.
fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// True for skin tones and presentation selectors. They are not shown: terminals disagree about the width of an
/// emoji with one.
fn is_emoji_modifier(c: char) -> bool {
    matches!(c, '\u{FE0E}' | '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}')
}

/// Escapes a text in one pass; `lines` keeps line feeds.
fn escape_for_display(text: &str, lines: bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut marks = 0;
    let mut previous: Option<char> = None;
    let mut chars = text.chars().take(MAX_DISPLAY_CHARS).peekable();
    while let Some(c) = chars.next() {
        if is_emoji_modifier(c) && previous.is_some() {
            continue;
        }
        if is_mark(c) && !is_unsafe_char(c) {
            marks += 1;
            match marks {
                1 if previous.is_none_or(|p| !is_visible(p) && !is_joiner(p)) => {
                    out.push_str(&codepoint_label(c));
                    let mut run = 1;
                    while chars.next_if(|n| is_mark(*n)).is_some() {
                        run += 1;
                    }
                    if run > 1 {
                        out.push_str(&format!("×{run}"));
                    }
                }
                n if n <= MAX_MARKS_PER_LETTER => out.push(c),
                n if n == MAX_MARKS_PER_LETTER + 1 => out.push('…'),
                _ => {}
            }
            if previous.is_some_and(is_visible) {
                continue; // `previous` stays the letter that carries the marks
            }
            previous = Some(' ');
            continue;
        }
        marks = 0;
        match c {
            '\r' if lines && chars.peek() == Some(&'\n') => continue,
            '\n' if lines => out.push('\n'),
            '\t' if lines => out.push_str("    "),
            '\u{200C}' | '\u{200D}'
                if previous.is_some_and(script_uses_joiner) && chars.peek().is_some_and(|n| script_uses_joiner(*n)) =>
            {
                out.push(c);
                continue;
            }
            // Terminals disagree about the width of joined emoji: only the first one is shown.
            '\u{200D}' if previous.is_some_and(is_emoji) => {
                while chars.next_if(|n| is_emoji(*n) || is_emoji_modifier(*n) || *n == '\u{200D}').is_some() {}
                continue;
            }
            // Half a flag is a letter in some terminals and an emoji in others.
            '\u{1F1E6}'..='\u{1F1FF}' => out.push(flag_letter(c)),
            c if c.is_ascii_control() => out.push(control_picture(c)),
            c if is_unsafe_char(c) => {
                let mut run = 1;
                while run < 10_000 && chars.peek().is_some_and(|n| !n.is_ascii() && is_unsafe_char(*n)) {
                    chars.next();
                    run += 1;
                }
                out.push_str(&codepoint_label(c));
                if run > 1 {
                    out.push_str(&format!("×{run}"));
                }
            }
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
        previous = Some(c);
    }
    if text.chars().nth(MAX_DISPLAY_CHARS).is_some() {
        out.push_str(" … (cut here)");
    }
    out
}

/// Returns the letter that a regional indicator (half a flag) encodes.
fn flag_letter(c: char) -> char {
    char::from_u32(c as u32 - 0x1F1E6 + u32::from(b'A')).unwrap_or('\u{FFFD}')
}

fn control_picture(c: char) -> char {
    match c {
        '\u{7F}' => '\u{2421}',
        c => char::from_u32(0x2400 + c as u32).unwrap_or('\u{FFFD}'),
    }
}

fn codepoint_label(c: char) -> String {
    format!("<U+{:04X}>", c as u32)
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::canonical_combining_class;
    use unicode_normalization::{IsNormalized, is_nfc_quick};
    use unicode_properties::GeneralCategoryGroup;

    use super::*;

    fn shown(text: &str) -> String {
        Untrusted::from(text).display().into_owned()
    }

    #[test]
    fn escapes_are_seen_and_do_nothing() {
        assert_eq!(shown("A\u{1b}[2JB"), "A␛[2JB");
        assert_eq!(shown("A\u{9b}73mB"), "A<U+009B>73mB");
        assert_eq!(shown("Eve\nMallory"), "Eve␊Mallory");
    }

    #[test]
    fn what_reorders_or_hides_is_named() {
        assert_eq!(shown("Ann \u{202e}gnp"), "Ann <U+202E>gnp");
        assert_eq!(shown("E\u{200b}v"), "E<U+200B>v");
        assert_eq!(shown("Eve\u{e0069}\u{e0067}M"), "Eve<U+E0069>×2M");
    }

    #[test]
    fn spelling_stays() {
        for text in ["Zoë Müller", "क्\u{200d}ष श्री", "שרה כהן", "بن\u{200c}سعيد", "e\u{301}\u{323}"]
        {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn lines_end_in_one_way() {
        assert_eq!(Untrusted::from("é\r\na\rb\r\r\nc\n\rd").sanitized(), "é\na\nb\n\nc\n\nd");
    }

    #[test]
    fn floods_are_cut_short() {
        let zalgo = format!("Z{}ed", "\u{336}".repeat(60));
        assert_eq!(shown(&"\u{301}".repeat(50)), "<U+0301>×50");
        assert_eq!(shown(&zalgo), format!("Z{}…ed", "\u{336}".repeat(4)));
    }

    #[test]
    fn a_picture_is_its_first_one() {
        assert_eq!(shown("🇩🇪"), "DE");
        assert_eq!(shown("👩🏽\u{200d}💻 Lei ⚡\u{fe0f}"), "👩 Lei ⚡");
        assert_eq!(shown(&["👩"; 200].join("\u{200d}")), "👩");
    }

    #[test]
    fn blank_names_get_a_word() {
        for name in ["", "\u{3164}\u{3164}", "\u{a0}\u{202f}", "\u{2800}"] {
            assert_eq!(Untrusted::from(name).display_name(), "(blank name)");
        }
        assert_eq!(Untrusted::from(" Ann  Bee ").display_name(), "Ann Bee");
    }

    #[test]
    fn text_without_a_visible_character_is_none() {
        assert_eq!(Untrusted::non_blank(" Ann\n"), Some(Untrusted::from(" Ann\n")), "unchanged");
        assert_eq!(["", " \t\n", "\u{3164}", "\u{200b}"].map(Untrusted::non_blank), [None, None, None, None]);
    }

    #[test]
    fn usual_letters_are_visible_and_in_nfc() {
        for c in (char::MIN..=char::MAX).filter(|c| is_usual_char(*c) && !c.is_ascii()) {
            let category = c.general_category_group();
            assert!(matches!(category, GeneralCategoryGroup::Letter | GeneralCategoryGroup::Symbol), "{c:?}");
            assert_eq!(is_nfc_quick(std::iter::once(c)), IsNormalized::Yes, "{c:?}");
            assert_eq!(canonical_combining_class(c), 0, "{c:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn collapsing_is_joining_words(text in "\\PC*|([a-c—’あ\\t\\n\\r\u{b}\u{1c}\u{85}\u{a0}\u{3000}é.]|  |\n){0,40}") {
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            proptest::prop_assert_eq!(collapse_whitespace(&text), words);
        }

        #[test]
        fn nothing_that_acts_passes(text in "\\PC*|.*") {
            let out = shown(&text);
            let bad: Vec<char> = out.chars().filter(|c| is_unsafe_char(*c) && !is_joiner(*c)).collect();
            proptest::prop_assert!(bad.is_empty(), "{bad:?}");
        }
    }
}
