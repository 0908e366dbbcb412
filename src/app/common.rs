//! Default handling of actions, shared by all screens; a layer may override it.

use std::borrow::Cow;

use crate::domain::care::today::OwedPromise;
use crate::domain::decision::care_event::CareEvent;
use crate::domain::decision::event::{Event, GivenGift, NewEvent};

use super::action::Action;
use super::ask;
use super::command::{Command, Cx, FormSpec, Handled};
use super::decide::previous_question;
use super::effect::Effect;
use super::form;
use super::ids::{Context, OverlayId, ScreenId, Selection};
use super::model::Model;
use super::overlay::message;
use super::screen::tabs;

/// What to do about somebody whose profile is not known.
pub const NO_ADDRESS: &str = "No profile link. Search for the name on LinkedIn.";

/// Returns the reason an action is disabled for this selection; `None` where a layer gives it a meaning of its own.
pub fn disabled(action: Action, selected: Option<&Selection>, model: &Model) -> Option<Cow<'static, str>> {
    if let Some(why) = model.read_only.as_ref().filter(|_| action.writes()) {
        return Some(format!("Nothing can be written: {why}").into());
    }
    let selected = selected?;
    if action.writes() && action.needed_selection().is_some() {
        let elsewhere = blocked_by_failed_write(selected, model);
        if elsewhere.is_some() {
            return elsewhere;
        }
    }
    let is_there = match action.needed_selection() {
        Some("request") => selected.case(&model.ledger).is_some(),
        Some("person") => selected.person(&model.ledger).is_some(),
        _ => true,
    };
    if !is_there {
        let has_no_request = action.needed_selection() == Some("request") && selected.person(&model.ledger).is_some();
        let why =
            if has_no_request { "No request here. {go_keep_or_let_go} keeps or lets go." } else { "No one selected" };
        return Some(with_keys(why, model).into());
    }
    specific_reason(action, selected, model).map(|why| with_keys(why, model).into())
}

/// Fills in keys, those of the card first.
fn with_keys(sentence: &str, model: &Model) -> String {
    model.settings.keymap.fill_in(Context::Screen(ScreenId::Triage), sentence)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "a few of many actions want something of their own")]
fn specific_reason(action: Action, selected: &Selection, model: &Model) -> Option<&'static str> {
    let ledger = &model.ledger;
    let (is_possible, why) = match action {
        Action::AskAgain => (previous_question(selected, model).is_some(), "Nothing asked yet; {follow_up} asks first"),
        Action::GiveGift => {
            let promise = || ask::owed_promise(selected, model).is_some();
            (ask::owed_gift(selected, model).is_some() || promise(), "You owe nothing here")
        }
        Action::Open => {
            let address = selected.person(ledger).and_then(|person| person.profile_url());
            (address.is_some(), NO_ADDRESS)
        }
        Action::CopyAddress => {
            let address = selected.person(ledger).and_then(|person| ledger.address_of(&person));
            (address.is_some(), NO_ADDRESS)
        }
        Action::ComposeMessage | Action::Promise => {
            let has_died = selected.person(ledger).is_some_and(|person| ledger.has_died(&person));
            (!has_died, "You noted that they have died")
        }
        Action::Prompts => {
            let settings = &model.settings;
            (
                !settings.prompts.is_empty() || !settings.profile.is_empty(),
                "The configuration leaves nothing to consider",
            )
        }
        Action::Retry => (model.failed_write.is_some(), "Everything is saved"),
        Action::Undo => (ledger.undoable().is_some() || model.taken_back().is_some(), "Nothing to undo"),
        Action::Demo => (!model.has_data(), "There is data already; invite-triage demo shows the made-up people"),
        Action::Redo => (ledger.can_redo(), "Nothing to redo"),
        Action::Search => (model.has_data(), "No one to search yet"),
        Action::Export => (ledger.decisions() > 0, "Nothing decided yet, so no one to export"),
        _ => (true, ""),
    };
    (!is_possible).then_some(why)
}

/// Returns why nothing else can be decided while a decision on another request is unsaved.
fn blocked_by_failed_write(selected: &Selection, model: &Model) -> Option<Cow<'static, str>> {
    let [NewEvent { event: Event::Decided(decision), .. }] = model.failed_write.as_ref()?.events.as_slice() else {
        return None;
    };
    let here = selected.case(&model.ledger).is_some_and(|case| case.invitation().id == decision.invitation);
    (!here).then(|| {
        let retry = model.settings.keymap.first_key(Action::Retry);
        format!("{} is not saved yet; {retry} tries again", decision.name.display_name()).into()
    })
}

/// Performs an action that no layer handled; `tab` is the current screen's tab.
#[expect(clippy::too_many_lines, reason = "it names every action")]
pub fn act(action: Action, selected: &Selection, tab: ScreenId, cx: &mut Cx) -> Handled {
    match action {
        Action::Accept => ask::open_accept_form(selected, cx),
        Action::Decline => ask::open_decline_form(selected, cx),
        Action::FollowUp => ask::open_follow_up_form(selected, cx),
        Action::AskAgain => ask::ask_again(selected, cx),
        Action::Park => ask::park_for_default_days(selected, cx),
        Action::EditDetails => {
            if let Some(person) = selected.person(&cx.model.ledger) {
                cx.open_form(&form::details::ON_PAGE, Selection::Person(person));
            }
        }
        Action::CompareCount => cx.open_form(&form::all::FORM, Selection::Nobody),
        Action::Add => cx.open_form(&form::add::FORM, Selection::Nobody),
        Action::Export => cx.open_form(&form::export::FORM, Selection::Nobody),
        Action::Open => {
            let address = selected.person(&cx.model.ledger).and_then(|person| person.profile_url());
            cx.commands.extend(address.map(|address| Command::Effect(Effect::Open(address))));
        }
        Action::CopyAddress => {
            let ledger = &cx.model.ledger;
            let address = selected.person(ledger).and_then(|person| ledger.address_of(&person));
            cx.commands.extend(address.map(|address| Command::Effect(Effect::Copy(address))));
        }
        Action::ComposeMessage => message::open(selected, cx),
        Action::GiveGift => give_gift(selected, cx),
        Action::LogContact => open_form_for_person(&form::contact::FORM, selected, cx),
        Action::Promise => open_form_for_person(&form::promise::FORM, selected, cx),
        Action::TalkSheet => open_form_for_person(&form::talk_sheet::FORM, selected, cx),
        Action::SetRhythm => open_form_for_person(&form::rhythm::FORM, selected, cx),
        Action::Invite => cx.open_form(&form::invite::FORM, Selection::Nobody),
        Action::Introduce => form::introduction::open(selected, cx),
        Action::Recommend => open_form_for_person(&form::recommendation::FORM, selected, cx),
        Action::Pledge => cx.open_form(&form::pledge::FORM, Selection::Nobody),
        Action::MyNews => cx.open_form(&form::my_news::FORM, Selection::Nobody),
        Action::OpenPerson => cx.show(ScreenId::Person, selected.clone()),
        Action::ClosePerson => cx.commands.push(Command::Back),
        Action::Retry => {
            if let Some(failed) = cx.model.failed_write.clone() {
                cx.append_all(failed.events);
            }
        }
        Action::Undo => undo(cx),
        Action::Redo => {
            if let Some(events) = cx.model.ledger.redo() {
                cx.append_all(events);
            }
        }
        Action::NextScreen | Action::PreviousScreen => cx.go(neighbour(tab, action == Action::NextScreen)),
        Action::Go(screen) => cx.go(screen),
        Action::DetailsDown | Action::DetailsUp => {
            cx.commands.push(Command::ScrollDetails(action == Action::DetailsDown));
        }
        Action::GoTo => cx.commands.push(Command::OpenOverlay(OverlayId::GoTo)),
        Action::Search => cx.commands.push(Command::OpenOverlay(OverlayId::Search)),
        Action::Palette => cx.commands.push(Command::OpenOverlay(OverlayId::Palette)),
        Action::Help => cx.commands.push(Command::OpenOverlay(OverlayId::Help)),
        Action::Import => cx.effect(Effect::FindExport),
        Action::Demo => cx.effect(Effect::Demo),
        Action::Reload => cx.effect(Effect::ReadConfig),
        Action::Prompts => cx.commands.push(Command::OpenOverlay(OverlayId::Prompts)),
        Action::Suspend => cx.effect(Effect::Suspend),
        Action::Quit => cx.effect(Effect::Quit),
        // Handled by a layer or a cursor. No wildcard here, so that the compiler asks for a new action.
        Action::Yes
        | Action::No
        | Action::Unsure
        | Action::Question1
        | Action::Question2
        | Action::Question3
        | Action::Question4
        | Action::Question5
        | Action::Question6
        | Action::Question7
        | Action::Question8
        | Action::Question9
        | Action::Skip
        | Action::ShowSince
        | Action::CopyText
        | Action::ShorterPeriod
        | Action::LongerPeriod
        | Action::ShowPeople
        | Action::Back
        | Action::Forward
        | Action::Note
        | Action::Tick
        | Action::EditMessage
        | Action::CarryOut
        | Action::NoAnswer
        | Action::FiveNotes
        | Action::RequestGone
        | Action::Start
        | Action::Order
        | Action::LookThrough
        | Action::KeepForCard
        | Action::DeclineRest
        | Action::Reopen
        | Action::ReopenAll
        | Action::Confirm
        | Action::Cancel
        | Action::Overwrite
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
        | Action::Filter
        | Action::FilterVerdict
        | Action::NextScope
        | Action::NextSavedView
        | Action::ShowAll
        | Action::Retract => return Handled::No,
    }
    Handled::Yes
}

fn open_form_for_person(form: &'static FormSpec, selected: &Selection, cx: &mut Cx) {
    if let Some(person) = selected.person(&cx.model.ledger) {
        cx.open_form(form, Selection::Person(person));
    }
}

/// Returns the next or previous tab, wrapping around.
fn neighbour(tab: ScreenId, forward: bool) -> ScreenId {
    let tabs: Vec<ScreenId> = tabs().collect();
    let at = tabs.iter().position(|other| *other == tab).unwrap_or_default();
    tabs[(at + if forward { 1 } else { tabs.len() - 1 }) % tabs.len()]
}

/// Records that the promise that is due first was kept.
fn keep_promise(selected: &Selection, cx: &mut Cx) {
    if let Some(OwedPromise { id, about, .. }) = ask::owed_promise(selected, cx.model) {
        cx.append(Event::care(CareEvent::PromiseKept { promise: id, about }));
    }
}

/// Undoes the last action with all that was written together with it, or what was just taken back in a list.
fn undo(cx: &mut Cx) {
    if let Some(events) = cx.model.taken_back() {
        cx.append_all(events);
    } else if let Some(entry) = cx.model.ledger.undoable() {
        let lines = cx.model.ledger.batch_of(entry).into_iter();
        cx.append_all(lines.map(|line| Event::Retracted { entry: line.id.clone() }.into()).collect());
    }
}

/// Records that the gift owed to the selected person was given.
fn give_gift(selected: &Selection, cx: &mut Cx) {
    let Some((id, gift)) = ask::owed_gift(selected, cx.model) else { return keep_promise(selected, cx) };
    let Some(case) = cx.model.ledger.case(&id) else { return };
    let (person, name) = (case.invitation().person.clone(), case.invitation().name.clone());
    cx.append(Event::gift_given(GivenGift { invitation: id, person, name, gift }));
}
