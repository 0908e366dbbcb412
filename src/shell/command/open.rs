//! Opens the user interface over the data directory, after importing the files named on the command line.

use std::io::{BufRead, IsTerminal, Write, stdin, stdout};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use anyhow::{Context, Result, anyhow};

use crate::app::App;
use crate::app::notification::Notification;
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::Network;
use crate::domain::inbox::reconcile::ImportReport;
use crate::shell::background::Background;
use crate::shell::clipboard::ClipboardMode;
use crate::shell::clock::{Clock, SystemClock};
use crate::shell::config::Config;
use crate::shell::environment::{Environment, ExitReason, Programs, findings_text, mistakes_text};
use crate::shell::failure::{UsageError, is_no_command, warn};
use crate::shell::look::theme_for_terminal;
use crate::shell::plain::{Lines, run_plain};
use crate::shell::run::run;
use crate::shell::signals::{ShutdownHandler, tell_restored};
use crate::shell::terminal::TerminalSession;
use crate::store::snapshot::Snapshot;
use crate::store::{self, Finding, FindingKind, Journal, StoreError, snapshot};

/// Contents of an opened data directory.
pub struct OpenedData {
    /// The journal.
    pub journal: Journal,
    /// Ledger replayed from the journal.
    pub ledger: Ledger,
    /// Network from the snapshot.
    pub network: Network,
    /// Reports of the last import, if the snapshot keeps them.
    pub import_reports: Vec<ImportReport>,
    /// True if that import was just made.
    pub is_new_import: bool,
    /// Damage found on disk.
    pub findings: Vec<Finding>,
}

/// Opens the user interface and imports `paths`; with `at_cards` it starts at the first card.
pub fn open(
    dir: &Path,
    config: Config,
    paths: &[PathBuf],
    at_cards: bool,
    shutdown: &ShutdownHandler,
) -> Result<ExitReason> {
    if paths.iter().any(|path| path.as_os_str() == "-") {
        let words = "the screen needs standard input for the keyboard; to import from it, use `invite-triage import -`";
        return Err(UsageError(words.to_owned()).into());
    }
    if let Some(missing) = paths.iter().find(|path| !path.exists()) {
        let words = is_no_command(&missing.to_string_lossy())
            .unwrap_or_else(|| format!("no command or file named \"{}\"; see --help", missing.display()));
        return Err(UsageError(words).into());
    }
    let config = Config { plain: is_plain(config.plain)?, ..config };
    let mut opened = open_data(dir)?;
    if !may_begin(&mut opened)? {
        return Ok(ExitReason::Quit);
    }
    run_ui(opened, config, paths, at_cards, shutdown)
}

/// Opens the data directory: replays the journal and reads the snapshot in parallel.
fn open_data(dir: &Path) -> Result<OpenedData> {
    thread::scope(|scope| {
        let replay = scope.spawn(|| {
            let store::Opened { journal, entries, findings } = Journal::open(dir)?;
            Ok::<_, StoreError>((journal, Ledger::replay(entries), findings))
        });
        let loaded = snapshot::load(dir);
        let replayed = replay.join().map_err(|_| anyhow!("the thread that replays the journal has stopped"))?;
        let ((journal, ledger, mut findings), mut loaded) = (replayed?, loaded);
        if journal.writable().is_ok() {
            loaded = loaded.migrate_or_quarantine(dir);
        }
        findings.extend(loaded.finding);
        let Snapshot { network, report: import_reports } = loaded.snapshot;
        Ok(OpenedData { journal, ledger, network, import_reports, is_new_import: false, findings })
    })
}

/// Runs the user interface over opened data; `paths` are imported before the user can do anything else.
pub fn run_ui(
    desk: OpenedData,
    config: Config,
    paths: &[PathBuf],
    at_cards: bool,
    shutdown: &ShutdownHandler,
) -> Result<ExitReason> {
    let Config { settings, theme, mouse, mut programs, plain, source, mistakes } = config;
    let OpenedData { journal, ledger, network, import_reports, is_new_import, findings } = desk;
    if plain {
        programs.clipboard = ClipboardMode::System; // the terminal's is reached by an escape sequence
    }
    let programs = Programs::detect(&programs);
    let mut environment = Environment::new(SystemClock, journal, programs).with_shutdown(shutdown.clone());
    environment.config = Some(source);
    let (unfinished, finding) = environment.load_unfinished();
    let findings: Vec<Finding> = findings.into_iter().chain(finding).collect();
    let (app, mut background) = if paths.is_empty() {
        let (new, earlier) = if is_new_import { (import_reports, Vec::new()) } else { (Vec::new(), import_reports) };
        let network = Arc::new(network);
        let indexed = Arc::clone(&network);
        // While the inbox is built here; if there is no such thread, the first card builds them.
        let _ = thread::Builder::new().spawn(move || indexed.build_indexes());
        let app = App::new(settings, ledger, network, new, SystemClock.moment(), at_cards);
        (if is_new_import { app } else { app.with_earlier_import(earlier) }, Background::default())
    } else {
        let network = network.with_notes(ledger.note_digests());
        let app = App::awaiting_import(settings, ledger, SystemClock.moment());
        (app, Background::start_import(network, paths))
    };
    let read_only = environment.journal().writable().err().map(|why| why.to_string());
    let app = app.with_unfinished(unfinished);
    let notices: Vec<String> = findings_text(&findings).into_iter().chain(mistakes_text(&mistakes)).collect();
    let notice = (!notices.is_empty()).then(|| Notification::failed(notices.join(". ")));
    let mut app = app.with_startup_notice(notice, read_only);
    let ending = if plain {
        let has_terminal = stdin().is_terminal() && stdout().is_terminal();
        let mut lines = Lines { input: stdin().lock(), output: stdout().lock(), has_terminal };
        run_plain(&mut lines, &mut app, &mut environment, &mut background)
    } else {
        let (theme, unsettled) = theme_for_terminal(theme);
        let restorer = shutdown.terminal_guard.clone().with_mouse(mouse);
        let (mut terminal, mut screen) =
            TerminalSession::enter(restorer, unsettled).context("cannot use this terminal")?;
        run(&mut screen, &mut terminal, &mut app, &mut environment, &mut background, theme)
    };
    tell_restored(environment.journal().restore_missing());
    if let Some(why) = &environment.not_kept {
        warn(format_args!("invite-triage: {why}"));
    }
    if let Some(failed) = &app.model().failed_write {
        let whom = match failed.events.first().map(|failed| &failed.event) {
            Some(crate::domain::decision::event::Event::Decided(decision)) => {
                format!("{} {}", decision.verdict.kind().label(), decision.name.display_name())
            }
            _ => "your last change".to_owned(),
        };
        warn(format_args!("invite-triage: not saved: {whom}: {}", failed.why));
    }
    ending
}

/// Asks whether to begin a new journal if there is none beside a snapshot; false if the person leaves it at that.
fn may_begin(opened: &mut OpenedData) -> Result<bool> {
    let Some(at) = opened.findings.iter().position(|finding| finding.kind == FindingKind::JournalGone) else {
        return Ok(true);
    };
    warn(&opened.findings[at]);
    let question = "Type n and Enter to begin a new journal; Enter alone leaves everything as it is: ";
    let mut out = stdout().lock();
    out.write_all(question.as_bytes()).and_then(|()| out.flush()).context("cannot ask")?;
    let mut answer = String::new();
    stdin().lock().read_line(&mut answer).context("cannot read the answer")?;
    if !answer.trim().eq_ignore_ascii_case("n") {
        return Ok(false);
    }
    opened.journal.create_file()?;
    opened.findings.remove(at);
    Ok(true)
}

/// Returns whether the screen is lines of text: as wished, or because the terminal can do no more. Fails where neither is
/// possible, since standard input and output are no terminal.
pub fn is_plain(is_wished: bool) -> Result<bool> {
    if is_wished {
        return Ok(true);
    }
    if !(stdin().is_terminal() && stdout().is_terminal()) {
        let words = "the screen needs a terminal; --plain, `list`, `import` and `stats` work without one (see --help)";
        return Err(UsageError(words.to_owned()).into());
    }
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if is_dumb {
        warn("invite-triage: TERM is \"dumb\", so the screen is lines of text; ? lists what can be said");
    }
    Ok(is_dumb)
}
