//! Requests, the backlog, conversations and decisions.

use chrono::Months;

use super::{Block, BlockForm, Insight, NO_MESSAGES, Part, PartPeople, Period, Share};
use crate::domain::care::clock::PlanData;
use crate::domain::decision::VerdictKind;
use crate::domain::decision::history;
use crate::domain::decision::ledger::InvitationCase;
use crate::domain::insight::backlog::{declines_in_a_row, month_ends};
use crate::domain::insight::outcome::ENOUGH;
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates;
use crate::domain::text::plural::{number, plural};

impl Insight<'_> {
    pub(super) fn requests(self) -> Block {
        let local = self.data.local;
        let cases = || self.data.ledger.cases().map(InvitationCase::invitation);
        let received = cases().filter_map(|one| Some((local.of(one.sent_at?), Share::Plain, &one.person)));
        let received: Vec<_> = received.filter(|(day, ..)| self.has(*day)).collect();
        let count = received.len();
        let (parts, unit) = self.columns(&[Share::Plain], received);
        let mut block = Block::new(format!("Requests by {unit}"), BlockForm::Columns);
        "received".clone_into(&mut block.aside);
        let shown = parts.iter().map(Part::count).sum::<usize>();
        let earlier = count - shown;
        let earlier = if earlier > 0 { format!(", {} before", number(earlier)) } else { String::new() };
        let undated = cases().filter(|one| one.sent_at.is_none()).count();
        let undated = Some(undated).filter(|count| *count > 0 && self.period == Period::All);
        if shown > 0 || undated.is_none() {
            block.notes.push(match shown {
                0 => "No requests in this period.".to_owned(),
                shown => format!("{} in {}{earlier}", plural(shown, "request"), plural(parts.len(), unit)),
            });
        }
        block.notes.extend(undated.map(|count| format!("{} without a date", plural(count, "request"))));
        block.parts = parts;
        block
    }

    pub(super) fn waiting(self) -> Block {
        let PlanData { ledger, today, local, .. } = self.data;
        let mut block = Block::new("Waiting", BlockForm::Curve);
        "backlog".clone_into(&mut block.aside);
        let months = month_ends(ledger, today, local);
        let since = self.period.since(today);
        let shown = months.iter().filter(|end| since.is_none_or(|since| end.month >= since - Months::new(1)));
        let shown = shown.map(|end| Part {
            label: end.month.format("%b %Y").to_string(),
            from: Some(end.month),
            shares: vec![(Share::Plain, end.undecided)],
            of: end.undecided,
            figure: number(end.undecided),
            people: PartPeople::UndecidedAt(end.month),
        });
        block.parts = shown.collect();
        let pending = || ledger.cards().filter(|case| ledger.status_of(case).is_pending_on(today));
        let people: Vec<PersonKey> = pending().map(|case| case.invitation().person.clone()).collect();
        let oldest = pending().filter_map(|case| case.invitation().sent_at).map(|at| local.of(at)).min();
        let oldest =
            oldest.map_or(String::new(), |day| format!(", the oldest {}", dates::format_age((today - day).num_days())));
        let verb = if people.len() == 1 { "waits" } else { "wait" };
        block.notes.push(format!("{} {verb}{oldest}", plural(people.len(), "request")));
        let in_a_row = declines_in_a_row(ledger);
        if in_a_row >= ENOUGH {
            block.notes.push(format!("Nothing new for {}: declines without a yes.", plural(in_a_row, "card")));
        }
        block.parts.push(Part { from: Some(today), ..Part::bar("now", Share::Plain, people.len(), people) });
        block
    }

    pub(super) fn talked(self) -> Block {
        let network = self.data.network;
        let mut block = Block::new("Have you talked?", BlockForm::Bars);
        let all = network.talk_counts();
        if all.connections == 0 {
            block.notes = vec!["Your connections appear here once a copy with Connections.csv is imported.".to_owned()];
            return block;
        }
        if !network.has_messages() {
            block.notes = vec![NO_MESSAGES.to_owned()];
            return block;
        }
        let (mut both, mut one, mut never) = (Vec::new(), Vec::new(), Vec::new());
        for known in network.people().filter(|known| known.is_connected()) {
            let talks = network.talks_with(known);
            let list = match (talks.iter().any(|(mine, theirs)| *mine > 0 && *theirs > 0), talks.is_empty()) {
                (true, _) => &mut both,
                (false, false) => &mut one,
                (false, true) => &mut never,
            };
            list.push(known.key.clone());
        }
        // Namesakes without a profile share a key; the counts are by row.
        let counts = [all.both_ways, all.talked - all.both_ways, all.connections - all.talked];
        let parts =
            [("both ways", Share::BothWays, both), ("one way", Share::OneSided, one), ("never", Share::Silent, never)];
        block.parts = parts
            .into_iter()
            .zip(counts)
            .map(|((label, share, people), count)| Part {
                shares: vec![(share, count)],
                figure: number(count),
                ..Part::bar(label, share, all.connections, people)
            })
            .collect();
        block.notes = vec![format!("of {}", plural(all.connections, "connection"))];
        block
    }

    pub(super) fn decisions(self) -> Block {
        let decided = history::lines(self.data.ledger).map(|(entry, decision)| {
            let share = match decision.verdict.kind() {
                VerdictKind::Accept => Share::Yes,
                VerdictKind::Decline => Share::No,
                VerdictKind::FollowUp => Share::Maybe,
            };
            (self.data.local.of(entry.at), share, &decision.person)
        });
        let decided: Vec<_> = decided.filter(|(day, ..)| self.has(*day)).collect();
        let counted = decided.clone();
        let (parts, unit) = self.columns(&[Share::Yes, Share::No, Share::Maybe], decided);
        let mut block = Block::new(format!("Decisions by {unit}"), BlockForm::Columns);
        block.parts = parts;
        let sum = |share| number(counted.iter().filter(|(_, kind, _)| *kind == share).count());
        block.notes = vec![if block.parts.is_empty() {
            "No decisions in this period.".to_owned()
        } else {
            format!("{} accepted, {} declined, {} followed up", sum(Share::Yes), sum(Share::No), sum(Share::Maybe))
        }];
        block
    }
}
