//! The opening screen: what waits, in piles, and what else is to be done; one key starts.

use chrono::NaiveDate;

use crate::domain::agenda::{self, Item, Matter};
use crate::domain::inbox::Inbox;
use crate::domain::ledger::Ledger;
use crate::domain::pile::Pile;
use crate::domain::stage::left_to_carry_out;

/// What Enter begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Begin {
    /// The cards of everything, or of a pile.
    Cards(Option<Pile>),
    /// Carrying out what was decided.
    CarryOut,
    /// The list of what is owed and what is put off.
    Agenda,
}

/// What is to be done beside the cards.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Task {
    /// So many decisions are to be carried out.
    CarryOut(usize),
    /// Gifts are owed.
    Owed(Vec<Item>),
    /// Requests come back later; how many of them are out of sight is not counted among them.
    PutOff(Vec<Item>),
}

/// The opening screen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Opening {
    /// The piles that are not empty, warmest first, with their sizes.
    pub piles: Vec<(Pile, usize)>,
    /// What else is to be done.
    pub tasks: Vec<Task>,
    /// Which row is marked; 0 is all piles, the tasks stand below them.
    pub marked: usize,
}

impl Opening {
    /// The screen for what waits, all of it marked.
    pub fn of(inbox: &Inbox, ledger: &Ledger, today: NaiveDate) -> Self {
        let (owed, put_off): (Vec<Item>, Vec<Item>) = agenda::agenda(ledger, today)
            .into_iter()
            .filter(|item| matches!(item.matter, Matter::Owed(_)) || (item.day > today && !item.is_parked()))
            .partition(|item| matches!(item.matter, Matter::Owed(_)));
        let to_do = left_to_carry_out(ledger);
        let mut tasks = Vec::new();
        tasks.extend((to_do > 0).then_some(Task::CarryOut(to_do)));
        tasks.extend((!owed.is_empty()).then_some(Task::Owed(owed)));
        tasks.extend((!put_off.is_empty()).then_some(Task::PutOff(put_off)));
        Self { piles: inbox.piles(), tasks, marked: 0 }
    }

    /// What the marked row begins.
    pub fn chosen(&self) -> Begin {
        let Some(row) = self.marked.checked_sub(1) else { return Begin::Cards(None) };
        match (self.piles.get(row), self.tasks.get(row.saturating_sub(self.piles.len()))) {
            (Some((pile, _)), _) => Begin::Cards(Some(*pile)),
            (None, Some(Task::CarryOut(_))) => Begin::CarryOut,
            (None, Some(Task::Owed(_) | Task::PutOff(_))) => Begin::Agenda,
            (None, None) => Begin::Cards(None),
        }
    }

    /// The last row that can be marked.
    pub fn last(&self) -> usize {
        self.piles.len() + self.tasks.len()
    }

    /// How many requests wait in all.
    pub fn waiting(&self) -> usize {
        self.piles.iter().map(|(_, size)| size).sum()
    }
}
