//! ASCII instead of signs, lines and blocks, for terminals and fonts without them.

use ratatui::buffer::Buffer;

/// Replaces every sign of the program's own in a drawn frame.
pub fn replace_symbols(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if let Some(symbol) = in_ascii(cell.symbol()) {
            cell.set_symbol(symbol);
        }
    }
}

/// Returns the ASCII form of a symbol; `None` if it stays.
fn in_ascii(symbol: &str) -> Option<&'static str> {
    Some(match symbol {
        "✓" | "╭" | "╮" | "╰" | "╯" => "+",
        "✗" | "─" | "–" | "—" => "-",
        "◷" | "…" => "~",
        "◇" => "o",
        "♡" | "●" => "*",
        "○" | "·" | "•" | "▁" | "▂" => ".",
        "◆" | "▇" | "█" => "#",
        "━" => "=",
        "│" | "▌" | "▎" | "▅" | "▆" => "|",
        "▃" | "▄" => ":",
        "›" | "→" => ">",
        "←" => "<",
        "▾" => "v",
        "▴" => "^",
        "“" | "”" => "\"",
        "‘" | "’" => "'",
        _ if is_emoji(symbol) => "*",
        _ => return None,
    })
}

/// True for an emoji, also one that a selector or a keycap makes of a letter; letters of other scripts are no emoji.
fn is_emoji(symbol: &str) -> bool {
    let is_picture =
        |c: char| matches!(u32::from(c), 0x231A..=0x23FF | 0x2600..=0x27BF | 0x2B00..=0x2BFF | 0x1F000..=0x1FAFF);
    symbol.starts_with(is_picture) || symbol.contains(['\u{fe0f}', '\u{20e3}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_become_ascii_and_names_stay() {
        assert_eq!(["✓", "✗", "◷"].map(in_ascii), [Some("+"), Some("-"), Some("~")]);
        for emoji in ["🙂", "☎", "⌚", "⭐", "👩‍🔬", "🇧🇪", "1️⃣", "©️", "❤️"] {
            assert_eq!(in_ascii(emoji), Some("*"), "{emoji}");
        }
        assert_eq!(["é", "ß", "Ж", "한", "a"].map(in_ascii), [None; 5]);
    }
}
