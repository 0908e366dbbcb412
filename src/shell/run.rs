//! The loop: draw, wait for input, update; if it asks for an effect, perform it and let the app hear the outcome.

use std::io;
use std::sync::mpsc::TryRecvError;
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::Backend;

use crate::app::App;
use crate::app::drawn::Drawn;
use crate::app::effect::{Effect, Outcome};
use crate::app::input::Input;
use crate::ui::theme::Theme;

use super::beside::{self, News};
use super::clock::Clock;
use super::perform::World;
use super::terminal::A_LOOK;

/// How a sitting ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// The person left.
    Quit,
    /// The person wants to see the made-up people.
    Demo,
}

/// How often a look is taken at what the reading thread says, while there is one.
const GLANCE: Duration = Duration::from_millis(10);

/// How often a picture is drawn of what is not done yet.
const PACE: Duration = Duration::from_millis(100);

/// Where keys come from, and what must be done to the terminal itself: the real one, or a test's.
pub trait Keys {
    /// Waits for what the person does next, and takes along what is waiting behind it; empty at the end.
    fn next(&mut self) -> io::Result<Vec<Input>>;
    /// Whether the person does something within this time; a test's fingers always do.
    fn within(&mut self, _time: Duration) -> io::Result<bool> {
        Ok(true)
    }
    /// Gives the terminal back while `during` runs (an editor, a suspension), and takes it again.
    fn aside(&mut self, during: &mut dyn FnMut()) -> io::Result<()>;
}

/// Runs the app until the person leaves.
pub fn run<B, C>(
    terminal: &mut Terminal<B>,
    keys: &mut impl Keys,
    app: &mut App,
    world: &mut World<C>,
    theme: Theme,
) -> anyhow::Result<Ending>
where
    B: Backend<Error: Send + Sync + 'static>,
    C: Clock,
{
    let mut picture = None;
    loop {
        let mut drawn = match picture.take() {
            Some(drawn) => drawn,
            None => draw(terminal, app, theme)?,
        };
        if let Some(news) = meanwhile(keys, world)? {
            beside::hear(news, app, world)?;
            continue;
        }
        if go_on(keys, app)? {
            continue;
        }
        let inputs = keys.next()?;
        if inputs.is_empty() {
            return Ok(Ending::Quit);
        }
        for input in inputs {
            picture = None;
            let Some(effect) = app.update(input, drawn, world.clock.moment()) else { continue };
            let outcome = match effect {
                Effect::Quit => return Ok(Ending::Quit),
                Effect::Demo => return Ok(Ending::Demo),
                Effect::Suspend => {
                    keys.aside(&mut super::signals::suspend)?;
                    redraw_whole(terminal)?;
                    Outcome::Done
                }
                Effect::Edit(text) => {
                    let mut edited = Err("the editor was not started".to_owned());
                    keys.aside(&mut || edited = super::editor::edit(&text))?;
                    redraw_whole(terminal)?;
                    Outcome::Edited(edited)
                }
                Effect::Preview(export) => Outcome::Previewed(super::contacts::preview(&export, app)),
                Effect::Export { export, overwrite } => {
                    Outcome::Exported(super::contacts::write(world.journal.dir(), &export, overwrite, app))
                }
                Effect::Append { event, again } => world.append(event, again),
                Effect::Open(address) => Outcome::Opened(super::perform::open(&address)),
                Effect::Copy(text) => Outcome::Copied(world.clipboard.copy(&text)),
            };
            app.hear(outcome);
            // The next key may ask what the picture shows: after an effect that is another one.
            drawn = draw(terminal, app, theme)?;
            picture = Some(drawn);
        }
    }
}

/// What the reading thread says before the person does something.
fn meanwhile<C>(keys: &mut impl Keys, world: &mut World<C>) -> io::Result<Option<News>> {
    while let Some(beside) = &world.beside {
        match beside.try_recv() {
            Ok(news) => return Ok(Some(news)),
            Err(TryRecvError::Disconnected) => world.beside = None,
            Err(TryRecvError::Empty) => {
                if keys.within(GLANCE)? {
                    break;
                }
            }
        }
    }
    Ok(None)
}

/// Goes on with what takes longer than a picture may, until it is done, the person does something, or it is time for
/// another picture; says whether anything was done.
fn go_on(keys: &mut impl Keys, app: &mut App) -> io::Result<bool> {
    let begun = Instant::now();
    let mut done = false;
    while app.has_more_to_do() && begun.elapsed() < PACE && !keys.within(A_LOOK)? {
        app.go_on();
        done = true;
    }
    Ok(done)
}

fn draw<B>(terminal: &mut Terminal<B>, app: &App, theme: Theme) -> anyhow::Result<Drawn>
where
    B: Backend<Error: Send + Sync + 'static>,
{
    let mut drawn = Drawn::default();
    terminal.draw(|frame| drawn = crate::ui::draw(frame, app, theme))?;
    Ok(drawn)
}

/// Forgets what was on the screen without asking the terminal anything.
fn redraw_whole<B>(terminal: &mut Terminal<B>) -> anyhow::Result<()>
where
    B: Backend<Error: Send + Sync + 'static>,
{
    let size = terminal.size()?;
    terminal.resize(size.into())?;
    Ok(())
}
