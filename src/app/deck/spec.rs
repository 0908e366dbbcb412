//! Definition of a deck, and the content of a card.

use crate::app::action::Action;
use crate::app::command::{Cx, Handled, Paragraph};
use crate::app::draft::Drafts;
use crate::app::ids::Selection;
use crate::app::layer::ScreenSpec;
use crate::app::model::Model;
use crate::domain::decision::checklist::Question;
use crate::domain::decision::event::Event;
use crate::domain::decision::{Draft, VerdictKind};
use crate::domain::evidence::EvidenceKind;
use crate::domain::text::wrap::WrapCache;

/// A deck: one static in its own file. Its screen spec is in the table of screens.
#[derive(Debug)]
pub struct Deck {
    /// Screen spec.
    pub spec: ScreenSpec,
    /// Labels of accept, decline and follow up on its cards.
    pub verbs: [&'static str; 3],
    /// Labels for the verdict that the answers suggest, in the order of `verbs`.
    pub suggestions: [&'static str; 3],
    /// Guard against quick decisions, if any.
    pub guard: Option<Guard>,
    /// Returns the questions.
    pub questions: fn(&Model) -> &[Question],
    /// Returns the cards in order; only those of a part of the deck, such as a pile or a query.
    pub queue: fn(&Model, &Drafts, &Selection) -> Vec<Selection>,
    /// True while a card is pending.
    pub is_open: fn(&Selection, &Model) -> bool,
    /// Returns the content of a card; `None` if there is no such card any more.
    pub card: fn(&Selection, &Model) -> Option<CardView>,
    /// Returns the draft of a card.
    pub draft: fn(&Selection, &Model, &Drafts) -> Draft,
    /// True if the three verbs have a meaning of their own on the cards, which needs no request.
    pub has_own_verbs: bool,
    /// Performs the deck's verbs and its other own actions.
    pub act: fn(Action, &Selection, &mut Cx) -> Handled,
    /// Returns the card that an event decides, and the draft to restore on undo.
    pub decided_card: fn(&Event, &Model) -> Option<(Selection, Draft)>,
    /// Returns the sign of a deciding event among those of a portion.
    pub mark: fn(&Event) -> Option<VerdictKind>,
    /// Returns how many cards wait: `245 wait`; takes the number of cards left in the session.
    pub waiting: fn(&Model, usize) -> String,
    /// Returns what the pause after a portion says; takes the size of a portion.
    pub portion_done: fn(&Model, usize) -> Vec<String>,
    /// Returns the text after the last card; takes the number of decisions.
    pub all_done: fn(&Model, usize) -> Vec<Paragraph>,
}

/// A pause after several quick events.
#[derive(Debug)]
pub struct Guard {
    /// True for an event that counts.
    pub counts: fn(&Event) -> bool,
    /// True if the events count towards a session's ceiling of accepts.
    pub has_ceiling: bool,
    /// Text above the names.
    pub text: &'static str,
    /// Question below the names.
    pub question: &'static str,
}

/// A card as data: rebuilt when the card is shown or the model changes, drawn as often as needed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CardView {
    /// Name of the person.
    pub name: String,
    /// Text to the right of the name.
    pub aside: String,
    /// Badge under that text.
    pub badge: Option<String>,
    /// Line under the name.
    pub subtitle: Option<String>,
    /// Profile address, as it is shown.
    pub address: Option<String>,
    /// Left pane, such as the note, and right or lower pane, the evidence.
    pub panes: [CardPane; 2],
    /// Earlier decision, if any.
    pub earlier_decision: Option<EarlierDecision>,
}

/// A pane of a card.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CardPane {
    /// Title.
    pub title: &'static str,
    /// Blocks, from top to bottom.
    pub parts: Vec<Part>,
}

/// A block of a pane.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// Text of the other person, which must not pass for the program's own.
    Letter(WrapCache),
    /// Heading, and text below it.
    Section(String, WrapCache),
    /// Secondary text.
    Muted(String),
    /// Fact with its source.
    Fact {
        /// Marker of the fact.
        mark: FactMarker,
        /// Fact as a sentence.
        text: WrapCache,
        /// Quote that goes with it, with whose words it is; empty if none.
        quote: WrapCache,
        /// Activity by month, oldest first; empty if none.
        months: Vec<u32>,
        /// First and last month of the activity.
        span: [String; 2],
        /// Source file.
        file: String,
    },
    /// Missing evidence, in one sentence.
    MissingEvidence(WrapCache),
}

/// Marker of a fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FactMarker {
    /// Sign of an acquaintance.
    Acquaintance,
    /// Earlier request or connection.
    Earlier,
    /// Warning sign.
    Warning,
}

impl FactMarker {
    /// Returns the marker of a kind of fact.
    pub fn of(kind: EvidenceKind) -> Self {
        match kind {
            EvidenceKind::SameNote
            | EvidenceKind::StandardNote
            | EvidenceKind::Pitch
            | EvidenceKind::ConnectionsUnknown => Self::Warning,
            EvidenceKind::AskedBefore | EvidenceKind::WasConnected => Self::Earlier,
            EvidenceKind::Messages
            | EvidenceKind::Groups
            | EvidenceKind::AddressBook
            | EvidenceKind::Recommendation
            | EvidenceKind::Endorsement
            | EvidenceKind::Follow
            | EvidenceKind::InvitedByMe
            | EvidenceKind::Changed
            | EvidenceKind::Company => Self::Acquaintance,
        }
    }
}

/// A decision, as shown on its card.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EarlierDecision {
    /// Verdict.
    pub kind: VerdictKind,
    /// Decision and its date.
    pub text: String,
    /// Hint on what to do about it.
    pub hint: String,
}
