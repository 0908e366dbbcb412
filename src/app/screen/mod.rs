//! The screens: what each keeps, and what it does with an action.

pub mod agenda;
pub mod carry;
pub mod found;
pub mod history;
pub mod opening;
pub mod people;

use strum::{EnumMessage, VariantArray};

use crate::app::keymap::Context;

use agenda::AgendaScreen;
use carry::CarryScreen;
use found::FoundScreen;
use history::HistoryScreen;
use opening::Opening;
use people::{PeopleScreen, PersonPage};

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
    /// What is to be done on LinkedIn.
    Carry(CarryScreen),
    /// What waits for its day, and what is owed.
    Agenda(AgendaScreen),
    /// What the import found.
    Found(FoundScreen),
    /// What was decided.
    History(HistoryScreen),
    /// Who was accepted.
    People(PeopleScreen),
    /// One person.
    Person(PersonPage),
    /// An export that was named at the start is being read.
    Importing {
        /// How far it is, in words.
        progress: String,
    },
}

/// A screen without its state: what Tab goes through, in this order, and `g` jumps to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, VariantArray, EnumMessage)]
pub enum Tab {
    /// What waits.
    #[strum(message = "Opening")]
    Opening,
    /// The cards.
    #[strum(message = "Triage")]
    Cards,
    /// What is to be done on LinkedIn.
    #[strum(message = "Carrying out")]
    Carry,
    /// What waits for its day, and what is owed.
    #[strum(message = "What waits")]
    Agenda,
    /// What was decided.
    #[strum(message = "History")]
    History,
    /// Who was accepted; one of them.
    #[strum(message = "People")]
    People,
    /// What the import found.
    #[strum(message = "What was found")]
    Found,
    /// How to get the file.
    #[strum(message = "Getting the file")]
    Welcome,
}

impl Tab {
    /// What it is called at the top of the screen.
    pub fn words(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }

    /// The screen after or before it.
    pub fn beside(self, forward: bool) -> Self {
        let at = Self::VARIANTS.iter().position(|tab| *tab == self).unwrap_or_default();
        let count = Self::VARIANTS.len();
        Self::VARIANTS[(at + if forward { 1 } else { count - 1 }) % count]
    }
}

impl Screen {
    /// Which it is.
    pub fn tab(&self) -> Tab {
        match self {
            Self::Welcome { .. } | Self::Importing { .. } => Tab::Welcome,
            Self::Opening(_) => Tab::Opening,
            Self::Cards => Tab::Cards,
            Self::Carry(_) => Tab::Carry,
            Self::Agenda(_) => Tab::Agenda,
            Self::Found(_) => Tab::Found,
            Self::History(_) => Tab::History,
            Self::People(_) | Self::Person(_) => Tab::People,
        }
    }

    /// Where keys are heard on it; `done` when there is no card left.
    pub fn context(&self, done: bool) -> Context {
        match self {
            Self::Welcome { .. } => Context::Welcome,
            Self::Opening(_) => Context::Opening,
            Self::Cards if done => Context::Done,
            Self::Cards => Context::Card,
            Self::Carry(_) => Context::Carry,
            Self::Agenda(_) => Context::Agenda,
            Self::Found(_) => Context::Found,
            Self::History(_) => Context::History,
            Self::People(_) => Context::People,
            Self::Person(_) => Context::Person,
            Self::Importing { .. } => Context::Importing,
        }
    }
}

/// Moves a mark or a scroll position by one of the moving actions; `last` is the last place it can have.
#[expect(clippy::wildcard_enum_match_arm, reason = "six of many actions move")]
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
