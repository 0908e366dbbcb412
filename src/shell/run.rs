//! The event loop: draw, wait for input, update; perform the requested effect and apply its outcome.

use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::Backend;

use crate::app::App;
use crate::app::effect::{Effect, Outcome};
use crate::app::ids::ScreenId;
use crate::app::view::ViewMetrics;
use crate::domain::evidence::network::Network;
use crate::domain::inbox::ownership::ForeignCopy;
use crate::ui::theme::Theme;

use super::background::{Background, BackgroundEvent};
use super::clock::Clock;
use super::environment::{Environment, ExitReason, Performed};
use super::failure::causes;
use super::input_source::{InputSource, NON_BLOCKING_POLL};
use super::paths::expand_path;

/// Time without input after which unfinished work is kept on disk.
const KEEP_AFTER: Duration = Duration::from_millis(250);
/// Time after which it is kept even if the input never pauses.
const KEEP_AT_LATEST: Duration = Duration::from_millis(400);

/// Runs the event loop until the user leaves, and keeps what was typed and not decided, however it ends.
pub fn run<B, C>(
    terminal: &mut Terminal<B>,
    keys: &mut impl InputSource,
    app: &mut App,
    environment: &mut Environment<C>,
    background: &mut Background,
    theme: Theme,
) -> anyhow::Result<ExitReason>
where
    B: Backend<Error: Send + Sync + 'static>,
    C: Clock,
{
    let ended = run_until_exit(terminal, keys, app, environment, background, theme);
    environment.load_unfinished(); // what another program did to the file meanwhile
    environment.keep_unfinished(app);
    ended
}

fn run_until_exit<B, C>(
    terminal: &mut Terminal<B>,
    keys: &mut impl InputSource,
    app: &mut App,
    environment: &mut Environment<C>,
    background: &mut Background,
    mut theme: Theme,
) -> anyhow::Result<ExitReason>
where
    B: Backend<Error: Send + Sync + 'static>,
    C: Clock,
{
    let mut is_drawn = false;
    // Time of the first input that may have changed the unfinished work on disk.
    let mut unkept_since: Option<Instant> = None;
    loop {
        if keys.was_reentered() {
            redraw_whole(terminal)?;
            is_drawn = false;
        }
        if let Some(answered) = keys.take_theme() {
            theme = answered;
            is_drawn = false;
        }
        if !std::mem::take(&mut is_drawn) {
            draw(terminal, keys, app, theme)?;
            if !keys.poll(keys.reply_wait().max(NON_BLOCKING_POLL))? {
                app.look_ahead();
            }
        }
        if let Some(event) = background.next_event(keys)? {
            if !matches!(event, BackgroundEvent::Progress(..)) {
                keys.show_progress(None)?;
            }
            if let BackgroundEvent::Progress(_, percent) = &event {
                keys.show_progress(Some(*percent))?;
            }
            let effect = app.apply(imported(event, app, environment)?);
            if let Some(exit_reason) = perform(effect, terminal, keys, app, environment, background, theme)? {
                return Ok(exit_reason);
            }
            continue;
        }
        if background.work_until_input(keys, app)? {
            continue;
        }
        if app.model().known_open_tasks().is_none() && !keys.poll(NON_BLOCKING_POLL)? {
            app.model().open_tasks();
            continue;
        }
        if let Some(since) = unkept_since
            && (!keys.poll(KEEP_AFTER)? || since.elapsed() > KEEP_AT_LATEST)
        {
            unkept_since = None;
            if let Some(outcome) = environment.keep_unfinished(app) {
                let effect = app.apply(outcome);
                perform(effect, terminal, keys, app, environment, background, theme)?;
                continue;
            }
        }
        let inputs = keys.read_batch()?;
        unkept_since = unkept_since.or_else(|| Some(Instant::now()));
        if inputs.is_empty() {
            return Ok(ExitReason::Quit);
        }
        for input in inputs {
            let effect = app.update(input, environment.clock.moment());
            is_drawn = effect.is_some();
            if let Some(exit_reason) = perform(effect, terminal, keys, app, environment, background, theme)? {
                return Ok(exit_reason);
            }
        }
    }
}

/// Returns the outcome of an event of the reader thread; what was read is imported. An error ends the program if the files
/// were named at its start.
pub(super) fn imported<C: Clock>(
    event: BackgroundEvent,
    app: &App,
    environment: &mut Environment<C>,
) -> anyhow::Result<Outcome> {
    let is_start = app.screens().current_id() == ScreenId::Importing;
    Ok(match event {
        BackgroundEvent::Progress(words, _) => Outcome::ImportProgress(words),
        BackgroundEvent::ReadDone(arrived) => match environment.import(arrived, app.model()) {
            Err(error) if error.is::<ForeignCopy>() && !is_start => Outcome::ImportFailed(error.to_string()),
            imported => imported?,
        },
        BackgroundEvent::Failed(error) if is_start => return Err(error),
        BackgroundEvent::Failed(error) => Outcome::ImportFailed(format!("Nothing was imported: {}", causes(&error))),
    })
}

/// Starts to read the file that an effect asks to import; nothing for any other effect.
pub(super) fn start_asked_import(effect: &Effect, app: &App, background: &mut Background) {
    if let Effect::Import(path) = effect {
        let model = app.model();
        let network = Network::clone(&model.network).with_notes(model.ledger.note_digests());
        *background = Background::start_import(network, &[expand_path(path.trim())]);
    }
}

/// Performs effects until none is requested. Redraws after each, because the next key may depend on the view metrics.
/// Returns the exit reason, if any.
fn perform<B, C>(
    mut next: Option<Effect>,
    terminal: &mut Terminal<B>,
    keys: &mut impl InputSource,
    app: &mut App,
    environment: &mut Environment<C>,
    background: &mut Background,
    theme: Theme,
) -> anyhow::Result<Option<ExitReason>>
where
    B: Backend<Error: Send + Sync + 'static>,
    C: Clock,
{
    let editor_lock = environment.shutdown.editor_lock.clone();
    while let Some(effect) = next {
        start_asked_import(&effect, app, background);
        // Until the text is kept, no signal ends the program.
        let editing = matches!(effect, Effect::Edit(_)).then(|| editor_lock.lock());
        if matches!(effect, Effect::Edit(_) | Effect::Suspend) {
            environment.keep_unfinished(app);
        }
        next = match environment.perform(effect, app.model(), keys)? {
            Performed::Exit(exit_reason) => return Ok(Some(exit_reason)),
            Performed::Outcome(outcome) => app.apply(outcome),
            Performed::Redraw(outcome, entered) => {
                let next = app.apply(outcome);
                environment.keep_unfinished(app);
                entered?;
                redraw_whole(terminal)?;
                next
            }
        };
        drop(editing);
        draw(terminal, keys, app, theme)?;
    }
    Ok(None)
}

fn draw<B>(terminal: &mut Terminal<B>, keys: &mut impl InputSource, app: &mut App, theme: Theme) -> anyhow::Result<()>
where
    B: Backend<Error: Send + Sync + 'static>,
{
    let mut view = ViewMetrics::default();
    terminal.draw(|frame| {
        view = crate::ui::draw(frame, app, theme);
        if keys.has_links() {
            crate::ui::add_links(frame.buffer_mut());
        }
    })?;
    app.drew(view);
    keys.show_title(app.model().inbox.remaining())?;
    Ok(())
}

/// Forces a full redraw. `Terminal::clear` would query the cursor position from the terminal.
fn redraw_whole<B>(terminal: &mut Terminal<B>) -> anyhow::Result<()>
where
    B: Backend<Error: Send + Sync + 'static>,
{
    let size = terminal.size()?;
    terminal.resize(size.into())?;
    Ok(())
}
