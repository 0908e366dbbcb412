//! `stats`: prints the figures of the insights screen, and counts of decisions and pending requests.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use chrono::{Months, NaiveDate};
use serde_json::{Map, Value, json};

use crate::app::input::Moment;
use crate::domain::care::aims::done_contacts;
use crate::domain::care::clock::{FewSettings, PlanData, ReachOutPlan};
use crate::domain::care::introduction::{IntroductionState, introductions};
use crate::domain::care::recommendation::RecommendableShare;
use crate::domain::care::today::due_promises;
use crate::domain::decision::VerdictKind;
use crate::domain::decision::care_event::Aim;
use crate::domain::decision::checklist::Answer;
use crate::domain::decision::history;
use crate::domain::decision::ledger::Ledger;
use crate::domain::decision::status::StatusCounts;
use crate::domain::evidence::network::Network;
use crate::domain::inbox::Inbox;
use crate::domain::insight::backlog::{declines_in_a_row, month_ends};
use crate::domain::insight::blocks::{Period, blocks};
use crate::domain::insight::months::{PeriodLength, Periods};
use crate::domain::insight::outcome::{AcceptRecord, OutcomeCounts, accepts};
use crate::domain::insight::patterns::{JudgedDecision, judged, letters};
use crate::domain::insight::text::as_text;
use crate::domain::text::dates::LocalDates;
use crate::domain::text::plural::{number, plural};
use crate::shell::clock::{Clock, SystemClock};
use crate::store::{self, FindingKind, snapshot};

use super::common::{print, read_data};

/// Returns the share of connections with messages; without messages in the copy only their number is known.
fn mirror(network: &Network) -> Option<Value> {
    let counts = network.talk_counts();
    match network.has_messages() {
        true => Some(json!(counts)),
        false if counts.connections > 0 => {
            Some(json!({ "connections": counts.connections, "talked": null, "both": null }))
        }
        false => None,
    }
}

/// Prints the figures.
pub fn stats(dir: &Path, few: &FewSettings, as_json: bool) -> Result<()> {
    let (loaded, snapshot::LoadedSnapshot { snapshot, finding, .. }) = read_data(dir)?;
    let findings: Vec<_> = loaded.findings.iter().chain(&finding).collect();
    let of = |kind| findings.iter().filter(|finding| finding.kind == kind).count();
    let (damaged, torn) = (of(FindingKind::Damaged) + of(FindingKind::ChecksumDiffers), of(FindingKind::Torn));
    let ledger = Ledger::replay(loaded.entries);
    let counts = ledger.status_counts();
    let Moment { today, local, .. } = SystemClock.moment();
    let waiting = Inbox::new(&ledger, &snapshot.network, today).remaining();
    let data = PlanData { ledger: &ledger, network: &snapshot.network, settings: few, today, local };
    let talk = snapshot.network.has_messages().then(|| snapshot.network.talk_counts());
    if as_json {
        let StatusCounts { pending, follow_up, parked, accepted, declined, closed } = counts;
        let mut figures = json!({
            "decisions": ledger.decisions(),
            "requests": counts.total(),
            "waiting": waiting,
            "pending": pending,
            "accepted": accepted,
            "declined": declined,
            "follow_up": follow_up,
            "parked": parked,
            "closed": closed,
            "mirror": mirror(&snapshot.network),
            "damaged": damaged,
            "torn": torn,
        });
        if let Value::Object(object) = &mut figures {
            object.append(&mut insights(data));
        }
        return print(&store::json_line(&figures)?);
    }
    let shares = counts.iter().filter(|(_, count)| *count > 0);
    let shares: Vec<String> = shares.map(|(status, count)| format!("{} {}", number(count), status.label())).collect();
    let mut out = plural(counts.total(), "request");
    if !shares.is_empty() {
        out.push_str(&format!(": {}", shares.join(", ")));
    }
    let due = waiting.saturating_sub(counts.pending);
    if due > 0 {
        let wait = if waiting == 1 { "waits" } else { "wait" };
        out.push_str(&format!("\n{} {wait} today, {} of them back from a follow-up", number(waiting), number(due)));
    }
    out.push_str(&format!("\n{} in the journal\n", plural(ledger.decisions(), "decision")));
    match talk {
        Some(talk) if talk.connections > 0 => {
            let (both, all) = (number(talk.both_ways), number(talk.connections));
            let one_way = talk.talked - talk.both_ways;
            let apart =
                if one_way > 0 { format!("; with {} only one of you wrote", number(one_way)) } else { String::new() };
            out.push_str(&format!("messages exchanged with {both} of {all} connections{apart}\n"));
        }
        Some(_) | None => {}
    }
    out.push('\n');
    out.push_str(&as_text(&blocks(data, &ReachOutPlan::new(data), Period::All)));
    print(out.as_bytes())
}

/// Returns the figures of the insights screen; months and weeks are those of UTC.
fn insights(data: PlanData<'_>) -> Map<String, Value> {
    let PlanData { ledger, network, today, .. } = data;
    let local = LocalDates::UTC;
    let judged = judged(ledger);
    let right = |wanted| judged.iter().filter(|one| one.judgement.right == Some(wanted)).count();
    let done = done_contacts(ledger, local);
    let of_aim = |aim| done.iter().filter(|done| done.aim == aim && done.day <= today).count();
    let promises = due_promises(ledger, today, local);
    let recommendable = RecommendableShare::until(ledger, today, local);
    let introductions = introductions(ledger, local);
    let in_state = |state| introductions.iter().filter(|one| one.result() == state).count();
    let backlog = month_ends(ledger, today, local)
        .into_iter()
        .map(|end| json!({ "month": month(end.month), "undecided": end.undecided, "following_up": end.following_up }));
    let pending = ledger.cards().filter(|case| ledger.status_of(case).is_pending_on(today));
    let oldest = pending.filter_map(|case| case.invitation().sent_at).min();
    let figures = json!({
        "requests_by_month": requests_by_month(data),
        "backlog": backlog.collect::<Vec<_>>(),
        "oldest_days": oldest.map(|at| (today - data.local.of(at)).num_days()),
        "nothing_new": declines_in_a_row(ledger),
        "decisions_by_month": decisions_by_month(data),
        "judged": { "yes": right(Answer::Yes), "no": right(Answer::No), "unsure": right(Answer::Unsure) },
        "judged_by_answers": judged_by_answers(&judged),
        "reach_outs": reach_outs(data),
        "contacts": { "give": of_aim(Aim::Give), "ask": of_aim(Aim::Ask), "neutral": of_aim(Aim::Neutral) },
        "promises": { "kept": promises.iter().filter(|promise| promise.is_kept).count(), "due": promises.len() },
        "recommendable": {
            "yes": recommendable.could,
            "asked": recommendable.asked,
        },
        "recommendable_by_month": recommendable_by_month(data),
        "introductions": {
            "open": in_state(IntroductionState::Open),
            "made": in_state(IntroductionState::Made) + in_state(IntroductionState::WithOutcome),
            "with_outcome": in_state(IntroductionState::WithOutcome),
            "ended": in_state(IntroductionState::Ended),
        },
    });
    let mut figures = if let Value::Object(figures) = figures { figures } else { Map::new() };
    let accepts = network.has_messages().then(|| accepts(ledger, network));
    let outcomes = accepts.as_deref().map(|accepts| both(accepts.iter().collect(), |counts| json!(counts)));
    let by_answers = accepts.as_deref().map(by_answers);
    let silent = accepts.as_deref().map(|accepts| {
        let share = |counts: OutcomeCounts| json!({ "connected": counts.connected(), "silent": counts.silent });
        both(accepts.iter().collect(), share)
    });
    figures.insert("outcomes".to_owned(), json!(outcomes));
    figures.insert("by_answers".to_owned(), json!(by_answers));
    figures.insert("silent_after_accept".to_owned(), json!(silent));
    figures
}

fn month(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

/// Returns a figure of all accepts, and of those connected long enough before the copy.
fn both(accepts: Vec<&AcceptRecord<'_>>, figure: impl Fn(OutcomeCounts) -> Value) -> Value {
    let old_enough = OutcomeCounts::of(accepts.iter().copied().filter(|accept| accept.is_old_enough));
    json!({ "all": figure(OutcomeCounts::of(accepts.into_iter())), "old_enough": figure(old_enough) })
}

fn by_answers(accepts: &[AcceptRecord<'_>]) -> Value {
    let mut patterns: BTreeMap<String, Vec<&AcceptRecord<'_>>> = BTreeMap::new();
    for accept in accepts {
        patterns.entry(letters(&accept.decision.answers)).or_default().push(accept);
    }
    let counts = |accepts| both(accepts, |counts| json!(counts));
    Value::Object(patterns.into_iter().map(|(pattern, accepts)| (pattern, counts(accepts))).collect())
}

fn judged_by_answers(judged: &[JudgedDecision<'_>]) -> Value {
    let mut patterns: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for one in judged {
        let counts = patterns.entry(letters(&one.decision.answers)).or_default();
        match one.judgement.right {
            Some(Answer::Yes) => counts[0] += 1,
            Some(Answer::No) => counts[1] += 1,
            Some(Answer::Unsure) => counts[2] += 1,
            None => {}
        }
    }
    let object = |[yes, no, unsure]: [usize; 3]| json!({ "yes": yes, "no": no, "unsure": unsure });
    Value::Object(patterns.into_iter().map(|(pattern, counts)| (pattern, object(counts))).collect())
}

fn requests_by_month(data: PlanData<'_>) -> Vec<Value> {
    let mut months: BTreeMap<String, usize> = BTreeMap::new();
    for at in data.ledger.cases().filter_map(|case| case.invitation().sent_at) {
        *months.entry(month(at.date_naive())).or_default() += 1;
    }
    months.into_iter().map(|(month, received)| json!({ "month": month, "received": received })).collect()
}

fn decisions_by_month(data: PlanData<'_>) -> Vec<Value> {
    let mut months: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for (entry, decision) in history::lines(data.ledger) {
        let place = match decision.verdict.kind() {
            VerdictKind::Accept => 0,
            VerdictKind::Decline => 1,
            VerdictKind::FollowUp => 2,
        };
        months.entry(month(entry.at.date_naive())).or_default()[place] += 1;
    }
    let object = |(month, [accept, decline, follow_up]): (String, [usize; 3])| json!({ "month": month, "accept": accept, "decline": decline, "follow_up": follow_up });
    months.into_iter().map(object).collect()
}

/// Returns twelve weeks of contacts up to this one, and four weeks of those to come.
fn reach_outs(data: PlanData<'_>) -> Vec<Value> {
    let PlanData { ledger, today, .. } = data;
    let ahead = if ledger.has_chosen_rhythm() { ReachOutPlan::new(data).ahead(data, 20) } else { Vec::new() };
    let to = ahead.last().map_or(today, |(day, _)| *day);
    let weeks = Periods::new(today - chrono::Days::new(77), to, PeriodLength::Week, usize::MAX);
    let mut counts: Vec<(NaiveDate, [usize; 2])> = weeks.first_days().map(|from| (from, [0, 0])).collect();
    let done =
        done_contacts(ledger, data.local).into_iter().filter(|done| done.day <= today).map(|done| (done.day, 0, 1));
    let to_come = ahead.iter().map(|(day, people)| (*day, 1, people.len()));
    for (day, kind, count) in done.chain(to_come) {
        if let Some(week) = weeks.place(day).and_then(|place| counts.get_mut(place)) {
            week.1[kind] += count;
        }
    }
    let object = |(week, [done, ahead]): (NaiveDate, [usize; 2])| json!({ "week": week, "done": done, "ahead": ahead });
    counts.into_iter().map(object).collect()
}

/// Returns the share of people whom one could recommend, at the end of each of the last twelve months.
fn recommendable_by_month(data: PlanData<'_>) -> Vec<Value> {
    let ends = Periods::new(data.today - Months::new(12), data.today, PeriodLength::Months(1), 13).first_days();
    let shares = ends.filter_map(|end| {
        let last = end.pred_opt()?;
        let RecommendableShare { asked, could } = RecommendableShare::until(data.ledger, last, LocalDates::UTC);
        Some(json!({ "month": month(last), "yes": could, "asked": asked }))
    });
    shares.collect()
}
