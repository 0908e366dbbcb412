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

/// True for an emoji; letters of other scripts are no emoji.
fn is_emoji(symbol: &str) -> bool {
    symbol.chars().next().is_some_and(|first| matches!(u32::from(first), 0x2600..=0x27BF | 0x1F000..=0x1FAFF))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_become_ascii_and_names_stay() {
        assert_eq!(["✓", "✗", "◷", "🙂", "☎"].map(in_ascii), [Some("+"), Some("-"), Some("~"), Some("*"), Some("*")]);
        assert_eq!(["é", "ß", "Ж", "한", "a"].map(in_ascii), [None; 5]);
    }
}
