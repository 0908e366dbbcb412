//! What a key means. Pure: no file, no clock, no terminal.
//!
//! `update` turns a key into an action and an action into a change of what is shown, or into a wish (an
//! [`Effect`]); `hear` takes in what came of the wish. Nothing is done on the screen before it is done on disk.

#![warn(clippy::wildcard_enum_match_arm)]

mod act;
pub mod action;
mod afterwards;
mod ask;
pub mod drawn;
pub mod effect;
pub mod field;
pub mod form;
mod hear;
pub mod input;
pub mod key;
pub mod keymap;
pub mod letter;
pub mod notice;
pub mod overlay;
pub mod screen;
pub mod settings;
pub mod sitting;

use crate::domain::arrival::Found;
use crate::domain::decision::Draft;
use crate::domain::event::{EntryId, Event};
use crate::domain::inbox::Inbox;
use crate::domain::invitation::InvitationId;
use crate::domain::ledger::{Case, Ledger};
use crate::domain::network::Network;
use crate::domain::pile::Order;
use crate::domain::renewal::Named;

use action::Action;
use drawn::Drawn;
use effect::Effect;
use form::Form;
use input::{Input, Moment};
use key::Key;
use keymap::Context;
use letter::Letter;
use notice::Notice;
use overlay::{Everybody, Overlay};
use screen::Screen;
use screen::carry::CarryScreen;
use screen::opening::Opening;
use settings::Settings;
use sitting::Sitting;

/// A decision, or another event, that could not be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unsaved {
    /// What was to be written.
    pub event: Event,
    /// For a redo.
    pub again: Option<EntryId>,
    /// Why not, and what to do.
    pub why: String,
}

impl Unsaved {
    /// Whether it need not be written any more, now that `event` was: the same, or another decision upon the request.
    fn is_settled_by(&self, event: &Event) -> bool {
        match (&self.event, event) {
            (Event::Decided(unsaved), Event::Decided(saved)) => unsaved.invitation == saved.invitation,
            (unsaved, saved) => unsaved == saved,
        }
    }
}

/// Everything the program knows while it runs. `update` does no I/O and changes no decision; it can only ask.
#[derive(Debug)]
pub struct App {
    /// What a configuration may change.
    pub settings: Settings,
    /// What was decided.
    pub ledger: Ledger,
    /// What the exports say.
    pub network: Network,
    /// What the imports of this run found.
    pub found: Vec<Found>,
    /// What waits, as of the last look.
    pub inbox: Inbox,
    /// In which order the cards come.
    pub order: Order,
    /// The cards in hand.
    pub sitting: Sitting,
    /// The screen that is up.
    pub screen: Screen,
    /// What lies over it.
    pub overlay: Option<Overlay>,
    /// Everybody, ready to be searched.
    pub everybody: Everybody,
    /// The form that was left last, so that nothing typed into it is lost.
    kept: Option<Form>,
    /// The message that was written last, for the same reason.
    letter: Option<Letter>,
    /// What was done, or why not.
    pub notice: Option<Notice>,
    /// What could not be written; stays until it could.
    pub unsaved: Option<Unsaved>,
    /// Why nothing can be written at all, where that is so from the start.
    pub read_only: Option<String>,
    /// Now, as the shell said last.
    pub moment: Moment,
}

impl App {
    /// An app over what is on disk. Begins with the first card, with the opening screen, or, where there is no
    /// request at all, with how to get the file.
    pub fn new(
        settings: Settings,
        ledger: Ledger,
        network: Network,
        found: Vec<Found>,
        moment: Moment,
        at_cards: bool,
    ) -> Self {
        let mut app = Self::awaiting_import(settings, ledger, moment);
        (app.network, app.found) = (network, found);
        app.begin(at_cards);
        app
    }

    /// An app that shows how far the reading of an export is, until that is taken in.
    pub fn awaiting_import(settings: Settings, ledger: Ledger, moment: Moment) -> Self {
        Self {
            settings,
            ledger,
            network: Network::default(),
            found: Vec::new(),
            inbox: Inbox::default(),
            order: Order::default(),
            sitting: Sitting::default(),
            screen: Screen::Importing { progress: String::new() },
            overlay: None,
            everybody: Everybody::default(),
            kept: None,
            letter: None,
            notice: None,
            unsaved: None,
            read_only: None,
            moment,
        }
    }

    /// Begins with the first card, if so wished, else with the opening screen, or how to get the file.
    fn begin(&mut self, at_cards: bool) {
        self.deal(None);
        self.screen = match (at_cards, self.ledger.tally().all()) {
            (true, _) => Screen::Cards,
            (false, 0) => Screen::Welcome { scroll: 0 },
            (false, _) => Screen::Opening(Opening::of(&self.inbox, &self.ledger, self.moment.today)),
        };
    }

    /// Where keys are heard now.
    pub fn context(&self) -> Context {
        self.overlay.as_ref().map_or_else(|| self.screen.context(self.case().is_none()), Overlay::context)
    }

    /// The request on the card that is up.
    pub fn case(&self) -> Option<&Case> {
        self.sitting.current().and_then(|id| self.ledger.case(id))
    }

    /// The request that is in sight: the card, the marked line, the person's latest.
    pub fn subject(&self) -> Option<&Case> {
        match &self.screen {
            Screen::Cards => self.case(),
            Screen::History(history) => {
                history.past(&self.ledger).and_then(|past| self.ledger.case(&past.decision.invitation))
            }
            Screen::People(people) => {
                people.people.get(people.marked).and_then(|person| self.ledger.case(&person.latest))
            }
            Screen::Person(page) => self.ledger.case(page.latest.as_ref()?),
            Screen::Carry(carry) => self.ledger.case(carry.current()?),
            Screen::Agenda(agenda) => self.ledger.case(&agenda.item()?.id),
            Screen::Welcome { .. } | Screen::Importing { .. } | Screen::Opening(_) | Screen::Found(_) => None,
        }
    }

    /// What is being considered upon a request; where something was decided already, that, without the reason: it
    /// was one for what was decided then.
    pub fn draft_of(&self, id: &InvitationId) -> Draft {
        let draft = self.sitting.draft_of(id);
        let decided = self.ledger.case(id).and_then(|case| self.ledger.decision_of(case));
        match decided {
            Some((_, decision)) if draft.is_empty() => Draft { reason: String::new(), ..Draft::of(decision) },
            _ => draft,
        }
    }

    /// Takes in what the person did. What must be done in the world is asked for, not done.
    pub fn update(&mut self, input: Input, drawn: Drawn, moment: Moment) -> Option<Effect> {
        self.moment = moment;
        match input {
            Input::Key(key) => self.press(key, drawn),
            Input::Paste(text) => {
                self.paste(&text);
                None
            }
            Input::Resized => None,
        }
    }

    fn press(&mut self, key: Key, drawn: Drawn) -> Option<Effect> {
        self.notice = None;
        let lookup = |context| self.settings.keymap.lookup(context, key, |action| self.refusal(action).is_none());
        if let Some(action) = lookup(self.context()) {
            return self.act(action, drawn);
        }
        // At the end of a portion a key of the card says "go on" as well as Enter does, and is not lost.
        if let (Some(Overlay::Portion), Some(action)) = (&self.overlay, lookup(Context::Card)) {
            self.overlay = None;
            return self.act(action, drawn);
        }
        self.type_key(key);
        None
    }

    fn type_key(&mut self, key: Key) {
        match &mut self.overlay {
            Some(Overlay::Form(form)) => form.hear(key),
            Some(Overlay::Letter(letter)) if letter.writing => {
                if let Some(field) = letter.field() {
                    field.hear(key);
                }
            }
            Some(Overlay::Palette(palette)) => palette.hear(key),
            Some(Overlay::Finder(finder)) => finder.hear(key, &mut self.everybody, &self.ledger, &self.network),
            Some(Overlay::Narrowing) => {
                if let Screen::History(history) = &mut self.screen
                    && history.filter.hear(key)
                {
                    history.narrow(&self.ledger);
                }
            }
            Some(Overlay::Going) => self.overlay = None,
            _ => {}
        }
    }

    /// Whether there is something left to do that takes longer than a picture may: [`App::go_on`] does a part of it.
    pub fn has_more_to_do(&self) -> bool {
        let Some(Overlay::Finder(finder)) = &self.overlay else { return false };
        !self.everybody.is_whole() || !finder.is_whole(&self.everybody)
    }

    /// Does a part of what is left to do, of a few milliseconds.
    pub fn go_on(&mut self) {
        if let Some(Overlay::Finder(finder)) = &mut self.overlay {
            finder.go_on(&mut self.everybody, &self.ledger, &self.network);
        }
    }

    /// Pasted text goes into a field and nowhere else.
    fn paste(&mut self, text: &str) {
        match &mut self.overlay {
            Some(Overlay::Form(form)) => {
                if let Some(field) = form.field() {
                    field.insert(text);
                }
            }
            Some(Overlay::Letter(letter)) if letter.writing => {
                if let Some(field) = letter.field() {
                    field.insert(text);
                }
            }
            Some(Overlay::Palette(palette)) => {
                palette.query.insert(&text.replace('\n', " "));
                palette.search();
            }
            Some(Overlay::Finder(finder)) => {
                finder.query.insert(&text.replace('\n', " "));
                finder.search(&mut self.everybody, &self.ledger, &self.network);
            }
            Some(Overlay::Narrowing) => {
                if let Screen::History(history) = &mut self.screen {
                    history.filter.insert(&text.replace('\n', " "));
                    history.narrow(&self.ledger);
                }
            }
            _ => self.notice = Some(Notice::hint("Pasted text goes into text fields only; nothing was done")),
        }
    }

    /// Why an action is not possible now; help, status line and executor all ask this.
    #[expect(clippy::too_many_lines, reason = "names every action")]
    pub fn refusal(&self, action: Action) -> Option<String> {
        let no_card = || self.subject().is_none().then(|| "Nobody is in sight here".to_owned());
        let nobody = || self.whom().is_none().then(|| "Nobody is in sight here".to_owned());
        let unwritable = || self.read_only.as_ref().map(|why| format!("Nothing can be written: {why}"));
        match action {
            Action::Accept | Action::Decline | Action::FollowUp | Action::Park => {
                unwritable().or_else(|| self.elsewhere_unsaved()).or_else(no_card)
            }
            Action::AskAgain => unwritable().or_else(|| self.elsewhere_unsaved()).or_else(no_card).or_else(|| {
                let asked = self.subject().and_then(|case| self.asked_before(&case.invitation().id));
                asked.is_none().then(|| "Nothing was asked yet; f asks first".to_owned())
            }),
            Action::Complete => unwritable().or_else(|| self.elsewhere_unsaved()).or_else(nobody),
            Action::Copy => nobody(),
            Action::Yes | Action::No | Action::Unsure | Action::Skip | Action::Note => no_card(),
            Action::CarryOut | Action::NotThere => {
                let more = |carry: &CarryScreen| action == Action::CarryOut && carry.left() > 0;
                if let Screen::Carry(carry) = &self.screen
                    && (carry.current().is_some() || more(carry))
                {
                    return unwritable();
                }
                Some("There is nothing to carry out".to_owned())
            }
            Action::Keep => unwritable().or_else(|| self.owed().is_none().then(|| "Nothing is owed here".to_owned())),
            Action::Question1
            | Action::Question2
            | Action::Question3
            | Action::Question4
            | Action::Question5
            | Action::Question6
            | Action::Question7
            | Action::Question8
            | Action::Question9 => {
                let count = self.settings.checklist.questions().len();
                action.question().filter(|at| *at >= count).map(|_| format!("There are {count} questions"))
            }
            Action::Open => match self.whom() {
                None => nobody(),
                Some((person, _)) => person
                    .profile_url()
                    .is_none()
                    .then(|| "No address of a profile is known; search the name on LinkedIn by hand".to_owned()),
            },
            Action::Retry => self.unsaved.is_none().then(|| "Everything is on disk".to_owned()),
            Action::Undo => {
                unwritable().or_else(|| self.ledger.undoable().is_none().then(|| "There is nothing to undo".to_owned()))
            }
            Action::Redo => {
                unwritable().or_else(|| (!self.ledger.can_redo()).then(|| "There is nothing to redo".to_owned()))
            }
            Action::Reopen => {
                if let Screen::Found(found) = &self.screen
                    && found.named().is_some_and(|named| self.is_closed(named))
                {
                    return unwritable();
                }
                Some("Mark a closed request first".to_owned())
            }
            Action::Add => unwritable(),
            Action::Search => (self.ledger.tally().all() == 0).then(|| "There is nobody to find yet".to_owned()),
            Action::Page => {
                if let Screen::Found(found) = &self.screen {
                    return found.named().is_none().then(|| "Mark somebody first".to_owned());
                }
                no_card()
            }
            Action::View => {
                self.settings.views.is_empty().then(|| "No view is saved; `invite-triage config` shows how".to_owned())
            }
            Action::Retract => {
                if let Screen::History(history) = &self.screen
                    && history.past(&self.ledger).is_some()
                {
                    return unwritable();
                }
                Some("Mark a decision first".to_owned())
            }
            Action::Export => (self.ledger.decisions() == 0)
                .then(|| "Nothing was decided yet, so there is nobody to export".to_owned()),
            Action::Write
            | Action::Demo
            | Action::Leave
            | Action::GoCarry
            | Action::GoAgenda
            | Action::Back
            | Action::Forward
            | Action::Prompts
            | Action::Start
            | Action::Order
            | Action::Confirm
            | Action::Cancel
            | Action::NextField
            | Action::PreviousField
            | Action::PreviousChoice
            | Action::NextChoice
            | Action::Editor
            | Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::First
            | Action::Last
            | Action::NextScreen
            | Action::PreviousScreen
            | Action::GoTo
            | Action::GoOpening
            | Action::GoCards
            | Action::GoFound
            | Action::GoWelcome
            | Action::GoHistory
            | Action::GoPeople
            | Action::Filter
            | Action::FilterVerdict
            | Action::ShowAll
            | Action::Help
            | Action::Palette
            | Action::Suspend
            | Action::Quit => None,
        }
    }

    /// Whether an import closed the request of somebody on the list of what was found.
    fn is_closed(&self, named: &Named) -> bool {
        let case = named.request.as_ref().and_then(|id| self.ledger.case(id));
        case.is_some_and(|case| self.ledger.closing_of(case).is_some())
    }

    /// Why nothing else can be decided while a decision upon another request is not saved.
    fn elsewhere_unsaved(&self) -> Option<String> {
        let Event::Decided(decision) = &self.unsaved.as_ref()?.event else { return None };
        let here = self.subject().is_some_and(|case| case.invitation().id == decision.invitation);
        (!here).then(|| format!("{} is not saved yet; r tries again", decision.name.shown_name()))
    }

    /// Looks at what waits again, and deals a deck of it for a new sitting.
    fn deal(&mut self, only: Option<crate::domain::pile::Pile>) {
        self.sitting.begin_anew();
        self.deal_again(only);
    }

    /// Deals again within the sitting: what was written and counted stays.
    fn deal_again(&mut self, only: Option<crate::domain::pile::Pile>) {
        let today = self.moment.today;
        self.inbox = Inbox::of(&self.ledger, &self.network, today);
        let deck = self.inbox.deck(&self.ledger, &self.network, self.order, only, today);
        self.sitting.take_deck(deck, only);
        self.sitting.show_next_open(&self.ledger, today);
        self.face();
    }

    /// Called whenever another card may be up.
    fn face(&mut self) {
        let open = self.sitting.draft().and_then(|draft| draft.answers.first_open(&self.settings.checklist));
        self.sitting.face(&self.ledger, &self.network, &self.inbox, open, self.moment.now);
    }
}
