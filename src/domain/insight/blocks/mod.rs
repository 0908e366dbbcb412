//! The blocks of the insights screen: figures with what they count and whom they speak of, ready to be drawn or copied.

mod accepts;
mod contacts;
mod requests;

use chrono::{Months, NaiveDate};

use super::months::{PeriodLength, Periods};
use super::outcome::{AcceptRecord, accepts};
use crate::domain::care::clock::{PlanData, ReachOutPlan};
use crate::domain::person::key::PersonKey;
use crate::domain::text::plural::number;

/// What is said of a copy without messages.
pub const NO_MESSAGES: &str = "Your copy has no messages: tick Messages when you request the next one.";
/// Most columns of a chart.
const MOST_COLUMNS: usize = 16;

/// Period of the figures.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Period {
    /// The last month.
    Month,
    /// The last three months.
    Quarter,
    /// The last twelve months.
    Year,
    /// Everything.
    #[default]
    All,
}

impl Period {
    /// All periods, shortest first.
    pub const EVERY: [Self; 4] = [Self::Month, Self::Quarter, Self::Year, Self::All];

    /// Returns its label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::All => "all",
        }
    }

    /// Returns its first day; `None` if it has none.
    pub fn since(self, today: NaiveDate) -> Option<NaiveDate> {
        let months = match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
            Self::All => return None,
        };
        today.checked_sub_months(Months::new(months)).and_then(|day| day.succ_opt())
    }

    fn length(self) -> PeriodLength {
        match self {
            Self::Month | Self::Quarter => PeriodLength::Week,
            Self::Year | Self::All => PeriodLength::Months(1),
        }
    }
}

/// Kind of a share of a bar or column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Share {
    /// The only one.
    Plain,
    /// Messages both ways.
    BothWays,
    /// One-sided messages.
    OneSided,
    /// Pitched.
    Pitched,
    /// No messages.
    Silent,
    /// Accepted, right.
    Yes,
    /// Declined, wrong.
    No,
    /// Followed up, not sure.
    Maybe,
    /// Still to come.
    Ahead,
}

impl Share {
    /// Returns its letter where there is no colour.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Plain | Self::Ahead => "",
            Self::BothWays => "b",
            Self::OneSided => "o",
            Self::Pitched => "p",
            Self::Silent => "s",
            Self::Yes => "+",
            Self::No => "-",
            Self::Maybe => "~",
        }
    }
}

/// Form of a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockForm {
    /// A column for each part.
    Columns,
    /// A line through the parts.
    Curve,
    /// A bar for each part.
    Bars,
}

/// People a part speaks of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PartPeople {
    /// These.
    Known(Vec<PersonKey>),
    /// Those whose requests were undecided at the end of a month.
    UndecidedAt(NaiveDate),
}

/// A part of a block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Label.
    pub label: String,
    /// First day, of a column.
    pub from: Option<NaiveDate>,
    /// Shares in order.
    pub shares: Vec<(Share, usize)>,
    /// What a full bar stands for.
    pub of: usize,
    /// Figure in words.
    pub figure: String,
    /// People it speaks of.
    pub people: PartPeople,
}

impl Part {
    /// Returns the sum of its shares.
    pub fn count(&self) -> usize {
        self.shares.iter().map(|(_, count)| count).sum()
    }

    fn bar(label: &str, share: Share, of: usize, people: Vec<PersonKey>) -> Self {
        let count = people.len();
        Self {
            label: label.to_owned(),
            from: None,
            shares: vec![(share, count)],
            of,
            figure: number(count),
            people: PartPeople::Known(people),
        }
    }
}

/// A block of the screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// Title.
    pub title: String,
    /// Text to the right of the title.
    pub aside: String,
    /// Form.
    pub form: BlockForm,
    /// Parts.
    pub parts: Vec<Part>,
    /// Shares to be explained, each with its label.
    pub legend: Vec<(Share, &'static str)>,
    /// Lines below.
    pub notes: Vec<String>,
}

impl Block {
    fn new(title: impl Into<String>, form: BlockForm) -> Self {
        let (title, aside) = (title.into(), String::new());
        Self { title, aside, form, parts: Vec::new(), legend: Vec::new(), notes: Vec::new() }
    }
}

/// Everything the blocks are about.
#[derive(Clone, Copy)]
struct Insight<'a> {
    data: PlanData<'a>,
    plan: &'a ReachOutPlan,
    period: Period,
}

/// Returns the blocks in display order; `plan` is today's.
pub fn blocks(data: PlanData<'_>, plan: &ReachOutPlan, period: Period) -> Vec<Block> {
    let insight = Insight { data, plan, period };
    let accepts: Vec<AcceptRecord<'_>> =
        accepts(data.ledger, data.network).into_iter().filter(|one| insight.has(data.local.of(one.entry.at))).collect();
    vec![
        insight.requests(),
        insight.waiting(),
        insight.talked(),
        insight.outcomes(&accepts),
        insight.decisions(),
        insight.silent(&accepts),
        insight.judged(),
        insight.reach_outs(),
        insight.given(),
        insight.recommendable(),
        insight.introductions(),
    ]
}

impl<'a> Insight<'a> {
    /// True for a day in the period.
    fn has(self, day: NaiveDate) -> bool {
        day <= self.data.today && self.period.since(self.data.today).is_none_or(|since| since <= day)
    }

    /// Returns the length of columns that reach back to a day: months become quarters, and these years.
    fn column_length(self, since: NaiveDate) -> PeriodLength {
        let lengths = [self.period.length(), PeriodLength::Months(3), PeriodLength::Months(12)];
        let fits = |length: &PeriodLength| Periods::count(since, self.data.today, *length) <= MOST_COLUMNS;
        lengths.into_iter().find(fits).unwrap_or(PeriodLength::Months(12))
    }

    /// Returns a column for each week, month, quarter or year up to today, from days with a share and a person; and what
    /// a column is.
    fn columns(self, shares: &[Share], events: Vec<(NaiveDate, Share, &'a PersonKey)>) -> (Vec<Part>, &'static str) {
        let events: Vec<_> = events.into_iter().filter(|(day, ..)| self.has(*day)).collect();
        let first = events.iter().map(|(day, ..)| *day).min();
        let since = self.period.since(self.data.today).or(first).unwrap_or(self.data.today);
        let length = self.column_length(since);
        if events.is_empty() {
            return (Vec::new(), length.name());
        }
        let periods = Periods::new(since, self.data.today, length, MOST_COLUMNS);
        let mut parts: Vec<(Part, Vec<PersonKey>)> =
            periods.first_days().map(|from| (column(from, length, shares), Vec::new())).collect();
        for (day, share, person) in events {
            let Some((part, people)) = periods.place(day).and_then(|place| parts.get_mut(place)) else { continue };
            part.shares.iter_mut().filter(|(kind, _)| *kind == share).for_each(|(_, count)| *count += 1);
            people.push(person.clone());
        }
        let figured = parts.into_iter().map(|(part, people)| Part {
            figure: number(part.count()),
            people: PartPeople::Known(people),
            ..part
        });
        (figured.collect(), length.name())
    }
}

/// Returns an empty column from a day on.
fn column(from: NaiveDate, length: PeriodLength, shares: &[Share]) -> Part {
    Part {
        label: length.label(from),
        from: Some(from),
        shares: shares.iter().map(|share| (*share, 0)).collect(),
        of: 0,
        figure: String::new(),
        people: PartPeople::Known(Vec::new()),
    }
}
