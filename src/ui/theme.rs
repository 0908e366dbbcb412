//! Styles by role: the table of every theme. No other file names a colour.
//!
//! Colours are indices of the 256-colour palette from 16 up, which the user's own palette does not change; without 256
//! colours, or where the background is unknown, the sixteen ANSI colours are used. What a colour says is also said by
//! a sign or a word.

use std::collections::BTreeMap;
use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use strum::{EnumCount, EnumIter, EnumString, IntoEnumIterator, IntoStaticStr, VariantArray};

use crate::app::notification::Severity;
use crate::domain::decision::VerdictKind;
use crate::domain::decision::checklist::Answer;

/// A built-in theme, as named in the configuration.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Deserialize, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ThemeName {
    /// `dark` or `light`, as the terminal answers; `ansi` if it does not.
    #[default]
    Auto,
    /// For a dark background.
    Dark,
    /// For a light background.
    Light,
    /// As much contrast as the background allows.
    HighContrast,
    /// No colour: bold, dim and reversed only.
    Mono,
    /// The sixteen colours of the terminal.
    Ansi,
}

/// Background of the terminal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Background {
    /// Dark, with light text.
    Dark,
    /// Light, with dark text.
    Light,
}

/// Meaning of a style. Its name is the key in `[colors]`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, EnumCount, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Role {
    /// Notes, names, values.
    Text,
    /// Labels, ages, hints, unchosen answers.
    Muted,
    /// Frames and the empty part of bars; never text.
    Rule,
    /// Columns and lines of charts.
    Data,
    /// Text on filled chips and badges.
    ChipText,
    /// Keys, the current tab, focus, links.
    Accent,
    /// Evidence.
    Fact,
    /// Yes, accepted, done.
    Yes,
    /// No, declined, failed.
    No,
    /// Maybe, following up, late.
    Maybe,
    /// The selected row.
    Selected,
}

/// Changes of the built-in styles, by role.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RoleStyles(pub BTreeMap<Role, Style>);

impl RoleStyles {
    /// Parses the entries of a `[colors]` table. Fails on an unknown role or colour.
    pub fn parse<'a>(entries: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Self, String> {
        let parse = |(role, text): (&str, &str)| {
            let role = Role::from_str(role).map_err(|_| {
                let known: Vec<&str> = Role::iter().map(Into::into).collect();
                format!("there is no role \"{role}\"; the roles are {}", known.join(", "))
            })?;
            Ok((role, parse_style(role, text)?))
        };
        entries.map(parse).collect::<Result<_, String>>().map(Self)
    }
}

/// Parses a style such as `"#87afff"`, `"111 bold"` or `"blue"`. For the selected row the colour is the background.
fn parse_style(role: Role, text: &str) -> Result<Style, String> {
    let mut style = Style::new();
    for word in text.split_whitespace() {
        style = match word {
            "bold" => style.add_modifier(Modifier::BOLD),
            "dim" => style.add_modifier(Modifier::DIM),
            "italic" => style.add_modifier(Modifier::ITALIC),
            "underlined" => style.add_modifier(Modifier::UNDERLINED),
            "reversed" => style.add_modifier(Modifier::REVERSED),
            _ => {
                let color = Color::from_str(word).map_err(|_| {
                    format!("\"{word}\" is no colour; write \"#87afff\", \"111\", \"blue\" or \"bold\"")
                })?;
                if role == Role::Selected { style.bg(color) } else { style.fg(color) }
            }
        };
    }
    Ok(style)
}

/// What the configuration says about the look.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ThemeSettings {
    /// Built-in theme.
    pub name: ThemeName,
    /// Changes in every theme.
    pub colors: RoleStyles,
    /// Further changes on a dark background.
    pub dark: RoleStyles,
    /// Further changes on a light background.
    pub light: RoleStyles,
    /// True for ASCII signs and borders.
    pub ascii: bool,
}

impl ThemeSettings {
    /// Returns the theme for a background; `None` if it is not known.
    pub fn theme(&self, background: Option<Background>) -> Theme {
        let background = match self.name {
            ThemeName::Dark => Some(Background::Dark),
            ThemeName::Light => Some(Background::Light),
            ThemeName::Auto | ThemeName::HighContrast | ThemeName::Mono | ThemeName::Ansi => background,
        };
        let mut theme = Theme::built_in(self.name, background);
        theme.ascii = self.ascii;
        let own = match background {
            Some(Background::Dark) => Some(&self.dark),
            Some(Background::Light) => Some(&self.light),
            None => None,
        };
        let changes = [Some(&self.colors), own].into_iter().flatten().flat_map(|styles| &styles.0);
        if theme.has_colors {
            changes.for_each(|(role, style)| theme.styles[*role as usize] = *style);
        }
        theme
    }
}

/// The styles by role.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Theme {
    styles: [Style; Role::COUNT],
    /// False without colours: then chosen answers stand in brackets.
    pub has_colors: bool,
    /// True for ASCII signs and borders.
    pub ascii: bool,
}

impl Default for Theme {
    fn default() -> Self {
        Self::built_in(ThemeName::Ansi, None)
    }
}

impl Theme {
    /// Returns a built-in theme.
    pub fn built_in(name: ThemeName, background: Option<Background>) -> Self {
        use Background::{Dark, Light};
        let styles = match (name, background) {
            (ThemeName::Mono, _) | (ThemeName::HighContrast, None) => mono(),
            (ThemeName::Ansi, _) | (ThemeName::Auto, None) => ansi(),
            (ThemeName::Dark, _) | (ThemeName::Auto, Some(Dark)) => {
                indexed([247, 238, 67, 16, 111, 116, 114, 174, 179, 236])
            }
            (ThemeName::Light, _) | (ThemeName::Auto, Some(Light)) => {
                indexed([241, 250, 31, 231, 25, 23, 22, 124, 94, 254])
            }
            (ThemeName::HighContrast, Some(Dark)) => indexed([253, 248, 117, 16, 159, 159, 120, 217, 222, 239]),
            (ThemeName::HighContrast, Some(Light)) => indexed([235, 242, 24, 231, 18, 23, 22, 88, 58, 253]),
        };
        let has_colors = styles != mono();
        Self { styles, has_colors, ascii: false }
    }

    /// Returns this theme without colours.
    pub fn without_colors(self) -> Self {
        Self { styles: mono(), has_colors: false, ..self }
    }

    /// Returns the style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// Returns the style of notes and values.
    pub fn text(&self) -> Style {
        self.style(Role::Text)
    }

    /// Returns the style of names and titles.
    pub fn title(&self) -> Style {
        self.text().add_modifier(Modifier::BOLD)
    }

    /// Returns the style of secondary text.
    pub fn muted(&self) -> Style {
        self.style(Role::Muted)
    }

    /// Returns the style of placeholders, which must not pass for values.
    pub fn placeholder(&self) -> Style {
        self.muted().add_modifier(Modifier::ITALIC)
    }

    /// Returns the style of frames.
    pub fn rule(&self) -> Style {
        self.style(Role::Rule)
    }

    /// Returns the style of keys, links and the focus.
    pub fn accent(&self) -> Style {
        self.style(Role::Accent)
    }

    /// Returns the style of a key in a hint.
    pub fn key(&self) -> Style {
        self.accent().add_modifier(Modifier::BOLD)
    }

    /// Returns the style of a filled chip or badge in the colour of a role.
    pub fn chip(&self, role: Role) -> Style {
        match (self.style(role).fg, self.style(Role::ChipText).fg) {
            (Some(background), Some(text)) => Style::new().fg(text).bg(background).add_modifier(Modifier::BOLD),
            _ => self.style(role).add_modifier(Modifier::REVERSED | Modifier::BOLD),
        }
    }

    /// Returns the style of the selected row, for the cells under its text.
    pub fn selected(&self) -> Style {
        self.style(Role::Selected)
    }

    /// Returns the style of a fact that suggests you have met.
    pub fn fact(&self) -> Style {
        self.style(Role::Fact)
    }

    /// Returns the style of a warning, such as a sales pitch.
    pub fn warning(&self) -> Style {
        self.style(Role::Maybe)
    }

    /// Returns the style of an answer.
    pub fn answer(&self, answer: Answer) -> Style {
        self.style(Role::of_answer(answer))
    }

    /// Returns the style of a verdict.
    pub fn verdict(&self, kind: VerdictKind) -> Style {
        self.style(Role::of_verdict(kind))
    }

    /// Returns the style of a notification.
    pub fn notification(&self, weight: Severity) -> Style {
        match weight {
            Severity::Done => self.muted(),
            Severity::Hint => self.style(Role::Maybe),
            Severity::Failed => self.style(Role::No).add_modifier(Modifier::BOLD),
        }
    }
}

impl Role {
    /// Returns the role of an answer.
    pub fn of_answer(answer: Answer) -> Self {
        match answer {
            Answer::Yes => Self::Yes,
            Answer::No => Self::No,
            Answer::Unsure => Self::Maybe,
        }
    }

    /// Returns the role of a verdict.
    pub fn of_verdict(kind: VerdictKind) -> Self {
        match kind {
            VerdictKind::Accept => Self::Yes,
            VerdictKind::Decline => Self::No,
            VerdictKind::FollowUp => Self::Maybe,
        }
    }
}

/// Returns styles of palette indices, in the order of [`Role`] without the text, which keeps the terminal's colour.
fn indexed(colors: [u8; Role::COUNT - 1]) -> [Style; Role::COUNT] {
    let mut styles = [Style::new().fg(Color::Reset); Role::COUNT];
    for (style, color) in styles[1..].iter_mut().zip(colors) {
        *style = style.fg(Color::Indexed(color));
    }
    styles[Role::Selected as usize] = Style::new().bg(Color::Indexed(colors[Role::COUNT - 2]));
    styles
}

/// Returns the styles of the sixteen ANSI colours, over a background that may be dark or light.
fn ansi() -> [Style; Role::COUNT] {
    let mut styles = mono();
    let colors = [
        (Role::Data, Color::Blue),
        (Role::Fact, Color::Cyan),
        (Role::Yes, Color::Green),
        (Role::No, Color::Red),
        (Role::Maybe, Color::Magenta),
    ];
    for (role, color) in colors {
        styles[role as usize] = Style::new().fg(color);
    }
    styles[Role::Accent as usize] = Style::new().fg(Color::Blue).add_modifier(Modifier::BOLD);
    styles
}

/// Returns styles without colour.
fn mono() -> [Style; Role::COUNT] {
    let mut styles = [Style::new(); Role::COUNT];
    for role in [Role::Muted, Role::Rule] {
        styles[role as usize] = Style::new().add_modifier(Modifier::DIM);
    }
    styles[Role::Accent as usize] = Style::new().add_modifier(Modifier::BOLD);
    styles[Role::Selected as usize] = Style::new().add_modifier(Modifier::REVERSED);
    styles
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the red, green and blue of a palette index from 16 up, as xterm has them.
    fn rgb(index: u8) -> [u8; 3] {
        match index {
            232.. => [8 + (index - 232) * 10; 3],
            _ => {
                let index = index - 16;
                [index / 36, index / 6 % 6, index % 6].map(|step| if step == 0 { 0 } else { 55 + step * 40 })
            }
        }
    }

    /// Returns the relative luminance of WCAG 2.
    fn luminance(color: [u8; 3]) -> f64 {
        let [red, green, blue] = color.map(|value| {
            let value = f64::from(value) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn color(color: Option<Color>) -> [u8; 3] {
        match color {
            Some(Color::Indexed(index)) => rgb(index),
            other => panic!("a palette index, not {other:?}"),
        }
    }

    #[test]
    fn text_can_be_read_on_every_background_it_is_drawn_on() {
        use Background::{Dark, Light};
        let backgrounds = [(Dark, [[0; 3], [0x1e; 3]]), (Light, [[255; 3], [0xfa; 3]])];
        for (background, terminals) in backgrounds {
            for name in [ThemeName::Auto, ThemeName::HighContrast] {
                let theme = Theme::built_in(name, Some(background));
                let selected = color(theme.selected().bg);
                let roles = [Role::Muted, Role::Accent, Role::Fact, Role::Yes, Role::No, Role::Maybe];
                for role in roles {
                    let ink = color(theme.style(role).fg);
                    for paper in terminals.into_iter().chain([selected]) {
                        assert!(
                            contrast(ink, paper) >= 4.5,
                            "{name:?} {background:?} {role:?}: {}",
                            contrast(ink, paper)
                        );
                    }
                    let chip = color(theme.style(Role::ChipText).fg);
                    assert!(
                        contrast(chip, ink) >= 4.5,
                        "{name:?} {background:?} chip of {role:?}: {}",
                        contrast(chip, ink)
                    );
                }
                for paper in terminals {
                    assert!(contrast(color(theme.style(Role::Data).fg), paper) >= 3.0, "{name:?} {background:?} bars");
                }
            }
        }
    }

    #[test]
    fn every_role_can_be_changed() {
        let parse = |entries: &[(&'static str, &'static str)]| RoleStyles::parse(entries.iter().copied());
        let settings = ThemeSettings {
            name: ThemeName::Dark,
            colors: parse(&[("accent", "#87afff bold"), ("selected", "17")]).expect("styles"),
            dark: parse(&[("accent", "blue")]).expect("styles"),
            light: parse(&[("accent", "red")]).expect("styles"),
            ascii: false,
        };
        let theme = settings.theme(None);
        assert_eq!(theme.accent(), Style::new().fg(Color::Blue), "what is said for dark counts on dark");
        assert_eq!(theme.selected(), Style::new().bg(Color::Indexed(17)));
        assert!(parse(&[("akzent", "blue")]).is_err_and(|why| why.contains("accent")));
        assert!(parse(&[("accent", "blurple")]).is_err_and(|why| why.contains("#87afff")));
        let mono = ThemeSettings { name: ThemeName::Mono, ..settings };
        assert!(!mono.theme(None).has_colors);
        assert_eq!(mono.theme(None), Theme::built_in(ThemeName::Mono, None), "no colour where none is wanted");
    }
}
