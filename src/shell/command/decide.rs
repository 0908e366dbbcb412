//! `decide`: decides on requests without the screen. It fills in the screen's own forms, so that rules, defaults and
//! sentences are the same.

mod wish;

use std::io::{BufRead, stdin};
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use chrono::{DateTime, Utc};

use crate::app::App;
use crate::app::action::Action;
use crate::app::ask::answer_first;
use crate::app::decide::draft_for;
use crate::app::deck::requests::DECK;
use crate::app::draft::Drafts;
use crate::app::effect::{Effect, Outcome};
use crate::app::field::FieldId;
use crate::app::form::reason;
use crate::app::ids::{ScreenId, Selection};
use crate::app::input::Input;
use crate::app::overlay::Overlay;
use crate::app::screen::review::QUICK_DECISION_SECONDS;
use crate::app::settings::Settings;
use crate::app::view::ClickTarget;
use crate::domain::decision::event::{Entry, NewEvent};
use crate::domain::decision::ledger::{InvitationCase, Ledger};
use crate::domain::decision::{Draft, Incomplete, VerdictKind};
use crate::domain::text::dates;
use crate::domain::text::plural::plural;
use crate::domain::text::untrusted::Untrusted;
use crate::shell::args::{self, WriteOptions};
use crate::shell::clock::{Clock, SystemClock};
use crate::shell::environment::{Environment, Programs};
use crate::shell::failure::{UsageError, causes, warn};
use crate::store::snapshot;

use super::common::{open_journal, print_written, read_journal};
use super::person::{find_person, nobody};
use wish::{Given, Wish};

/// Name of the person that stands for standard input.
const STDIN: &str = "-";

/// Decides on one request, or on one for each line of standard input.
pub fn decide(dir: &Path, settings: &Settings, args: &args::Decide) -> Result<()> {
    if args.person.person != STDIN {
        let wish = Wish::from_arguments(args)?;
        let mut sitting = Sitting::open(dir, settings, args.options)?;
        return sitting.decide(&wish);
    }
    wish::refuse_options(args)?;
    let mut sitting = Sitting::open(dir, settings, args.options)?;
    let (mut input, mut line) = (stdin().lock(), Vec::new());
    let (mut number, mut total, mut refused) = (0, 0, 0);
    while input.read_until(b'\n', &mut line).context("cannot read standard input")? > 0 {
        number += 1;
        if !line.trim_ascii().is_empty() {
            total += 1;
            if let Err(error) = Wish::from_json(&line).and_then(|wish| sitting.decide(&wish)) {
                if error.is::<std::io::Error>() {
                    return Err(error); // nobody reads what is printed
                }
                refused += 1;
                warn(format_args!("invite-triage: line {number}: {}", causes(&error)));
            }
        }
        line.clear();
    }
    match refused {
        0 => Ok(()),
        _ if refused == total => bail!("{} refused; nothing was decided", plural(total, "line")),
        _ => {
            let done = if args.options.dry_run { "would be" } else { "was" };
            bail!("{refused} of {} refused; the rest {done} decided", plural(total, "line"))
        }
    }
}

/// A sitting without a screen.
struct Sitting {
    app: App,
    /// Writes to the journal; `None` for a dry run.
    environment: Option<Environment<SystemClock>>,
    clock: SystemClock,
    /// Journal as it was at the start, to find people in.
    entries: Vec<Entry>,
    /// Quick accepts after which the guard speaks; 0 for never.
    guard: usize,
    options: WriteOptions,
}

impl Sitting {
    fn open(dir: &Path, settings: &Settings, options: WriteOptions) -> Result<Self> {
        let (environment, entries) = if options.dry_run {
            (None, read_journal(dir)?.entries)
        } else {
            let opened = open_journal(dir, false)?;
            opened.journal.writable()?;
            (Some(Environment::new(SystemClock, opened.journal, Programs::none())), opened.entries)
        };
        let network = snapshot::load(dir).snapshot.network;
        let guard = settings.guard;
        // Nobody is there to be asked after a portion; the guard goes by the journal, see below.
        let settings = Settings { portion: 0, guard: 0, ..settings.clone() };
        let ledger = Ledger::replay(entries.iter().cloned());
        let app = App::new(settings, ledger, network, Vec::new(), SystemClock.moment(), true);
        Ok(Self { app, environment, clock: SystemClock, entries, guard, options })
    }

    /// Decides as wished and prints what was written. Nothing is written if a rule forbids it.
    fn decide(&mut self, wish: &Wish) -> Result<()> {
        let verdict = wish.verdict()?;
        let fields = wish.fields(verdict)?;
        let card = self.card(&wish.person)?;
        let draft = self.draft(wish, &card)?;
        self.check(&draft, verdict)?;
        let model = self.app.model();
        let earlier = card.case(&model.ledger).and_then(|case| model.ledger.decision_of(case));
        if let Some((entry, decision)) = earlier {
            let day = dates::format_long(model.moment.local.of(entry.at));
            let name = decision.name.display_name();
            let kind = decision.verdict.kind();
            warn(format_args!("invite-triage: {name} so far: {} {} {day}", kind.label(), kind.day_word()));
        }
        let effect = self.app.show(ScreenId::Triage, &card);
        self.perform(effect)?;
        self.app.set_card_draft(ScreenId::Triage, &card, draft);
        let entry = self.answer_forms(verdict, &fields)?;
        let said = self.app.notification().map(|notice| notice.text.clone()).unwrap_or_default();
        print_written(&entry, &said, self.options)?;
        self.speak_up();
        Ok(())
    }

    /// Returns the card of the person's request: of the one that waits, else of the latest.
    fn card(&self, person: &str) -> Result<Selection> {
        let model = self.app.model();
        let key = find_person(person, &self.entries, &model.network)?.ok_or_else(|| nobody(person))?;
        let (ledger, today) = (&model.ledger, model.moment.today);
        let cards = || ledger.cases_of(&key).filter(|case| ledger.is_card(case));
        let waiting = InvitationCase::latest(cards().filter(|case| ledger.status_of(case).is_pending_on(today)));
        let case = waiting.or_else(|| InvitationCase::latest(cards())).with_context(|| {
            let name = Untrusted::from(person);
            format!("there is no request from \"{}\", so there is nothing to decide", name.display())
        })?;
        Ok(Selection::Request(case.invitation().id.clone()))
    }

    /// Returns the draft of the card with the answers and texts of the wish.
    fn draft(&self, wish: &Wish, card: &Selection) -> Result<Draft> {
        let mut draft = draft_for(card, self.app.model(), &Drafts::default());
        let questions = self.app.model().settings.checklist.questions();
        for (id, answer) in &wish.answers {
            let question = questions.iter().find(|question| question.id.0 == *id).ok_or_else(|| {
                let ids: Vec<&str> = questions.iter().map(|question| question.id.0.as_str()).collect();
                UsageError(format!("there is no question \"{id}\"; the questions are {}", ids.join(", ")))
            })?;
            draft.answers.set(question.id.clone(), *answer);
        }
        draft.reason = wish.reason.clone().unwrap_or(draft.reason);
        draft.note = wish.note.clone().unwrap_or(draft.note);
        Ok(draft)
    }

    /// Presses the key of the verdict and confirms its form, filled in; returns what was written.
    fn answer_forms(&mut self, verdict: VerdictKind, fields: &[(FieldId, Given)]) -> Result<Entry> {
        let key = match verdict {
            VerdictKind::Accept => Action::Accept,
            VerdictKind::Decline => Action::Decline,
            VerdictKind::FollowUp => Action::FollowUp,
        };
        self.update(Input::Target(ClickTarget::Key(key)))?;
        let Some(Overlay::Form(form)) = self.app.overlay() else { return Err(self.refusal()) };
        let places: Vec<(usize, &Given)> = fields
            .iter()
            .filter_map(|(id, given)| Some((form.fields.0.iter().position(|field| field.id == *id)?, given)))
            .collect();
        for (place, given) in places {
            let option = if let Given::Choice(option) = given { Some(*option) } else { None };
            self.update(Input::Target(ClickTarget::Field(place, option)))?;
            if let Given::Text(text) = given {
                self.update(Input::Text(text.clone()))?;
            }
        }
        let written = self.update(Input::Target(ClickTarget::Key(Action::Confirm)))?;
        if let (None, Some(Overlay::Form(form))) = (&written, self.app.overlay())
            && let Some(why) = form.error.clone()
        {
            bail!(UsageError(why));
        }
        written.ok_or_else(|| self.refusal())
    }

    /// Returns why the app did not do it.
    fn refusal(&self) -> anyhow::Error {
        let why = self.app.notification().map_or("it could not be decided", |notice| notice.text.as_str());
        anyhow!("{why}")
    }

    /// Fails if the draft lacks what the screen would ask for before this decision.
    fn check(&self, draft: &Draft, verdict: VerdictKind) -> Result<()> {
        let settings = &self.app.model().settings;
        let questions = settings.checklist.questions();
        match draft.first_missing(verdict, &settings.checklist, settings.needs_yes_or_reason) {
            Some(Incomplete::Answer(open)) => {
                let ids: Vec<String> = questions.iter().map(|one| format!("--answer {}=yes", one.id.0)).collect();
                bail!("{} ({}; or no, unsure)", answer_first(questions, open), ids.join(" "))
            }
            Some(Incomplete::Reason) => bail!("{}; give --reason", reason::WHY),
            None => Ok(()),
        }
    }

    fn update(&mut self, input: Input) -> Result<Option<Entry>> {
        let effect = self.app.update(input, self.clock.moment());
        self.perform(effect)
    }

    /// Performs what the app asks for; returns the line that was written, if any.
    fn perform(&mut self, mut next: Option<Effect>) -> Result<Option<Entry>> {
        let mut written = None;
        while let Some(effect) = next {
            let Effect::Append(events) = effect else { bail!("this can be done on the screen only") };
            let outcome = self.append(events);
            match &outcome {
                Outcome::Failed { why, .. } => bail!("{why}"),
                Outcome::Appended(entries) | Outcome::Reloaded { appended: entries, .. } => {
                    written = entries.first().cloned().or(written);
                }
                _ => {}
            }
            next = self.app.apply(outcome);
        }
        Ok(written)
    }

    /// Writes the events; in a dry run they are only shown to the app.
    fn append(&mut self, events: Vec<NewEvent>) -> Outcome {
        if let Some(environment) = &mut self.environment {
            return environment.append(events);
        }
        let at = self.clock.moment().now;
        let mut entry = |NewEvent { event, redo_of }| {
            let redo_of = redo_of.map(Box::new);
            Entry { n: 0, id: self.clock.id(), at, redo_of, batch: None, event }
        };
        Outcome::Appended(events.into_iter().map(&mut entry).collect())
    }

    /// Speaks up after several accepts in quick succession, as the screen's guard does: by one sitting, or by several
    /// commands.
    fn speak_up(&self) {
        let Some(guard) = DECK.guard.as_ref().filter(|_| self.guard > 0) else { return };
        let (mut names, mut later) = (Vec::new(), None::<DateTime<Utc>>);
        for line in self.app.model().ledger.entries().iter().rev() {
            let at = line.entry.at;
            let is_quick = later.is_none_or(|later| (later - at).num_seconds() < QUICK_DECISION_SECONDS);
            if !(is_quick && (guard.counts)(&line.entry.event)) {
                break;
            }
            later = Some(at);
            let model = self.app.model();
            let name = Selection::Entry(line.entry.id.clone()).name(&model.ledger, &model.network);
            names.push(name.display_name());
        }
        if !names.is_empty() && names.len().is_multiple_of(self.guard) {
            names.truncate(self.guard);
            names.reverse();
            warn(format_args!("{} {}. {}", guard.text, names.join(", "), guard.question));
        }
    }
}
