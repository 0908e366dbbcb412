//! Page of one person; Esc leads back to where it was opened.

use crate::app::action::Action;
use crate::app::bindings::{DECIDE, EVERYWHERE, EXPORT, MOVE, PERSON_PAGE, RESCHEDULE, RETRY, UNDO, default_keys};
use crate::app::command::{Cx, Handled};
use crate::app::form;
use crate::app::ids::{Context, ScreenId, Selection};
use crate::app::layer::{Layer, Place, ScreenSpec, change_label};
use crate::app::model::Model;
use crate::app::view::ListCursor;
use crate::domain::person::key::PersonKey;

/// Screen spec.
pub static SPEC: ScreenSpec = ScreenSpec {
    id: ScreenId::Person,
    title: "A person",
    name: "a person",
    place: Place::Opener,
    go_keys: "",
    go_label: "",
    bindings: &[
        RETRY,
        PERSON_PAGE,
        DECIDE,
        EXPORT,
        RESCHEDULE,
        &[default_keys(Action::ClosePerson, "back")],
        MOVE,
        UNDO,
        EVERYWHERE,
    ],
};

/// The person screen.
#[derive(Debug, Default)]
pub struct PersonScreen {
    /// Person shown, or one of their requests.
    pub target: Selection,
    /// Scroll position.
    pub scroll: ListCursor,
}

impl Layer for PersonScreen {
    fn context(&self) -> Context {
        Context::Screen(ScreenId::Person)
    }

    fn selected(&self, _: &Model) -> Selection {
        self.target.clone()
    }

    fn label(&self, action: Action, model: &Model) -> Option<&'static str> {
        let case = self.target.case(&model.ledger)?;
        model.ledger.decision_of(case).and_then(|_| change_label(action))
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        let ledger = &cx.model.ledger;
        let decided = |person: &PersonKey| ledger.cases_of(person).any(|case| ledger.decision_of(case).is_some());
        match self.target.person(ledger).filter(decided) {
            Some(person) if action == Action::Export => {
                cx.open_form(&form::export::FORM, Selection::Person(person));
                Handled::Yes
            }
            _ => Handled::No,
        }
    }

    fn show(&mut self, target: &Selection, cx: &mut Cx) {
        let request = target.case(&cx.model.ledger).map(|case| Selection::Request(case.invitation().id.clone()));
        *self = Self { target: request.unwrap_or_else(|| target.clone()), ..Self::default() };
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.scroll)
    }
}
