//! Text in Markdown: one escape for the page, the notes, the talk sheet and the letter.
//!
//! Promise: no text becomes a heading, list, link, image, markup or math, not even where a program makes links of bare
//! addresses, as GitHub does. What is shown is the text, letter for letter; only e-mail addresses are shown as code.

use std::ops::Range;

/// What Markdown, HTML or math may read wherever it stands. The others, `-`, `.` and `:`, are in every sentence.
const SIGNS: &str = "\\`*_{}[]()<>#+!|~&@=$";

/// Returns the text with a backslash before every character that Markdown may interpret, and e-mail addresses as code:
/// GitHub looks for those after it has taken the backslashes away.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut end = 0;
    for email in emails(text) {
        push_escaped(text, end..email.start, &mut out);
        end = email.end;
        out.extend(["`", &text[email], "`"]);
    }
    push_escaped(text, end..text.len(), &mut out);
    out
}

/// Returns where e-mail addresses are, and what a program might take for one. They have no backtick.
fn emails(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    text.split_inclusive(|c| !is_of_email(c)).filter_map(move |piece| {
        end += piece.len();
        let run = piece.trim_start_matches('@');
        let start = end - run.len();
        let run = run.trim_end_matches(|c: char| !c.is_alphanumeric());
        let (_, domain) = run.split_once('@')?;
        domain.contains('.').then(|| start..start + run.len())
    })
}

fn is_of_email(c: char) -> bool {
    c.is_alphanumeric() || ".+-_@".contains(c)
}

fn push_escaped(text: &str, part: Range<usize>, out: &mut String) {
    let start = part.start;
    for (at, c) in text[part].char_indices() {
        if is_read(text, start + at, c) {
            out.push('\\');
        }
        out.push(c);
    }
}

/// True if Markdown may read this character of a text.
fn is_read(text: &str, at: usize, c: char) -> bool {
    let before = &text[..at];
    let next = text[at + c.len_utf8()..].chars().next();
    let is_before_word = next.is_some_and(|c| !c.is_whitespace());
    match c {
        '-' => !(before.ends_with(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
        '.' => is_before_word || is_number(before) || is_www(before),
        ':' => is_before_word || at == 0,
        c => SIGNS.contains(c),
    }
}

/// True for a number at the beginning of a line, which a full stop would make a list.
fn is_number(before: &str) -> bool {
    let digits = before.trim_start();
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// True for the beginning of a web address: the backslash of a line break may follow it.
fn is_www(before: &str) -> bool {
    before.bytes().rev().take_while(|b| b.eq_ignore_ascii_case(&b'w')).take(3).count() == 3
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads escapes and code back, as CommonMark has them.
    fn read(markdown: &str) -> String {
        let (mut out, mut is_code) = (String::new(), false);
        let mut chars = markdown.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '`' => is_code = !is_code,
                '\\' if !is_code && chars.peek().is_some_and(char::is_ascii_punctuation) => out.extend(chars.next()),
                c => out.push(c),
            }
        }
        assert!(!is_code, "{markdown}");
        out
    }

    #[test]
    fn what_markdown_reads_is_escaped() {
        for (text, markdown) in [
            ("Ann *Bee*: hello.", "Ann \\*Bee\\*: hello."),
            ("<b>Cy & Dee", "\\<b\\>Cy \\& Dee"),
            ("1. Ann asked", "1\\. Ann asked"),
            ("12) Ann asked", "12\\) Ann asked"),
            ("Ann asked on the 1. of May", "Ann asked on the 1. of May"),
            ("- a list", "\\- a list"),
            (": a definition", "\\: a definition"),
            ("Anne-Marie - 2025-12", "Anne-Marie \\- 2025-12"),
            ("---", "\\-\\-\\-"),
            ("Wait ...", "Wait \\.\\.."),
            ("[x]: https://evil.example", "\\[x\\]: https\\://evil\\.example"),
            ("see WWW.", "see WWW\\."),
            ("see www.evil.example/a.", "see www\\.evil\\.example/a."),
            ("$x$ `a` ![i](u) ~s~ a|b #t", "\\$x\\$ \\`a\\` \\!\\[i\\]\\(u\\) \\~s\\~ a\\|b \\#t"),
        ] {
            assert_eq!(escaped(text), markdown);
            assert_eq!(read(markdown), text);
        }
    }

    #[test]
    fn an_e_mail_address_is_code() {
        for (text, markdown) in [
            ("ann@pump.example", "`ann@pump.example`"),
            ("Write to <a.b+c-d_e@pump.example>.", "Write to \\<`a.b+c-d_e@pump.example`\\>."),
            ("mailto:ann@pump.example.", "mailto\\:`ann@pump.example`."),
            ("`ann@a.b`@c.d", "\\``ann@a.b`\\`\\@c\\.d"),
            ("ann@a.b@c", "`ann@a.b@c`"),
            ("ann@a.b,bo@c.d", "`ann@a.b`,`bo@c.d`"),
            ("@@ann@a.b@ @bo.c", "\\@\\@`ann@a.b`\\@ \\@bo\\.c"),
            ("Keeper @ Acorn, bo@home", "Keeper \\@ Acorn, bo\\@home"),
            ("zoë@müller.example", "`zoë@müller.example`"),
        ] {
            assert_eq!(escaped(text), markdown);
            assert_eq!(read(markdown), text);
        }
    }

    proptest! {
        #[test]
        fn the_text_is_read_letter_for_letter(text in "([a-c@.:+_`\\\\ -]|é|[!-~]|.){0,40}") {
            prop_assert_eq!(read(&escaped(&text)), text);
        }

        #[test]
        fn no_program_finds_an_address(text in "([a-c@.:/+_`\\\\-]|www\\.|http://|mailto:){0,30}") {
            let markdown = escaped(&text);
            prop_assert!(!markdown.contains("http://"), "{:?}", markdown);
            for text in markdown.replace("\\\\", "  ").replace("\\`", " ").split('`').step_by(2) {
                let starts_site = |(at, _)| text[at + 4..].starts_with(char::is_alphanumeric);
                prop_assert!(!text.match_indices("www.").any(starts_site), "{:?}", markdown);
                let text = read(text);
                for (at, _) in text.match_indices('@') {
                    let is_local = |c: char| c.is_alphanumeric() || ".+-_".contains(c);
                    let domain: String = text[at + 1..].chars().take_while(|c| is_local(*c) && *c != '+').collect();
                    let has_dot = domain.trim_end_matches(|c: char| !c.is_alphanumeric()).contains('.');
                    prop_assert!(!text[..at].ends_with(is_local) || !has_dot, "{:?}", markdown);
                }
            }
        }
    }
}
