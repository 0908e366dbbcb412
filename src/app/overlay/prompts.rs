//! Overlay for the prompts of a card, with what to look for on the profile. What is ticked becomes a line of the note.

use std::borrow::Cow;

use crate::app::action::Action;
use crate::app::bindings::{Bindings, MOVE, default_keys, with_keys};
use crate::app::command::{Cx, Handled};
use crate::app::decide::{draft_for, edit_draft};
use crate::app::draft::Drafts;
use crate::app::ids::{Context, Selection};
use crate::app::layer::Layer;
use crate::app::model::Model;
use crate::app::view::ListCursor;

/// Bindings of the overlay.
pub static BINDINGS: Bindings = &[
    &[
        default_keys(Action::Tick, "tick"),
        default_keys(Action::Open, "open profile"),
        with_keys("Esc q p", Action::Cancel, "back"),
    ],
    MOVE,
];

/// The prompts, and below them the signs; one row each.
#[derive(Debug)]
pub struct Prompts {
    /// The card.
    card: Selection,
    /// Number of prompts, which stand above the signs.
    above: usize,
    /// Cursor in the rows.
    pub cursor: ListCursor,
}

impl Prompts {
    /// Opens the overlay over a card, at the first sign.
    pub fn new(card: Selection, model: &Model) -> Self {
        let above = model.settings.prompts.len();
        let signs = model.settings.profile.len();
        let mut cursor = ListCursor::new(above + signs);
        cursor.index = if signs == 0 { 0 } else { above };
        Self { card, above, cursor }
    }

    /// Returns the signs, and whether each is ticked.
    pub fn signs<'m>(&self, model: &'m Model, drafts: &Drafts) -> Vec<(&'m str, bool)> {
        let note = draft_for(&self.card, model, drafts).note;
        let is_ticked = |sign: &str| note.lines().any(|line| line == sign);
        model.settings.profile.iter().map(|sign| (sign.as_str(), is_ticked(sign))).collect()
    }

    /// Returns the sign under the cursor.
    fn selected_sign<'m>(&self, model: &'m Model) -> Option<&'m str> {
        model.settings.profile.get(self.cursor.index.checked_sub(self.above)?).map(String::as_str)
    }
}

impl Layer for Prompts {
    fn context(&self) -> Context {
        Context::Prompts
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        match action {
            Action::Tick => {
                let Some(sign) = self.selected_sign(cx.model) else { return Handled::No };
                edit_draft(&self.card, cx, |draft| {
                    let others: Vec<&str> = draft.note.lines().filter(|line| *line != sign).collect();
                    let is_ticked = others.len() < draft.note.lines().count();
                    let added = (!is_ticked).then_some(sign);
                    draft.note = others.into_iter().chain(added).collect::<Vec<_>>().join("\n");
                });
            }
            Action::Cancel => cx.close(),
            _ => return Handled::No,
        }
        Handled::Yes
    }

    fn disabled(&self, action: Action, model: &Model) -> Option<Cow<'static, str>> {
        let has_nothing = action == Action::Tick && self.selected_sign(model).is_none();
        has_nothing.then(|| Cow::from("This is to think about; what to tick stands below"))
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.cursor)
    }
}
