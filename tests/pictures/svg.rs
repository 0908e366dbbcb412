//! Cells of a terminal as SVG: every run of text at its own column, lines and blocks as shapes, so that they join in any
//! font.

use std::collections::BTreeMap;
use std::fmt::Write;

use invite_triage::ui::theme::Background;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// Size of a cell.
const CELL: (usize, usize) = (9, 19);
/// Space around the cells.
const MARGIN: usize = 12;
/// Height of the base line in a cell.
const BASE_LINE: usize = 14;
/// Fonts; the size makes a letter as wide as a cell in most of them, and `textLength` in the others.
const FONT: &str = "15px ui-monospace,Menlo,'DejaVu Sans Mono',Consolas,monospace";

/// Returns a screen as SVG.
pub fn picture(buffer: &Buffer, title: &str, background: Background) -> String {
    let (ground, text) = match background {
        Background::Dark => ("#151515", "#d4d4d4"),
        Background::Light => ("#ffffff", "#1c1c1c"),
    };
    let mut canvas = Canvas { text, ..Canvas::default() };
    for y in 0..buffer.area.height {
        let row: Vec<&Cell> = (0..buffer.area.width).map(|x| &buffer[(x, y)]).collect();
        canvas.draw_grounds(&row, usize::from(y));
        canvas.draw_row(&row, usize::from(y));
    }
    let width = usize::from(buffer.area.width) * CELL.0 + 2 * MARGIN;
    let height = usize::from(buffer.area.height) * CELL.1 + 2 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         fill=\"{text}\" role=\"img\" xml:space=\"preserve\">\n<title>{}</title>\n<style>text{{font:{FONT}}}\
         .b{{font-weight:bold}}.i{{font-style:italic}}.u{{text-decoration:underline}}path{{fill:none;stroke-width:1}}\
         .w{{stroke-width:3}}</style>\n<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{ground}\"/>\n",
        escaped(title)
    );
    svg.push_str(&canvas.grounds);
    for ((color, is_wide), path) in &canvas.lines {
        let class = if *is_wide { " class=\"w\"" } else { "" };
        svg.push_str(&format!("<path{class} stroke=\"{color}\" d=\"{path}\"/>\n"));
    }
    svg.push_str(&canvas.letters);
    svg.push_str("</svg>\n");
    svg
}

/// What is drawn so far.
#[derive(Default)]
struct Canvas {
    /// Colour of text that has no other.
    text: &'static str,
    /// Backgrounds and blocks.
    grounds: String,
    /// Lines, by colour and width.
    lines: BTreeMap<(String, bool), String>,
    /// Texts.
    letters: String,
}

impl Canvas {
    /// Draws the backgrounds of a row, a run of equal ones at once.
    fn draw_grounds(&mut self, row: &[&Cell], y: usize) {
        for (x, cells) in runs(row, |cell| cell.bg) {
            if let Some(color) = color(cells[0].bg) {
                self.rect((x * CELL.0, y * CELL.1), (cells.len() * CELL.0, CELL.1), &color);
            }
        }
    }

    fn rect(&mut self, (x, y): (usize, usize), (width, height): (usize, usize), color: &str) {
        let (x, y) = (x + MARGIN, y + MARGIN);
        self.grounds
            .push_str(&format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{color}\"/>\n"));
    }

    /// Draws the symbols of a row, a run of one style and kind at once.
    fn draw_row(&mut self, row: &[&Cell], y: usize) {
        let style = |cell: &Cell| (cell.fg, cell.modifier - Modifier::HIDDEN, kind(cell.symbol()));
        for (x, cells) in runs(row, style) {
            let color = color(cells[0].fg).unwrap_or_else(|| self.text.to_owned());
            match kind(cells[0].symbol()) {
                Kind::Line(symbol) => self.draw_lines(symbol, (x, y), cells.len(), color),
                Kind::Block(eighths) => {
                    let height = CELL.1 * eighths / 8;
                    let place = (x * CELL.0, (y + 1) * CELL.1 - height);
                    self.rect(place, (cells.len() * CELL.0, height), &color);
                }
                Kind::Bar(width) => self.rect((x * CELL.0, y * CELL.1), (width, CELL.1), &color),
                Kind::Text => self.draw_text(&words(cells), (x, y), cells, &color),
                Kind::Sign => {
                    for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| cell.symbol() != " ") {
                        self.draw_text(cell.symbol(), (x + at, y), &[cell], &color);
                    }
                }
            }
        }
    }

    fn draw_lines(&mut self, symbol: char, (x, y): (usize, usize), count: usize, color: String) {
        let path = self.lines.entry((color, symbol == '━' || symbol == '┃')).or_default();
        let (width, height) = CELL;
        for at in 0..count {
            // Columns and rows of the middle of a cell; the half makes lines sharp.
            let (left, top) = ((x + at) * width + MARGIN, y * height + MARGIN);
            let (middle, half) = (left + width / 2, top + height / 2);
            let (right, bottom) = (left + width, top + height);
            let (rest_of_width, rest_of_height) = (right - middle, bottom - half);
            let part = match symbol {
                '─' | '━' if at == 0 => format!("M{left} {half}.5h{}", count * width),
                '─' | '━' => String::new(),
                '╭' => format!("M{middle}.5 {bottom}v-{}q0-4 4-4h{}", rest_of_height - 5, rest_of_width - 4),
                '╮' => format!("M{middle}.5 {bottom}v-{}q0-4-4-4h-{}", rest_of_height - 5, width / 2 - 4),
                '╰' => format!("M{middle}.5 {top}v{}q0 4 4 4h{}", height / 2 - 4, rest_of_width - 4),
                '╯' => format!("M{middle}.5 {top}v{}q0 4-4 4h-{}", height / 2 - 4, width / 2 - 4),
                _ => format!("M{middle}.5 {top}v{height}"),
            };
            path.push_str(&part);
        }
    }

    /// Draws a text that ends where its cells end, whatever the font.
    fn draw_text(&mut self, words: &str, (x, y): (usize, usize), cells: &[&Cell], color: &str) {
        let words = words.trim_end();
        let blanks = words.len() - words.trim_start().len();
        let words = words.trim_start();
        if words.is_empty() {
            return;
        }
        let modifier = cells[0].modifier;
        let classes = [(Modifier::BOLD, 'b'), (Modifier::ITALIC, 'i'), (Modifier::UNDERLINED, 'u')];
        let classes: Vec<String> = classes
            .into_iter()
            .filter(|(wanted, _)| modifier.contains(*wanted))
            .map(|(_, class)| class.to_string())
            .collect();
        let (left, base) = ((x + blanks) * CELL.0 + MARGIN, y * CELL.1 + BASE_LINE + MARGIN);
        let mut attributes = String::new();
        if words.width() > 1 {
            let _ = write!(attributes, " textLength=\"{}\"", words.width() * CELL.0);
        }
        if !classes.is_empty() {
            let _ = write!(attributes, " class=\"{}\"", classes.join(" "));
        }
        if color != self.text {
            let _ = write!(attributes, " fill=\"{color}\"");
        }
        self.letters.push_str(&format!("<text x=\"{left}\" y=\"{base}\"{attributes}>{}</text>\n", escaped(words)));
    }
}

/// How a symbol is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A line through the cell.
    Line(char),
    /// A block that fills some eighths of the cell from below.
    Block(usize),
    /// A bar at the left of the cell, of this width.
    Bar(usize),
    /// A letter of a font for text.
    Text,
    /// A symbol whose width may be another than a cell's, drawn alone.
    Sign,
}

fn kind(symbol: &str) -> Kind {
    let Some(first) = symbol.chars().next() else { return Kind::Text };
    match first {
        '─' | '━' | '│' | '┃' | '╭' | '╮' | '╰' | '╯' => Kind::Line(first),
        '▁'..='█' => Kind::Block(usize::try_from(u32::from(first) - u32::from('▁') + 1).unwrap_or(8)),
        '▌' => Kind::Bar(CELL.0 / 2),
        '▎' => Kind::Bar(2),
        // Latin, Greek, Cyrillic, and the marks of English texts.
        '\0'..='\u{52F}' | '–' | '—' | '‘' | '’' | '“' | '”' | '…' | '›' => Kind::Text,
        _ => Kind::Sign,
    }
}

/// Returns the symbols of cells.
fn words(cells: &[&Cell]) -> String {
    cells.iter().map(|cell| cell.symbol()).collect()
}

/// Returns runs of cells that have something in common, each with its first column.
fn runs<'r, 'c, K: PartialEq>(
    row: &'r [&'c Cell],
    key: impl Fn(&Cell) -> K + 'r,
) -> impl Iterator<Item = (usize, &'r [&'c Cell])> {
    let mut x = 0;
    row.chunk_by(move |one, next| key(one) == key(next)).map(move |cells| {
        let first = x;
        x += cells.len();
        (first, cells)
    })
}

/// Returns a colour of the palette, as xterm has it; `None` for the terminal's own.
fn color(color: Color) -> Option<String> {
    match color {
        Color::Indexed(index @ 232..) => Some(format!("#{0:02x}{0:02x}{0:02x}", 8 + (index - 232) * 10)),
        Color::Indexed(index @ 16..) => {
            let step = |step: u8| if step == 0 { 0 } else { 55 + step * 40 };
            let [red, green, blue] = [(index - 16) / 36, (index - 16) / 6 % 6, (index - 16) % 6].map(step);
            Some(format!("#{red:02x}{green:02x}{blue:02x}"))
        }
        _ => None,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
