//! The export before it is written: who and how many, where, what is there already, and how the file begins.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::action::Action;
use crate::app::effect::{ExistingFile, Preview};
use crate::app::ids::Context;
use crate::app::notification::Severity;
use crate::domain::text::plural::plural;
use crate::domain::text::wrap::truncate;

use super::theme::Theme;
use super::widget::Paint;
use super::widget::detail::wrapped;

/// Columns of a line of a vCard or calendar, which is folded at 75 bytes, with its bar.
const COLUMNS: usize = 78;

/// Draws the preview in a popup as tall as the window allows.
pub fn draw(paint: &mut Paint, area: Rect, preview: &Preview, columns: usize) {
    let columns = usize::from(area.width.saturating_sub(6)).min(columns.max(COLUMNS));
    let keys =
        [Action::Confirm, Action::Overwrite].map(|action| paint.app.keymap().key_label(Context::ExportPreview, action));
    let lines = lines(preview, &keys, columns, paint.theme);
    let inner = paint.popup(area, "Export", columns, lines.len());
    paint.cursor(inner, (0, 0));
    paint.lines(inner, &lines);
}

fn lines(preview: &Preview, [confirm, overwrite]: &[String; 2], columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let Preview { export, lines, people, existing } = preview;
    let mut said = wrapped(&format!("{} to {}", plural(*people, "contact"), export.path), columns, theme.title());
    match existing {
        ExistingFile::None => {}
        ExistingFile::OwnExport => {
            let words =
                format!("Your earlier export of this name is there already, unchanged; {confirm} overwrites it.");
            said.extend(wrapped(&words, columns, theme.muted()));
        }
        ExistingFile::Folder => {
            let words = "The folder is there already. Notes that you changed stay, and so do all other files.";
            said.extend(wrapped(words, columns, theme.muted()));
        }
        ExistingFile::Foreign { free_path } => {
            let words = format!(
                "Another file of this name is there already. {confirm} writes to {free_path} instead; {overwrite} overwrites \
                 the file."
            );
            said.extend(wrapped(&words, columns, theme.notification(Severity::Failed)));
        }
    }
    said.extend([Line::default(), Line::styled("The file begins:", theme.muted())]);
    said.extend(lines.iter().map(|line| {
        let words = truncate(line, columns.saturating_sub(2));
        Line::from(vec![Span::styled("│ ", theme.rule()), Span::styled(words, theme.text())])
    }));
    said
}
