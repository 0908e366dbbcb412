//! Groups of actions in help and palette.

use strum::{EnumIter, EnumMessage};

use super::action::Action;

/// A group of actions in help and palette, in the order of their interest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, EnumIter, EnumMessage)]
pub enum ActionGroup {
    /// What the screen is for.
    #[strum(message = "Here")]
    Here,
    /// What is possible on every screen.
    #[strum(message = "Everywhere")]
    Everywhere,
    /// Finding people and screens.
    #[strum(message = "Find and go")]
    Find,
    /// Moving a cursor or the focus.
    #[strum(message = "Move")]
    Move,
}

impl ActionGroup {
    /// Returns its heading.
    pub fn label(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }
}

impl Action {
    /// Returns the group of the action in help and palette.
    #[expect(clippy::wildcard_enum_match_arm, reason = "all that is not named belongs to the place")]
    pub fn group(self) -> ActionGroup {
        match self {
            Self::Up
            | Self::Down
            | Self::PageUp
            | Self::PageDown
            | Self::First
            | Self::Last
            | Self::DetailsDown
            | Self::DetailsUp
            | Self::NextScreen
            | Self::PreviousScreen
            | Self::NextField
            | Self::PreviousField
            | Self::NextChoice
            | Self::PreviousChoice
            | Self::Back
            | Self::Forward => ActionGroup::Move,
            action if action.question().is_some() => ActionGroup::Move,
            Self::Go(_) | Self::GoTo | Self::Search | Self::Palette => ActionGroup::Find,
            Self::Undo
            | Self::Redo
            | Self::Export
            | Self::Import
            | Self::Add
            | Self::Help
            | Self::Quit
            | Self::Suspend
            | Self::Reload
            | Self::Retry => ActionGroup::Everywhere,
            _ => ActionGroup::Here,
        }
    }
}
