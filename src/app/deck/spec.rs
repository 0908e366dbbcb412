//! What a deck is, and what a card shows.

use crate::app::action::Action;
use crate::app::command::{Cx, Handled, Paragraph};
use crate::app::draft::Drafts;
use crate::app::ids::Selection;
use crate::app::layer::ScreenSpec;
use crate::app::model::Model;
use crate::domain::decision::checklist::Question;
use crate::domain::decision::event::Event;
use crate::domain::decision::{Draft, VerdictKind};
use crate::domain::evidence::pile::Pile;
use crate::domain::text::wrap::Wrapped;

/// A deck: one static in a file of its own. Its screen is its row in the table of screens.
#[derive(Debug)]
pub struct Deck {
    /// Its screen.
    pub spec: ScreenSpec,
    /// What accept, decline and follow up are called on its cards.
    pub verbs: [&'static str; 3],
    /// What the answers of a card may lean towards, in the order of `verbs`.
    pub leanings: [&'static str; 3],
    /// What must not be done too quickly, if anything.
    pub guard: Option<Guard>,
    /// Returns its questions.
    pub questions: fn(&Model) -> &[Question],
    /// Returns who is in it, in order; of one pile only where one is named.
    pub queue: fn(&Model, &Drafts, Option<Pile>) -> Vec<Selection>,
    /// True while a card waits for a decision.
    pub is_open: fn(&Selection, &Model) -> bool,
    /// Returns what a card shows; `None` for one that is none any more.
    pub card: fn(&Selection, &Model) -> Option<CardView>,
    /// Returns what is considered on a card.
    pub draft: fn(&Selection, &Model, &Drafts) -> Draft,
    /// Does what its verbs and keys of its own ask for.
    pub act: fn(Action, &Selection, &mut Cx) -> Handled,
    /// Returns which card an event answers, and the draft to put back when it is taken back.
    pub answers: fn(&Event) -> Option<(Selection, Draft)>,
    /// Returns what is said where no card is left, after so many decisions.
    pub all_done: fn(&Model, usize) -> Vec<Paragraph>,
}

/// What pauses when it is done several times in quick succession, and is counted against the ceiling of a session.
#[derive(Debug)]
pub struct Guard {
    /// True for an event that counts.
    pub counts: fn(&Event) -> bool,
    /// What stands above the names.
    pub text: &'static str,
    /// What stands below them.
    pub question: &'static str,
}

/// A card as data: made when it comes up or the model changes, drawn as often as need be.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CardView {
    /// Whose it is.
    pub name: String,
    /// What stands at the right of the name.
    pub aside: String,
    /// What stands under the name.
    pub subtitle: Option<String>,
    /// The address, under that.
    pub address: Option<String>,
    /// What they say, on the left; what is known, on the right or below.
    pub panes: [Vec<Part>; 2],
    /// What was decided already, if something was.
    pub stamp: Option<Stamp>,
}

/// A piece of a pane.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// Somebody's words, behind a gutter, so that they cannot pass for the program's.
    Quote(Wrapped),
    /// Words that matter less.
    Dim(String),
    /// Something that is known, and from where.
    Fact {
        /// How to take it.
        mark: Mark,
        /// The fact, a sentence, and the file that says so.
        says: Wrapped,
        /// That file.
        file: String,
    },
    /// What is not there, in one sentence.
    Absent(Wrapped),
}

/// How to take a fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// It speaks of having met.
    Known,
    /// It happened before.
    Before,
    /// Something to be careful about.
    Careful,
}

/// What was decided on a card.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stamp {
    /// Which of the three verbs.
    pub kind: VerdictKind,
    /// What was decided when.
    pub says: String,
    /// What can be done about it.
    pub hint: String,
}
