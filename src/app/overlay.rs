//! What lies over a screen. At most one is open, and while it is open it hears the keys first.

use crate::domain::search::{Hit, Index, Matcher, fold};

use super::action::Action;
use super::field::Field;
use super::form::Form;
use super::keymap::Context;

/// What lies over the screen.
#[derive(Debug)]
pub enum Overlay {
    /// Something is asked.
    Form(Form),
    /// Help for a context, scrolled by so many lines.
    Help {
        /// Where the person was.
        context: Context,
        /// Lines scrolled.
        scroll: usize,
    },
    /// The eight prompts.
    Prompts {
        /// Lines scrolled.
        scroll: usize,
    },
    /// The palette.
    Palette(Box<Palette>),
    /// A portion is done.
    Portion,
    /// Several quick accepts in a row: their names.
    Guard(Vec<String>),
    /// Something typed would be lost: on whose cards.
    Leaving(Vec<String>),
    /// `g` was pressed.
    Going,
}

impl Overlay {
    /// Where keys are heard while it is open.
    pub fn context(&self) -> Context {
        match self {
            Self::Form(form) if form.types_text() => Context::Text,
            Self::Form(_) => Context::Choice,
            Self::Help { .. } | Self::Prompts { .. } => Context::Reading,
            Self::Palette(_) => Context::Palette,
            Self::Portion => Context::Portion,
            Self::Guard(_) => Context::Guard,
            Self::Leaving(_) => Context::Leaving,
            Self::Going => Context::Going,
        }
    }

    /// The lines scrolled, of something to read.
    pub fn scroll(&mut self) -> Option<&mut usize> {
        match self {
            Self::Help { scroll, .. } | Self::Prompts { scroll } => Some(scroll),
            Self::Form(_) | Self::Palette(_) | Self::Portion | Self::Guard(_) | Self::Leaving(_) | Self::Going => None,
        }
    }
}

/// Every action that is possible here, found by typing.
pub struct Palette {
    /// What was typed.
    pub query: Field,
    /// What can be found: possible here, in the order of the table.
    pub actions: Vec<Action>,
    /// What matches, best first.
    pub hits: Vec<Hit>,
    /// Which is marked.
    pub chosen: usize,
    index: Index,
    matcher: Matcher,
}

impl Palette {
    /// A palette of these actions.
    pub fn new(actions: Vec<Action>) -> Self {
        let folded = actions.iter().map(|action| fold(&format!("{} {}", action.sentence(), action.name()))).collect();
        let index = Index::new(folded);
        let mut palette =
            Self { query: Field::default(), actions, hits: Vec::new(), chosen: 0, index, matcher: Matcher::default() };
        palette.search();
        palette
    }

    /// Types a key into the query.
    pub fn hear(&mut self, key: super::key::Key) {
        if self.query.hear(key) {
            self.search();
        }
    }

    /// Looks again after the query changed.
    pub fn search(&mut self) {
        self.hits = self.matcher.rank(self.query.text(), &self.index, None);
        self.chosen = 0;
    }

    /// Moves the mark.
    pub fn move_choice(&mut self, forward: bool) {
        let count = self.hits.len().max(1);
        self.chosen = (self.chosen + if forward { 1 } else { count - 1 }) % count;
    }

    /// The marked action.
    pub fn action(&self) -> Option<Action> {
        self.hits.get(self.chosen).and_then(|hit| self.actions.get(hit.index).copied())
    }
}

impl std::fmt::Debug for Palette {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Palette").field("query", &self.query).field("chosen", &self.chosen).finish_non_exhaustive()
    }
}
