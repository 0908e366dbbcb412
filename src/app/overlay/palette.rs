//! Palette: every enabled action, found by typing.

use crate::app::action::Action;
use crate::app::action_group::ActionGroup;
use crate::app::bindings::{Bindings, SEARCH_LIST, default_keys};
use crate::app::command::{Command, Cx, Handled};
use crate::app::ids::Context;
use crate::app::layer::Layer;
use crate::app::model::Model;
use crate::app::text_field::TextField;
use crate::app::view::ListCursor;
use crate::domain::search::{Hit, Matcher, SearchIndex, fold};

/// Bindings of the palette.
pub static BINDINGS: Bindings = &[&[default_keys(Action::Confirm, "do it")], SEARCH_LIST];

/// The palette.
pub struct Palette {
    /// Typed query.
    pub query: TextField,
    /// Enabled actions, in table order, each with what it does where the palette was opened.
    pub actions: Vec<(Action, &'static str)>,
    /// Matches: in table order without a query, else best first.
    pub hits: Vec<Hit>,
    /// Cursor in the matches.
    pub cursor: ListCursor,
    index: SearchIndex,
    matcher: Matcher,
}

impl Palette {
    /// Returns a palette of the actions enabled where it was opened.
    pub fn new(actions: Vec<(Action, &'static str)>) -> Self {
        let text = |(action, description): &(Action, &str)| fold(&format!("{description} {}", action.name()));
        let index = SearchIndex::new(actions.iter().map(text));
        let (query, hits, cursor) = (TextField::default(), Vec::new(), ListCursor::default());
        let mut palette = Self { query, actions, hits, cursor, index, matcher: Matcher::default() };
        palette.search();
        palette
    }

    /// Returns the groups of the matches, each with its size; empty with a query.
    pub fn groups(&self) -> Vec<(ActionGroup, usize)> {
        if !self.query.text().is_empty() {
            return Vec::new();
        }
        let groups = self.actions.chunk_by(|(one, _), (next, _)| one.group() == next.group());
        groups.filter_map(|chunk| Some((chunk.first()?.0.group(), chunk.len()))).collect()
    }

    fn search(&mut self) {
        self.hits = self.matcher.rank(self.query.text(), &self.index).hits;
        self.cursor = ListCursor::new(self.hits.len());
    }

    fn selected_action(&self) -> Option<Action> {
        self.hits.get(self.cursor.index).and_then(|hit| self.actions.get(hit.index)).map(|(action, _)| *action)
    }
}

impl Layer for Palette {
    fn context(&self) -> Context {
        Context::Palette
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        match action {
            Action::Confirm => {
                cx.close();
                cx.commands.extend(self.selected_action().map(Command::Perform));
            }
            Action::Down | Action::Up => self.cursor.step_wrapping(action == Action::Down),
            Action::Cancel => cx.close(),
            _ => return Handled::No,
        }
        Handled::Yes
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.cursor)
    }

    fn text(&mut self) -> Option<&mut TextField> {
        Some(&mut self.query)
    }

    fn text_changed(&mut self, _: &Model) {
        self.search();
    }
}

impl std::fmt::Debug for Palette {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Palette").field("query", &self.query).field("cursor", &self.cursor).finish_non_exhaustive()
    }
}
