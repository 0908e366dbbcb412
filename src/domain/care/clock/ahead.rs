//! Whom to reach out to on the days to come, if every day's few are done on their day.

use chrono::{Months, NaiveDate};

use super::few::{ReachOut, ReachOutPlan};
use super::people_of;
use super::plan_data::PlanData;
use crate::domain::person::key::PersonKey;

/// Most days looked ahead, however many of them are days off.
const MAX_DAYS_AHEAD: usize = 400;

impl ReachOutPlan {
    /// Returns the few of today, whose plan this is, that are left and those of the next business days, with
    /// `business_days` of them in all. Dates of one's own stand on their day, also on a day off.
    pub fn ahead(&self, data: PlanData<'_>, business_days: usize) -> Vec<(NaiveDate, Vec<PersonKey>)> {
        let PlanData { today, settings, .. } = data;
        let days = &settings.days;
        let mut left = business_days;
        let mut ahead = vec![(today, self.left_on(today, data))];
        left = left.saturating_sub(usize::from(days.has(today)));
        // Today's list does not know what was done since its day began; the next one does.
        let tomorrow = today.succ_opt().unwrap_or(today);
        let next = days.on_or_after(tomorrow);
        let mut plan = self.clone();
        (plan.today, plan.business_day) = (next, next);
        plan.update(&people_since(self.business_day, data), PlanData { today: next, ..data });
        plan.finish(&ahead[0].1, today, data);
        for day in tomorrow.iter_days().take(MAX_DAYS_AHEAD) {
            if left == 0 {
                break;
            }
            left -= usize::from(days.has(day));
            (plan.today, plan.business_day) = (day, days.on_or_before(day));
            let people = plan.left_on(day, data);
            plan.finish(&people, day, data);
            ahead.push((day, people));
        }
        ahead.retain(|(_, people)| !people.is_empty());
        ahead
    }

    /// Returns the few of the plan's day that are not done; on a day off, only dates of one's own.
    fn left_on(&self, day: NaiveDate, data: PlanData<'_>) -> Vec<PersonKey> {
        let is_business_day = data.settings.days.has(day);
        let is_meant = |reach_out: &ReachOut| !reach_out.is_done && (reach_out.is_own_date || is_business_day);
        self.choose_few(1, data.network).into_iter().filter(is_meant).map(|reach_out| reach_out.person).collect()
    }

    /// Notes a contact with these people on a day.
    fn finish(&mut self, people: &[PersonKey], day: NaiveDate, data: PlanData<'_>) {
        for person in people {
            let Some(planned) = self.people.get_mut(person, data.network) else { continue };
            planned.own_date = None;
            planned.last_contact = Some(day);
            if let Some((rhythm, due)) = &mut planned.by_rhythm {
                let months = Months::new(rhythm.months().unwrap_or_default());
                *due = data.settings.days.on_or_after(day.checked_add_months(months).unwrap_or(NaiveDate::MAX));
            }
        }
    }
}

/// Returns the people whom an entry of this day or later moves on the clock.
fn people_since(day: NaiveDate, data: PlanData<'_>) -> Vec<PersonKey> {
    let active = data.ledger.entries().iter().filter(|posted| posted.is_active()).map(|posted| &posted.entry);
    let new = active.filter(|entry| data.local.of(entry.at) >= day);
    let mut people: Vec<PersonKey> = new.flat_map(|entry| people_of(&entry.event)).cloned().collect();
    people.sort_unstable();
    people.dedup();
    people
}
