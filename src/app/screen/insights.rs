//! Insights screen: figures over requests, decisions and exports.

use chrono::NaiveDate;

use crate::app::action::{Action, EVERYWHERE, MOVE, UNDO, with_keys};
use crate::app::command::{Cx, Handled};
use crate::app::ids::{Context, ScreenId};
use crate::app::layer::{Layer, Place, ScreenSpec};
use crate::app::model::Change;
use crate::app::view::ListCursor;
use crate::domain::insight::months::{PeriodCount, counts_by_period};

/// Screen spec.
pub static SPEC: ScreenSpec = ScreenSpec {
    id: ScreenId::Insights,
    title: "Insights",
    name: "insights",
    place: Place::Tab,
    go_keys: "s",
    go_label: "insights",
    bindings: &[&[with_keys("Esc", Action::Go(ScreenId::Inbox), "inbox")], MOVE, UNDO, EVERYWHERE],
};

/// Months in the chart of requests.
const MONTHS: usize = 24;

/// The insights screen.
#[derive(Debug, Default)]
pub struct InsightsScreen {
    /// Scroll position.
    pub scroll: ListCursor,
    /// Requests received by month, up to this one.
    pub requests: Vec<PeriodCount>,
    /// Requests received in the last twelve months.
    pub last_year: usize,
    /// Days since the oldest pending request was sent; `None` if nothing is pending, or nothing with a date.
    pub oldest_days: Option<i64>,
}

impl Layer for InsightsScreen {
    fn context(&self) -> Context {
        Context::Screen(ScreenId::Insights)
    }

    fn act(&mut self, _: Action, _: &mut Cx) -> Handled {
        Handled::No
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.scroll)
    }

    fn refresh(&mut self, _: &Change, cx: &mut Cx) {
        let (model, today) = (cx.model, cx.model.moment.today);
        let sent = model.ledger.cases().filter_map(|case| case.invitation().sent_at);
        let days: Vec<NaiveDate> = sent.map(|at| model.moment.local.of(at)).collect();
        self.requests = counts_by_period(&days, today, 1, MONTHS);
        self.last_year = days.iter().filter(|day| (today - **day).num_days() < 365).count();
        let pending = model.ledger.cards().filter(|case| model.ledger.status_of(case).is_pending_on(today));
        let ages = pending.filter_map(|case| case.invitation().age_days(model.moment.now));
        self.oldest_days = ages.max();
    }
}
