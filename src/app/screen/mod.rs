//! Screens, one file each; the table of them, and their state while another screen is shown.

pub mod carry_out;
pub mod history;
pub mod import_report;
pub mod importing;
pub mod inbox;
pub mod insights;
pub mod own_requests;
pub mod people;
pub mod person;
pub mod person_list;
pub mod pile;
pub mod recommendations;
pub mod review;
pub mod today;
pub mod welcome;

use strum::EnumCount;

use super::command::Cx;
use super::deck::{keep_or_let_go, look_back, reach_out, requests};
use super::ids::ScreenId;
use super::layer::{Layer, Place, ScreenSpec};
use super::model::Change;
use carry_out::CarryOutScreen;
use history::HistoryScreen;
use import_report::ImportReportScreen;
use importing::ImportingScreen;
use inbox::InboxScreen;
use insights::InsightsScreen;
use people::PeopleScreen;
use person::PersonScreen;
use person_list::PersonListScreen;
use pile::PileScreen;
use review::ReviewScreen;
use today::TodayScreen;
use welcome::WelcomeScreen;

type Row = (&'static ScreenSpec, fn() -> Screen);

/// All screens in the order of [`ScreenId`], which is Tab order: spec and constructor of the empty screen.
static SCREENS: [Row; ScreenId::COUNT] = [
    (&inbox::SPEC, || Screen::Inbox(InboxScreen::default())),
    (&requests::DECK.spec, || Screen::Review(Box::new(ReviewScreen::new(&requests::DECK)))),
    (&carry_out::SPEC, || Screen::CarryOut(CarryOutScreen::default())),
    (&today::SPEC, || Screen::Today(TodayScreen::default())),
    (&history::SPEC, || Screen::History(HistoryScreen::default())),
    (&people::SPEC, || Screen::People(PeopleScreen::default())),
    (&insights::SPEC, || Screen::Insights(InsightsScreen::default())),
    (&import_report::SPEC, || Screen::ImportReport(ImportReportScreen::default())),
    (&welcome::SPEC, || Screen::Welcome(WelcomeScreen::default())),
    (&person::SPEC, || Screen::Person(PersonScreen::default())),
    (&importing::SPEC, || Screen::Importing(ImportingScreen)),
    (&reach_out::FEW.spec, || Screen::Review(Box::new(ReviewScreen::new(&reach_out::FEW)))),
    (&reach_out::FIVE_NOTES.spec, || Screen::Review(Box::new(ReviewScreen::new(&reach_out::FIVE_NOTES)))),
    (&look_back::DECK.spec, || Screen::Review(Box::new(ReviewScreen::new(&look_back::DECK)))),
    (&pile::SPEC, || Screen::Pile(PileScreen::default())),
    (&keep_or_let_go::DECK.spec, || Screen::Review(Box::new(ReviewScreen::new(&keep_or_let_go::DECK)))),
    (&recommendations::LIST.spec, || Screen::PersonList(PersonListScreen::new(&recommendations::LIST))),
    (&own_requests::LIST.spec, || Screen::PersonList(PersonListScreen::new(&own_requests::LIST))),
];

/// Returns the specs of all screens.
pub fn specs() -> impl Iterator<Item = &'static ScreenSpec> {
    SCREENS.iter().map(|(spec, _)| *spec)
}

/// Returns the spec of a screen.
pub fn spec(id: ScreenId) -> &'static ScreenSpec {
    SCREENS[id as usize].0
}

/// Returns the screens that are tabs, in Tab order.
pub fn tabs() -> impl Iterator<Item = ScreenId> {
    specs().filter(|spec| spec.place == Place::Tab).map(|spec| spec.id)
}

/// A screen; all decks share one kind.
#[derive(Debug)]
pub enum Screen {
    /// Pending requests, in piles.
    Inbox(InboxScreen),
    /// Session over a deck.
    Review(Box<ReviewScreen>),
    /// Decisions to carry out on LinkedIn.
    CarryOut(CarryOutScreen),
    /// Everything for today: what comes back, what is owed, who wrote, whom to reach out to.
    Today(TodayScreen),
    /// Past decisions.
    History(HistoryScreen),
    /// People: accepted ones, those in touch, or all connections.
    People(PeopleScreen),
    /// Figures.
    Insights(InsightsScreen),
    /// Findings of the imports.
    ImportReport(ImportReportScreen),
    /// Instructions to get the file.
    Welcome(WelcomeScreen),
    /// One person.
    Person(PersonScreen),
    /// Progress of an import.
    Importing(ImportingScreen),
    /// A pile looked through.
    Pile(PileScreen),
    /// People for one purpose.
    PersonList(PersonListScreen),
}

impl Screen {
    /// Returns the screen as a layer.
    pub fn layer(&self) -> &dyn Layer {
        match self {
            Self::Inbox(screen) => screen,
            Self::Review(screen) => screen.as_ref(),
            Self::CarryOut(screen) => screen,
            Self::Today(screen) => screen,
            Self::History(screen) => screen,
            Self::People(screen) => screen,
            Self::Insights(screen) => screen,
            Self::ImportReport(screen) => screen,
            Self::Welcome(screen) => screen,
            Self::Person(screen) => screen,
            Self::Importing(screen) => screen,
            Self::Pile(screen) => screen,
            Self::PersonList(screen) => screen,
        }
    }

    /// Returns the screen as a mutable layer.
    pub fn layer_mut(&mut self) -> &mut dyn Layer {
        match self {
            Self::Inbox(screen) => screen,
            Self::Review(screen) => screen.as_mut(),
            Self::CarryOut(screen) => screen,
            Self::Today(screen) => screen,
            Self::History(screen) => screen,
            Self::People(screen) => screen,
            Self::Insights(screen) => screen,
            Self::ImportReport(screen) => screen,
            Self::Welcome(screen) => screen,
            Self::Person(screen) => screen,
            Self::Importing(screen) => screen,
            Self::Pile(screen) => screen,
            Self::PersonList(screen) => screen,
        }
    }
}

/// All screens, alive while another is shown, and the current one.
#[derive(Debug)]
pub struct Screens {
    current: ScreenId,
    opener: ScreenId,
    /// Each screen with the changes since its last refresh.
    all: [(Screen, Change); ScreenId::COUNT],
}

impl Screens {
    /// Returns empty screens; each is filled when first shown.
    pub fn new(at: ScreenId) -> Self {
        Self { current: at, opener: ScreenId::Inbox, all: SCREENS.map(|(_, new)| (new(), Change::All)) }
    }

    /// Returns the current screen.
    pub fn current_screen(&self) -> &Screen {
        &self.all[self.current as usize].0
    }

    /// Returns the current screen as a layer.
    pub fn current(&self) -> &dyn Layer {
        self.current_screen().layer()
    }

    /// Returns the current screen as a mutable layer.
    pub fn current_mut(&mut self) -> &mut dyn Layer {
        self.get_mut(self.current)
    }

    /// Returns a screen, current or not.
    pub fn get(&self, id: ScreenId) -> &Screen {
        &self.all[id as usize].0
    }

    /// Returns a screen as a mutable layer.
    pub fn get_mut(&mut self, id: ScreenId) -> &mut dyn Layer {
        self.all[id as usize].0.layer_mut()
    }

    /// Returns every screen with its id.
    pub fn iter(&self) -> impl Iterator<Item = (ScreenId, &dyn Layer)> {
        specs().zip(&self.all).map(|(spec, (screen, _))| (spec.id, screen.layer()))
    }

    /// Returns the id of the current screen.
    pub fn current_id(&self) -> ScreenId {
        self.current
    }

    /// Goes to a screen and refreshes it.
    pub fn go(&mut self, id: ScreenId, cx: &mut Cx) {
        if spec(id).place == Place::Opener && self.current != id {
            self.opener = self.current;
        }
        self.current = id;
        self.refresh(id, cx);
    }

    /// Returns the screen that leaving leads to.
    pub fn back(&self) -> ScreenId {
        match spec(self.current).place {
            Place::Tab => ScreenId::Inbox,
            Place::Under(tab) => tab,
            Place::Opener => self.opener,
        }
    }

    /// Returns the tab of the current screen.
    pub fn tab(&self) -> ScreenId {
        let under = |id| match spec(id).place {
            Place::Tab => Some(id),
            Place::Under(tab) => Some(tab),
            Place::Opener => None,
        };
        under(self.current).or_else(|| under(self.opener)).unwrap_or(ScreenId::Inbox)
    }

    /// Records a model change: the current screen is refreshed now, the others when they are shown.
    pub fn apply_change(&mut self, change: &Change, cx: &mut Cx) {
        self.all.iter_mut().for_each(|(_, stale)| stale.merge(change));
        self.refresh(self.current, cx);
    }

    /// Refreshes a screen if anything changed since its last refresh.
    pub fn refresh(&mut self, id: ScreenId, cx: &mut Cx) {
        let (screen, stale) = &mut self.all[id as usize];
        match std::mem::take(stale) {
            Change::Nothing => {}
            change @ (Change::One(_) | Change::Several | Change::All) => screen.layer_mut().refresh(&change, cx),
        }
    }
}
