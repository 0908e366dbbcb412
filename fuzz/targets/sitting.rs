//! A sitting in the plain mode over a small data directory of made-up people.

use std::io::Cursor;
use std::path::Path;
use std::sync::OnceLock;
use std::{env, fs};

use chrono::{DateTime, TimeDelta};
use invite_triage::app::App;
use invite_triage::app::input::Moment;
use invite_triage::domain::decision::event::{Entry, EntryId};
use invite_triage::domain::decision::ledger::Ledger;
use invite_triage::domain::text::dates::LocalDates;
use invite_triage::domain::text::untrusted::is_unsafe_char;
use invite_triage::shell::{
    Background, Clock, Config, Environment, Lines, Programs, ReadImport, made_up_people, run_plain,
};
use invite_triage::store::snapshot::{self, SNAPSHOT};
use invite_triage::store::{JOURNAL, Journal, drafts};
use tempfile::TempDir;

/// Lines that lead to every screen and into most forms; they write nothing outside of the data directory.
#[allow(dead_code, reason = "every target takes what it needs")]
pub const TOUR: &str = "?\nlist\nimport report\n?\nlist\nmore\ntriage\n?\nevidence\nback\nprompts\ntick\nback\n1\n\
    back\nmessage\n?\nnext\nback\nmaybe\nyes\nno\nnote\n?\ndone\naccept\n?\n\n\n\nback\nd\n1\n\nf\n?\n\n\n\nback\n\
    skip\ntoday\n?\nlist\nlog\nback\nto do\nlist\nhistory\nlist\nnext view\nnext view\npage\nback\npeople\nlist\n\
    page\nback\ninsights\nmore\nlook back\nkeep or let go\nrecommendations\nyour own requests\nget your data\n\
    find a\n1\nundo\nredo\n";

/// A clock that stands still.
#[derive(Clone, Debug, Default)]
struct StoppedClock {
    ids: u64,
}

impl Clock for StoppedClock {
    fn moment(&self) -> Moment {
        Moment::new(DateTime::UNIX_EPOCH + TimeDelta::days(20_000), LocalDates::UTC)
    }

    fn id(&mut self) -> EntryId {
        self.ids += 1;
        EntryId(format!("00000000-0000-7000-9000-{:012}", self.ids))
    }
}

/// Returns an empty folder, in memory where the system has that.
pub fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder")
}

/// Returns a data directory with the people of the demo.
pub fn data() -> TempDir {
    static DEMO: OnceLock<TempDir> = OnceLock::new();
    let demo = DEMO.get_or_init(|| {
        let (dir, mut clock) = (folder(), StoppedClock::default());
        clock.ids = 1_000_000; // others than those of the sitting
        let batches = made_up_people(clock.moment().now).expect("the demo is read");
        let journal = Journal::open(dir.path()).expect("opens").journal;
        let settings = Config::parse("").expect("the defaults").settings;
        let app = App::awaiting_import(settings, Ledger::default(), clock.moment());
        let read = ReadImport { batches, network: Box::default() };
        Environment::new(clock, journal, Programs::none()).import(read, app.model()).expect("imported");
        dir
    });
    let dir = folder();
    for file in [JOURNAL, SNAPSHOT] {
        fs::copy(demo.path().join(file), dir.path().join(file)).expect("copied");
    }
    dir
}

/// Says lines to the plain mode: it must end, say plain text only, and leave files in which nothing is wrong.
pub fn sit(dir: &Path, config: Config, lines: &[u8]) {
    let before = env::current_dir().expect("a folder");
    env::set_current_dir(dir).expect("the data directory"); // for what is exported and imported by name
    let opened = Journal::open(dir).expect("opens");
    assert!(!opened.findings.iter().any(|finding| finding.kind.is_problem()), "{:?}", opened.findings);
    let snapshot = snapshot::load(dir).snapshot;
    let clock = StoppedClock::default();
    let mut settings = config.settings;
    settings.export_dir = dir.to_string_lossy().into_owned();
    let (moment, ledger) = (clock.moment(), Ledger::replay(opened.entries));
    let mut environment = Environment::new(clock, opened.journal, Programs::none());
    let (unfinished, _) = environment.load_unfinished();
    let app = App::new(settings, ledger, snapshot.network, Vec::new(), moment, false);
    let mut app = app.with_earlier_import(snapshot.report).with_unfinished(unfinished);
    let mut lines = Lines { input: Cursor::new(lines), output: Vec::new(), has_terminal: false };
    run_plain(&mut lines, &mut app, &mut environment, &mut Background::default()).expect("it ends well");
    assert_eq!(environment.not_kept, None);
    drop(environment); // and with it the lock
    is_harmless(std::str::from_utf8(&lines.output).expect("UTF-8"), "\n");
    let reopened = Journal::open(dir).expect("opens again");
    assert_eq!(reopened.findings, [], "what was said damaged nothing");
    let (disk, shown) = (Ledger::replay(reopened.entries), &app.model().ledger);
    let entries = |ledger: &Ledger| ledger.entries().iter().map(|posted| posted.entry.clone()).collect::<Vec<Entry>>();
    assert!(entries(&disk) == entries(shown), "the journal holds what the app shows");
    assert_eq!(disk.status_counts(), shown.status_counts());
    assert_eq!(snapshot::load(dir).finding, None);
    assert_eq!(drafts::load(dir, false).1, None);
    env::set_current_dir(before).expect("the folder before");
}

/// Joiners between letters whose script needs them are shown.
#[track_caller]
pub fn is_harmless(text: &str, but: &str) {
    let is_bad = |c| is_unsafe_char(c) && !"\u{200c}\u{200d}".contains(c) && !but.contains(c);
    let found = text.split('\n').find(|line| line.contains(is_bad));
    assert_eq!(found, None);
}
