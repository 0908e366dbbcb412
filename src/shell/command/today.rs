//! `today`: prints due items, one per line, for a shell prompt or cron.

use std::path::Path;

use anyhow::Result;
use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::app::input::Moment;
use crate::app::settings::Settings;
use crate::domain::care::agenda::{AgendaItem, AgendaKind};
use crate::domain::care::clock::{Clock, ContactKind, LastContact, PlanData, ReachOut, ReachOutPlan};
use crate::domain::care::introduction::{Introduction, NextStep, SideState};
use crate::domain::care::let_go::let_gos;
use crate::domain::care::summary::name_of;
use crate::domain::care::they_wrote::WaitingMessage;
use crate::domain::care::today::{OwedPromise, TodayItem, TodaySection, today_items};
use crate::domain::decision::care_event::Party;
use crate::domain::decision::carry_out::{needs_click, pending_count};
use crate::domain::decision::ledger::{InvitationCase, Ledger};
use crate::domain::text::dates;
use crate::domain::text::plural::{number, plural};
use crate::domain::text::untrusted::Untrusted;
use crate::shell::clock::{Clock as _, SystemClock};
use crate::store;

use super::common::{print, read_and_replay};

/// Prints what is due, in the order of the screen; prints nothing if that is nothing.
pub fn today(dir: &Path, settings: &Settings, as_json: bool) -> Result<()> {
    let (ledger, network) = read_and_replay(dir)?;
    let Moment { today, local, .. } = SystemClock.moment();
    let data = PlanData { ledger: &ledger, network: &network, settings: &settings.few, today, local };
    let mut items = today_items(data, &ReachOutPlan::new(data), settings.look_back_months);
    items.retain(|item| is_due(item, data));
    if as_json {
        return print(&store::json_line(&as_object(&items, data))?);
    }
    let mut lines: String = items.iter().filter_map(|item| as_line(item, data)).map(|line| line + "\n").collect();
    let clicks = ledger.cards().filter(|case| needs_click(&ledger, case)).count() + let_gos_to_do(data);
    if clicks > 0 {
        lines.push_str(&format!("to do on LinkedIn: {}\n", plural(clicks, "click")));
    }
    print(lines.as_bytes())
}

/// True for what is to be done today. Nobody is to be reached out to before a rhythm was chosen on purpose.
fn is_due(item: &TodayItem, data: PlanData<'_>) -> bool {
    match (item.section(data.today), item) {
        (TodaySection::Later | TodaySection::Parked | TodaySection::News, _) => false,
        (_, TodayItem::Request(item)) => item.day <= data.today,
        (_, TodayItem::Promise(promise)) => promise.due <= data.today,
        (_, TodayItem::ReachOut(reach_out)) => !reach_out.is_done && data.ledger.has_chosen_rhythm(),
        (
            _,
            TodayItem::Introduction(_)
            | TodayItem::Wrote(_)
            | TodayItem::Greetings(_)
            | TodayItem::News(_)
            | TodayItem::LookBack(_),
        ) => true,
    }
}

/// Returns the number of connections to remove on LinkedIn.
fn let_gos_to_do(data: PlanData<'_>) -> usize {
    let_gos(data).iter().filter(|let_go| let_go.is_pending()).count()
}

fn as_line(item: &TodayItem, data: PlanData<'_>) -> Option<String> {
    let ago = |day: NaiveDate| dates::format_ago(day, data.today);
    Some(match item {
        TodayItem::Request(item) => {
            let name = data.ledger.case(&item.id).map(InvitationCase::invitation)?.name.display_name();
            match &item.kind {
                AgendaKind::FollowUp { .. } => format!("follow up: {name} (due {})", ago(item.day)),
                AgendaKind::OwedGift(gift) => format!("owed: {} to {name} (due {})", gift.label(), ago(item.day)),
            }
        }
        TodayItem::Promise(promise) => {
            let (name, text) = (promise.about.name.display_name(), promise.text.display_name());
            format!("promised to {name}: {text} (due {})", ago(promise.due))
        }
        TodayItem::Introduction(introduction) => {
            let [one, other] = introduction.between.each_ref().map(|party| party.name.display_name());
            format!("introduction: {one} and {other} (last step {})", ago(introduction.last_day))
        }
        TodayItem::Wrote(message) => {
            format!("wrote: {} ({})", message.name.display_name(), ago(data.local.of(message.at)))
        }
        TodayItem::Greetings(messages) if messages.len() == 1 => "wrote: 1 short greeting or thanks".to_owned(),
        TodayItem::Greetings(messages) => format!("wrote: {} short greetings and thanks", number(messages.len())),
        TodayItem::ReachOut(reach_out) => {
            let name = name_of(&reach_out.person, data.ledger, data.network).display_name();
            let last = data.clock().of(&reach_out.person).last_contact.map(|LastContact { day, kind }| {
                let what = if kind == ContactKind::Connected { "connected" } else { "last contact" };
                format!(" ({what} {})", ago(day))
            });
            format!("reach out: {name}{}", last.unwrap_or_default())
        }
        TodayItem::LookBack(count) => format!("look back: {}", plural(*count, "decision")),
        TodayItem::News(_) => return None,
    })
}

fn as_object(items: &[TodayItem], data: PlanData<'_>) -> Value {
    let request = |is_gift: bool| -> Vec<Value> {
        let requests = items.iter().filter_map(|item| match item {
            TodayItem::Request(item) => Some(item),
            _ => None,
        });
        let wanted = requests.filter(|item| matches!(item.kind, AgendaKind::OwedGift(_)) == is_gift);
        wanted.filter_map(|item| request_as_object(item, data.ledger)).collect()
    };
    let of = |object: &dyn Fn(&TodayItem) -> Vec<Value>| items.iter().flat_map(object).collect::<Vec<Value>>();
    json!({
        "date": data.today,
        "follow_ups": request(false),
        "owed": request(true),
        "to_carry_out": pending_count(data.ledger) + let_gos_to_do(data),
        "promises": of(&|item| match item {
            TodayItem::Promise(promise) => vec![promise_as_object(promise)],
            _ => Vec::new(),
        }),
        "reach_outs": of(&|item| match item {
            TodayItem::ReachOut(reach_out) => vec![reach_out_as_object(reach_out, data)],
            _ => Vec::new(),
        }),
        "introductions": of(&|item| match item {
            TodayItem::Introduction(introduction) => vec![introduction_as_object(introduction, data)],
            _ => Vec::new(),
        }),
        "they_wrote": of(&|item| match item {
            TodayItem::Wrote(message) => vec![message_as_object(message)],
            TodayItem::Greetings(messages) => messages.iter().map(message_as_object).collect(),
            _ => Vec::new(),
        }),
        "look_back": items.iter().find_map(|item| match item {
            TodayItem::LookBack(count) => Some(*count),
            _ => None,
        }).unwrap_or_default(),
    })
}

fn request_as_object(item: &AgendaItem, ledger: &Ledger) -> Option<Value> {
    let invitation = ledger.case(&item.id).map(InvitationCase::invitation)?;
    let (key, words) = match &item.kind {
        AgendaKind::FollowUp { question, .. } => ("question", json!(Untrusted::from(question.as_str()).sanitized())),
        AgendaKind::OwedGift(gift) => ("gift", json!(gift)),
    };
    let mut object = json!({
        "id": invitation.id.as_str(),
        "person": invitation.person.as_str(),
        "name": invitation.name.sanitized(),
        "due": item.day,
    });
    object[key] = words;
    Some(object)
}

fn promise_as_object(promise: &OwedPromise) -> Value {
    json!({
        "id": promise.id,
        "person": promise.about.person.as_str(),
        "name": promise.about.name.sanitized(),
        "due": promise.due,
        "text": promise.text.sanitized(),
    })
}

fn introduction_as_object(introduction: &Introduction, data: PlanData<'_>) -> Value {
    let side = |(party, state): (&Party, &SideState)| {
        json!({
            "person": party.person.as_str(),
            "name": party.name.sanitized(),
            "state": state.label().replace(' ', "_"),
        })
    };
    let next = introduction.next(data.today).map(|next| match next {
        NextStep::Ask(_) => "ask",
        NextStep::Answer(_) => "answer",
        NextStep::AskAgain(_) => "ask_again",
        NextStep::Make => "make",
        NextStep::Outcome => "outcome",
    });
    json!({
        "id": introduction.id,
        "between": introduction.between.iter().zip(&introduction.sides).map(side).collect::<Vec<Value>>(),
        "why": Untrusted::from(introduction.why.as_str()).sanitized(),
        "next": next,
        "last_step": introduction.last_day,
    })
}

fn reach_out_as_object(reach_out: &ReachOut, data: PlanData<'_>) -> Value {
    let PlanData { ledger, network, today, local, .. } = data;
    let last_contact = Clock::of_contacts_in_utc(ledger, network, today, local).last_contact_with(&reach_out.person);
    json!({
        "person": reach_out.person.as_str(),
        "name": name_of(&reach_out.person, data.ledger, data.network).sanitized(),
        "due": reach_out.due,
        "own_date": reach_out.is_own_date,
        "rhythm": data.clock().of(&reach_out.person).rhythm.map(|applied| applied.rhythm.name()),
        "last_contact": last_contact.map(|last| last.day),
    })
}

fn message_as_object(message: &WaitingMessage) -> Value {
    json!({
        "person": message.person.as_str(),
        "name": message.name.sanitized(),
        "at": dates::format_rfc3339(message.at),
        "greeting": message.is_greeting,
    })
}
