//! The screens: one file each; this is the table of them and where each lives while one is elsewhere.

pub mod agenda;
pub mod carry_out;
pub mod history;
pub mod import_report;
pub mod importing;
pub mod inbox;
pub mod people;
pub mod person;
pub mod review;
pub mod welcome;

use strum::EnumCount;

use super::command::Cx;
use super::deck::requests;
use super::ids::ScreenId;
use super::layer::{Layer, Place, ScreenSpec};
use super::model::Change;
use agenda::AgendaScreen;
use carry_out::CarryOutScreen;
use history::HistoryScreen;
use import_report::ImportReportScreen;
use importing::ImportingScreen;
use inbox::InboxScreen;
use people::PeopleScreen;
use person::PersonScreen;
use review::ReviewScreen;
use welcome::WelcomeScreen;

type Row = (&'static ScreenSpec, fn() -> Screen);

/// Every screen in the order of [`ScreenId`], which is that of Tab: its row, and the empty screen that it begins as.
static SCREENS: [Row; ScreenId::COUNT] = [
    (&inbox::SPEC, || Screen::Inbox(InboxScreen::default())),
    (&requests::DECK.spec, || Screen::Review(Box::new(ReviewScreen::new(&requests::DECK)))),
    (&carry_out::SPEC, || Screen::CarryOut(CarryOutScreen::default())),
    (&agenda::SPEC, || Screen::Agenda(AgendaScreen::default())),
    (&history::SPEC, || Screen::History(HistoryScreen::default())),
    (&people::SPEC, || Screen::People(PeopleScreen::default())),
    (&import_report::SPEC, || Screen::ImportReport(ImportReportScreen::default())),
    (&welcome::SPEC, || Screen::Welcome(WelcomeScreen::default())),
    (&person::SPEC, || Screen::Person(PersonScreen::default())),
    (&importing::SPEC, || Screen::Importing(ImportingScreen)),
];

/// Returns the rows of all screens.
pub fn specs() -> impl Iterator<Item = &'static ScreenSpec> {
    SCREENS.iter().map(|(spec, _)| *spec)
}

/// Returns the row of a screen.
pub fn spec(id: ScreenId) -> &'static ScreenSpec {
    SCREENS[id as usize].0
}

/// The kinds of screens; the decks share one.
#[derive(Debug)]
pub enum Screen {
    /// What waits, in piles.
    Inbox(InboxScreen),
    /// A session over a deck.
    Review(Box<ReviewScreen>),
    /// What is to be done on LinkedIn.
    CarryOut(CarryOutScreen),
    /// What waits for its day, and what is owed.
    Agenda(AgendaScreen),
    /// What was decided.
    History(HistoryScreen),
    /// Who was accepted.
    People(PeopleScreen),
    /// What the import found.
    ImportReport(ImportReportScreen),
    /// How to get the file.
    Welcome(WelcomeScreen),
    /// One person.
    Person(PersonScreen),
    /// An export that was named at the start is being read.
    Importing(ImportingScreen),
}

impl Screen {
    /// As a layer.
    pub fn layer(&self) -> &dyn Layer {
        match self {
            Self::Inbox(screen) => screen,
            Self::Review(screen) => screen.as_ref(),
            Self::CarryOut(screen) => screen,
            Self::Agenda(screen) => screen,
            Self::History(screen) => screen,
            Self::People(screen) => screen,
            Self::ImportReport(screen) => screen,
            Self::Welcome(screen) => screen,
            Self::Person(screen) => screen,
            Self::Importing(screen) => screen,
        }
    }

    /// The same, to change it.
    pub fn layer_mut(&mut self) -> &mut dyn Layer {
        match self {
            Self::Inbox(screen) => screen,
            Self::Review(screen) => screen.as_mut(),
            Self::CarryOut(screen) => screen,
            Self::Agenda(screen) => screen,
            Self::History(screen) => screen,
            Self::People(screen) => screen,
            Self::ImportReport(screen) => screen,
            Self::Welcome(screen) => screen,
            Self::Person(screen) => screen,
            Self::Importing(screen) => screen,
        }
    }
}

/// All screens, alive while one is elsewhere; and where one is.
#[derive(Debug)]
pub struct Screens {
    at: ScreenId,
    opener: ScreenId,
    /// Each with what changed since it was up last.
    all: [(Screen, Change); ScreenId::COUNT],
}

impl Screens {
    /// Empty screens; each is filled when it comes up.
    pub fn new(at: ScreenId) -> Self {
        Self { at, opener: ScreenId::Inbox, all: SCREENS.map(|(_, new)| (new(), Change::All)) }
    }

    /// Returns the screen that is up.
    pub fn current_screen(&self) -> &Screen {
        &self.all[self.at as usize].0
    }

    /// The same, as a layer.
    pub fn current(&self) -> &dyn Layer {
        self.current_screen().layer()
    }

    /// The same, to change it.
    pub fn current_mut(&mut self) -> &mut dyn Layer {
        self.get_mut(self.at)
    }

    /// Returns a screen, up or not.
    pub fn get(&self, id: ScreenId) -> &Screen {
        &self.all[id as usize].0
    }

    /// The same as a layer, to change it.
    pub fn get_mut(&mut self, id: ScreenId) -> &mut dyn Layer {
        self.all[id as usize].0.layer_mut()
    }

    /// Returns every screen with its id.
    pub fn iter(&self) -> impl Iterator<Item = (ScreenId, &dyn Layer)> {
        specs().zip(&self.all).map(|(spec, (screen, _))| (spec.id, screen.layer()))
    }

    /// Returns which is up.
    pub fn current_id(&self) -> ScreenId {
        self.at
    }

    /// Goes to a screen, which learns what changed meanwhile.
    pub fn go(&mut self, id: ScreenId, cx: &mut Cx) {
        if spec(id).place == Place::Opener && self.at != id {
            self.opener = self.at;
        }
        self.at = id;
        self.refresh(id, cx);
    }

    /// Returns where leaving leads.
    pub fn back(&self) -> ScreenId {
        match spec(self.at).place {
            Place::Tab => ScreenId::Inbox,
            Place::Under(tab) => tab,
            Place::Opener => self.opener,
        }
    }

    /// Returns the tab under which the screen that is up lies.
    pub fn tab(&self) -> ScreenId {
        let under = |id| match spec(id).place {
            Place::Tab => Some(id),
            Place::Under(tab) => Some(tab),
            Place::Opener => None,
        };
        under(self.at).or_else(|| under(self.opener)).unwrap_or(ScreenId::Inbox)
    }

    /// The model has changed: the screen that is up learns it now, the others when they come up.
    pub fn mark_changed(&mut self, change: &Change, cx: &mut Cx) {
        self.all.iter_mut().for_each(|(_, stale)| stale.merge(change));
        self.refresh(self.at, cx);
    }

    /// Lets a screen learn what changed since it was up last.
    pub fn refresh(&mut self, id: ScreenId, cx: &mut Cx) {
        let (screen, stale) = &mut self.all[id as usize];
        match std::mem::take(stale) {
            Change::Nothing => {}
            change @ (Change::One(_) | Change::Some | Change::All) => screen.layer_mut().refresh(&change, cx),
        }
    }
}
