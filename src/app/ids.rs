//! Names that everybody needs and that need nobody: a command names a screen, a screen makes commands.

use strum::{EnumCount, EnumIter, EnumMessage, EnumString, IntoStaticStr};

use crate::domain::decision::event::{EntryId, Event};
use crate::domain::decision::ledger::{InvitationCase, Ledger};
use crate::domain::evidence::network::Network;
use crate::domain::evidence::pile::Pile;
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::InvitationId;
use crate::domain::text::untrusted::Untrusted;

/// A screen, in the order of Tab; its discriminant is its place in the table of screens. The line above each is what
/// help and palette say of going there; `go_` and the string beside it are the action's name in `[keys]`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, EnumIter, EnumCount, EnumString, EnumMessage, IntoStaticStr)]
#[strum(prefix = "go_", serialize_all = "snake_case")]
pub enum ScreenId {
    /// Go to the opening screen: what waits, in piles
    #[strum(to_string = "opening", serialize = "inbox")]
    Inbox,
    /// Go to the cards
    #[strum(to_string = "cards", serialize = "triage")]
    Triage,
    /// Go to what is to be carried out on LinkedIn
    #[strum(to_string = "carry", serialize = "carry_out")]
    CarryOut,
    /// Go to what waits for its day, and what you owe
    Agenda,
    /// Go to the history: everything you decided, newest first
    History,
    /// Go to the people you accepted
    People,
    /// Go to what the import found, closed and did not understand
    #[strum(to_string = "found", serialize = "import_report")]
    ImportReport,
    /// Go to how to get your file from LinkedIn
    #[strum(to_string = "welcome", serialize = "get_data")]
    Welcome,
    /// Go to the page of a person
    Person,
    /// Go to the export that is being read
    Importing,
}

/// What lies over a screen and is made by `App`, which alone sees all of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum OverlayId {
    /// The letters after `g`.
    GoTo,
    /// Every action, found by typing.
    Palette,
    /// Everybody, found by typing.
    Search,
    /// The keys of the place where it is asked.
    Help,
}

/// Where a key is heard; strum counts those beside the screens.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, EnumIter)]
pub enum Context {
    /// On a screen.
    #[strum(disabled)]
    Screen(ScreenId),
    /// On a deck in which no card is left.
    AllDone,
    /// In the line that filters a list.
    Filter,
    /// In the search for somebody.
    Search,
    /// In what an export would write.
    ExportPreview,
    /// In a message, before it is copied.
    Message,
    /// In a text field.
    Text,
    /// In a choice of a form.
    Choice,
    /// In something that is read.
    Reading,
    /// In the palette.
    Palette,
    /// In something that takes Enter or Esc.
    Pause,
    /// In the question whether to quit.
    ConfirmQuit,
    /// After `g`.
    GoTo,
}

impl Context {
    /// True where letters are typed rather than heard as actions.
    pub fn types_text(self) -> bool {
        matches!(self, Self::Text | Self::Palette | Self::Search | Self::Filter)
    }
}

/// Who or what is selected; also the target of a form, a card, a command. Owned: it outlives the look at the model.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub enum Selection {
    /// Nobody.
    #[default]
    Nobody,
    /// A request.
    Request(InvitationId),
    /// A person, with or without a request.
    Person(PersonKey),
    /// A line of the journal.
    Entry(EntryId),
    /// Those whom a filter finds.
    Query(String),
    /// The requests of a pile, or of all piles.
    Pile(Option<Pile>),
}

impl Selection {
    /// Returns the request that it is about; of a person the latest.
    pub fn case<'a>(&self, ledger: &'a Ledger) -> Option<&'a InvitationCase> {
        match self {
            Self::Nobody | Self::Query(_) | Self::Pile(_) => None,
            Self::Request(id) => ledger.case(id),
            Self::Person(key) => ledger.cases_of(key).last(),
            Self::Entry(id) => match &ledger.entry(id)?.event {
                Event::Decided(decision) => ledger.case(&decision.invitation),
                Event::Imported { .. }
                | Event::Retracted { .. }
                | Event::PersonDescribed { .. }
                | Event::CarriedOut { .. }
                | Event::GiftGiven { .. }
                | Event::Reopened { .. }
                | Event::Forgotten { .. }
                | Event::Unknown { .. } => None,
            },
        }
    }

    /// Returns the person that it is about.
    pub fn person(&self, ledger: &Ledger) -> Option<PersonKey> {
        match self {
            Self::Person(key) => Some(key.clone()),
            Self::Nobody | Self::Request(_) | Self::Entry(_) | Self::Query(_) | Self::Pile(_) => {
                self.case(ledger).map(|case| case.invitation().person.clone())
            }
        }
    }

    /// Returns the name of that person, as the latest request or the exports have it; empty where nobody is meant.
    pub fn name(&self, ledger: &Ledger, network: &Network) -> Untrusted {
        let asked = self.case(ledger).map(|case| case.invitation().name.clone());
        let listed = || self.person(ledger).and_then(|key| network.get(&key)).map(|known| known.name.clone());
        asked.or_else(listed).unwrap_or_default()
    }
}
