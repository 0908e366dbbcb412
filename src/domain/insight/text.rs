//! The blocks as plain text, to be copied and printed.

use super::blocks::Block;
use crate::domain::text::wrap::width;

/// Returns blocks as text: a heading each, a line for each part, and the notes.
pub fn as_text(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&block.title);
        if !block.aside.is_empty() {
            text.push_str(&format!(" ({})", block.aside));
        }
        text.push('\n');
        let columns = block.parts.iter().map(|part| width(&part.label)).max().unwrap_or_default();
        for part in &block.parts {
            let gap = " ".repeat(columns - width(&part.label));
            let shares = match (&block.legend[..], part.count()) {
                ([], _) | (_, 0) => String::new(),
                (legend, _) => {
                    let count =
                        |share| part.shares.iter().find(|(kind, _)| *kind == share).map_or(0, |(_, count)| *count);
                    let shares = legend.iter().map(|(share, label)| format!("{} {label}", count(*share)));
                    format!(" ({})", shares.collect::<Vec<_>>().join(", "))
                }
            };
            text.push_str(&format!("  {}{gap}  {}{shares}\n", part.label, part.figure));
        }
        block.notes.iter().for_each(|note| text.push_str(&format!("  {note}\n")));
    }
    text
}
