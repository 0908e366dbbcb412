//! Styles by role; no other file names a colour. Sixteen ANSI colours over the terminal's own background.

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use crate::app::notification::Severity;
use crate::domain::decision::VerdictKind;
use crate::domain::decision::checklist::Answer;

/// A colour scheme.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColorScheme {
    /// Readable on light and dark backgrounds.
    #[default]
    Auto,
    /// For a light background.
    Light,
    /// For a dark background.
    Dark,
    /// No colour: bold, dim and reversed only.
    Mono,
}

/// The styles by role.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Theme(pub ColorScheme);

impl Theme {
    /// Returns the style of names and titles.
    pub fn title(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Returns the style of secondary text.
    pub fn dim(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// Returns the style of keys.
    pub fn key(self) -> Style {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        match self.0 {
            ColorScheme::Auto | ColorScheme::Mono => bold,
            ColorScheme::Light => bold.fg(Color::Blue),
            ColorScheme::Dark => bold.fg(Color::Cyan),
        }
    }

    /// Returns the style of the selected row or option.
    pub fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Returns the style of a fact that suggests you have met.
    pub fn fact(self) -> Style {
        self.colored(Color::Green)
    }

    /// Returns the style of a warning, such as a sales pitch.
    pub fn warning(self) -> Style {
        self.colored(Color::Magenta)
    }

    /// Returns the style of an answer.
    pub fn answer(self, answer: Answer) -> Style {
        match answer {
            Answer::Yes => self.colored(Color::Green).add_modifier(Modifier::BOLD),
            Answer::No => self.colored(Color::Red).add_modifier(Modifier::BOLD),
            Answer::Unsure => self.colored(Color::Magenta).add_modifier(Modifier::BOLD),
        }
    }

    /// Returns the style of a verdict.
    pub fn verdict(self, kind: VerdictKind) -> Style {
        match kind {
            VerdictKind::Accept => self.colored(Color::Green),
            VerdictKind::Decline => self.colored(Color::Red),
            VerdictKind::FollowUp => self.colored(Color::Magenta),
        }
    }

    /// Returns the style of a notification.
    pub fn notification(self, weight: Severity) -> Style {
        match weight {
            Severity::Done => self.colored(Color::Green),
            Severity::Hint => self.colored(Color::Magenta),
            Severity::Failed => self.colored(Color::Red).add_modifier(Modifier::BOLD),
        }
    }

    fn colored(self, colour: Color) -> Style {
        match self.0 {
            ColorScheme::Mono => Style::new(),
            ColorScheme::Auto | ColorScheme::Light | ColorScheme::Dark => Style::new().fg(colour),
        }
    }
}
