//! Every screen and every overlay at every size, with names and notes that mean harm: nothing panics, nothing
//! that acts on a terminal reaches a cell, and nothing is wider than its line.

mod common;

use chrono::TimeDelta;
use invite_triage::app::App;
use invite_triage::app::ids::{Context, ScreenId};
use invite_triage::app::overlay::Overlay;
use invite_triage::domain::decision::event::{CloseReason, Event};
use invite_triage::domain::evidence::network::{
    Connection, ConversationStats, Fact, FactKind, FileKind, KnownPerson, Network, Owner, SourceRef,
};
use invite_triage::domain::inbox::import_batch::{RowCounts, RowIssue};
use invite_triage::domain::inbox::reconcile::ImportReport;
use invite_triage::domain::request::invitation::Invitation;
use invite_triage::domain::text::untrusted::is_unsafe_char;
use invite_triage::ui;
use invite_triage::ui::theme::Theme;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr;

use common::{Journey, closes, imported, time};

/// Names, notes and words that mean harm, or only are not what one thinks of first.
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

fn harmful_people() -> Vec<Invitation> {
    let hour = |n: usize| time("2026-01-01T12:00:00Z") + TimeDelta::hours(i64::try_from(n).expect("a few"));
    let person = |(n, (what, words)): (usize, (&str, String))| {
        Invitation::new(&words, &format!("https://www.linkedin.com/in/{what}-é"), hour(n))
            .with_note(&format!("{words} — {n}"))
            .with_role(&words, &words)
    };
    hostile().into_iter().enumerate().map(person).collect()
}

/// Everybody was talked to, and every word of it means harm.
fn harmful_network(people: &[Invitation]) -> Network {
    let acquaintances = people.iter().map(|person| {
        let words = person.name.clone();
        let talk = ConversationStats {
            sent: 4_000_000_000,
            received: 0,
            first: person.sent_at,
            last: person.sent_at,
            started_by_me: true,
            last_by_me: true,
            last_line: words.clone(),
            ..ConversationStats::default()
        };
        let was = FactKind::WasConnected(Connection::default());
        let facts = [FactKind::Conversation(talk), FactKind::InAddressBook { role: Some(words) }, was];
        let mut acquaintance = KnownPerson::new(person.person.clone(), person.name.clone());
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

fn journey() -> Journey {
    let people = harmful_people();
    let network = harmful_network(&people);
    let closed = closes(&[(&people[0], CloseReason::Connected), (&people[8], CloseReason::Vanished)]);
    let reopened = Event::Reopened { invitation: people[0].id.clone() };
    let journey = Journey::over(network.clone(), vec![imported(people), closed, reopened]);
    journey.finding(network, vec![found(), found()])
}

/// Tiny windows one by one, then coarser.
fn sizes() -> impl Iterator<Item = (u16, u16)> {
    let columns = || (0..=20).chain([24, 40, 80, 90]);
    let rows = || (0..=14).chain([20, 30]);
    columns().flat_map(move |width| rows().map(move |height| (width, height)))
}

/// The same, without most of the sizes between the tiny ones and the usual ones: for what lies over a screen.
fn edges() -> impl Iterator<Item = (u16, u16)> {
    let columns = [0, 1, 2, 3, 4, 5, 7, 10, 14, 20, 22, 40, 80];
    let rows = [0, 1, 2, 3, 4, 5, 6, 7, 9, 12, 13, 24];
    columns.into_iter().flat_map(move |width| rows.into_iter().map(move |height| (width, height)))
}

/// A handful of windows, for what is the same road as something that is drawn at all of them.
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
                continue; // nearly all of them, and there are many
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
    for (width, height) in sizes {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
        terminal.draw(|frame| drop(ui::draw(frame, app, Theme::default()))).expect("drawn");
        harmless(terminal.backend().buffer(), what);
    }
}

#[test]
fn every_screen_at_every_size() {
    let mut journey = journey();
    draw_at(&journey.app, "opening", sizes());
    journey.keys("<end>");
    draw_at(&journey.app, "opening, last pile", edges());
    journey.keys("gf");
    draw_at(&journey.app, "found", edges());
    journey.keys("<end>");
    draw_at(&journey.app, "found, last row", edges());
    journey.keys("gw");
    draw_at(&journey.app, "welcome", sizes());
    journey.keys("<end>");
    draw_at(&journey.app, "welcome, the end", edges());
    let mut done = Journey::among(common::crowd(1));
    done.keys("f<enter>");
    draw_at(&done.app, "all done", edges());
}

#[test]
fn what_comes_after_at_every_size() {
    let mut journey = journey();
    journey.keys("gt").keys(&"d<enter>f<enter>lyyya<enter><esc>gt".repeat(5));
    for (what, keys) in
        [("to carry out", "gc"), ("carried out", "<enter>x"), ("what waits", "gd"), ("the last that waits", "G")]
    {
        journey.keys(keys);
        draw_at(&journey.app, what, edges());
    }
    journey.keys("go<end>");
    draw_at(&journey.app, "opening, tasks", edges());
}

#[test]
fn a_card_at_every_size() {
    let mut journey = journey();
    journey.keys("gt").shows("card 1 of");
    journey.keys("llllllllll");
    draw_at(&journey.app, "card", sizes());
    journey.keys("<end>");
    draw_at(&journey.app, "card, scrolled", edges());
}

#[test]
fn every_harmful_card() {
    let mut journey = journey();
    journey.keys("gt");
    let (_, cards) = journey.session().place();
    assert!(cards > 10);
    for card in 0..cards {
        draw_at(&journey.app, &format!("card {card}"), some_sizes());
        for form in ["a", "d", "f", "e", "r", "c"] {
            journey.keys(if form == "a" { "yyya" } else { form });
            draw_at(&journey.app, &format!("card {card}, {form}"), [(9, 6), (30, 10), (80, 24)].into_iter());
            journey.keys("<esc>");
        }
        journey.keys("l");
    }
}

#[test]
fn every_overlay_at_every_size() {
    let mut journey = Journey::at_cards();
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
        journey.keys(keys);
        assert!(journey.app.overlay().is_some(), "{what} is not open:\n{}", journey.picture());
        draw_at(&journey.app, what, edges());
        journey.keys("<esc>").keys("gt");
    }
    journey.keys(&"ewords<enter>s".repeat(5)).keys("q").shows("Leave?");
    draw_at(&journey.app, "leaving", edges());
    let mut portion = Journey::at_cards().configured("portion = 1\n");
    portion.keys("<enter>f<enter>").shows("A portion is done");
    draw_at(&portion.app, "portion", edges());
    let mut guard = Journey::among(common::crowd(7)).configured("[accept]\nguard = 6\n");
    guard.pace = 0;
    guard.keys("<enter>").keys(&"yyya<enter>".repeat(6)).shows("A moment");
    draw_at(&guard.app, "guard", edges());
}

/// Everybody who means harm, decided: the first put off, the others accepted or declined.
fn decided() -> Journey {
    let mut journey = journey();
    journey.pace = 60;
    journey.keys("gtf<enter>");
    let (_, cards) = journey.session().place();
    for _ in 1..cards / 2 {
        journey.keys("yyya<enter>d<enter>");
        journey.keys("<esc>gt"); // where a portion ends
    }
    journey.keys("gh");
    assert!(journey.app.model().ledger.decisions() > 10, "{}", journey.picture());
    journey
}

#[test]
fn looking_back_at_every_size() {
    let mut journey = decided();
    draw_at(&journey.app, "history", some_sizes());
    draw_at(&journey.app, "history, wide", [(89, 30), (90, 30), (90, 3), (130, 50)].into_iter());
    for marked in 0..journey.app.model().ledger.decisions() {
        draw_at(&journey.app, &format!("history, {marked}"), [(13, 9), (80, 24)].into_iter());
        journey.keys("j");
    }
    draw_at(&journey.app, "history, the last", some_sizes());
    journey.keys("w").paste(&hostile()[7].1);
    draw_at(&journey.app, "narrowing", some_sizes());
    journey.keys("<ctrl-u>");
    draw_at(&journey.app, "narrowing, by nothing", some_sizes());
    journey.keys("<esc>gp<end>");
    draw_at(&journey.app, "people", some_sizes());
    journey.keys("r<tab><tab>").paste(&hostile()[5].1).keys("<enter><enter>");
    assert_eq!(journey.app.context(), Context::Screen(ScreenId::Person), "{}", journey.picture());
    draw_at(&journey.app, "person", some_sizes());
    journey.keys("<end>");
    draw_at(&journey.app, "person, the end", some_sizes());
    journey.keys("r");
    draw_at(&journey.app, "a person's form", some_sizes());
    journey.keys("<esc>/");
    draw_at(&journey.app, "finder", some_sizes());
    for (what, words) in hostile() {
        journey.keys("<ctrl-u>").paste(&words);
        draw_at(&journey.app, &format!("finder, {what}"), [(2, 5), (21, 13), (80, 24)].into_iter());
    }
    journey.keys("<esc>").holds();
}

#[test]
fn every_harmful_page() {
    let mut journey = decided();
    journey.keys("gh");
    for row in 0..journey.app.model().ledger.decisions() {
        journey.keys("<enter>");
        draw_at(&journey.app, &format!("page {row}"), [(9, 6), (30, 10), (80, 24)].into_iter());
        journey.keys(&format!("gh{}", "j".repeat(row + 1)));
    }
}

#[test]
fn exports_at_every_size() {
    let mut journey = decided();
    journey.keys("go/<esc>E");
    draw_at(&journey.app, "export form", some_sizes());
    journey.keys("<tab><tab><ctrl-u>").paste(&hostile()[4].1);
    draw_at(&journey.app, "export form, a path", some_sizes());
    let path = journey.dir().join("out");
    let path = path.to_str().expect("a path");
    journey.keys("<ctrl-u>").paste(path).keys("<enter><enter>").shows("Wrote");
    // In every format, whatever the names; now the file is there.
    for format in 0..journey.app.model().settings.formats.len() {
        journey.keys(&format!("E{}<tab><tab><ctrl-u>", "<right>".repeat(format))).paste(path).keys("<enter>");
        assert_eq!(journey.app.context(), Context::ExportPreview, "{}", journey.picture());
        draw_at(&journey.app, &format!("preview {format}"), [(9, 6), (30, 10), (80, 24)].into_iter());
        journey.shows("there already");
        journey.keys("<esc>");
    }
    journey.keys("E<tab><tab><ctrl-u>").paste(path).keys("<enter>");
    draw_at(&journey.app, "preview", some_sizes());
}

#[test]
fn whatever_is_typed_or_pasted_is_harmless() {
    for (what, words) in hostile() {
        let mut journey = Journey::at_cards();
        for keys in ["e", "d<tab>", "f<tab><tab>", "yyya", "r<tab><tab>", ":", "go+"] {
            journey.keys(keys).paste(&words);
            draw_at(&journey.app, &format!("{what} in {keys}"), [(2, 5), (21, 13), (80, 24)].into_iter());
            journey.keys("<left><left><ctrl-a>");
            draw_at(&journey.app, &format!("{what} in {keys}, at the beginning"), [(12, 8), (80, 24)].into_iter());
            journey.keys("<esc>gt");
        }
        draw_at(&journey.app, &format!("{what} on the card"), some_sizes());
        journey.keys("r").paste(&words).keys("<enter>q");
        draw_at(&journey.app, &format!("{what}, leaving"), some_sizes());
        // Where nothing was left of the words, nothing would be lost.
        assert_eq!(journey.ending.is_some(), what == "blank", "{what}");
        journey.holds();
    }
}

#[test]
fn what_strangers_wrote_is_harmless_in_pauses() {
    let people = harmful_people();
    let mut journey = Journey::among(people).configured("portion = 0\n[accept]\nguard = 13\n");
    journey.pace = 0;
    journey.keys("<enter>");
    for _ in 0..13 {
        journey.keys("yyya<enter>");
        draw_at(&journey.app, "accepted", [(80, 24), (30, 8)].into_iter());
    }
    assert!(matches!(journey.app.overlay(), Some(Overlay::Pause(_))), "{}", journey.picture());
    draw_at(&journey.app, "guard", some_sizes());
    journey.keys("<enter>");
    draw_at(&journey.app, "all done", some_sizes());
    journey.keys("u");
    draw_at(&journey.app, "undone", some_sizes());
    journey.holds();
}

#[test]
fn what_failed_is_told_at_every_size() {
    let mut journey = Journey::at_cards();
    let why = "the journal cannot be written here (Permission denied)".to_owned();
    journey.app = journey.app.told(None, Some(why));
    draw_at(&journey.app, "only for reading", edges());
    journey.app = journey.app.told(None, None);
    std::fs::remove_file(journey.dir().join("journal.jsonl")).expect("removed");
    std::fs::create_dir(journey.dir().join("journal.jsonl")).expect("made");
    journey.keys("d<enter>").shows("NOT SAVED");
    draw_at(&journey.app, "not saved", edges());
}

#[test]
fn keys_in_a_window_without_room_do_no_harm() {
    let mut journey = Journey::begin();
    for (columns, rows) in [(0, 0), (1, 1), (3, 2), (10, 4)] {
        journey = journey.sized(columns, rows);
        journey.keys("jk<pgdn><pgup><home><end>gtjk<pgdn><end>?j<pgdn><end><esc>p<end><esc>:<down><up><esc>d<esc>f<down><down><up><esc>gf<end>j<esc>");
    }
    journey.keys("gtd<enter>").holds();
    assert_eq!(journey.count(), 2);
}
