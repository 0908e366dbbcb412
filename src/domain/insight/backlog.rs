//! Requests that waited at the end of each month.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

use crate::domain::decision::history;
use crate::domain::decision::ledger::{InvitationCase, Ledger, Wait};
use crate::domain::decision::{Decision, VerdictKind};
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates::LocalDates;

/// Requests that waited at the end of a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MonthEnd {
    /// First day of the month.
    pub month: NaiveDate,
    /// Undecided ones.
    pub undecided: usize,
    /// Those that were followed up, which are counted apart.
    pub following_up: usize,
}

/// Returns the backlog at the end of every whole month up to a day, from that of the first import on.
pub fn month_ends(ledger: &Ledger, today: NaiveDate, local: LocalDates) -> Vec<MonthEnd> {
    let first = ledger.cards().filter_map(|case| ledger.imported_by(case)).map(|entry| local.of(entry.at)).min();
    let Some(first) = first.and_then(|day| day.with_day(1)) else { return Vec::new() };
    let ends = (1..).map_while(|months| first.checked_add_months(Months::new(months))).take_while(|end| *end <= today);
    let mut ends: Vec<(NaiveDate, MonthEnd)> =
        ends.map(|end| (end, MonthEnd { month: end - Months::new(1), undecided: 0, following_up: 0 })).collect();
    for case in ledger.cards() {
        count(case, ledger, local, &mut ends);
    }
    ends.into_iter().map(|(_, month)| month).collect()
}

/// Returns the people whose requests were undecided at the end of a month.
pub fn undecided_at(ledger: &Ledger, month: NaiveDate, local: LocalDates) -> Vec<PersonKey> {
    let end = month + Months::new(1);
    let cards = ledger.cards().filter(|case| {
        let mut ends = [(end, MonthEnd { month, undecided: 0, following_up: 0 })];
        count(case, ledger, local, &mut ends);
        ends[0].1.undecided > 0
    });
    cards.map(|case| case.invitation().person.clone()).collect()
}

/// Returns how many of the newest decisions in a row were declines without a single yes.
pub fn declines_in_a_row(ledger: &Ledger) -> usize {
    let is_nothing_new =
        |decision: &Decision| decision.verdict.kind() == VerdictKind::Decline && !decision.answers.any_yes();
    history::lines(ledger).take_while(|(_, decision)| is_nothing_new(decision)).count()
}

/// Adds a request to the month ends at which it waited.
fn count(case: &InvitationCase, ledger: &Ledger, local: LocalDates, ends: &mut [(NaiveDate, MonthEnd)]) {
    // A request without a date was received by the import that brought it.
    let received = case.invitation().sent_at.or_else(|| ledger.imported_by(case).map(|entry| entry.at));
    let Some(received) = received else { return };
    let place = |at: DateTime<Utc>, ends: &[(NaiveDate, MonthEnd)]| {
        let day = local.of(at);
        ends.partition_point(|(end, _)| *end <= day)
    };
    let mut from = place(received, ends);
    let mut state = Wait::Undecided;
    for (at, next) in ledger.waits_of(case) {
        let to = place(at, ends).max(from);
        add(state, &mut ends[from..to]);
        (from, state) = (to, next);
    }
    add(state, &mut ends[from..]);
}

fn add(state: Wait, ends: &mut [(NaiveDate, MonthEnd)]) {
    for (_, end) in ends {
        match state {
            Wait::Undecided => end.undecided += 1,
            Wait::FollowingUp => end.following_up += 1,
            Wait::Over => {}
        }
    }
}
