//! Shared by the integration tests: made-up people, a fake clock that every key advances, and [`UiTest`], which runs
//! the real event loop over a real journal with ratatui's test backend.

#![allow(dead_code, reason = "every test takes what it needs")]

pub mod keys;

use std::cell::Cell;
use std::collections::VecDeque;
use std::io::{self, BufRead};
use std::path::Path;
use std::rc::Rc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use invite_triage::app::App;
use invite_triage::app::effect::Outcome;
use invite_triage::app::ids::ScreenId;
use invite_triage::app::input::{Input, Moment};
use invite_triage::app::key::Key;
use invite_triage::app::screen::Screen;
use invite_triage::app::screen::review::ReviewScreen;
use invite_triage::app::settings::Settings;
use invite_triage::domain::decision::event::SourceKind;
use invite_triage::domain::decision::event::{CloseReason, ClosedRequest, Entry, EntryId, Event, Import};
use invite_triage::domain::decision::ledger::{Ledger, Status};
use invite_triage::domain::evidence::network::{
    ConversationStats, Fact, FactKind, FileKind, Network, Owner, PersonFacts, SourceRef,
};
use invite_triage::domain::inbox::reconcile::ImportReport;
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::request::invitation::{Invitation, InvitationId};
use invite_triage::domain::text::dates::LocalDates;
use invite_triage::shell::{
    Background, BackgroundEvent, Clock, Config, ConfigSource, Environment, ExitReason, InputSource, Lines, Programs,
    ReadImport, made_up_people, run, run_plain,
};
use invite_triage::store::{JOURNAL, Journal, Opened, journal};
use invite_triage::ui::theme::{Theme, ThemeSettings};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tempfile::TempDir;

/// Start time of every UI test: a Monday.
pub const MORNING: &str = "2026-03-02T09:00:00Z";

/// Parses a time.
pub fn time(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

/// Returns a request sent on a day at noon; without a profile if `slug` is empty.
pub fn request(name: &str, slug: &str, day: &str, note: &str) -> Invitation {
    let address = if slug.is_empty() { String::new() } else { format!("https://www.linkedin.com/in/{slug}") };
    Invitation::new(name, &address, time(&format!("{day}T12:00:00Z"))).with_note(note)
}

/// Returns six people, at least one for each pile.
pub fn six_people() -> Vec<Invitation> {
    vec![
        request("Ann Bee", "ann-bee", "2026-02-20", "Hello Pat, we met at the bee fair in Ghent; you asked about wax."),
        request("Cy Dee", "cy-dee", "2026-01-10", ""),
        request("Dov Eff", "dov-eff", "2026-02-01", "I'd like to join your LinkedIn network."),
        request("Eve Gee", "eve-gee", "2026-02-27", "Hi Pat, we help teams cut costs by 37 %. 15-minute call?"),
        request("Fay Hale", "fay-hale", "2025-11-03", "Are you still mending clocks?"),
        request("Gus Ito", "", "2025-12-24", ""),
    ]
}

/// Returns `size` people with a note each, oldest first, named by number.
pub fn many_people(size: usize) -> Vec<Invitation> {
    (1..=size)
        .map(|n| {
            let sent = time("2026-01-01T12:00:00Z") + TimeDelta::hours(i64::try_from(n).expect("a few"));
            let address = format!("https://www.linkedin.com/in/person-{n}");
            Invitation::new(&format!("Person {n}"), &address, sent)
                .with_note(&format!("I read your words, number {n}."))
        })
        .collect()
}

/// Returns a network with messages from and to Fay, and nothing about anybody else.
pub fn known_people() -> Network {
    let talk = ConversationStats {
        sent: 2,
        received: 1,
        first: time("2024-05-01T10:00:00Z").into(),
        last: time("2024-05-03T10:00:00Z").into(),
        started_by_me: true,
        last_by_me: false,
        last_excerpt: "The escapement arrived, thank you!".into(),
        ..ConversationStats::default()
    };
    let mut fay = PersonFacts::new(PersonKey::from_stored("fay-hale"), "Fay Hale".into());
    fay.facts.push(Fact { kind: FactKind::Conversation(Box::new(talk)), source: SourceRef { file: 0, record: 12 } });
    let me = Owner { name: "Pat Owner".into(), person: Some(PersonKey::from_stored("pat-owner")) };
    let mut network = Network::new(me, Some(time("2026-03-01T00:00:00Z")), vec!["messages.csv".to_owned()], [fay]);
    network.kinds = vec![FileKind::Invitations, FileKind::Connections, FileKind::Messages];
    network
}

/// Returns the event that imports these requests.
pub fn imported(invitations: Vec<Invitation>) -> Event {
    Event::imported(Import {
        source: "export.zip".into(),
        origin: SourceKind::Linkedin,
        invitations,
        closed: Vec::new(),
        as_of: None,
        notes: Vec::new(),
    })
}

/// Returns the event that closes these requests.
pub fn closing_import(closed: &[(&Invitation, CloseReason)]) -> Event {
    let closed =
        closed.iter().map(|(i, closing)| ClosedRequest { invitation: i.id.clone(), reason: *closing }).collect();
    Event::imported(Import {
        source: "later.zip".into(),
        origin: SourceKind::Linkedin,
        invitations: Vec::new(),
        closed,
        as_of: None,
        notes: Vec::new(),
    })
}

/// Takes away the rights of others on a file that a test wrote into the data directory, where the program would tell of
/// them.
pub fn make_private(path: &Path) {
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("our own file");
    #[cfg(not(unix))]
    let _ = path;
}

/// A clock that moves only with a key. Ids are counted, so that they are predictable.
#[derive(Clone, Debug)]
pub struct FakeClock {
    now: Rc<Cell<DateTime<Utc>>>,
    ids: u64,
}

impl Clock for FakeClock {
    fn moment(&self) -> Moment {
        Moment::new(self.now.get(), LocalDates::UTC)
    }

    fn id(&mut self) -> EntryId {
        self.ids += 1;
        EntryId(format!("00000000-0000-7000-8000-{:012}", self.ids))
    }
}

/// Scripted input; each batch advances the clock by `pace`.
struct ScriptedInput {
    inputs: VecDeque<Input>,
    now: Rc<Cell<DateTime<Utc>>>,
    pace: TimeDelta,
    /// True if all input arrives as one batch, as from a user faster than the program.
    at_once: bool,
    /// Callback before the first input, for changes by another program.
    before_input: Option<Box<dyn FnOnce()>>,
    /// True if all background work is done before the next key.
    finish_background: bool,
    /// True if the program waited for input after the last key: it did not end by itself.
    asked_for_more: bool,
    /// The theme.
    theme: Theme,
    /// The theme, once after it changed.
    new_theme: Option<Theme>,
}

impl InputSource for ScriptedInput {
    fn read_batch(&mut self) -> io::Result<Vec<Input>> {
        if let Some(happens) = self.before_input.take() {
            happens();
        }
        let count = if self.at_once { self.inputs.len() } else { 1.min(self.inputs.len()) };
        self.asked_for_more = count == 0;
        if count > 0 {
            self.now.set(self.now.get() + self.pace);
        }
        Ok(self.inputs.drain(..count).collect())
    }

    fn poll(&mut self, _time: Duration) -> io::Result<bool> {
        Ok(!self.finish_background)
    }

    fn take_theme(&mut self) -> Option<Theme> {
        self.new_theme.take()
    }

    fn apply_look(&mut self, theme: ThemeSettings, _mouse: bool) -> io::Result<()> {
        self.theme = theme.theme(None);
        self.new_theme = Some(self.theme);
        Ok(())
    }

    fn release_terminal(&mut self, _during: &mut dyn FnMut()) -> io::Result<()> {
        Ok(()) // tests start no editor and no shell
    }
}

/// The user interface over a temporary journal.
pub struct UiTest {
    pub app: App,
    pub environment: Environment<FakeClock>,
    pub background: Background,
    pub terminal: Terminal<TestBackend>,
    pub theme: Theme,
    /// Seconds between two keys.
    pub pace: i64,
    /// True if all background work is done before the next key.
    pub finish_background: bool,
    /// Callback before the next keys, for changes by another program.
    pub before_input: Option<Box<dyn FnOnce()>>,
    /// Exit reason, once the program has ended.
    pub exit_reason: Option<ExitReason>,
    reports: Vec<ImportReport>,
    network: Network,
    config: String,
    dir: TempDir,
}

impl UiTest {
    /// Starts at the inbox, with the six people.
    pub fn new() -> Self {
        Self::with_data(known_people(), vec![imported(six_people())])
    }

    /// Starts at the first card, with the six people.
    pub fn in_triage() -> Self {
        let mut ui = Self::new();
        ui.keys("<enter>");
        ui
    }

    /// Starts at the first card, with these people and an empty network.
    pub fn with_requests(people: Vec<Invitation>) -> Self {
        let mut ui = Self::with_data(Network::default(), vec![imported(people)]);
        ui.keys("<enter>");
        ui
    }

    /// Starts over a journal with these events, an hour apart, the last one at the start time.
    pub fn with_data(network: Network, events: Vec<Event>) -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let mut clock = FakeClock { now: Rc::new(Cell::new(time(MORNING))), ids: 0 };
        let hours = i64::try_from(events.len()).expect("a few");
        let mut journal = Journal::open(dir.path()).expect("opens").journal;
        for (event, ago) in events.into_iter().zip((0..hours).rev()) {
            let at = clock.now.get() - TimeDelta::hours(ago);
            journal.append(clock.id(), at, None, event).expect("appended");
        }
        drop(journal);
        Self::open(dir, clock, network, Vec::new(), String::new(), (80, 24))
    }

    /// Starts at the inbox of the demo, opened at the start time.
    pub fn demo() -> Self {
        let mut empty = Self::with_data(Network::default(), Vec::new());
        let batches = made_up_people(time(MORNING)).expect("the demo is read");
        let read = ReadImport { batches, network: Box::default() };
        let imported = empty.environment.import(read, empty.app.model()).expect("the demo is imported");
        let Outcome::Imported { network, reports, .. } = imported else { panic!("{imported:?}") };
        let mut ui = empty.with_reports(Network::clone(&network), reports);
        let model = ui.app.model();
        let settings = Settings { is_demo: true, ..model.settings.clone() };
        let (ledger, network) = (model.ledger.clone(), model.network.clone());
        ui.app = App::new(settings, ledger, network, model.import_reports.clone(), model.moment, false);
        ui.keys("");
        ui
    }

    /// Lets days pass while the program runs.
    pub fn wait_days(&mut self, days: i64) -> &mut Self {
        let now = &self.environment.clock.now;
        now.set(now.get() + TimeDelta::days(days));
        self
    }

    /// Restarts with the reports of an import.
    pub fn with_reports(self, network: Network, found: Vec<ImportReport>) -> Self {
        let (dir, clock, config, size) = self.into_parts();
        Self::open(dir, clock, network, found, config, size)
    }

    /// Restarts without an import.
    pub fn with_empty_report(self) -> Self {
        let network = self.network.clone();
        self.with_reports(network, Vec::new())
    }

    /// Restarts with a configuration.
    pub fn with_config(self, config: &str) -> Self {
        let (network, found) = (self.network.clone(), self.reports.clone());
        let (dir, clock, _, size) = self.into_parts();
        Self::open(dir, clock, network, found, config.to_owned(), size)
    }

    /// Resizes the window.
    pub fn with_size(mut self, columns: u16, rows: u16) -> Self {
        self.terminal = Terminal::new(TestBackend::new(columns, rows)).expect("a terminal");
        self.keys("");
        self
    }

    /// Restarts the program.
    pub fn restart(self) -> Self {
        let (network, found) = (self.network.clone(), self.reports.clone());
        let (dir, clock, config, size) = self.into_parts();
        Self::open(dir, clock, network, found, config, size)
    }

    /// Restarts the program some days later.
    pub fn days_later(self, days: i64) -> Self {
        let now = &self.environment.clock.now;
        now.set(now.get() + TimeDelta::days(days));
        self.restart()
    }

    fn into_parts(self) -> (TempDir, FakeClock, String, (u16, u16)) {
        let area = self.terminal.backend().buffer().area;
        let Self { environment, dir, config, .. } = self;
        let clock = environment.clock.clone();
        drop(environment); // releases the lock
        (dir, clock, config, (area.width, area.height))
    }

    fn open(
        dir: TempDir,
        clock: FakeClock,
        network: Network,
        found: Vec<ImportReport>,
        config: String,
        (columns, rows): (u16, u16),
    ) -> Self {
        let Opened { journal, entries, findings } = Journal::open(dir.path()).expect("opens");
        assert_eq!(findings, [], "a journal without damage");
        let Config { settings, theme, mistakes, .. } = Config::parse(&config).expect("a configuration");
        assert_eq!(mistakes, [""; 0], "a configuration without mistakes");
        let ledger = Ledger::replay(entries);
        let read_only = journal.writable().err().map(|why| why.to_string());
        let moment = clock.moment();
        let (mut environment, background) = (Environment::new(clock, journal, Programs::none()), Background::default());
        environment.config = Some(ConfigSource { path: Some(dir.path().join("config.toml")), is_required: false });
        let (unfinished, finding) = environment.load_unfinished();
        assert_eq!(finding, None, "drafts without damage");
        let mut app = App::new(settings, ledger, network.clone(), found.clone(), moment, false);
        app = app.with_unfinished(unfinished).with_startup_notice(None, read_only);
        let terminal = Terminal::new(TestBackend::new(columns, rows)).expect("a terminal");
        let (pace, patient, meanwhile, ending) = (10, false, None, None);
        let mut ui = Self {
            app,
            environment,
            background,
            terminal,
            theme: theme.theme(None),
            pace,
            finish_background: patient,
            before_input: meanwhile,
            exit_reason: ending,
            reports: found,
            network,
            config,
            dir,
        };
        ui.press(Vec::new(), false);
        ui
    }

    /// Starts while an archive named on the command line is being read.
    pub fn awaiting_import(mut self, news: Receiver<BackgroundEvent>) -> Self {
        let (settings, ledger) = (self.app.model().settings.clone(), self.app.model().ledger.clone());
        self.app = App::awaiting_import(settings, ledger, self.environment.clock.moment());
        self.background = Background::from_receiver(news);
        self
    }

    /// Returns the review session.
    pub fn session(&self) -> &ReviewScreen {
        let Screen::Review(session) = self.app.screens().get(ScreenId::Triage) else { panic!("no session") };
        session
    }

    /// Returns the name on the current card.
    pub fn card_name(&self) -> Option<String> {
        self.session().card.as_ref().map(|card| card.name.clone())
    }

    /// Appends an event to the journal, as an import would.
    pub fn append(&mut self, event: Event) -> &mut Self {
        let (id, at) = (self.environment.clock.id(), self.environment.clock.moment().now);
        self.environment.journal().append(id, at, None, event).expect("appended");
        self
    }

    /// Types keys: letters as they are, other keys in angle brackets.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        let keys = Key::sequence(keys).expect("keys");
        self.press(keys.into_iter().map(Input::Key).collect(), false)
    }

    /// Says lines to the plain mode, which begins where the program is; returns what it says.
    pub fn say(&mut self, lines: &str) -> String {
        self.say_from(lines.as_bytes())
    }

    /// Says what a reader yields to the plain mode.
    pub fn say_from(&mut self, input: impl BufRead) -> String {
        assert_eq!(self.exit_reason, None, "nobody speaks to a program that ended");
        let mut lines = Lines { input, output: Vec::new(), has_terminal: false };
        let ended = run_plain(&mut lines, &mut self.app, &mut self.environment, &mut self.background).expect("runs");
        let said = String::from_utf8(lines.output).expect("text");
        if !said.contains("The input has ended.") {
            self.exit_reason = Some(ended);
        }
        said
    }

    /// Starts over a copy of the data directory.
    pub fn over(&self, dir: TempDir) -> Self {
        let clock = self.environment.clock.clone();
        Self::open(dir, clock, self.network.clone(), self.reports.clone(), self.config.clone(), (80, 24))
    }

    /// Types keys so fast that the program finds all of them queued.
    pub fn keys_at_once(&mut self, keys: &str) -> &mut Self {
        let keys = Key::sequence(keys).expect("keys");
        self.press(keys.into_iter().map(Input::Key).collect(), true)
    }

    /// Clicks on a cell: column and row.
    pub fn click(&mut self, x: u16, y: u16) -> &mut Self {
        self.press(vec![Input::Click(x, y)], false)
    }

    /// Turns the wheel over a cell, down.
    pub fn wheel_down(&mut self, x: u16, y: u16) -> &mut Self {
        self.press(vec![Input::Wheel(x, y, true)], false)
    }

    /// Pastes text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.press(vec![Input::Paste(text.to_owned())], false)
    }

    /// Runs until the program ends with an error; returns the error.
    pub fn run_to_error(&mut self) -> String {
        self.run(Vec::new(), false).expect_err("an error").to_string()
    }

    fn press(&mut self, inputs: Vec<Input>, at_once: bool) -> &mut Self {
        self.run(inputs, at_once).expect("runs");
        self
    }

    fn run(&mut self, inputs: Vec<Input>, at_once: bool) -> anyhow::Result<()> {
        assert_eq!(self.exit_reason, None, "nobody types into a program that ended");
        let pace = TimeDelta::seconds(self.pace);
        let now = self.environment.clock.now.clone();
        let meanwhile = self.before_input.take();
        let patient = self.finish_background;
        let mut fingers = ScriptedInput {
            inputs: inputs.into(),
            now,
            pace,
            at_once,
            before_input: meanwhile,
            finish_background: patient,
            asked_for_more: false,
            theme: self.theme,
            new_theme: None,
        };
        let ending = run(
            &mut self.terminal,
            &mut fingers,
            &mut self.app,
            &mut self.environment,
            &mut self.background,
            self.theme,
        )?;
        self.theme = fingers.theme;
        if !fingers.asked_for_more {
            self.exit_reason = Some(ending);
        }
        Ok(())
    }

    /// Returns the screen as plain text.
    pub fn screen_text(&self) -> String {
        let buffer = self.terminal.backend().buffer();
        let width = usize::from(buffer.area.width).max(1);
        let rows = buffer.content.chunks(width).map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect());
        rows.map(|row: String| row.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    }

    /// Asserts that the screen contains a text.
    #[track_caller]
    pub fn assert_shows(&self, words: &str) -> &Self {
        assert!(self.screen_text().contains(words), "{words:?} is not in\n{}", self.screen_text());
        self
    }

    /// Asserts that the screen does not contain a text.
    #[track_caller]
    pub fn assert_hides(&self, words: &str) -> &Self {
        assert!(!self.screen_text().contains(words), "{words:?} is in\n{}", self.screen_text());
        self
    }

    /// Asserts that the screen contains a sentence, wherever its lines are broken.
    #[track_caller]
    pub fn assert_says(&self, sentence: &str) -> &Self {
        let text = self.screen_text();
        let said = text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        assert!(said.contains(sentence), "{sentence:?} is not said in\n{text}");
        self
    }

    /// Asserts that a row begins with a text, behind its gutter, and ends with another one.
    #[track_caller]
    pub fn assert_row(&self, begin: &str, end: &str) -> &Self {
        let text = self.screen_text();
        let mut rows = text.lines().map(|line| line.trim_start_matches([' ', '▌']));
        assert!(rows.any(|row| row.starts_with(begin) && row.ends_with(end)), "no row {begin:?} … {end:?} in\n{text}");
        self
    }

    /// Asserts that a card is shown: its number, counted from 1, and the number of all cards.
    #[track_caller]
    pub fn assert_card(&self, number: usize, of: usize) -> &Self {
        assert_eq!(self.app.screens().current_id(), ScreenId::Triage, "{}", self.screen_text());
        assert_eq!(self.session().position(), (number, of), "{}", self.screen_text());
        self
    }

    /// Asserts how many decisions of the portion are made; the screen shows the next one's number behind the dots.
    #[track_caller]
    pub fn assert_in_portion(&self, decided: usize, of: usize) -> &Self {
        assert_eq!(self.session().in_portion(), decided, "{}", self.screen_text());
        self.assert_shows(&format!(" {} of {of} · ", decided + 1))
    }

    /// Returns the journal lines on disk.
    pub fn lines(&self) -> Vec<serde_json::Value> {
        let text = std::fs::read_to_string(self.dir().join(JOURNAL)).unwrap_or_default();
        assert!(text.is_empty() || text.ends_with('\n'), "the last line is whole");
        text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
    }

    /// Returns the last journal line without version, number, time and checksum.
    pub fn last_line(&self) -> serde_json::Value {
        let mut line = self.lines().pop().expect("a line");
        let fields = line.as_object_mut().expect("an object");
        for name in ["v", "n", "at", "c"] {
            assert!(fields.remove(name).is_some(), "{name}");
        }
        line
    }

    /// Returns the number of journal lines on disk.
    pub fn line_count(&self) -> usize {
        self.lines().len()
    }

    /// Returns the data directory.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Returns the status of a person's request.
    pub fn status_of(&self, name: &str) -> Status {
        let case = self.app.model().ledger.cases().find(|case| case.invitation().name.raw() == name);
        case.map_or(Status::Removed, |case| self.app.model().ledger.status_of(case))
    }

    /// Asserts that the journal on disk, replayed, equals the ledger in memory.
    #[track_caller]
    pub fn assert_replays(&self) -> &Self {
        let read = journal::read(self.dir()).expect("reads");
        assert_eq!(read.findings, [], "a journal without damage");
        let (disk, app) = (Ledger::replay(read.entries), &self.app.model().ledger);
        let entries = |ledger: &Ledger| ledger.entries().iter().map(|p| p.entry.clone()).collect::<Vec<Entry>>();
        let standings = |ledger: &Ledger| -> Vec<(InvitationId, Status)> {
            ledger.cases().map(|case| (case.invitation().id.clone(), ledger.status_of(case))).collect()
        };
        let undoable = |ledger: &Ledger| ledger.undoable().map(|entry| entry.id.clone());
        let redoable = |ledger: &Ledger| ledger.redo();
        assert_eq!(disk.status_counts(), app.status_counts(), "tally");
        assert_eq!(disk.decisions(), app.decisions(), "decisions");
        assert_eq!(standings(&disk), standings(app), "standings");
        assert_eq!(undoable(&disk), undoable(app), "what undo takes back");
        assert_eq!(redoable(&disk), redoable(app), "what redo brings back");
        assert_eq!(entries(&disk), entries(app), "entries");
        for case in disk.cases() {
            let person = &case.invitation().person;
            assert_eq!(disk.description_of(person), app.description_of(person), "{person:?}");
        }
        self
    }
}
