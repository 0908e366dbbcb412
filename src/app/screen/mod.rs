//! The screens: what each keeps, and what it does with an action.

pub mod found;
pub mod opening;

use crate::app::keymap::Context;

use found::FoundScreen;
use opening::Opening;

/// Which screen is up.
#[derive(Debug)]
pub enum Screen {
    /// How to get the file.
    Welcome {
        /// Lines scrolled.
        scroll: usize,
    },
    /// What waits, in piles.
    Opening(Opening),
    /// The cards of the sitting.
    Cards,
    /// What the import found.
    Found(FoundScreen),
}

/// A screen without its state: what Tab goes through and `g` jumps to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tab {
    /// How to get the file.
    Welcome,
    /// What waits.
    Opening,
    /// The cards.
    Cards,
    /// What the import found.
    Found,
}

impl Tab {
    /// In the order of Tab.
    pub const ALL: [Self; 4] = [Self::Opening, Self::Cards, Self::Found, Self::Welcome];

    /// What it is called at the top of the screen.
    pub fn words(self) -> &'static str {
        match self {
            Self::Welcome => "Getting the file",
            Self::Opening => "Opening",
            Self::Cards => "Triage",
            Self::Found => "What was found",
        }
    }

    /// The screen after or before it.
    pub fn beside(self, forward: bool) -> Self {
        let at = Self::ALL.iter().position(|tab| *tab == self).unwrap_or_default();
        let count = Self::ALL.len();
        Self::ALL[(at + if forward { 1 } else { count - 1 }) % count]
    }
}

impl Screen {
    /// Which it is.
    pub fn tab(&self) -> Tab {
        match self {
            Self::Welcome { .. } => Tab::Welcome,
            Self::Opening(_) => Tab::Opening,
            Self::Cards => Tab::Cards,
            Self::Found(_) => Tab::Found,
        }
    }

    /// Where keys are heard on it; `done` when there is no card left.
    pub fn context(&self, done: bool) -> Context {
        match self {
            Self::Welcome { .. } => Context::Welcome,
            Self::Opening(_) => Context::Opening,
            Self::Cards if done => Context::Done,
            Self::Cards => Context::Card,
            Self::Found(_) => Context::Found,
        }
    }
}

/// Moves a mark or a scroll position by one of the moving actions; `last` is the last place it can have.
pub fn moved(at: usize, action: crate::app::action::Action, page: usize, last: usize) -> usize {
    use crate::app::action::Action;
    match action {
        Action::Up => at.min(last).saturating_sub(1),
        Action::Down => (at + 1).min(last),
        Action::PageUp => at.min(last).saturating_sub(page),
        Action::PageDown => (at + page).min(last),
        Action::First => 0,
        Action::Last => last,
        _ => at,
    }
}
