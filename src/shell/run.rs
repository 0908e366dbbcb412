//! The loop: draw, wait for input, update; if it asks for an effect, perform it and apply the outcome.

use std::io;
use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::Backend;

use crate::app::App;
use crate::app::effect::{Effect, Outcome};
use crate::app::input::Input;
use crate::app::view::ViewMetrics;
use crate::ui::theme::Theme;

use super::background::{Background, News};
use super::clock::Clock;
use super::environment::{Environment, Performed};

/// How a sitting ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// The person left.
    Quit,
    /// The person wants to see the made-up people.
    Demo,
}

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
    environment: &mut Environment<C>,
    background: &mut Background,
    theme: Theme,
) -> anyhow::Result<Ending>
where
    B: Backend<Error: Send + Sync + 'static>,
    C: Clock,
{
    let mut is_drawn = false;
    loop {
        if !std::mem::take(&mut is_drawn) {
            draw(terminal, app, theme)?;
        }
        if let Some(news) = background.news(keys)? {
            let outcome = match news {
                News::Reading(words) => Outcome::Reading(words),
                News::Arrived(arrived) => environment.take_in(arrived, app.model())?,
                News::Failed(error) => return Err(error),
            };
            let asked = app.apply(outcome);
            if let Some(ending) = perform(asked, terminal, keys, app, environment, theme)? {
                return Ok(ending);
            }
            continue;
        }
        if background.work(keys, app)? {
            continue;
        }
        let inputs = keys.next()?;
        if inputs.is_empty() {
            return Ok(Ending::Quit);
        }
        for input in inputs {
            let asked = app.update(input, environment.clock.moment());
            is_drawn = asked.is_some();
            if let Some(ending) = perform(asked, terminal, keys, app, environment, theme)? {
                return Ok(ending);
            }
        }
    }
}

/// Performs what is asked for, one effect after the other, and draws what came of each: the next key may ask what the
/// picture shows. Returns how the program ends, if it does.
fn perform<B, C>(
    mut asked: Option<Effect>,
    terminal: &mut Terminal<B>,
    keys: &mut impl Keys,
    app: &mut App,
    environment: &mut Environment<C>,
    theme: Theme,
) -> anyhow::Result<Option<Ending>>
where
    B: Backend<Error: Send + Sync + 'static>,
    C: Clock,
{
    while let Some(effect) = asked {
        asked = match environment.perform(effect, app.model(), keys)? {
            Performed::Ended(ending) => return Ok(Some(ending)),
            Performed::Outcome(outcome) => app.apply(outcome),
            Performed::Redraw(outcome) => {
                redraw_whole(terminal)?;
                app.apply(outcome)
            }
        };
        draw(terminal, app, theme)?;
    }
    Ok(None)
}

fn draw<B>(terminal: &mut Terminal<B>, app: &mut App, theme: Theme) -> anyhow::Result<()>
where
    B: Backend<Error: Send + Sync + 'static>,
{
    let mut view = ViewMetrics::default();
    terminal.draw(|frame| view = crate::ui::draw(frame, app, theme))?;
    app.drew(view);
    Ok(())
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
