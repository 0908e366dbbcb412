//! The honest sum of a pledge, in words, before it is made.

use crate::domain::care::clock::{Group, PlanData, ReachOutSum};
use crate::domain::decision::care_event::Pledge;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::text::plural::{in_words, number, plural};

/// Returns what a pledge asks for a business day, group by group and together.
pub fn pledge_in_words(pledge: &Pledge, data: PlanData<'_>) -> String {
    let clock = data.clock().with_pledge(pledge);
    let mut groups = [ReachOutSum::default(); 3];
    let (mut together, mut everybody) = (ReachOutSum::default(), 0_u64);
    for (_, of_one) in clock.everybody() {
        everybody += u64::from(of_one.is_connected() || of_one.is_in_touch);
        let Some(applied) = of_one.rhythm.filter(|_| of_one.is_in_touch) else { continue };
        let sum = ReachOutSum::of(applied.rhythm);
        groups[of_one.group as usize].add(sum);
        together.add(sum);
    }
    let named = [
        (Group::Accepted, "you accepted here", pledge.accepted),
        (Group::Both, "you have exchanged messages with", pledge.both),
        (Group::Others, "of everybody else", pledge.others),
    ];
    let mut said: Vec<String> = Vec::new();
    for (group, who, rhythm) in named {
        let sum = groups[group as usize];
        if let Some(rhythm) = rhythm.filter(|rhythm| *rhythm != Rhythm::Never && sum.people > 0) {
            let people = plural(sum.people, "person");
            said.push(format!("{people} {who}, {}, is {} a business day.", rhythm.label(), sum.a_day_in_words()));
        }
    }
    if said.is_empty() && together.people == 0 {
        return "Nothing is chosen for you. No reminders is a choice.".to_owned();
    }
    if said.len() != 1 || groups.iter().filter(|sum| sum.people > 0).count() > 1 {
        said.push(format!(
            "{} in all is {} a business day.",
            plural(together.people, "person"),
            together.a_day_in_words()
        ));
    } else if let Some(rhythm) = [pledge.accepted, pledge.both, pledge.others].into_iter().flatten().next()
        && everybody > together.people as u64
    {
        let all = ReachOutSum {
            people: usize::try_from(everybody).unwrap_or(usize::MAX),
            a_year: ReachOutSum::of(rhythm).a_year * everybody,
        };
        said.push(format!("All {} would be {}.", number(everybody), all.a_day_in_words()));
        said.extend(at_most(all, data.settings.most, true));
        return said.join(" ");
    }
    said.extend(at_most(together, data.settings.most, false));
    said.join(" ")
}

/// Returns what comes of a sum that is more than a day shows.
fn at_most(sum: ReachOutSum, most: usize, would: bool) -> Option<String> {
    let months = usize::try_from(sum.months_at(most)?).ok()?;
    let hear = if would { "would hear" } else { "hears" };
    let count = in_words(most);
    Some(format!("Today shows {count} at most, so everyone {hear} from you about every {} months.", in_words(months)))
}
