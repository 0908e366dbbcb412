//! Identifiers without dependencies on other app modules: a command names a screen, and a screen makes commands.

use strum::{EnumCount, EnumIter, EnumMessage, EnumString, IntoStaticStr};

use crate::domain::decision::event::{EntryId, Event};
use crate::domain::decision::ledger::{InvitationCase, Ledger};
use crate::domain::evidence::network::Network;
use crate::domain::evidence::pile::Pile;
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::InvitationId;
use crate::domain::text::untrusted::Untrusted;

/// Identifier of a screen, in Tab order; the discriminant is the index in the table of screens. Help and palette show a
/// variant's doc line for going there; `go_` and its `to_string` (or name) are the action's name in `[keys]`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, EnumIter, EnumCount, EnumString, EnumMessage, IntoStaticStr)]
#[strum(prefix = "go_", serialize_all = "snake_case")]
pub enum ScreenId {
    /// Go to Inbox
    #[strum(to_string = "opening", serialize = "inbox")]
    Inbox,
    /// Go to Triage
    #[strum(to_string = "cards", serialize = "triage")]
    Triage,
    /// Go to To do on LinkedIn
    #[strum(to_string = "carry", serialize = "carry_out")]
    CarryOut,
    /// Go to Today
    #[strum(to_string = "agenda", serialize = "today")]
    Today,
    /// Go to History
    History,
    /// Go to People
    People,
    /// Go to Insights
    Insights,
    /// Go to the import report
    #[strum(to_string = "found", serialize = "import_report")]
    ImportReport,
    /// Go to Get your data
    #[strum(to_string = "welcome", serialize = "get_data")]
    Welcome,
    /// Go to the person
    Person,
    /// Go to the import
    Importing,
    /// Reach out: today's few, one at a time
    ReachOut,
    /// Five notes: five people, one at a time
    FiveNotes,
    /// Look back: was it right?
    LookBack,
    /// Go to the pile you look through
    Pile,
    /// Keep or let go: your connections, one at a time
    KeepOrLetGo,
    /// Whom you could recommend, and who recommended you
    Recommendations,
    /// Your own requests without an answer
    OwnRequests,
}

impl ScreenId {
    /// Returns the name of the screen, without `go_`; its `FromStr` reads it back.
    pub fn name(self) -> &'static str {
        let name: &str = self.into();
        name.strip_prefix("go_").unwrap_or(name)
    }
}

/// An overlay that only `App` can build, because it needs the whole state.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum OverlayId {
    /// Letters after `g`.
    GoTo,
    /// Palette of every enabled action.
    Palette,
    /// Search for a person.
    Search,
    /// Keys of the current context.
    Help,
    /// Prompts of the card, and what to look for on the profile.
    Prompts,
}

/// A key binding context; strum iterates over those that are not screens.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, EnumIter)]
pub enum Context {
    /// Screen.
    #[strum(disabled)]
    Screen(ScreenId),
    /// Deck after its last card.
    AllDone,
    /// Filter input of a list.
    Filter,
    /// Person search.
    Search,
    /// Export preview.
    ExportPreview,
    /// Message, before it is copied.
    Message,
    /// Text field.
    Text,
    /// Choice of a form.
    Choice,
    /// Text page.
    Reading,
    /// Prompts, and what to look for on a profile.
    Prompts,
    /// Palette.
    Palette,
    /// Popup between two cards, which takes Enter or Esc.
    Pause,
    /// Question whether to decline the rest of a pile.
    DeclineRest,
    /// Letters after `g`.
    GoTo,
}

impl Context {
    /// True if letters are typed as text instead of triggering actions.
    pub fn types_text(self) -> bool {
        matches!(self, Self::Text | Self::Palette | Self::Search | Self::Filter)
    }
}

/// Current selection; also the target of a form, card or command. Owned, so that it outlives a borrow of the model.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub enum Selection {
    /// No selection.
    #[default]
    Nobody,
    /// A request.
    Request(InvitationId),
    /// A person, with or without a request.
    Person(PersonKey),
    /// A journal entry.
    Entry(EntryId),
    /// People who match a filter.
    Query(String),
    /// These people, under a heading.
    People(String, Vec<PersonKey>),
    /// Requests of a pile, or of all piles.
    Pile(Option<Pile>),
}

impl Selection {
    /// Returns the selected request; for a person, the latest one.
    pub fn case<'a>(&self, ledger: &'a Ledger) -> Option<&'a InvitationCase> {
        match self {
            Self::Nobody | Self::Query(_) | Self::People(..) | Self::Pile(_) => None,
            Self::Request(id) => ledger.case(id),
            Self::Person(key) => ledger.latest_case_of(key),
            Self::Entry(id) => match &ledger.entry(id)?.event {
                Event::Decided(decision) => ledger.case(&decision.invitation),
                Event::Imported(_)
                | Event::Retracted { .. }
                | Event::PersonDescribed(_)
                | Event::CarriedOut(_)
                | Event::GiftGiven(_)
                | Event::Care(_)
                | Event::Reopened { .. }
                | Event::Forgotten { .. }
                | Event::Unknown { .. } => None,
            },
        }
    }

    /// Returns the selected person.
    pub fn person(&self, ledger: &Ledger) -> Option<PersonKey> {
        match self {
            Self::Person(key) => Some(key.clone()),
            Self::Nobody | Self::Request(_) | Self::Entry(_) | Self::Query(_) | Self::People(..) | Self::Pile(_) => {
                self.case(ledger).map(|case| case.invitation().person.clone())
            }
        }
    }

    /// Returns that person's name, from the latest request or else the exports; empty if nobody is selected.
    pub fn name(&self, ledger: &Ledger, network: &Network) -> Untrusted {
        let asked = self.case(ledger).map(|case| case.invitation().name.clone());
        let listed = || self.person(ledger).and_then(|key| network.get(&key)).map(|known| known.name.clone());
        asked.or_else(listed).unwrap_or_default()
    }
}
