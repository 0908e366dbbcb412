//! Agenda screen: requests that come back, and gifts that are owed.

use chrono::NaiveDate;

use crate::app::action::{Action, DECIDE, EVERYWHERE, MOVE, PERSON, RESCHEDULE, RETRY, UNDO, default_keys, with_keys};
use crate::app::command::{Cx, Handled};
use crate::app::ids::{Context, ScreenId, Selection};
use crate::app::layer::{Layer, Place, ScreenSpec};
use crate::app::model::{Change, Model};
use crate::app::view::ListCursor;
use crate::domain::care::agenda::{AgendaItem, AgendaKind, agenda};

/// Screen spec.
pub static SPEC: ScreenSpec = ScreenSpec {
    id: ScreenId::Agenda,
    title: "Today",
    name: "today",
    place: Place::Tab,
    go_keys: "d",
    go_label: "today",
    bindings: &[
        &[default_keys(Action::OpenPerson, "page"), with_keys("Space K", Action::GiveGift, "done")],
        RETRY,
        PERSON,
        DECIDE,
        RESCHEDULE,
        &[with_keys("Esc", Action::Go(ScreenId::Inbox), "inbox")],
        MOVE,
        UNDO,
        EVERYWHERE,
    ],
};

/// A section of the agenda, in display order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Section {
    /// Follow-ups whose day has come.
    ComeBack,
    /// Gifts that are owed.
    Owed,
    /// Follow-ups to come.
    Later,
    /// Parked requests.
    Parked,
}

impl Section {
    /// Returns the section of an item on a day.
    pub fn of(item: &AgendaItem, today: NaiveDate) -> Self {
        match item.kind {
            AgendaKind::OwedGift(_) => Self::Owed,
            AgendaKind::FollowUp { .. } if item.day <= today => Self::ComeBack,
            AgendaKind::FollowUp { .. } if item.is_parked() => Self::Parked,
            AgendaKind::FollowUp { .. } => Self::Later,
        }
    }

    /// Returns its heading.
    pub fn heading(self) -> &'static str {
        match self {
            Self::ComeBack => "THEY COME BACK",
            Self::Owed => "YOU OWE",
            Self::Later => "COMING BACK LATER",
            Self::Parked => "PARKED",
        }
    }
}

/// The agenda screen.
#[derive(Debug, Default)]
pub struct AgendaScreen {
    /// Agenda items by section, within one the earliest first.
    pub items: Vec<AgendaItem>,
    /// Sections with their sizes.
    pub sections: Vec<(Section, usize)>,
    /// Cursor in the items.
    pub cursor: ListCursor,
}

impl AgendaScreen {
    /// Returns the selected item.
    pub fn item(&self) -> Option<&AgendaItem> {
        self.items.get(self.cursor.index)
    }

    /// Returns the number of items in a section.
    pub fn size(&self, section: Section) -> usize {
        self.sections.iter().find(|(other, _)| *other == section).map_or(0, |(_, size)| *size)
    }

    /// True if the selected request waits for a decision again; these come first.
    fn is_card(&self) -> bool {
        self.cursor.index < self.size(Section::ComeBack)
    }
}

impl Layer for AgendaScreen {
    fn context(&self) -> Context {
        Context::Screen(ScreenId::Agenda)
    }

    fn label(&self, action: Action) -> Option<&'static str> {
        (action == Action::OpenPerson && self.is_card()).then_some("card")
    }

    fn selected(&self, _: &Model) -> Selection {
        self.item().map_or(Selection::Nobody, |item| Selection::Request(item.id.clone()))
    }

    fn show(&mut self, target: &Selection, _: &mut Cx) {
        let place = self.items.iter().position(|item| Selection::Request(item.id.clone()) == *target);
        self.cursor.restore(place, self.items.len());
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        if action != Action::OpenPerson || !self.is_card() {
            return Handled::No;
        }
        cx.show(ScreenId::Triage, self.selected(cx.model));
        Handled::Yes
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.cursor)
    }

    fn refresh(&mut self, _: &Change, cx: &mut Cx) {
        let selected = self.item().map(|item| item.id.clone());
        let today = cx.model.moment.today;
        self.items = agenda(&cx.model.ledger, &cx.model.network, today, cx.model.moment.local);
        self.items.sort_by_key(|item| Section::of(item, today)); // stable, so the days stay in order
        let sections = self.items.chunk_by(|one, next| Section::of(one, today) == Section::of(next, today));
        self.sections = sections.map(|items| (Section::of(&items[0], today), items.len())).collect();
        let place = self.items.iter().position(|item| Some(&item.id) == selected.as_ref());
        self.cursor.restore(place, self.items.len());
    }
}
