//! What each action does.

use crate::domain::checklist::Answer;
use crate::domain::event::{Carried, Event};
use crate::domain::invitation::InvitationId;
use crate::domain::ledger::{Case, Ledger};
use crate::domain::people::Person;
use crate::domain::person::PersonKey;
use crate::domain::renewal::Named;
use crate::domain::untrusted::Untrusted;

use super::App;
use super::action::Action;
use super::drawn::Drawn;
use super::effect::Effect;
use super::keymap::Context;
use super::letter::Letter;
use super::notice::Notice;
use super::overlay::{Finder, Overlay, Palette};
use super::screen::agenda::AgendaScreen;
use super::screen::carry::CarryScreen;
use super::screen::found::FoundScreen;
use super::screen::history::HistoryScreen;
use super::screen::opening::{Begin, Opening};
use super::screen::people::{PeopleScreen, PersonPage};
use super::screen::{Screen, Tab, moved};

impl App {
    /// Does what was asked for, or says why not.
    pub(super) fn act(&mut self, action: Action, drawn: Drawn) -> Option<Effect> {
        if let Some(why) = self.refusal(action) {
            self.notice = Some(Notice::hint(why));
            return None;
        }
        match action {
            Action::Yes => self.answer(Answer::Yes),
            Action::No => self.answer(Answer::No),
            Action::Unsure => self.answer(Answer::Unsure),
            Action::Question1
            | Action::Question2
            | Action::Question3
            | Action::Question4
            | Action::Question5
            | Action::Question6
            | Action::Question7
            | Action::Question8
            | Action::Question9 => self.sitting.focus = action.question().unwrap_or_default(),
            Action::Accept => self.ask_accept(),
            Action::Decline => self.ask_decline(),
            Action::FollowUp => self.ask_follow_up(),
            Action::AskAgain => return self.ask_again(),
            Action::Park => return self.park(),
            Action::Note => self.ask_note(),
            Action::Complete => self.ask_description(),
            Action::Add => self.ask_request(),
            Action::Skip => self.skip(),
            Action::Back => self.look(false),
            Action::Forward => self.look(true),
            Action::Prompts => self.overlay = Some(Overlay::Prompts { scroll: 0 }),
            Action::Open => return self.whom().and_then(|(person, _)| person.profile_url()).map(Effect::Open),
            Action::Copy => self.write_letter(),
            Action::Write => self.in_letter(Letter::write),
            Action::CarryOut => return self.carry_out(Carried::Done),
            Action::NotThere => return self.carry_out(Carried::NotThere),
            Action::Keep => return self.keep_promise(),
            Action::Retry => return self.retry(),
            Action::Undo => return self.undo(),
            Action::Redo => return self.redo(),
            Action::Reopen => return self.reopen(),
            Action::Start => self.start(),
            Action::Order => self.change_order(),
            Action::Demo => return Some(Effect::Demo),
            Action::Confirm => return self.confirm(drawn),
            Action::Cancel => self.cancel(),
            Action::NextField | Action::PreviousField => {
                self.in_form(|form| form.move_focus(action == Action::NextField));
            }
            Action::NextChoice | Action::PreviousChoice => {
                self.in_form(|form| form.move_choice(action == Action::NextChoice));
                self.in_letter(|letter| letter.choose(action == Action::NextChoice));
                self.follow_format();
            }
            Action::Editor => return self.edit(),
            Action::Up | Action::Down | Action::PageUp | Action::PageDown | Action::First | Action::Last => {
                self.move_by(action, drawn);
                self.follow_format();
            }
            Action::NextScreen => self.go(self.screen.tab().beside(true)),
            Action::PreviousScreen => self.go(self.screen.tab().beside(false)),
            Action::GoTo => self.overlay = Some(Overlay::Going),
            Action::GoOpening => self.go(Tab::Opening),
            Action::GoCards => self.go(Tab::Cards),
            Action::GoFound => self.go(Tab::Found),
            Action::GoWelcome => self.go(Tab::Welcome),
            Action::GoCarry => self.go(Tab::Carry),
            Action::GoAgenda => self.go(Tab::Agenda),
            Action::GoHistory => self.go(Tab::History),
            Action::GoPeople => self.go(Tab::People),
            Action::Search => self.search(),
            Action::Filter => self.overlay = Some(Overlay::Narrowing),
            Action::FilterVerdict => self.in_history(HistoryScreen::next_verdict),
            Action::View => self.next_view(),
            Action::ShowAll => self.show_all(),
            Action::Page => self.open_page(),
            Action::Leave => self.leave_page(),
            Action::Retract => return self.retract(),
            Action::Export => self.ask_export(),
            Action::Help => self.overlay = Some(Overlay::Help { context: self.context(), scroll: 0 }),
            Action::Palette => self.overlay = Some(Overlay::Palette(Box::new(Palette::new(self.possible_here())))),
            Action::Suspend => return Some(Effect::Suspend),
            Action::Quit => return self.quit(),
        }
        None
    }

    /// Goes to a screen.
    pub(super) fn go(&mut self, tab: Tab) {
        self.overlay = None;
        self.screen = match tab {
            Tab::Welcome => Screen::Welcome { scroll: 0 },
            Tab::Opening => {
                self.inbox = crate::domain::inbox::Inbox::of(&self.ledger, &self.network, self.moment.today);
                Screen::Opening(Opening::of(&self.inbox, &self.ledger, self.moment.today))
            }
            Tab::Cards => Screen::Cards,
            Tab::Carry => Screen::Carry(CarryScreen::of(&self.ledger)),
            Tab::Agenda => Screen::Agenda(AgendaScreen::of(&self.ledger, self.moment.today)),
            Tab::Found => Screen::Found(FoundScreen::of(&self.ledger, &self.network, &self.found)),
            Tab::History => Screen::History(HistoryScreen::of(&self.ledger)),
            Tab::People => Screen::People(PeopleScreen::of(&self.ledger)),
        };
        if tab == Tab::Cards {
            self.face();
        }
    }

    /// Every action that has a key on the screen that is up and is possible now.
    pub fn possible_here(&self) -> Vec<Action> {
        let mut actions: Vec<Action> = Vec::new();
        let context = self.screen.context(self.case().is_none());
        let everywhere = [
            Action::GoOpening,
            Action::GoCards,
            Action::GoCarry,
            Action::GoAgenda,
            Action::GoHistory,
            Action::GoPeople,
            Action::GoFound,
            Action::GoWelcome,
            Action::Add,
            Action::Export,
        ];
        for action in self.settings.keymap.here(context).map(|binding| binding.action).chain(everywhere) {
            let useful = action != Action::Palette && self.refusal(action).is_none();
            if useful && !actions.contains(&action) {
                actions.push(action);
            }
        }
        actions
    }

    fn answer(&mut self, answer: Answer) {
        let questions = self.settings.checklist.questions();
        let Some(question) = questions.get(self.sitting.focus).map(|question| question.id.clone()) else { return };
        let last = questions.len() - 1;
        if let Some(draft) = self.sitting.draft_mut() {
            draft.answers.set(question, answer);
        }
        self.sitting.focus = (self.sitting.focus + 1).min(last);
    }

    fn skip(&mut self) {
        self.sitting.skip();
        self.sitting.show_next_open(&self.ledger, self.moment.today);
        self.face();
        self.notice = Some(Notice::done("Skipped: it comes back at the end of this sitting"));
    }

    fn look(&mut self, forward: bool) {
        if self.sitting.look(forward) {
            self.face();
        } else {
            let edge = if forward { "This is the last card" } else { "This is the first card" };
            self.notice = Some(Notice::hint(edge));
        }
    }

    /// Begins a sitting from the opening screen, or goes on after a portion.
    fn start(&mut self) {
        match &self.screen {
            Screen::Opening(opening) => match opening.chosen() {
                Begin::Cards(only) => {
                    self.deal(only);
                    self.go(Tab::Cards);
                }
                Begin::CarryOut => self.go(Tab::Carry),
                Begin::Agenda => self.go(Tab::Agenda),
            },
            Screen::Welcome { .. }
            | Screen::Importing { .. }
            | Screen::Cards
            | Screen::Carry(_)
            | Screen::Agenda(_)
            | Screen::Found(_)
            | Screen::History(_)
            | Screen::People(_)
            | Screen::Person(_) => {
                self.overlay = None;
                self.face();
            }
        }
    }

    fn change_order(&mut self) {
        self.order = self.order.next();
        self.notice = Some(Notice::done(format!("Order: {}", self.order.words())));
    }

    fn retry(&mut self) -> Option<Effect> {
        self.unsaved.take().map(|unsaved| Effect::Append { event: unsaved.event, again: unsaved.again })
    }

    fn undo(&mut self) -> Option<Effect> {
        let entry = self.ledger.undoable()?.id.clone();
        Some(Effect::Append { event: Event::Retracted { entry }, again: None })
    }

    fn redo(&mut self) -> Option<Effect> {
        let (entry, event) = self.ledger.redoable()?;
        Some(Effect::Append { again: Some(entry.id.clone()), event })
    }

    fn reopen(&mut self) -> Option<Effect> {
        let Screen::Found(found) = &self.screen else { return None };
        let invitation = found.named()?.request.clone()?;
        Some(Effect::Append { event: Event::Reopened { invitation }, again: None })
    }

    fn confirm(&mut self, drawn: Drawn) -> Option<Effect> {
        match self.overlay.take() {
            Some(Overlay::Form(form)) => self.submit(form),
            Some(Overlay::Palette(palette)) => palette.action().and_then(|action| self.act(action, drawn)),
            Some(Overlay::Finder(finder)) => {
                self.open_found(&finder);
                None
            }
            Some(Overlay::Preview(preview)) => {
                Some(Effect::Export { export: preview.export, overwrite: preview.exists })
            }
            Some(Overlay::Guard(_)) => {
                self.after_guard();
                None
            }
            Some(Overlay::Letter(letter)) => self.copy_letter(letter),
            Some(
                Overlay::Help { .. }
                | Overlay::Prompts { .. }
                | Overlay::Narrowing
                | Overlay::Portion
                | Overlay::Leaving(_)
                | Overlay::Going,
            )
            | None => None,
        }
    }

    fn cancel(&mut self) {
        match self.overlay.take() {
            Some(Overlay::Portion | Overlay::Guard(_)) => self.go(Tab::Opening),
            Some(Overlay::Letter(letter)) => self.put_letter_aside(letter),
            Some(Overlay::Form(form)) => {
                self.keep_what_was_typed(&form);
                self.kept = Some(form);
            }
            Some(
                Overlay::Help { .. }
                | Overlay::Prompts { .. }
                | Overlay::Palette(_)
                | Overlay::Finder(_)
                | Overlay::Narrowing
                | Overlay::Preview(_)
                | Overlay::Leaving(_)
                | Overlay::Going,
            )
            | None => {}
        }
    }

    /// Everybody, ready to be found.
    fn search(&mut self) {
        self.everybody = std::mem::take(&mut self.everybody).renewed(&self.ledger);
        self.overlay = Some(Overlay::Finder(Box::new(Finder::new(&self.everybody))));
    }

    /// The card of somebody who waits, the page of anybody else.
    fn open_found(&mut self, finder: &Finder) {
        let found = finder.ranking.hits.get(finder.chosen).and_then(|hit| self.everybody.people.get(hit.index));
        let Some(Person { key, latest, standing, name }) = found.cloned() else { return };
        if standing.waits_on(self.moment.today) {
            self.sitting.show(&latest);
            self.go(Tab::Cards);
        } else {
            self.show_page(key, name, Some(latest));
        }
    }

    fn open_page(&mut self) {
        let named = if let Screen::Found(found) = &self.screen {
            found.named().map(|named| {
                let Named { person, name, request, says: _ } = named;
                (person.clone(), name.clone(), request.clone())
            })
        } else {
            self.subject().map(Case::invitation).map(|i| (i.person.clone(), i.name.clone(), Some(i.id.clone())))
        };
        if let Some((key, name, latest)) = named {
            self.show_page(key, name, latest);
        }
    }

    fn show_page(&mut self, key: PersonKey, name: Untrusted, latest: Option<InvitationId>) {
        let latest = latest.or_else(|| self.ledger.cases_of(&key).last().map(|case| case.invitation().id.clone()));
        let before = std::mem::replace(&mut self.screen, Screen::Cards);
        // One page is not stacked upon another.
        let from = if let Screen::Person(page) = before { page.from } else { Box::new(before) };
        self.screen = Screen::Person(PersonPage { key, name, latest, scroll: 0, from });
    }

    /// Back to the screen from which a page was opened, which may have changed meanwhile.
    fn leave_page(&mut self) {
        if let Screen::Person(page) = std::mem::replace(&mut self.screen, Screen::Cards) {
            self.screen = *page.from;
            self.refresh();
        }
    }

    fn in_history(&mut self, change: impl FnOnce(&mut HistoryScreen, &Ledger)) {
        if let Screen::History(history) = &mut self.screen {
            change(history, &self.ledger);
        }
    }

    fn next_view(&mut self) {
        if let Screen::History(history) = &mut self.screen {
            let name = history.next_view(&self.settings.views, &self.ledger);
            self.notice = name.map(|name| Notice::done(format!("View: {name}")));
        }
    }

    /// The whole history again; from the whole history, back to the opening screen.
    fn show_all(&mut self) {
        if let Screen::History(history) = &mut self.screen
            && !history.filter.text().is_empty()
        {
            history.filter = super::field::Field::default();
            history.narrow(&self.ledger);
        } else {
            self.go(Tab::Opening);
        }
    }

    fn retract(&mut self) -> Option<Effect> {
        let Screen::History(history) = &self.screen else { return None };
        let entry = history.past(&self.ledger)?.entry.id.clone();
        Some(Effect::Append { event: Event::Retracted { entry }, again: None })
    }

    fn in_form(&mut self, change: impl FnOnce(&mut super::form::Form)) {
        if let Some(Overlay::Form(form)) = &mut self.overlay {
            change(form);
        }
    }

    fn edit(&mut self) -> Option<Effect> {
        match &mut self.overlay {
            Some(Overlay::Form(form)) => form.field().map(|field| Effect::Edit(field.text().to_owned())),
            Some(Overlay::Letter(letter)) => letter.field().map(|field| Effect::Edit(field.text().to_owned())),
            _ => None,
        }
    }

    fn move_by(&mut self, action: Action, drawn: Drawn) {
        match &mut self.overlay {
            Some(Overlay::Palette(palette)) => palette.move_choice(action == Action::Down),
            Some(Overlay::Form(form)) => form.move_line(action == Action::Down),
            Some(Overlay::Finder(finder)) => finder.move_choice(action == Action::Down),
            Some(Overlay::Letter(letter)) if letter.writing => {
                if let Some(field) = letter.field() {
                    field.move_line(action == Action::Down);
                }
            }
            Some(Overlay::Going) => {
                self.overlay = None;
                self.move_by(action, drawn);
            }
            Some(overlay) => {
                if let Some(scroll) = overlay.scroll() {
                    *scroll = moved(*scroll, action, drawn.page(), drawn.overflow);
                }
            }
            None => self.move_screen(action, drawn),
        }
    }

    fn move_screen(&mut self, action: Action, drawn: Drawn) {
        match &mut self.screen {
            Screen::Welcome { scroll } => *scroll = moved(*scroll, action, drawn.page(), drawn.overflow),
            Screen::Importing { .. } => {}
            Screen::Opening(opening) => {
                opening.marked = moved(opening.marked, action, drawn.page(), opening.last());
            }
            Screen::Cards => self.sitting.scroll = moved(self.sitting.scroll, action, drawn.page(), drawn.overflow),
            Screen::Carry(carry) => carry.move_by(action, drawn.page()),
            Screen::Agenda(agenda) => {
                agenda.marked = moved(agenda.marked, action, drawn.page(), agenda.items.len().saturating_sub(1));
            }
            Screen::Found(found) => {
                found.marked = moved(found.marked, action, drawn.page(), found.rows.len().saturating_sub(1));
            }
            Screen::History(history) => {
                history.marked = moved(history.marked, action, drawn.page(), history.rows.len().saturating_sub(1));
            }
            Screen::People(people) => {
                people.marked = moved(people.marked, action, drawn.page(), people.people.len().saturating_sub(1));
            }
            Screen::Person(page) => page.scroll = moved(page.scroll, action, drawn.page(), drawn.overflow),
        }
    }

    /// Leaves at once, unless words were written on a card that no decision holds.
    fn quit(&mut self) -> Option<Effect> {
        let mut written: Vec<String> = self
            .sitting
            .written()
            .filter_map(|id| self.ledger.case(id))
            .map(|case| case.invitation().name.shown_name())
            .collect();
        written.sort_unstable();
        if written.is_empty() || self.context() == Context::Leaving {
            return Some(Effect::Quit);
        }
        self.overlay = Some(Overlay::Leaving(written));
        None
    }
}
