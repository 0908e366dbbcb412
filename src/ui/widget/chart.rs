//! Charts in text: bars, sparklines, columns. The figures stand beside them.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Paint;
use crate::ui::theme::Theme;

const EIGHTHS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// Returns a bar of `columns` columns: the full part in a style, the rest as a rule. Anything above zero shows.
pub fn bar(value: usize, of: usize, columns: usize, style: Style, theme: Theme) -> Vec<Span<'static>> {
    let full = if value == 0 { 0 } else { (value * columns / of.max(1)).max(1).min(columns) };
    vec![Span::styled("━".repeat(full), style), Span::styled("─".repeat(columns - full), theme.rule())]
}

/// Returns a sparkline, one column a value; zero is a space.
pub fn sparkline(values: &[u32], style: Style) -> Span<'static> {
    let most = values.iter().copied().max().unwrap_or_default().max(1);
    let column = |value: &u32| match (value * 8).div_ceil(most) as usize {
        0 => " ",
        eighths => EIGHTHS[eighths.min(8) - 1],
    };
    Span::styled(values.iter().map(column).collect::<String>(), style)
}

/// Columns of a chart: stacked values with a label under some of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Columns {
    /// Shares of each column from below, first to last column.
    pub values: Vec<Vec<ColumnShare>>,
    /// Labels: number of a column, and the text that begins under it.
    pub labels: Vec<(usize, String)>,
}

/// A share of a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ColumnShare {
    /// Its value.
    pub count: usize,
    /// Its style.
    pub style: Style,
    /// Letter that stands for it without colours; empty if none does.
    pub letter: &'static str,
}

/// Columns that a value takes: two, and one between.
const COLUMN: u16 = 3;

impl Paint<'_, '_> {
    /// Draws columns, with their labels in the last row. Figures stand above the columns where there is room.
    pub fn columns(&mut self, area: Rect, chart: &Columns) {
        let Some(rows) = area.height.checked_sub(2).filter(|rows| *rows > 0) else { return };
        let sum = |shares: &[ColumnShare]| shares.iter().map(|share| share.count).sum::<usize>();
        let most = chart.values.iter().map(|shares| sum(shares)).max().unwrap_or_default().max(1);
        let mut figures = Vec::new();
        for (shares, x) in chart.values.iter().zip((area.x..area.right().saturating_sub(1)).step_by(COLUMN.into())) {
            let value = sum(shares);
            let eighths = |value: usize| (value * usize::from(rows) * 8).div_ceil(most);
            for row in 0..rows {
                let below = usize::from(row) * 8;
                let full = eighths(value).saturating_sub(below).min(8);
                let Some(symbol) = full.checked_sub(1).map(|at| EIGHTHS[at]) else { break };
                let mut until = 0;
                let share = shares.iter().find(|share| {
                    until += share.count;
                    share.count > 0 && eighths(until) > below
                });
                let Some(share) = share else { break };
                let symbol = if share.letter.is_empty() { symbol } else { share.letter };
                let place = Rect { x, y: area.y + rows - row, width: 2, height: 1 };
                self.line(place, Line::styled(symbol.repeat(2), share.style));
            }
            let top = area.y + rows - u16::try_from(eighths(value).div_ceil(8)).unwrap_or(rows).min(rows);
            if value > 0 {
                let figure = value.to_string();
                let columns = u16::try_from(figure.len()).unwrap_or(COLUMN);
                if columns <= COLUMN {
                    figures.push((Rect { x, y: top, width: columns, height: 1 }, figure));
                }
            }
        }
        for (place, figure) in apart(figures) {
            self.line(place, Line::styled(figure, self.theme.muted()));
        }
        for (at, label) in &chart.labels {
            let x = area.x.saturating_add(u16::try_from(*at).unwrap_or(u16::MAX).saturating_mul(COLUMN));
            if x < area.right() {
                let place = Rect { x, y: area.bottom() - 1, width: area.right() - x, height: 1 };
                self.line(place, Line::styled(label.clone(), self.theme.muted()));
            }
        }
    }
}

/// Drops each figure that touches the one before it in its row: 142 and 126 would read as one.
fn apart(mut figures: Vec<(Rect, String)>) -> Vec<(Rect, String)> {
    let mut end = None;
    figures.retain(|(place, _)| {
        let is_apart = end != Some((place.y, place.x));
        if is_apart {
            end = Some((place.y, place.right()));
        }
        is_apart
    });
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_apart() {
        let figure = |x: u16, y, text: &str| (Rect { x: x * COLUMN, y, width: 3, height: 1 }, text.to_owned());
        let shown = |figures| apart(figures).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        let of_one_row = vec![figure(0, 5, "142"), figure(1, 5, "126"), figure(2, 5, "143"), figure(3, 5, "155")];
        assert_eq!(shown(of_one_row), ["142", "143"]);
        assert_eq!(shown(vec![figure(0, 5, "142"), figure(1, 4, "209"), figure(2, 5, "143")]), ["142", "209", "143"]);
        let short = |at| (Rect { x: at * COLUMN, y: 5, width: 2, height: 1 }, "16".to_owned());
        assert_eq!(shown(vec![short(0), short(1)]), ["16", "16"]);
    }

    #[test]
    fn a_bar_shows_little_as_little_and_nothing_as_nothing() {
        let shown = |value| {
            let spans = bar(value, 174, 18, Style::new(), Theme::default());
            spans.iter().map(|span| span.content.as_ref()).collect::<String>()
        };
        assert_eq!(shown(0), "──────────────────");
        assert_eq!(shown(3), "━─────────────────");
        assert_eq!(shown(174), "━━━━━━━━━━━━━━━━━━");
    }

    #[test]
    fn a_sparkline_has_a_column_for_each_value() {
        assert_eq!(sparkline(&[0, 1, 4, 8], Style::new()).content, " ▁▄█");
        assert_eq!(sparkline(&[], Style::new()).content, "");
    }
}
