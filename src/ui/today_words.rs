//! What the rows of Today say.

use crate::app::App;
use crate::app::action::Action;
use crate::app::ids::{Context, ScreenId};
use crate::domain::care::agenda::{AgendaItem, AgendaKind};
use crate::domain::care::clock::{ContactKind, ReachOut};
use crate::domain::care::introduction::{Introduction, NextStep};
use crate::domain::care::they_wrote::{WaitingMessage, news_about};
use crate::domain::care::today::TodaySection;
use crate::domain::decision::FollowUpMode;
use crate::domain::decision::care_event::CareEvent;
use crate::domain::decision::ledger::InvitationCase;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::text::dates;
use crate::domain::text::plural::{capitalized, in_words, number, plural};
use crate::domain::text::untrusted::Untrusted;
use crate::domain::text::wrap::width;
use chrono::NaiveDate;

/// Returns the heading of a section, and what stands beside it.
pub fn section_heading(section: TodaySection, few: usize) -> (&'static str, String) {
    match section {
        TodaySection::ComeBack => ("THEY COME BACK", String::new()),
        TodaySection::Owed => ("YOU OWE", String::new()),
        TodaySection::Introductions => ("INTRODUCTIONS", String::new()),
        TodaySection::TheyWrote => ("THEY WROTE", String::new()),
        TodaySection::ReachOut if few > 0 => ("REACH OUT", format!("  today's {}", in_words(few))),
        TodaySection::ReachOut => ("REACH OUT", String::new()),
        TodaySection::News => ("NEWS", String::new()),
        TodaySection::LookBack => ("LOOK BACK", String::new()),
        TodaySection::Later => ("COMING BACK LATER", String::new()),
        TodaySection::Parked => ("PARKED", String::new()),
    }
}

/// Returns the honest sum, or what choosing a rhythm would do, in so many columns if it can.
pub fn sum_text(app: &App, columns: usize) -> String {
    let model = app.model();
    let sum = model.reach_out().sum();
    let people = plural(sum.people, "person");
    let enter = app.keymap().key_label(Context::Screen(ScreenId::Today), Action::OpenPerson);
    match (sum.people, model.has_chosen_rhythm()) {
        (0, false) => format!("No rhythm yet. {enter} chooses how often to be in touch."),
        (0, true) => format!("Nobody is due by rhythm today. {enter} changes it."),
        (_, false) => {
            let due = model.reach_out().due_by_rhythm();
            let people = match due {
                0 => "Nobody you accepted is".to_owned(),
                1 => "1 person you accepted is".to_owned(),
                due => format!("{} people you accepted are", number(due)),
            };
            let people = format!("{people} due by the rhythm you chose");
            let a_day = capitalized(&in_words(model.reach_out().a_day()));
            let whole = format!("{people}. {a_day} a day is enough; {enter} changes it.");
            let shorter = [whole, format!("{people}. {enter} changes it.")].into_iter().skip(usize::from(due == 0));
            shorter.into_iter().find(|said| width(said) <= columns).unwrap_or(format!("{people}."))
        }
        (_, true) => {
            let a_day = sum.a_day_in_words();
            match model.reach_out().one_rhythm() {
                Some(rhythm) => format!("{people}, {}, is {a_day} a business day.", rhythm.label()),
                None => format!("{people} in touch: {a_day} a business day."),
            }
        }
    }
}

pub fn message_day(message: &WaitingMessage, app: &App) -> String {
    let moment = app.model().moment;
    dates::format_ago(moment.local.of(message.at), moment.today)
}

/// Returns what one knows about somebody to reach out to, and the rhythm or what was done.
pub fn reach_out_words(one: &ReachOut, app: &App) -> (String, String) {
    let model = app.model();
    let (data, today) = (model.plan_data(), model.moment.today);
    if one.is_done {
        let newest = model.ledger.care_of(&one.person).next_back();
        let what = newest.map_or(String::new(), |line| match line.event {
            CareEvent::Contacted(contact) if contact.text.is_empty() => {
                format!("you logged: {}", contact.channel.label())
            }
            CareEvent::Contacted(contact) => Untrusted::from(contact.text.as_str()).display_name(),
            CareEvent::Postponed { due, .. } => format!("put off to {}", dates::format_short(*due, today)),
            CareEvent::RhythmSet(choice) if choice.rhythm == Some(Rhythm::Never) => "no reminders any more".to_owned(),
            CareEvent::RhythmSet(_) => "another rhythm".to_owned(),
            _ => String::new(),
        });
        return (what, "done".to_owned());
    }
    let clock = data.clock().of(&one.person);
    let news = model.network.get(&one.person).and_then(|known| news_about(known, data));
    let what = match (news, clock.last_contact) {
        (Some(news), _) => format!("now {}", news.now),
        (None, Some(last)) if last.kind == ContactKind::Connected => last.in_words(today),
        (None, Some(last)) => format!("last: {}", last.in_words(today)),
        (None, None) => "no contact known".to_owned(),
    };
    let aside = match (one.is_own_date, &clock.rhythm) {
        (true, _) => format!("set for {}", dates::format_day(one.due, today)),
        (false, Some(applied)) => applied.rhythm.span().to_owned(),
        (false, None) => String::new(),
    };
    (what, aside)
}

pub fn owed_day(day: NaiveDate, today: NaiveDate) -> (String, bool) {
    match (today - day).num_days() {
        late @ 1.. => (format!("{} late", plural(late.unsigned_abs(), "day")), true),
        0 => ("today".to_owned(), false),
        _ => (format!("by {}", dates::format_day(day, today)), false),
    }
}

/// Returns the names of the two people of an introduction.
pub fn pair(introduction: &Introduction) -> String {
    let [one, other] = introduction.between.each_ref().map(|party| party.name.display_name());
    format!("{one} and {other}")
}

/// Returns what is to be done next about an introduction.
pub fn next_words(introduction: &Introduction, today: NaiveDate) -> String {
    let name = |side: usize| introduction.between[side].name.display_name();
    match introduction.next(today) {
        Some(NextStep::Ask(side)) => format!("ask {}", name(side)),
        Some(NextStep::Answer(side)) => format!("{} was asked", name(side)),
        Some(NextStep::AskAgain(side)) => format!("ask {} again, or drop", name(side)),
        Some(NextStep::Make) => "both agreed: introduce them".to_owned(),
        Some(NextStep::Outcome) => "what came of it?".to_owned(),
        None => String::new(),
    }
}

/// Returns when an item is due, and whether it is late.
pub fn day_words(item: &AgendaItem, today: NaiveDate) -> (String, bool) {
    let late = (today - item.day).num_days();
    match (late, &item.kind) {
        (1.., _) => (format!("{} late", plural(late.unsigned_abs(), "day")), true),
        (0, _) => ("today".to_owned(), false),
        (_, AgendaKind::OwedGift(_)) => (format!("by {}", dates::format_day(item.day, today)), false),
        (_, AgendaKind::FollowUp { .. }) => (dates::format_day(item.day, today), false),
    }
}

/// Returns what an item is about. A question counts as asked only once it was sent.
pub fn what(item: &AgendaItem, case: Option<&InvitationCase>, app: &App) -> String {
    match &item.kind {
        AgendaKind::OwedGift(gift) => gift.label().to_owned(),
        AgendaKind::FollowUp { mode: FollowUpMode::Wait, .. } => "you wanted to wait".to_owned(),
        AgendaKind::FollowUp { mode: FollowUpMode::Park, .. } => "parked".to_owned(),
        AgendaKind::FollowUp { mode: FollowUpMode::Ask, question } => {
            let is_sent = case.is_some_and(|case| app.model().ledger.carried_out(case).is_some());
            let verb = if is_sent { "asked" } else { "to ask" };
            let question = Untrusted::from(question.as_str());
            if question.is_blank() { verb.to_owned() } else { format!("{verb}: {}", question.display_name()) }
        }
    }
}
