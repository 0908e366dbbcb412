//! History screen: decisions, newest first, with a text filter.

use std::borrow::Cow;

use chrono::NaiveDate;
use strum::VariantArray;

use crate::app::action::Action;
use crate::app::bindings::{
    Bindings, DECIDE, DETAILS, EVERYWHERE, EXPORT, MOVE, PERSON, RESCHEDULE, RETRY, UNDO, default_keys, with_keys,
};
use crate::app::command::{Command, Cx, Handled};
use crate::app::form;
use crate::app::ids::{Context, ScreenId, Selection};
use crate::app::layer::{Layer, Place, ScreenSpec, change_label, show_all_label};
use crate::app::list_filter::ListFilter;
use crate::app::model::{Change, Model};
use crate::app::notification::Notification;
use crate::app::text_field::TextField;
use crate::app::view::ListCursor;
use crate::domain::care::query::{DecisionRecord, decision_text};
use crate::domain::decision::VerdictKind;
use crate::domain::decision::event::{EntryId, Event};
use crate::domain::decision::history::{self, PastDecision};
use crate::domain::decision::ledger::Ledger;
use crate::domain::search::query::Query;

/// Screen spec.
pub static SPEC: ScreenSpec = ScreenSpec {
    id: ScreenId::History,
    title: "History",
    name: "history",
    place: Place::Tab,
    go_keys: "h",
    go_label: "history",
    bindings: &[
        &[
            default_keys(Action::OpenPerson, "page"),
            default_keys(Action::Filter, "filter"),
            default_keys(Action::FilterVerdict, "kind"),
            default_keys(Action::NextSavedView, "view"),
            default_keys(Action::Retract, "take back"),
        ],
        DECIDE,
        EXPORT,
        RESCHEDULE,
        RETRY,
        PERSON,
        &[default_keys(Action::ShowAll, "inbox")],
        MOVE,
        DETAILS,
        UNDO,
        EVERYWHERE,
    ],
};

/// Bindings while the filter is typed.
pub static FILTER: Bindings = &[&[default_keys(Action::Cancel, "done"), with_keys("Enter", Action::Cancel, "done")]];

/// The history screen.
#[derive(Debug, Default)]
pub struct HistoryScreen {
    /// Rows shown, as indices into `all`; newest first.
    pub rows: Vec<usize>,
    /// Cursor in the rows.
    pub cursor: ListCursor,
    /// Filter.
    pub filter: ListFilter,
    /// Number of all decisions by verdict, in the order of the verdicts.
    pub kinds: [usize; VerdictKind::VARIANTS.len()],
    /// All decisions with their days, newest first.
    all: Vec<(EntryId, NaiveDate)>,
    /// Search text of each decision; built when the first filter is applied.
    search_texts: Vec<String>,
    /// Filter that `rows` reflects.
    applied: Query,
}

impl HistoryScreen {
    /// Returns the number of all decisions.
    pub fn total_decisions(&self) -> usize {
        self.all.len()
    }

    /// Returns the selected decision.
    pub fn selected_decision<'a>(&self, ledger: &'a Ledger) -> Option<PastDecision<'a>> {
        self.decision_at(self.cursor.index, ledger)
    }

    /// Returns the decision in a row.
    pub fn decision_at<'a>(&self, at: usize, ledger: &'a Ledger) -> Option<PastDecision<'a>> {
        history::past_decision(ledger, ledger.entry(self.id(at)?)?)
    }

    /// Returns the days of the rows, newest first, each with its number of rows.
    pub fn days(&self) -> impl Iterator<Item = (NaiveDate, usize)> {
        let day = |row: &usize| self.all[*row].1;
        self.rows.chunk_by(move |one, next| day(one) == day(next)).map(move |rows| (day(&rows[0]), rows.len()))
    }

    fn id(&self, at: usize) -> Option<&EntryId> {
        self.all.get(*self.rows.get(at)?).map(|(id, _)| id)
    }

    /// Shows only the decisions that match the filter, and selects the first.
    fn apply_filter(&mut self, model: &Model) {
        self.cursor.index = 0;
        self.filter.read(model);
        if self.filter.query == self.applied {
            return;
        }
        let past = |id: &EntryId| history::past_decision(&model.ledger, model.ledger.entry(id)?);
        if self.search_texts.is_empty() {
            let text = |past: PastDecision| decision_text(&past, model.moment.local);
            self.search_texts = self.all.iter().map(|(id, _)| past(id).map_or_else(String::new, text)).collect();
        }
        let query = self.filter.query.clone();
        let matches = |at: &usize| {
            let record = past(&self.all[*at].0).zip(self.search_texts.get(*at));
            let data = model.search_data();
            record.is_some_and(|(past, text)| query.matches(&DecisionRecord { data, past: &past, text }))
        };
        self.rows = (0..self.all.len()).filter(matches).collect();
        self.applied = query;
        self.cursor.set_len(self.rows.len());
    }

    fn set_filter(&mut self, words: &str, model: &Model) {
        self.filter.set(words, model);
        self.apply_filter(model);
    }

    /// Filters by the saved view after the current one.
    fn next_view(&mut self, cx: &mut Cx) {
        let views = &cx.model.settings.views;
        let current = views.iter().position(|(_, words)| words == self.filter.text());
        let Some((name, words)) = views.get(current.map_or(0, |at| at + 1)).or_else(|| views.first()) else { return };
        self.set_filter(words, cx.model);
        cx.notify(Notification::done(format!("View: {name}")));
    }

    /// Filters by the next verdict: accepted, declined, following up, then all.
    fn next_verdict(&mut self, model: &Model) {
        let kinds: Vec<&str> = VerdictKind::VARIANTS.iter().map(|kind| kind.label()).collect();
        let text = self.filter.text().to_owned();
        let current = kinds.iter().position(|word| text.starts_with(word));
        let rest = current.map_or(text.as_str(), |at| text[kinds[at].len()..].trim_start());
        let next = current.map_or(Some(0), |at| Some(at + 1)).and_then(|at| kinds.get(at)).copied().unwrap_or_default();
        self.set_filter(format!("{next} {rest}").trim(), model);
    }
}

impl Layer for HistoryScreen {
    fn context(&self) -> Context {
        if self.filter.is_typing { Context::Filter } else { Context::Screen(ScreenId::History) }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer knows why not of a few of many actions")]
    fn disabled(&self, action: Action, model: &Model) -> Option<Cow<'static, str>> {
        match action {
            Action::NextSavedView if model.settings.views.is_empty() => {
                Some("No saved view; `invite-triage config` shows how".into())
            }
            Action::Filter | Action::FilterVerdict if self.all.is_empty() => Some("No decisions yet".into()),
            Action::Retract if self.selected_decision(&model.ledger).is_none() => {
                Some("Select a decision first".into())
            }
            _ => None,
        }
    }

    fn label(&self, action: Action, _: &Model) -> Option<&'static str> {
        change_label(action).or_else(|| show_all_label(action, !self.filter.text().is_empty()))
    }

    fn selected(&self, model: &Model) -> Selection {
        let past = self.selected_decision(&model.ledger);
        past.map_or(Selection::Nobody, |past| Selection::Request(past.decision.invitation.clone()))
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        match action {
            Action::Cancel => self.filter.is_typing = false,
            Action::Filter => self.filter.is_typing = true,
            Action::FilterVerdict => self.next_verdict(cx.model),
            Action::NextSavedView => self.next_view(cx),
            Action::ShowAll if self.filter.text().is_empty() => cx.go(ScreenId::Inbox),
            Action::ShowAll => self.set_filter("", cx.model),
            Action::Retract => {
                if let Some(id) = self.id(self.cursor.index) {
                    let id = id.clone();
                    cx.append(Event::Retracted { entry: id.clone() });
                    cx.commands.push(Command::UndoBringsBack(id));
                }
            }
            Action::Export if !self.filter.text().is_empty() => {
                cx.open_form(&form::export::FORM, Selection::Query(self.filter.text().to_owned()));
            }
            _ => return Handled::No,
        }
        Handled::Yes
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.cursor)
    }

    fn text(&mut self) -> Option<&mut TextField> {
        self.filter.is_typing.then_some(&mut self.filter.field)
    }

    fn text_changed(&mut self, model: &Model) {
        self.apply_filter(model);
    }

    fn refresh(&mut self, _: &Change, cx: &mut Cx) {
        let (model, ledger) = (cx.model, &cx.model.ledger);
        let (selected, at) = (self.id(self.cursor.index).cloned(), self.cursor.index);
        self.all =
            history::lines(ledger).map(|(entry, _)| (entry.id.clone(), model.moment.local.of(entry.at))).collect();
        self.kinds = [0; VerdictKind::VARIANTS.len()];
        history::lines(ledger).for_each(|(_, decision)| self.kinds[decision.verdict.kind() as usize] += 1);
        self.rows = (0..self.all.len()).collect();
        (self.search_texts, self.applied) = (Vec::new(), Query::default());
        self.apply_filter(model);
        let place = selected.and_then(|id| (0..self.rows.len()).find(|at| self.id(*at) == Some(&id)));
        self.cursor.restore(place.or(Some(at)), self.rows.len());
    }
}
