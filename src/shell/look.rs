//! The theme for the terminal that the program runs in, by what the environment says.

use crate::ui::theme::{Background, Theme, ThemeName, ThemeSettings};

/// True if `NO_COLOR` is set.
pub fn is_colorless() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Returns the theme for this terminal, and the settings back if only the terminal itself can tell its background. With
/// `NO_COLOR`, bold, dim and reversed only. Colour output is forced in crossterm all the same: otherwise it would reset
/// these with every colour it leaves out.
pub fn theme_for_terminal(settings: ThemeSettings) -> (Theme, Option<ThemeSettings>) {
    let background = background_from_environment();
    let theme = settings.theme(background);
    if is_colorless() {
        crossterm::style::force_color_output(true);
        return (theme.without_colors(), None);
    }
    let is_unsettled = settings.name == ThemeName::Auto && background.is_none();
    (theme, is_unsettled.then_some(settings))
}

/// Returns the background that `COLORFGBG` names (`15;0`), if it is set: 7 and 9 to 15 are light.
pub fn background_from_environment() -> Option<Background> {
    let value = std::env::var("COLORFGBG").ok()?;
    let background: u8 = value.rsplit(';').next()?.parse().ok()?;
    Some(if matches!(background, 7 | 9..=15) { Background::Light } else { Background::Dark })
}
