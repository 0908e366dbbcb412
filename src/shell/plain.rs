//! The screen as lines: reads a line, feeds the app what it means, and prints what is new. No terminal is taken over, and
//! no escape sequence is sent.

use std::io::{self, BufRead, Write};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::app::App;
use crate::app::action::Action;
use crate::app::effect::{Effect, Outcome};
use crate::app::input::Input;
use crate::app::notification::Severity;
use crate::app::overlay::Overlay;
use crate::app::spoken::{Spoken, meaning};
use crate::app::view::ClickTarget;
use crate::app::vocabulary::vocabulary;
use crate::ui::plain::{Voice, clean, metrics, text_lines, unknown_word, what_can_be_said};

use super::background::Background;
use super::clock::Clock;
use super::environment::{Environment, ExitReason, Performed};
use super::input_source::InputSource;
use super::run::{imported, start_asked_import};
use super::suggest::nearest;

/// Lines in and out, in place of a terminal.
pub struct Lines<I, O> {
    /// What the person says.
    pub input: I,
    /// What the program says.
    pub output: O,
    /// True if an editor can be started: both are a terminal.
    pub has_terminal: bool,
}

/// Runs the plain mode until the person leaves or the input ends, and keeps what was typed and not decided.
pub fn run_plain<I, O, C>(
    lines: &mut Lines<I, O>,
    app: &mut App,
    environment: &mut Environment<C>,
    background: &mut Background,
) -> Result<ExitReason>
where
    I: BufRead,
    O: Write,
    C: Clock,
{
    let ended = Sitting { lines, app, environment, background, voice: Voice::default() }.run();
    environment.load_unfinished(); // what another program did to the file meanwhile
    environment.keep_unfinished(app);
    ended
}

/// A sitting by lines.
struct Sitting<'a, I, O, C> {
    lines: &'a mut Lines<I, O>,
    app: &'a mut App,
    environment: &'a mut Environment<C>,
    background: &'a mut Background,
    voice: Voice,
}

impl<I: BufRead, O: Write, C: Clock> Sitting<'_, I, O, C> {
    fn run(&mut self) -> Result<ExitReason> {
        self.app.drew(metrics());
        self.say_news()?;
        if self.finish_import()? {
            self.say_news()?;
        }
        let mut line = Vec::new();
        while self.lines.input.read_until(b'\n', &mut line).context("cannot read the input")? > 0 {
            let text = String::from_utf8_lossy(&line).into_owned();
            line.clear();
            if let Some(reason) = self.hear(&text)? {
                self.say("Everything is saved.")?;
                return Ok(reason);
            }
        }
        let open = match self.app.overlay() {
            Some(Overlay::Form(form)) => format!(" “{}” is not done; what you typed is kept.", form.title),
            Some(Overlay::Message(letter)) => format!(" What you wrote to {} is kept.", letter.name),
            _ => String::new(),
        };
        self.say(&format!("The input has ended. Everything decided is saved.{open}"))?;
        Ok(ExitReason::Quit)
    }

    /// Does what a line asks for and says what is new; returns why the program ends, if it does.
    fn hear(&mut self, line: &str) -> Result<Option<ExitReason>> {
        let reason = match meaning(line, self.app) {
            Spoken::Inputs(inputs) => self.feed_all(inputs)?,
            Spoken::Then(action, text) => self.feed_with_text(action, &text)?,
            Spoken::Again => {
                self.voice.forget();
                None
            }
            Spoken::Rows => return self.answer(self.voice.rows()),
            Spoken::Help => return self.answer(what_can_be_said(self.app)),
            Spoken::Unknown(word) => {
                let words = vocabulary(self.app);
                let guess = nearest(&word, words.iter().map(|word| word.word.as_str()));
                return self.answer(vec![unknown_word(&word, guess)]);
            }
        };
        if reason.is_some() {
            return Ok(reason);
        }
        while self.app.has_background_work() {
            self.app.background_step();
        }
        self.finish_import()?;
        if let Some(outcome) = self.environment.keep_unfinished(self.app) {
            let effect = self.app.apply(outcome);
            self.perform(effect)?;
        }
        self.say_news()?;
        Ok(None)
    }

    /// Says some lines, and asks again.
    fn answer(&mut self, mut lines: Vec<String>) -> Result<Option<ExitReason>> {
        lines.push(self.voice.question());
        self.say_all(&lines)?;
        Ok(None)
    }

    /// Performs an action that takes text, then gives it the text.
    fn feed_with_text(&mut self, action: Action, text: &str) -> Result<Option<ExitReason>> {
        let reason = self.feed(Input::Target(ClickTarget::Key(action)))?;
        if reason.is_none()
            && self.app.context().types_text()
            && let Spoken::Inputs(inputs) = meaning(text, self.app)
        {
            return self.feed_all(inputs);
        }
        Ok(reason)
    }

    /// Feeds the app one input after the other, as long as nothing is wrong.
    fn feed_all(&mut self, inputs: Vec<Input>) -> Result<Option<ExitReason>> {
        for input in inputs {
            let reason = self.feed(input)?;
            if reason.is_some() {
                return Ok(reason);
            }
            if self.app.notification().is_some_and(|notice| notice.severity != Severity::Done) {
                break;
            }
        }
        Ok(None)
    }

    fn feed(&mut self, input: Input) -> Result<Option<ExitReason>> {
        let effect = self.app.update(input, self.environment.clock.moment());
        self.perform(effect)
    }

    /// Performs effects until none is requested; returns why the program ends, if it does.
    fn perform(&mut self, mut next: Option<Effect>) -> Result<Option<ExitReason>> {
        let editor_lock = self.environment.shutdown.editor_lock.clone();
        while let Some(effect) = next {
            start_asked_import(&effect, self.app, self.background);
            let is_edit = matches!(effect, Effect::Edit(_));
            if is_edit && !self.lines.has_terminal {
                next = self.app.apply(Outcome::Edited(Err("The editor needs a terminal.".to_owned())));
                continue;
            }
            if let Effect::Copy(text) = &effect {
                let copied = self.environment.copy(text).or_else(|why| self.say_uncopied(text, &why))?;
                next = self.app.apply(Outcome::Copied(Ok(copied)));
                continue;
            }
            // Until the text is kept, no signal ends the program.
            let editing = is_edit.then(|| editor_lock.lock());
            next = match self.environment.perform(effect, self.app.model(), &mut NoTerminal)? {
                Performed::Exit(reason) => return Ok(Some(reason)),
                Performed::Outcome(outcome) => self.app.apply(outcome),
                Performed::Redraw(outcome, returned) => {
                    let next = self.app.apply(outcome);
                    self.environment.keep_unfinished(self.app);
                    returned?;
                    next
                }
            };
            drop(editing);
        }
        Ok(None)
    }

    /// Says a text that no clipboard took.
    fn say_uncopied(&mut self, text: &str, why: &str) -> Result<String> {
        self.say_all(&text_lines(text))?;
        let (why, _) = why.split_once("; try ").unwrap_or((why, ""));
        Ok(format!("{why}. The text is above"))
    }

    /// Waits for an import that is being read; true if there was one.
    fn finish_import(&mut self) -> Result<bool> {
        let mut was_read = false;
        while let Some(event) = self.background.next_event(&mut NoTerminal)? {
            let outcome = imported(event, self.app, self.environment)?;
            let effect = self.app.apply(outcome);
            self.perform(effect)?;
            was_read = true;
        }
        Ok(was_read)
    }

    /// Says what is new. A page of text needs no answer: it is left once it was said.
    fn say_news(&mut self) -> Result<()> {
        let news = self.voice.news(self.app);
        if !matches!(self.app.overlay(), Some(Overlay::Page(_))) {
            return self.say_all(&news);
        }
        self.say_all(news.split_last().map_or(&[], |(_, page)| page))?;
        self.feed(Input::Target(ClickTarget::Key(Action::Cancel)))?;
        let rest = self.voice.news(self.app);
        self.say_all(&rest)
    }

    fn say(&mut self, line: &str) -> Result<()> {
        self.say_all(&[line.to_owned()])
    }

    /// Says lines, whoever wrote them: the only way out, so that none holds what a terminal would act upon.
    fn say_all(&mut self, lines: &[String]) -> Result<()> {
        let out = &mut self.lines.output;
        for line in lines {
            writeln!(out, "{}", clean(line))?;
        }
        Ok(out.flush()?)
    }
}

/// Stands for a terminal where there is none: no key ever comes.
struct NoTerminal;

impl InputSource for NoTerminal {
    fn read_batch(&mut self) -> io::Result<Vec<Input>> {
        Ok(Vec::new())
    }

    fn poll(&mut self, time: Duration) -> io::Result<bool> {
        thread::sleep(time);
        Ok(false)
    }

    fn release_terminal(&mut self, during: &mut dyn FnMut()) -> io::Result<()> {
        during();
        Ok(())
    }
}
