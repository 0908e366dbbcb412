//! One key press until its frame is drawn, with N requests; lower bound: a list and a paragraph drawn by ratatui.

use divan::Bencher;
use invite_triage::app::App;
use invite_triage::app::input::{Input, Moment};
use invite_triage::app::key::Key;
use invite_triage::app::view::ViewMetrics;
use invite_triage::domain::decision::event::{Entry, EntryId};
use invite_triage::domain::decision::ledger::Ledger;
use invite_triage::domain::evidence::network::Network;
use invite_triage::domain::text::dates::LocalDates;
use invite_triage::shell::Config;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::{Constraint, Layout};
use ratatui::widgets::{List, Paragraph, Wrap};

use super::{SIZES, people};

fn terminal() -> Terminal<TestBackend> {
    Terminal::new(TestBackend::new(120, 40)).expect("a terminal")
}

#[divan::bench(args = SIZES)]
fn limit(bencher: Bencher, requests: usize) {
    let names: Vec<String> = (0..requests).map(people::name).collect();
    let (mut terminal, mut at) = (terminal(), 0);
    bencher.bench_local(|| {
        at = (at + 1) % (requests - 40);
        terminal
            .draw(|frame| {
                let [left, right] =
                    frame.area().layout(&Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]));
                frame.render_widget(List::new(names[at..at + 40].iter().map(String::as_str)), left);
                let words = format!("{} of {requests}: {}", at, "some words of a note ".repeat(20));
                frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: false }), right);
            })
            .map(|_| ())
            .expect("drawn");
    });
}

#[divan::bench(args = SIZES)]
fn ours(bencher: Bencher, requests: usize) {
    let config = Config::parse("").expect("a configuration");
    let id = EntryId("one".to_owned());
    let entry = Entry { n: 1, id, at: people::now(), redo_of: None, batch: None, event: people::imported(requests) };
    let moment = Moment::new(people::now(), LocalDates::UTC);
    let ledger = Ledger::replay([entry]);
    let theme = config.theme.theme(None);
    let mut app = App::new(config.settings, ledger, Network::default(), Vec::new(), moment, true);
    let (mut terminal, mut forward) = (terminal(), false);
    let keys = ["<right>", "<left>"].map(|key| Key::sequence(key).expect("a key")[0]);
    bencher.bench_local(|| {
        forward = !forward;
        drop(app.update(Input::Key(keys[usize::from(!forward)]), moment));
        let mut view = ViewMetrics::default();
        terminal.draw(|frame| view = invite_triage::ui::draw(frame, &app, theme)).map(|_| ()).expect("drawn");
        app.drew(view);
    });
}
