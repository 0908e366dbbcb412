//! Help and palette: the actions that are possible, and the notification about an import.

use strum::IntoEnumIterator;

use super::App;
use super::action::Action;
use super::action_group::ActionGroup;
use super::command::{Page, Paragraph};
use super::ids::{Context, ScreenId};
use super::notification::Notification;
use super::screen::specs;
use super::tables::context_name;
use crate::domain::text::plural::plural;

impl App {
    /// Returns the enabled actions: those with a key here, then the screens, then those possible anywhere.
    pub(super) fn available_actions(&self) -> Vec<Action> {
        let screens = specs().filter(|spec| !spec.go_keys.is_empty()).map(|spec| Action::Go(spec.id));
        let elsewhere = screens
            .chain([
                Action::LogContact,
                Action::Promise,
                Action::TalkSheet,
                Action::SetRhythm,
                Action::Introduce,
                Action::Invite,
                Action::Recommend,
                Action::Pledge,
                Action::MyNews,
            ])
            .chain([Action::Import, Action::Add, Action::Export, Action::Reload])
            .filter(|action| self.disabled(*action).is_none());
        let mut actions: Vec<Action> = Vec::new();
        for action in self.available().map(|row| row.action).chain(elsewhere) {
            let is_verb = action.group() != ActionGroup::Move && action != Action::Palette;
            if is_verb && !actions.contains(&action) {
                actions.push(action);
            }
        }
        actions.sort_by_key(|action| action.group());
        actions
    }

    pub(super) fn help(&self) -> Page {
        let mut body = Vec::new();
        for group in ActionGroup::iter() {
            let mut rows: Vec<(Action, String)> = Vec::new();
            for row in self.available().filter(|row| row.action.group() == group) {
                match rows.iter_mut().find(|(action, _)| *action == row.action) {
                    Some((_, keys)) => *keys = format!("{keys} {}", row.keys_label()),
                    None => rows.push((row.action, row.keys_label())),
                }
            }
            if !rows.is_empty() {
                body.push(Paragraph::Title(group.label().to_owned()));
                body.extend(rows.into_iter().map(|(action, keys)| Paragraph::Keys(keys, self.description(action))));
                body.push(Paragraph::Blank);
            }
        }
        body.pop();
        Page { title: format!("Keys: {}", context_name(self.context())), body, in_columns: true, ..Page::default() }
    }

    /// Returns the notification about an import that was just made.
    pub(super) fn import_notice(&self) -> Option<Notification> {
        let report = self.model.import_reports.last()?;
        let key = self.keymap().key_label(Context::Screen(ScreenId::Inbox), Action::Go(ScreenId::ImportReport));
        let mut text = format!("Import finished: {}. {key} shows the report", report.summary());
        match &report.remarks[..] {
            [] => {}
            [remark] => text = format!("{text}. {remark}"),
            remarks => text = format!("{text} with {}", plural(remarks.len(), "remark")),
        }
        Some(match report.caution() {
            Some(caution) => Notification::hint(format!("{caution} {text}")),
            None => Notification::done(text),
        })
    }
}
