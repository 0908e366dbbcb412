//! Insights screen: figures over requests, decisions, exports and the log.

use std::borrow::Cow;

use crate::app::action::Action;
use crate::app::bindings::{EVERYWHERE, MOVE, UNDO, default_keys, with_keys};
use crate::app::command::{Cx, Handled};
use crate::app::effect::Effect;
use crate::app::ids::{Context, ScreenId, Selection};
use crate::app::layer::{Layer, Place, ScreenSpec};
use crate::app::model::{Change, Model};
use crate::app::view::ListCursor;
use crate::domain::insight::backlog::undecided_at;
use crate::domain::insight::blocks::{Block, Part, PartPeople, Period, blocks};
use crate::domain::insight::text::as_text;
use crate::domain::person::key::PersonKey;

/// Screen spec.
pub static SPEC: ScreenSpec = ScreenSpec {
    id: ScreenId::Insights,
    title: "Insights",
    name: "insights",
    place: Place::Tab,
    go_keys: "s",
    go_label: "insights",
    bindings: &[
        &[
            default_keys(Action::ShorterPeriod, "period"),
            default_keys(Action::LongerPeriod, "period"),
            default_keys(Action::ShowPeople, "who they are"),
            default_keys(Action::CopyText, "copy as text"),
            with_keys("Esc", Action::Go(ScreenId::Inbox), "inbox"),
        ],
        MOVE,
        UNDO,
        EVERYWHERE,
    ],
};

/// The insights screen.
#[derive(Debug, Default)]
pub struct InsightsScreen {
    /// Cursor in the parts of all blocks.
    pub cursor: ListCursor,
    /// Period of the figures.
    pub period: Period,
    /// Blocks in order.
    pub blocks: Vec<Block>,
}

impl InsightsScreen {
    /// Returns the selected part, with its block.
    pub fn selected_part(&self) -> Option<(&Block, &Part)> {
        let parts = self.blocks.iter().flat_map(|block| block.parts.iter().map(move |part| (block, part)));
        parts.into_iter().nth(self.cursor.index)
    }

    fn set_period(&mut self, longer: bool, cx: &Cx) {
        let at = Period::EVERY.iter().position(|period| *period == self.period).unwrap_or_default();
        let to = if longer { at + 1 } else { at.saturating_sub(1) };
        self.period = Period::EVERY[to.min(Period::EVERY.len() - 1)];
        self.rebuild(cx.model);
    }

    fn rebuild(&mut self, model: &Model) {
        self.blocks = blocks(model.plan_data(), model.reach_out(), self.period);
        self.cursor.set_len(self.blocks.iter().map(|block| block.parts.len()).sum());
    }

    fn show_people(&self, cx: &mut Cx) {
        let Some((block, part)) = self.selected_part() else { return };
        let people: Vec<PersonKey> = match &part.people {
            PartPeople::Known(people) => people.clone(),
            PartPeople::UndecidedAt(month) => undecided_at(&cx.model.ledger, *month, cx.model.moment.local),
        };
        let heading = format!("{}: {}", block.title, part.label);
        cx.show(ScreenId::People, Selection::People(heading, people));
    }
}

impl Layer for InsightsScreen {
    fn context(&self) -> Context {
        Context::Screen(ScreenId::Insights)
    }

    fn disabled(&self, action: Action, _: &Model) -> Option<Cow<'static, str>> {
        let is_empty = self.selected_part().is_none_or(|(_, part)| part.count() == 0);
        (action == Action::ShowPeople && is_empty).then_some("No one here".into())
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        match action {
            Action::ShorterPeriod | Action::LongerPeriod => self.set_period(action == Action::LongerPeriod, cx),
            Action::ShowPeople => self.show_people(cx),
            Action::CopyText => cx.effect(Effect::Copy(as_text(&self.blocks))),
            _ => return Handled::No,
        }
        Handled::Yes
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.cursor)
    }

    fn refresh(&mut self, _: &Change, cx: &mut Cx) {
        self.rebuild(cx.model);
    }
}
