//! Import report screen: changes to earlier decisions and people, closed requests, and every row that was not
//! understood.

use std::borrow::Cow;

use foldhash::HashSet;
use strum::VariantArray;

use crate::app::action::Action;
use crate::app::bindings::{DETAILS, EVERYWHERE, MOVE, UNDO, default_keys, with_keys};
use crate::app::command::{Cx, Handled};
use crate::app::ids::{Context, ScreenId, Selection};
use crate::app::layer::{Layer, Place, ScreenSpec};
use crate::app::model::{Change, Model};
use crate::app::view::ListCursor;
use crate::domain::care::clock::Link;
use crate::domain::care::let_go::{LetGo, let_gos};
use crate::domain::care::new_address::{NewAddress, new_addresses};
use crate::domain::care::own_request::{WrittenRequest, WrittenState, written_until_copy};
use crate::domain::care::today::owed_promises_to;
use crate::domain::decision::care_event::Party;
use crate::domain::decision::carry_out::CarryOutState;
use crate::domain::decision::event::{CloseReason, Event};
use crate::domain::decision::ledger::{Ledger, Status};
use crate::domain::inbox::import_batch::RowIssue;
use crate::domain::inbox::import_diff::{DiffItem, DiffKind, ImportDiff};
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::{Invitation, InvitationId};
use crate::domain::text::dates;
use crate::domain::text::plural::number;

/// Most of those who accepted a request of one's own that are named.
const MOST_NAMED: usize = 3;

/// Screen spec.
pub static SPEC: ScreenSpec = ScreenSpec {
    id: ScreenId::ImportReport,
    title: "Import report",
    name: "import report",
    place: Place::Under(ScreenId::Inbox),
    go_keys: "f",
    go_label: "import report",
    bindings: &[
        &[
            default_keys(Action::OpenPerson, "page"),
            default_keys(Action::Reopen, "open again"),
            default_keys(Action::ReopenAll, "open all"),
        ],
        MOVE,
        DETAILS,
        UNDO,
        &[with_keys("Esc", Action::Go(ScreenId::Inbox), "inbox")],
        EVERYWHERE,
    ],
};

/// A section of the report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Section {
    /// People who seem to have a new address.
    NewAddress,
    /// People who are gone, with a rhythm of their own or something owed to them.
    GoneInTouch,
    /// Differences that an import found.
    Diff(DiffKind),
    /// Connections let go of that the last copy still lists.
    StillConnected,
    /// Connections let go of that are gone.
    LetGo,
    /// Requests closed by an earlier import.
    Closed,
    /// Remarks on the files.
    Remark,
    /// Rows that were not understood.
    RowIssue,
    /// Rows that were imported without what could not be read.
    PartlyRead,
}

impl Section {
    /// Returns the heading.
    pub fn heading(self) -> &'static str {
        match self {
            Self::NewAddress => "A new address: the same person?",
            Self::GoneInTouch => "No longer connected, and you keep in touch",
            Self::Diff(topic) => topic.label(),
            Self::StillConnected => "Let go, still connected",
            Self::LetGo => "Let go, and gone",
            Self::Closed => "Closed by an earlier import",
            Self::Remark => "Remarks",
            Self::RowIssue => "Rows that were not understood",
            Self::PartlyRead => "Rows imported without what could not be read",
        }
    }
}

/// A row of the report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReportRow {
    /// Person.
    Person(DiffItem),
    /// Person who seems to have a new address.
    NewAddress(NewAddress),
    /// Row of a file.
    RowIssue(RowIssue),
    /// Remark on the files.
    Remark(String),
}

impl ReportRow {
    fn request(&self) -> Option<&InvitationId> {
        match self {
            Self::Person(named) => named.request.as_ref(),
            Self::NewAddress(_) | Self::RowIssue(_) | Self::Remark(_) => None,
        }
    }
}

/// The import report screen.
#[derive(Debug, Default)]
pub struct ImportReportScreen {
    /// Rows, grouped by section.
    pub rows: Vec<(Section, ReportRow)>,
    /// What became of one's own requests that were written down, in a sentence; empty without any.
    pub own_requests: String,
    /// Cursor in the rows.
    pub cursor: ListCursor,
}

impl ImportReportScreen {
    fn selected_item(&self) -> Option<&DiffItem> {
        match self.rows.get(self.cursor.index) {
            Some((_, ReportRow::Person(named))) => Some(named),
            Some((_, ReportRow::NewAddress(_) | ReportRow::RowIssue(_) | ReportRow::Remark(_))) | None => None,
        }
    }

    /// Returns the selected person who seems to have a new address.
    fn new_address(&self) -> Option<&NewAddress> {
        match self.rows.get(self.cursor.index) {
            Some((_, ReportRow::NewAddress(one))) => Some(one),
            _ => None,
        }
    }

    /// Returns the selected request, if an import closed it.
    fn closed(&self, ledger: &Ledger) -> Option<&InvitationId> {
        let id = self.selected_item()?.request.as_ref()?;
        ledger.case(id).and_then(|case| ledger.close_reason_of(case)).map(|_| id)
    }
}

impl ImportReportScreen {
    /// Returns the listed requests that an import closed before a decision. Those with one are opened one by one, since
    /// opening them takes the decision back.
    fn closed_undecided(&self, ledger: &Ledger) -> impl Iterator<Item = &InvitationId> {
        let requests = self.rows.iter().filter_map(|(_, row)| row.request());
        requests.filter(move |id| matches!(ledger.status(id), Status::Closed(_)))
    }
}

impl Layer for ImportReportScreen {
    fn context(&self) -> Context {
        Context::Screen(ScreenId::ImportReport)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer knows why not of a few of many actions")]
    fn disabled(&self, action: Action, model: &Model) -> Option<Cow<'static, str>> {
        match action {
            Action::OpenPerson if self.selected_item().is_none() && self.new_address().is_none() => {
                Some("Select someone first".into())
            }
            Action::ReopenAll if self.closed_undecided(&model.ledger).next().is_none() => {
                Some("No closed request is listed".into())
            }
            Action::Reopen if self.closed(&model.ledger).is_none() => Some("Select a closed request first".into()),
            _ => None,
        }
    }

    fn label(&self, action: Action, _: &Model) -> Option<&'static str> {
        (action == Action::OpenPerson && self.new_address().is_some()).then_some("the same person")
    }

    fn selected(&self, _: &Model) -> Selection {
        if let Some(one) = self.new_address() {
            return Selection::Person(one.now.clone());
        }
        let Some(DiffItem { person, request, .. }) = self.selected_item() else { return Selection::Nobody };
        request.clone().map_or_else(|| Selection::Person(person.clone()), Selection::Request)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        let reopened = |id: &InvitationId| Event::Reopened { invitation: id.clone() };
        if let (Action::OpenPerson, Some(one)) = (action, self.new_address()) {
            cx.append(Event::care(one.clone().confirmed()));
            return Handled::Yes;
        }
        match action {
            Action::Reopen => {
                if let Some(id) = self.closed(&cx.model.ledger) {
                    cx.append(reopened(id));
                }
            }
            Action::ReopenAll => {
                cx.append_all(self.closed_undecided(&cx.model.ledger).map(|id| reopened(id).into()).collect());
            }
            _ => return Handled::No,
        }
        Handled::Yes
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.cursor)
    }

    fn refresh(&mut self, change: &Change, cx: &mut Cx) {
        self.own_requests = own_requests_text(cx.model);
        if *change != Change::All {
            return; // only an import or a reopened request changes the list
        }
        let selected = self.rows.get(self.cursor.index).cloned();
        self.rows = rows(cx.model);
        let place = selected.and_then(|selected| self.rows.iter().position(|row| *row == selected));
        self.cursor.restore(place, self.rows.len());
    }
}

/// Says how many of one's own requests that were written down before the copy were accepted, and whose.
fn own_requests_text(model: &Model) -> String {
    let written = written_until_copy(model.plan_data());
    if written.is_empty() {
        return String::new();
    }
    let is_accepted = |request: &&WrittenRequest| matches!(request.state, WrittenState::Accepted(_));
    let names: Vec<String> = written.iter().filter(is_accepted).map(|one| one.about.name.display_name()).collect();
    let aside =
        if (1..=MOST_NAMED).contains(&names.len()) { format!(" ({})", names.join(", ")) } else { String::new() };
    format!("Your own requests: {} of {} accepted{aside}.", number(names.len()), number(written.len()))
}

/// Returns the findings of the last import, then the requests that are closed. What became of requests is derived from
/// the ledger, so that it is the same everywhere and after a restart; changes between two copies are in the report.
fn rows(model: &Model) -> Vec<(Section, ReportRow)> {
    let Model { ledger, network, import_reports: found, .. } = model;
    let derived = ImportDiff::from_last_import(ledger, network, model.moment.local);
    let mut rows = Vec::new();
    let listed = |kind| -> Vec<&PersonKey> {
        found.iter().flat_map(|found| found.diff.items(kind)).map(|item| &item.person).collect()
    };
    let moved = new_addresses(&listed(DiffKind::Disconnected), &listed(DiffKind::Added), network, ledger);
    rows.extend(moved.into_iter().map(|one| (Section::NewAddress, ReportRow::NewAddress(one))));
    let clock = model.plan_data().clock();
    let stays_in_touch = |person: &PersonKey| {
        let of_person = clock.of(person);
        of_person.link == Link::Gone && (of_person.is_in_touch || !owed_promises_to(person, ledger).is_empty())
    };
    let gone = found.iter().flat_map(|found| found.diff.items(DiffKind::Disconnected)).cloned();
    let (kept, gone): (Vec<DiffItem>, Vec<DiffItem>) = gone.partition(|item| stays_in_touch(&item.person));
    rows.extend(kept.into_iter().map(|item| (Section::GoneInTouch, ReportRow::Person(item))));
    for &topic in DiffKind::VARIANTS {
        let reported: Vec<&DiffItem> = if topic == DiffKind::Disconnected {
            gone.iter().collect()
        } else {
            found.iter().flat_map(|found| found.diff.items(topic)).collect()
        };
        let items =
            if topic.is_request_state() || found.is_empty() { derived.items(topic).collect() } else { reported };
        rows.extend(items.into_iter().cloned().map(|item| (Section::Diff(topic), ReportRow::Person(item))));
    }
    rows.extend(let_go_rows(model));
    let told: HashSet<InvitationId> = rows.iter().filter_map(|(_, row)| row.request().cloned()).collect();
    let is_told = |named: &DiffItem| named.request.as_ref().is_some_and(|id| told.contains(id));
    let closed = closed(ledger).into_iter().filter(|named| !is_told(named));
    rows.extend(closed.map(|named| (Section::Closed, ReportRow::Person(named))));
    let remarks = found.iter().flat_map(|found| &found.remarks).cloned();
    rows.extend(remarks.map(|remark| (Section::Remark, ReportRow::Remark(remark))));
    for (section, is_imported) in [(Section::RowIssue, false), (Section::PartlyRead, true)] {
        let issues = found.iter().flat_map(|found| found.issues(is_imported)).cloned();
        rows.extend(issues.map(|row| (section, ReportRow::RowIssue(row))));
    }
    rows
}

/// Returns the connections let go of that the last copy contradicts, then those that it confirms.
fn let_go_rows(model: &Model) -> Vec<(Section, ReportRow)> {
    let day = |let_go: &LetGo| dates::format_long(model.moment.local.of(let_go.at));
    let gone = |person: &PersonKey| {
        let mut reported = model.import_reports.iter().flat_map(|found| found.diff.items(DiffKind::Disconnected));
        reported.any(|item| item.person == *person)
    };
    let section = |let_go: &LetGo| {
        let is_gone = let_go.state == CarryOutState::Confirmed && gone(&let_go.about.person);
        let is_listed = let_go.state == CarryOutState::Contradicted;
        is_listed.then_some(Section::StillConnected).or(is_gone.then_some(Section::LetGo))
    };
    let row = |let_go: LetGo| {
        let text = format!("let go on {}", day(&let_go));
        let Party { person, name } = let_go.about.clone();
        Some((section(&let_go)?, ReportRow::Person(DiffItem { person, name, request: None, text })))
    };
    let mut rows: Vec<_> = let_gos(model.plan_data()).into_iter().filter_map(row).collect();
    rows.sort_by_key(|(section, _)| *section == Section::LetGo);
    rows
}

/// Returns the requests that were closed before a decision, newest first.
fn closed(ledger: &Ledger) -> Vec<DiffItem> {
    let mut closed: Vec<(&Invitation, CloseReason)> = ledger
        .cases()
        .filter_map(|case| {
            let Status::Closed(closing) = ledger.status_of(case) else { return None };
            Some((case.invitation(), closing))
        })
        .collect();
    closed.sort_by_key(|(invitation, _)| std::cmp::Reverse(invitation.sent_at));
    let named = |(invitation, closing): (&Invitation, CloseReason)| DiffItem {
        person: invitation.person.clone(),
        name: invitation.name.clone(),
        request: Some(invitation.id.clone()),
        text: match closing {
            CloseReason::Connected => "connected now".to_owned(),
            CloseReason::Vanished => "no longer listed".to_owned(),
        },
    };
    closed.into_iter().map(named).collect()
}
