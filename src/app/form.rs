//! Something that is asked: a few fields, each with a default, so that Enter alone will do.

use chrono::NaiveDate;

use crate::domain::event::Description;
use crate::domain::invitation::InvitationId;
use crate::domain::person::PersonKey;

use super::field::Field;
use super::key::Key;

/// What a form is for, and for whom.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// The details of an accept.
    Accept(InvitationId),
    /// The reason that an accept without a yes needs; the accept goes on after it.
    Reason(InvitationId),
    /// The kind of a decline.
    Decline(InvitationId),
    /// Way, day and question of a follow-up.
    FollowUp(InvitationId),
    /// A note of one's own.
    Note(InvitationId),
    /// What is missing on a thin card or a page.
    Complete(PersonKey),
    /// A request by hand.
    Add,
    /// Contacts to a file.
    Export,
}

/// What is known of a field beside its content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Id {
    /// How we met.
    HowMet,
    /// One thing to remember.
    Remember,
    /// Rhythm.
    Rhythm,
    /// First gift.
    Gift,
    /// By when it is to be given.
    GiftBy,
    /// Kind of decline.
    Kind,
    /// Reason.
    Reason,
    /// Ask or wait.
    Way,
    /// The day it comes back.
    Due,
    /// The question that is asked.
    Question,
    /// Own note.
    Note,
    /// Role or headline.
    Headline,
    /// Company.
    Company,
    /// People both know.
    Mutuals,
    /// Name.
    Name,
    /// Address of the profile.
    Profile,
    /// What they can offer.
    Offers,
    /// What they look for.
    Seeks,
    /// Tags.
    Tags,
    /// Format of an export.
    Format,
    /// Whose contacts.
    Whose,
    /// Where to.
    Path,
}

/// What a field holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    /// Text that is typed.
    Text(Field),
    /// One of several.
    Choice {
        /// The options, each with what comes of it.
        options: Vec<(String, String)>,
        /// Which is marked.
        chosen: usize,
    },
}

/// A field with its label.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Which it is.
    pub id: Id,
    /// What it is called.
    pub label: &'static str,
    /// What it holds.
    pub content: Content,
    /// What to write, shown while it is empty.
    pub hint: String,
}

/// A form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Form {
    /// What it is for.
    pub purpose: Purpose,
    /// Its title.
    pub title: String,
    /// Its fields.
    pub rows: Vec<Row>,
    /// Which field has the focus.
    pub focus: usize,
    /// What is wrong with what was typed, if something is.
    pub wrong: Option<String>,
}

impl Row {
    /// A text field.
    pub fn text(id: Id, label: &'static str, text: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { id, label, content: Content::Text(Field::new(text)), hint: hint.into() }
    }

    /// A choice.
    pub fn choice(id: Id, label: &'static str, options: Vec<(String, String)>, chosen: usize) -> Self {
        Self { id, label, content: Content::Choice { options, chosen }, hint: String::new() }
    }
}

impl Form {
    /// A form with the focus on its first field.
    pub fn new(purpose: Purpose, title: impl Into<String>, rows: Vec<Row>) -> Self {
        Self { purpose, title: title.into(), rows, focus: 0, wrong: None }
    }

    /// Whether another form asks the same: it is for the same, with the same fields and the same options.
    pub fn asks_as(&self, other: &Self) -> bool {
        let options = |row: &Row| match &row.content {
            Content::Choice { options, .. } => Some(options.clone()),
            Content::Text(_) => None,
        };
        let asked = |form: &Self| form.rows.iter().map(|row| (row.id, options(row))).collect::<Vec<_>>();
        self.purpose == other.purpose && asked(self) == asked(other)
    }

    /// Whether letters are typed into the focused field.
    pub fn types_text(&self) -> bool {
        matches!(self.rows.get(self.focus), Some(Row { content: Content::Text(_), .. }))
    }

    /// The field in focus, if it is text.
    pub fn field(&mut self) -> Option<&mut Field> {
        match self.rows.get_mut(self.focus) {
            Some(Row { content: Content::Text(field), .. }) => Some(field),
            _ => None,
        }
    }

    /// The trimmed text of a field; empty for one that is not there.
    pub fn text(&self, id: Id) -> String {
        self.rows
            .iter()
            .find_map(|row| match &row.content {
                Content::Text(field) if row.id == id => Some(field.text().trim().to_owned()),
                Content::Text(_) | Content::Choice { .. } => None,
            })
            .unwrap_or_default()
    }

    /// Puts a text into a field.
    pub fn set_text(&mut self, id: Id, text: String) {
        if let Some(Row { content: Content::Text(field), .. }) = self.rows.iter_mut().find(|row| row.id == id) {
            *field = Field::new(text);
        }
    }

    /// The description with what the longer form of a person's page says; the short one leaves it as it is.
    pub fn more_of(&self, known: Description) -> Description {
        if !self.rows.iter().any(|row| row.id == Id::Offers) {
            return known;
        }
        let tags = self.text(Id::Tags);
        Description {
            how_met: self.text(Id::HowMet),
            remember: self.text(Id::Remember),
            offers: self.text(Id::Offers),
            seeks: self.text(Id::Seeks),
            tags: tags
                .split([' ', ','])
                .filter(|tag| !tag.is_empty())
                .map(|tag| tag.trim_start_matches('#').to_owned())
                .collect(),
            ..known
        }
    }

    /// The place of the marked option of a choice.
    pub fn chosen(&self, id: Id) -> usize {
        self.rows
            .iter()
            .find_map(|row| match row.content {
                Content::Choice { chosen, .. } if row.id == id => Some(chosen),
                Content::Text(_) | Content::Choice { .. } => None,
            })
            .unwrap_or_default()
    }

    /// Types a key into the field in focus.
    pub fn hear(&mut self, key: Key) {
        if self.field().is_some_and(|field| field.hear(key)) {
            self.wrong = None;
        }
    }

    /// Moves the focus by one, round and round.
    pub fn move_focus(&mut self, forward: bool) {
        let fields = self.rows.len().max(1);
        self.focus = (self.focus + if forward { 1 } else { fields - 1 }) % fields;
    }

    /// Moves the mark of the choice in focus.
    pub fn move_choice(&mut self, forward: bool) {
        if let Some(Row { content: Content::Choice { options, chosen }, .. }) = self.rows.get_mut(self.focus) {
            let count = options.len().max(1);
            *chosen = (*chosen + if forward { 1 } else { count - 1 }) % count;
        }
    }

    /// Up or down: within a choice whose options stand one under the other, else to the field beside it.
    pub fn move_line(&mut self, forward: bool) {
        let at_edge = match self.rows.get(self.focus).map(|row| &row.content) {
            Some(Content::Choice { options, chosen }) if options.iter().any(|(_, said)| !said.is_empty()) => {
                if forward { chosen + 1 == options.len() } else { *chosen == 0 }
            }
            _ => true,
        };
        if at_edge { self.move_focus(forward) } else { self.move_choice(forward) }
    }

    /// Puts the focus on a field and says what is wrong with it.
    pub fn refuse(&mut self, id: Id, why: String) {
        self.focus = self.rows.iter().position(|row| row.id == id).unwrap_or(self.focus);
        self.wrong = Some(why);
    }

    /// The day in the *due* field.
    pub fn due(&self, today: NaiveDate) -> Result<NaiveDate, String> {
        crate::domain::when::day(&self.text(Id::Due), today)
    }
}
