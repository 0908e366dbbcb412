//! Keeping in touch: reach-outs, what was given and asked, recommendations, introductions.

use chrono::{Days, NaiveDate};

use super::{Block, BlockForm, Insight, Part, PartPeople, Share, column};
use crate::domain::care::aims::done_contacts;
use crate::domain::care::clock::PlanData;
use crate::domain::care::introduction::{IntroductionState, introductions};
use crate::domain::care::recommendation::{RecommendableShare, asked_until};
use crate::domain::care::today::due_promises;
use crate::domain::decision::care_event::Aim;
use crate::domain::decision::checklist::Answer;
use crate::domain::insight::months::{PeriodLength, Periods};
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates;
use crate::domain::text::plural::{number, plural};

/// Weeks of reach-outs, with this one.
const WEEKS_BACK: u64 = 12;
/// Most points in time of a share.
const POINTS_IN_TIME: usize = 6;
/// Business days ahead: four weeks.
const DAYS_AHEAD: usize = 20;

impl Insight<'_> {
    pub(super) fn reach_outs(self) -> Block {
        let PlanData { ledger, today, local, .. } = self.data;
        let mut block = Block::new("Reach-outs", BlockForm::Columns);
        "twelve weeks back, four ahead".clone_into(&mut block.aside);
        let from = today - Days::new(7 * (WEEKS_BACK - 1));
        let ahead = if ledger.has_chosen_rhythm() { self.plan.ahead(self.data, DAYS_AHEAD) } else { Vec::new() };
        let to = ahead.last().map_or(today, |(day, _)| *day);
        let weeks = Periods::new(from, to, PeriodLength::Week, usize::MAX);
        let mut parts: Vec<(Part, Vec<PersonKey>)> = weeks
            .first_days()
            .map(|from| (column(from, PeriodLength::Week, &[Share::Plain, Share::Ahead]), Vec::new()))
            .collect();
        let (mut done_count, mut ahead_count) = (0, 0);
        let done = done_contacts(ledger, local).into_iter().filter(|done| done.day <= today);
        for done in done {
            let Some((part, people)) = weeks.place(done.day).and_then(|place| parts.get_mut(place)) else { continue };
            part.shares[0].1 += 1;
            people.push(done.person.clone());
            done_count += 1;
        }
        for (day, due) in ahead {
            let Some((part, people)) = weeks.place(day).and_then(|place| parts.get_mut(place)) else { continue };
            part.shares[1].1 += due.len();
            ahead_count += due.len();
            people.extend(due);
        }
        if done_count + ahead_count > 0 {
            let figured = parts.into_iter().map(|(part, people)| Part {
                figure: number(part.count()),
                people: PartPeople::Known(people),
                ..part
            });
            block.parts = figured.collect();
        }
        block.notes = vec![match (done_count, ahead_count) {
            (0, 0) => "Contacts you log appear here, and whom your rhythms bring up.".to_owned(),
            (done, ahead) => format!("{} done, {} ahead", number(done), number(ahead)),
        }];
        block
    }

    pub(super) fn given(self) -> Block {
        let PlanData { ledger, today, local, .. } = self.data;
        let mut block = Block::new("Given and asked", BlockForm::Bars);
        let done: Vec<_> = done_contacts(ledger, local).into_iter().filter(|done| self.has(done.day)).collect();
        let promises = due_promises(ledger, today, local);
        let promises: Vec<_> = promises.into_iter().filter(|promise| self.has(promise.day)).collect();
        if done.is_empty() && promises.is_empty() {
            block.notes = vec!["What you give and ask appears here as you log contacts.".to_owned()];
            return block;
        }
        let of_aim = |aim| -> Vec<PersonKey> {
            done.iter().filter(|done| done.aim == aim).map(|done| done.person.clone()).collect()
        };
        let all = done.len();
        block.parts = vec![
            Part::bar("gave", Share::Yes, all, of_aim(Aim::Give)),
            Part::bar("asked", Share::Maybe, all, of_aim(Aim::Ask)),
            Part::bar("neither", Share::Plain, all, of_aim(Aim::Neutral)),
        ];
        let kept = promises.iter().filter(|promise| promise.is_kept).count();
        let people = promises.iter().map(|promise| promise.person.clone()).collect();
        if !promises.is_empty() {
            block.parts.push(Part {
                label: "promises kept".to_owned(),
                from: None,
                shares: vec![(Share::BothWays, kept)],
                of: promises.len(),
                figure: format!("{} of {} due", number(kept), number(promises.len())),
                people: PartPeople::Known(people),
            });
        }
        block.notes = vec![format!("of {}", plural(all, "contact"))];
        block
    }

    pub(super) fn recommendable(self) -> Block {
        let PlanData { ledger, today, local, .. } = self.data;
        let mut block = Block::new("Whom you could recommend", BlockForm::Bars);
        for day in self.points_in_time() {
            let label = if day == today { "today".to_owned() } else { format!("until {}", dates::format_long(day)) };
            let answers = asked_until(ledger, day, local);
            if answers.is_empty() {
                continue;
            }
            let asked = answers.len();
            let could = answers.into_iter().filter(|(_, answer)| *answer == Answer::Yes);
            let mut people: Vec<PersonKey> = could.map(|(person, _)| person.clone()).collect();
            people.sort();
            let figure = format!("{} of {}", number(people.len()), number(asked));
            if day == today {
                block.notes = vec![RecommendableShare { asked, could: people.len() }.in_words()];
            }
            block.parts.push(Part { figure, ..Part::bar(&label, Share::Plain, asked, people) });
        }
        if block.parts.is_empty() {
            block.notes = vec!["Could you recommend this person? Answer that on their page.".to_owned()];
        }
        block
    }

    /// Returns days at which a share is shown: ends of weeks or months of the period, evenly, and today.
    fn points_in_time(self) -> Vec<NaiveDate> {
        let PlanData { ledger, today, local, .. } = self.data;
        let length = self.period.length();
        let first = || ledger.entries().first().map_or(today, |posted| local.of(posted.entry.at));
        let from = self.period.since(today).unwrap_or_else(first);
        let ends = Periods::new(from, today, length, usize::MAX).first_days().skip(1).filter_map(|day| day.pred_opt());
        let mut days: Vec<NaiveDate> = ends.collect();
        let step = days.len().div_ceil(POINTS_IN_TIME - 1).max(1);
        days = days.into_iter().rev().step_by(step).collect();
        days.reverse();
        days.push(today);
        days
    }

    pub(super) fn introductions(self) -> Block {
        let PlanData { ledger, local, .. } = self.data;
        let mut block = Block::new("Introductions", BlockForm::Bars);
        let all: Vec<_> = introductions(ledger, local).into_iter().filter(|one| self.has(one.first_day)).collect();
        if all.is_empty() {
            block.notes = vec!["Two people who should know each other: none introduced in this period.".to_owned()];
            return block;
        }
        let of_state = |states: &[IntroductionState]| -> Vec<&[_; 2]> {
            all.iter().filter(|one| states.contains(&one.result())).map(|one| &one.between).collect()
        };
        let rows: [(&str, &[IntroductionState], Share); 4] = [
            ("made", &[IntroductionState::Made, IntroductionState::WithOutcome], Share::Yes),
            ("something came of it", &[IntroductionState::WithOutcome], Share::BothWays),
            ("open", &[IntroductionState::Open], Share::Maybe),
            ("ended before", &[IntroductionState::Ended], Share::Silent),
        ];
        let parts = rows.into_iter().map(|(label, states, share)| {
            let pairs = of_state(states);
            let people = pairs.iter().flat_map(|pair| pair.iter().map(|party| party.person.clone())).collect();
            let figure = format!("{} of {}", number(pairs.len()), number(all.len()));
            Part { shares: vec![(share, pairs.len())], figure, ..Part::bar(label, share, all.len(), people) }
        });
        block.parts = parts.collect();
        block
    }
}
