//! Every screen and every overlay at every size, with hostile names and notes: nothing panics, no control or hidden
//! character reaches a cell, and nothing is wider than its line.

mod common;

use chrono::TimeDelta;
use invite_triage::app::App;
use invite_triage::app::ids::{Context, ScreenId};
use invite_triage::app::overlay::Overlay;
use invite_triage::domain::decision::event::{CloseReason, Event};
use invite_triage::domain::evidence::network::{
    Connection, ConversationStats, Fact, FactKind, FileKind, Network, Owner, PersonFacts, SourceRef,
};
use invite_triage::domain::inbox::import_batch::{RowCounts, RowIssue};
use invite_triage::domain::inbox::reconcile::ImportReport;
use invite_triage::domain::request::invitation::Invitation;
use invite_triage::domain::text::untrusted::is_unsafe_char;
use invite_triage::ui;
use invite_triage::ui::theme::{Background, ThemeName, ThemeSettings};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use strum::VariantArray;
use unicode_width::UnicodeWidthStr;

use common::{UiTest, closing_import, imported, time};

/// Returns hostile or unusual texts, by kind.
fn hostile() -> Vec<(&'static str, String)> {
    vec![
        ("escapes", "Eve \u{1b}[2J\u{1b}]0;root\u{7}\u{9b}31m\r\n\t\u{8}\u{7f}Mallory".to_owned()),
        ("reordering", "Ann \u{202e}gnp.exe\u{202c} \u{2066}x\u{2069}\u{200f}\u{feff}".to_owned()),
        ("hidden", "E\u{200b}v\u{2060}e\u{e0069}\u{e0067}\u{3164}\u{2800}\u{ad}\u{115f}".to_owned()),
        ("blank", "\u{3164}\u{2800}\u{a0}".to_owned()),
        ("long", "Wwwwwwwwww".repeat(1_000)),
        ("zalgo", "Z\u{336}\u{317}\u{334}\u{30d}".repeat(10) + &"a\u{336}".repeat(60) + "\u{301}\u{301}"),
        ("marks", format!("\u{301}{} x", "\u{489}".repeat(60))),
        (
            "pictures",
            "👩🏽\u{200d}💻👨\u{200d}👩\u{200d}👧\u{200d}👦🇩🇪🇪🇺⚡\u{fe0f}1\u{fe0f}\u{20e3}🏴\u{e0067}\u{e007f}".repeat(3),
        ),
        ("wide", "山田太郎と日本語のとても長い名前です。全角ＡＢＣ、ｶﾅ、한국어".repeat(3)),
        ("arabic", "بن\u{200c}سعيد محمد عبد الله، שלום עולם (abc) ١٢٣".repeat(2)),
        ("indic", "क्\u{200d}ष श्री ஸ்ரீ നന്മ ကြွ เกี๊ยว".to_owned()),
        ("lines", "one\n\n\n\ntwo  three\u{2028}four\u{2029}five\u{85}six".to_owned()),
        ("plain", "Ann Bee".to_owned()),
    ]
}

fn hostile_people() -> Vec<Invitation> {
    let hour = |n: usize| time("2026-01-01T12:00:00Z") + TimeDelta::hours(i64::try_from(n).expect("a few"));
    let person = |(n, (what, words)): (usize, (&str, String))| {
        Invitation::new(&words, &format!("https://www.linkedin.com/in/{what}-é"), hour(n))
            .with_note(&format!("{words} — {n}"))
            .with_role(&words, &words)
    };
    hostile().into_iter().enumerate().map(person).collect()
}

/// Returns a network with a hostile conversation with everybody.
fn hostile_network(people: &[Invitation]) -> Network {
    let acquaintances = people.iter().map(|person| {
        let words = person.name.clone();
        let talk = ConversationStats {
            sent: 4_000_000_000,
            received: 0,
            first: person.sent_at.expect("a date").into(),
            last: person.sent_at.expect("a date").into(),
            started_by_me: true,
            last_by_me: true,
            last_excerpt: words.clone(),
            ..ConversationStats::default()
        };
        let was = FactKind::WasConnected(Connection::default());
        let facts = [FactKind::Conversation(Box::new(talk)), FactKind::InAddressBook { role: Some(words) }, was];
        let mut acquaintance = PersonFacts::new(person.person.clone(), person.name.clone());
        acquaintance.facts = facts
            .into_iter()
            .map(|what| Fact { kind: what, source: SourceRef { file: 0, record: u32::MAX } })
            .collect();
        acquaintance
    });
    let file = hostile().into_iter().take(3).map(|(_, words)| words).collect::<String>();
    let mut network = Network::new(Owner::default(), Some(time(common::MORNING)), vec![file], acquaintances);
    network.kinds = vec![FileKind::Invitations, FileKind::Follows, FileKind::EndorsementsReceived];
    network
}

fn found() -> ImportReport {
    let rows = hostile().into_iter().map(|(what, words)| RowIssue {
        file: words.as_str().into(),
        record: u64::MAX,
        reason: format!("{what}: no date"),
        is_imported: false,
    });
    ImportReport {
        source: hostile()[0].1.as_str().into(),
        counts: RowCounts { invitations: u64::MAX, incoming: 12_345, ..RowCounts::default() },
        row_issues: rows.collect(),
        remarks: vec!["A remark that goes on for a while, so that it must be broken somewhere.".to_owned()],
        new: 12_345,
        closed: 3,
        outdated: true,
        ..ImportReport::default()
    }
}

fn ui() -> UiTest {
    let people = hostile_people();
    let network = hostile_network(&people);
    let closed = closing_import(&[(&people[0], CloseReason::Connected), (&people[8], CloseReason::Vanished)]);
    let reopened = Event::Reopened { invitation: people[0].id.clone() };
    let ui = UiTest::with_data(network.clone(), vec![imported(people), closed, reopened]);
    ui.with_reports(network, vec![found(), found()])
}

/// Window sizes: every tiny one, then some larger ones.
fn sizes() -> impl Iterator<Item = (u16, u16)> {
    let columns = || (0..=20).chain([24, 40, 80, 90, 110, 150]);
    let rows = || (0..=14).chain([20, 30]);
    columns().flat_map(move |width| rows().map(move |height| (width, height)))
}

/// Fewer window sizes, for overlays: most between tiny and usual are left out.
fn edges() -> impl Iterator<Item = (u16, u16)> {
    let columns = [0, 1, 2, 3, 4, 5, 7, 10, 14, 20, 22, 40, 80, 110];
    let rows = [0, 1, 2, 3, 4, 5, 6, 7, 9, 12, 13, 24];
    columns.into_iter().flat_map(move |width| rows.into_iter().map(move |height| (width, height)))
}

/// A handful of window sizes, for code paths that other tests cover at every size.
fn some_sizes() -> impl Iterator<Item = (u16, u16)> {
    [(0, 0), (1, 1), (2, 5), (5, 2), (7, 7), (13, 9), (20, 12), (21, 13), (40, 15), (60, 20), (80, 24), (110, 30)]
        .into_iter()
}

#[track_caller]
fn harmless(buffer: &Buffer, what: &str) {
    let area = buffer.area;
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            let symbol = buffer[(x, y)].symbol();
            if matches!(symbol.as_bytes(), [b' '..=b'~']) {
                x += 1;
                continue; // fast path for ASCII, which is nearly every cell
            }
            let bad: Vec<char> =
                symbol.chars().filter(|c| is_unsafe_char(*c) && !matches!(c, '\u{200C}' | '\u{200D}')).collect();
            assert!(bad.is_empty(), "{what} at {}x{}: {bad:?} at {x},{y}", area.width, area.height);
            let width = u16::try_from(symbol.width()).expect("a cell").max(1);
            assert!(x + width <= area.width, "{what} at {}x{}: {symbol:?} at {x},{y}", area.width, area.height);
            x += width;
        }
    }
}

#[track_caller]
fn draw_at(app: &App, what: &str, sizes: impl Iterator<Item = (u16, u16)>) {
    // The themes differ in their styles alone, but for chosen answers: every size in one of them, and one size in all,
    // unless there are few sizes: then the screen is one that others stand for.
    let mut cases: Vec<((u16, u16), ThemeName)> = sizes
        .map(|size| (size, ThemeName::VARIANTS[usize::from(size.0 + size.1) % ThemeName::VARIANTS.len()]))
        .collect();
    if cases.len() > 10 {
        cases.extend(ThemeName::VARIANTS.iter().map(|name| ((79, 23), *name)));
    }
    for ((width, height), name) in cases {
        let settings = ThemeSettings { name, ascii: width % 2 == 1, ..ThemeSettings::default() };
        let background = Some(if height % 2 == 0 { Background::Dark } else { Background::Light });
        let theme = settings.theme(background.filter(|_| height % 3 > 0));
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
        terminal.draw(|frame| drop(ui::draw(frame, app, theme))).expect("drawn");
        harmless(terminal.backend().buffer(), what);
    }
}

#[test]
fn every_screen_at_every_size() {
    let mut ui = ui();
    draw_at(&ui.app, "opening", sizes());
    ui.keys("<end>");
    draw_at(&ui.app, "opening, last pile", edges());
    ui.keys("v");
    draw_at(&ui.app, "pile looked through", edges());
    ui.keys("gf");
    draw_at(&ui.app, "found", edges());
    ui.keys("<end>");
    draw_at(&ui.app, "found, last row", edges());
    ui.keys("gw");
    draw_at(&ui.app, "welcome", sizes());
    ui.keys("<end>");
    draw_at(&ui.app, "welcome, the end", edges());
    ui.keys("I");
    draw_at(&ui.app, "importing from inside", edges());
    ui.keys("<esc>gs");
    draw_at(&ui.app, "insights", edges());
    ui.keys("<end>");
    draw_at(&ui.app, "insights, the end", edges());
    let (_news, reading) = std::sync::mpsc::channel();
    let importing = UiTest::with_requests(common::many_people(1)).awaiting_import(reading);
    draw_at(&importing.app, "importing", edges());
    let mut empty = UiTest::with_data(Network::default(), Vec::new());
    for keys in ["gi", "gt", "gc", "gd", "gh", "gp", "gs", "gf"] {
        empty.keys(keys);
        draw_at(&empty.app, &format!("nothing at {keys}"), edges());
    }
    let mut done = UiTest::with_requests(common::many_people(1));
    done.keys("f<enter>");
    draw_at(&done.app, "all done", edges());
}

#[test]
fn what_comes_after_at_every_size() {
    let mut ui = ui();
    ui.keys("gt").keys(&"d<enter>f<enter>lyyya<enter><esc>gt".repeat(5));
    for (what, keys) in
        [("to carry out", "gc"), ("carried out", "<enter>x"), ("what waits", "gd"), ("the last that waits", "G")]
    {
        ui.keys(keys);
        draw_at(&ui.app, what, edges());
    }
    ui.keys("go<end>");
    draw_at(&ui.app, "opening, tasks", edges());
}

#[test]
fn a_card_at_every_size() {
    let mut ui = ui();
    ui.keys("gt");
    assert_eq!((ui.app.screens().current_id(), ui.session().position().0), (ScreenId::Triage, 1));
    ui.keys("llllllllll");
    draw_at(&ui.app, "card", sizes());
    ui.keys("<end>");
    draw_at(&ui.app, "card, scrolled", edges());
}

#[test]
fn every_harmful_card() {
    let mut ui = ui();
    ui.keys("gt");
    let (_, cards) = ui.session().position();
    assert!(cards > 10);
    for card in 0..cards {
        draw_at(&ui.app, &format!("card {card}"), some_sizes());
        for form in ["a", "d", "f", "e", "r", "c"] {
            ui.keys(if form == "a" { "yyya" } else { form });
            draw_at(&ui.app, &format!("card {card}, {form}"), [(9, 6), (30, 10), (80, 24)].into_iter());
            ui.keys("<esc>");
        }
        ui.keys("l");
    }
}

#[test]
fn every_overlay_at_every_size() {
    let mut ui = UiTest::in_triage();
    for (what, keys) in [
        ("accept", "yyya"),
        ("accept, a choice", "a<tab><tab>"),
        ("accept, the last", "a<tab><tab><tab>"),
        ("reason", "1n2n3na<enter>"),
        ("decline", "d"),
        ("decline, why", "d<tab>because"),
        ("follow up", "f"),
        ("follow up, no date", "f<tab>x<enter>"),
        ("note", "eone<alt-enter>two"),
        ("complete", "r<tab>"),
        ("message", "c"),
        ("message, writing", "ceone line of my own<alt-enter>two"),
        ("message, another", "<esc>cl"),
        ("help", "?"),
        ("help, the end", "?<end>"),
        ("prompts", "p"),
        ("palette", ":"),
        ("palette, the last", ":<up>"),
        ("palette, found", ":undo"),
        ("palette, nothing", ":qqqzzz"),
        ("going", "g"),
        ("adding", "go+"),
    ] {
        ui.keys(keys);
        assert!(ui.app.overlay().is_some(), "{what} is not open:\n{}", ui.screen_text());
        draw_at(&ui.app, what, edges());
        ui.keys("<esc>").keys("gt");
    }
    let mut portion = UiTest::in_triage().with_config("portion = 1\n");
    portion.keys("<enter>f<enter>").assert_shows("Time for a break");
    draw_at(&portion.app, "portion", edges());
    let mut guard = UiTest::with_requests(common::many_people(7)).with_config("[accept]\nguard = 6\n");
    guard.pace = 0;
    guard.keys("<enter>").keys(&"yyya<enter>".repeat(6)).assert_shows("A moment");
    draw_at(&guard.app, "guard", edges());
}

/// Decides every hostile request: the first is followed up, the others are accepted or declined.
fn decided() -> UiTest {
    let mut ui = ui();
    ui.pace = 60;
    ui.keys("gtf<enter>");
    let (_, cards) = ui.session().position();
    for _ in 1..cards / 2 {
        ui.keys("yyya<enter>d<enter>");
        ui.keys("<esc>gt"); // at the end of a portion
    }
    ui.keys("gh");
    assert!(ui.app.model().ledger.decisions() > 10, "{}", ui.screen_text());
    ui
}

#[test]
fn looking_back_at_every_size() {
    let mut ui = decided();
    draw_at(&ui.app, "history", some_sizes());
    draw_at(&ui.app, "history, wide", [(89, 30), (90, 30), (90, 3), (130, 50)].into_iter());
    for marked in 0..ui.app.model().ledger.decisions() {
        draw_at(&ui.app, &format!("history, {marked}"), [(13, 9), (80, 24)].into_iter());
        ui.keys("j");
    }
    draw_at(&ui.app, "history, the last", some_sizes());
    ui.keys("w").paste(&hostile()[7].1);
    draw_at(&ui.app, "narrowing", some_sizes());
    ui.keys("<ctrl-u>");
    draw_at(&ui.app, "narrowing, by nothing", some_sizes());
    ui.keys("<esc>gp<end>");
    draw_at(&ui.app, "people", some_sizes());
    ui.keys("r<tab><tab>").paste(&hostile()[5].1).keys("<enter><enter>");
    assert_eq!(ui.app.context(), Context::Screen(ScreenId::Person), "{}", ui.screen_text());
    draw_at(&ui.app, "person", some_sizes());
    ui.keys("<end>");
    draw_at(&ui.app, "person, the end", some_sizes());
    ui.keys("r");
    draw_at(&ui.app, "a person's form", some_sizes());
    ui.keys("<esc>/");
    draw_at(&ui.app, "finder", some_sizes());
    for (what, words) in hostile() {
        ui.keys("<ctrl-u>").paste(&words);
        draw_at(&ui.app, &format!("finder, {what}"), [(2, 5), (21, 13), (80, 24)].into_iter());
    }
    ui.keys("<esc>").assert_replays();
}

#[test]
fn every_harmful_page() {
    let mut ui = decided();
    ui.keys("gh");
    for row in 0..ui.app.model().ledger.decisions() {
        ui.keys("<enter>");
        draw_at(&ui.app, &format!("page {row}"), [(9, 6), (30, 10), (80, 24)].into_iter());
        ui.keys(&format!("gh{}", "j".repeat(row + 1)));
    }
}

#[test]
fn exports_at_every_size() {
    let mut ui = decided();
    ui.keys("go/<esc>E");
    draw_at(&ui.app, "export form", some_sizes());
    ui.keys("<tab><tab><ctrl-u>").paste(&hostile()[4].1);
    draw_at(&ui.app, "export form, a path", some_sizes());
    let path = ui.dir().join("out");
    let path = path.to_str().expect("a path");
    ui.keys("<ctrl-u>").paste(path).keys("<enter><enter>").assert_shows("Wrote");
    // In every format; now the file exists.
    for format in 0..ui.app.model().settings.formats.len() {
        ui.keys(&format!("E<tab>{}<tab><ctrl-u>", "<right>".repeat(format))).paste(path).keys("<enter>");
        assert_eq!(ui.app.context(), Context::ExportPreview, "{format} {}", ui.screen_text());
        draw_at(&ui.app, &format!("preview {format}"), [(9, 6), (30, 10), (80, 24)].into_iter());
        ui.assert_shows("there already");
        ui.keys("<esc>");
    }
    ui.keys("E<tab><tab><ctrl-u>").paste(path).keys("<enter>");
    draw_at(&ui.app, "preview", some_sizes());
}

#[test]
fn whatever_is_typed_or_pasted_is_harmless() {
    for (what, words) in hostile() {
        let mut ui = UiTest::in_triage();
        for keys in ["e", "d<tab>", "f<tab><tab>", "yyya", "r<tab><tab>", ":", "go+"] {
            ui.keys(keys).paste(&words);
            draw_at(&ui.app, &format!("{what} in {keys}"), [(2, 5), (21, 13), (80, 24)].into_iter());
            ui.keys("<left><left><ctrl-a>");
            draw_at(&ui.app, &format!("{what} in {keys}, at the beginning"), [(12, 8), (80, 24)].into_iter());
            ui.keys("<esc>gt");
        }
        draw_at(&ui.app, &format!("{what} on the card"), some_sizes());
        ui.keys("r").paste(&words).keys("<enter>q");
        assert!(ui.exit_reason.is_some(), "{what}: quitting asks nothing");
        let mut ui = ui.restart();
        ui.keys("<enter>");
        draw_at(&ui.app, &format!("{what}, after a restart"), some_sizes());
        ui.assert_replays();
    }
}

#[test]
fn what_strangers_wrote_is_harmless_in_pauses() {
    let people = hostile_people();
    let mut ui = UiTest::with_requests(people).with_config("portion = 1000\n[accept]\nguard = 13\n");
    ui.pace = 0;
    ui.keys("<enter>");
    for _ in 0..13 {
        ui.keys("yyya<enter>");
        draw_at(&ui.app, "accepted", [(80, 24), (30, 8)].into_iter());
    }
    assert!(matches!(ui.app.overlay(), Some(Overlay::Pause(_))), "{}", ui.screen_text());
    draw_at(&ui.app, "guard", some_sizes());
    ui.keys("<enter>");
    draw_at(&ui.app, "all done", some_sizes());
    ui.keys("u");
    draw_at(&ui.app, "undone", some_sizes());
    ui.assert_replays();
}

#[test]
fn what_failed_is_told_at_every_size() {
    let mut ui = UiTest::in_triage();
    let why = "the journal cannot be written here (Permission denied)".to_owned();
    ui.app = ui.app.with_startup_notice(None, Some(why));
    draw_at(&ui.app, "only for reading", edges());
    ui.app = ui.app.with_startup_notice(None, None);
    std::fs::remove_file(ui.dir().join("journal.jsonl")).expect("removed");
    std::fs::create_dir(ui.dir().join("journal.jsonl")).expect("made");
    ui.keys("d<enter>").assert_shows("NOT SAVED");
    draw_at(&ui.app, "not saved", edges());
}

#[test]
fn keys_in_a_window_without_room_do_no_harm() {
    let mut ui = UiTest::new();
    for (columns, rows) in [(0, 0), (1, 1), (3, 2), (10, 4)] {
        ui = ui.with_size(columns, rows);
        ui.keys("jk<pgdn><pgup><home><end>gtjk<pgdn><end>?j<pgdn><end><esc>p<end><esc>:<down><up><esc>d<esc>f<down><down><up><esc>gf<end>j<esc>");
    }
    ui.keys("gtd<enter>").assert_replays();
    assert_eq!(ui.line_count(), 2);
}
