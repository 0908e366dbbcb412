//! A message to a person: drafts to choose from, shown in full, and an own line before it can be copied.

use crate::domain::decision::unfinished::{UnfinishedMessage, UnfinishedMessageDraft};
use crate::domain::message::{has_own_line, sales_warning};
use crate::domain::person::key::PersonKey;
use crate::domain::text::untrusted::Untrusted;

use super::text_field::TextField;
use super::view::ListCursor;

/// A draft: a template rendered for the person, and its edited text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageDraft {
    /// Title.
    pub title: String,
    /// Rendered template.
    template: String,
    /// Text before it was edited.
    original: String,
    /// Current text.
    pub text: TextField,
}

impl MessageDraft {
    /// Returns a draft that starts as the rendered template.
    pub fn new(title: impl Into<String>, filled: String) -> Self {
        Self { title: title.into(), text: TextField::new(filled.clone()), original: filled.clone(), template: filled }
    }

    /// Returns a draft with the user's own text instead of the template's.
    pub fn with_text(title: impl Into<String>, words: &str, template: String) -> Self {
        Self { title: title.into(), text: TextField::new(words), original: words.to_owned(), template }
    }

    fn is_edited(&self) -> bool {
        self.text.text() != self.original
    }
}

/// A message being written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageEditor {
    /// Recipient.
    pub to: PersonKey,
    /// Recipient's name, as displayed.
    pub name: String,
    /// Drafts to choose from; never empty.
    pub drafts: Vec<MessageDraft>,
    /// Index of the draft shown.
    pub chosen: usize,
    /// True while text is typed into it.
    pub is_typing: bool,
    /// Scroll position.
    pub scroll: ListCursor,
}

impl MessageEditor {
    /// Returns a message that shows the first draft.
    pub fn new(to: PersonKey, name: String, drafts: Vec<MessageDraft>) -> Self {
        Self { to, name, drafts, chosen: 0, is_typing: false, scroll: ListCursor::default() }
    }

    /// Returns this message with the edited drafts of a saved one.
    pub fn with_edits_of(mut self, saved: Self) -> Self {
        let chosen = saved.current().map(|sketch| sketch.title.clone());
        for sketch in saved.drafts.into_iter().filter(MessageDraft::is_edited) {
            match self.drafts.iter_mut().find(|other| other.title == sketch.title) {
                Some(other) => *other = sketch,
                None => self.drafts.push(sketch),
            }
        }
        let place = self.drafts.iter().position(|sketch| Some(&sketch.title) == chosen.as_ref());
        self.chosen = place.unwrap_or_default();
        self
    }

    /// Returns the edited drafts as they are kept on disk; `None` without any.
    pub fn to_unfinished(&self) -> Option<UnfinishedMessage> {
        let edited = self.drafts.iter().filter(|sketch| sketch.is_edited());
        let drafts: Vec<_> = edited
            .map(|MessageDraft { title, template, original: _, text }| UnfinishedMessageDraft {
                title: title.clone(),
                template: template.clone(),
                text: text.text().to_owned(),
            })
            .collect();
        let chosen = self.current().map(|sketch| sketch.title.clone()).unwrap_or_default();
        (!drafts.is_empty()).then(|| UnfinishedMessage { person: self.to.clone(), chosen, drafts })
    }

    /// Returns the message that was kept on disk: its edited drafts only.
    pub fn from_unfinished(unfinished: UnfinishedMessage) -> Self {
        let UnfinishedMessage { person, chosen, drafts } = unfinished;
        let sketch = |UnfinishedMessageDraft { title, template, text }| MessageDraft {
            text: TextField::new(Untrusted::new(text).sanitized()),
            original: template.clone(),
            title,
            template,
        };
        let drafts: Vec<_> = drafts.into_iter().map(sketch).collect();
        let chosen = drafts.iter().position(|sketch| sketch.title == chosen).unwrap_or_default();
        Self { chosen, ..Self::new(person, String::new(), drafts) }
    }

    /// Returns the draft shown.
    pub fn current(&self) -> Option<&MessageDraft> {
        self.drafts.get(self.chosen)
    }

    /// Returns the text field of the draft shown.
    pub fn current_text_mut(&mut self) -> Option<&mut TextField> {
        self.drafts.get_mut(self.chosen).map(|sketch| &mut sketch.text)
    }

    /// True if the text has a line that its template lacks.
    pub fn has_own_line(&self) -> bool {
        self.current().is_some_and(|sketch| has_own_line(sketch.text.text(), &sketch.template))
    }

    /// Returns a warning if the text sounds like a sales message.
    pub fn sales_tone_warning(&self) -> Option<String> {
        sales_warning(self.current()?.text.text())
    }

    /// Shows the next or previous draft; each keeps its edits.
    pub fn choose(&mut self, forward: bool) {
        let count = self.drafts.len().max(1);
        self.show_draft((self.chosen + if forward { 1 } else { count - 1 }) % count);
    }

    /// Shows a draft from its beginning.
    pub fn show_draft(&mut self, at: usize) {
        self.chosen = at.min(self.drafts.len().saturating_sub(1));
        self.scroll = ListCursor::default();
    }

    /// Starts typing; if there is no own line yet, on a new line above the name at the foot.
    pub fn start_typing(&mut self) {
        self.is_typing = true;
        let own = self.has_own_line();
        let Some(field) = self.current_text_mut().filter(|_| !own) else { return };
        let foot = field.text().rfind("\n\n").unwrap_or(field.text().len());
        field.move_to(foot);
        field.insert("\n");
    }

    /// Stops typing, and removes an own line that was left empty.
    pub fn stop_typing(&mut self) {
        self.is_typing = false;
        if let Some(field) = self.current_text_mut() {
            let tidy = field.text().replace("\n\n\n", "\n\n");
            field.replace(&tidy);
        }
    }
}
