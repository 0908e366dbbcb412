//! A message to somebody: drafts to choose from, shown in full, with a line of one's own before it can be copied.

use crate::domain::message::{has_own_line, sales_warning};
use crate::domain::person::key::PersonKey;

use super::field::TextField;
use super::view::ListCursor;

/// A draft: a template filled for the person, and what became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageDraft {
    /// What it is called.
    pub title: String,
    /// What the template says.
    template: String,
    /// What stands there now.
    pub text: TextField,
}

impl MessageDraft {
    /// A template, filled.
    pub fn new(title: impl Into<String>, filled: String) -> Self {
        Self { title: title.into(), text: TextField::new(filled.clone()), template: filled }
    }

    /// The person's own words, over what a template would say.
    pub fn own(title: impl Into<String>, words: &str, template: String) -> Self {
        Self { title: title.into(), text: TextField::new(words), template }
    }
}

/// A message that is being written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageEditor {
    /// To whom.
    pub to: PersonKey,
    /// Their name, as it is shown.
    pub name: String,
    /// What can be begun from; never empty.
    pub drafts: Vec<MessageDraft>,
    /// Which of them is shown.
    pub chosen: usize,
    /// Whether letters are typed into it.
    pub writing: bool,
    /// Lines scrolled.
    pub scroll: ListCursor,
}

impl MessageEditor {
    /// A message that begins with the first of these.
    pub fn new(to: PersonKey, name: String, drafts: Vec<MessageDraft>) -> Self {
        Self { to, name, drafts, chosen: 0, writing: false, scroll: ListCursor::default() }
    }

    /// What is shown.
    pub fn current(&self) -> Option<&MessageDraft> {
        self.drafts.get(self.chosen)
    }

    /// The text that is shown, to change it.
    pub fn field(&mut self) -> Option<&mut TextField> {
        self.drafts.get_mut(self.chosen).map(|sketch| &mut sketch.text)
    }

    /// Whether it says something that its template does not.
    pub fn has_own_line(&self) -> bool {
        self.current().is_some_and(|sketch| has_own_line(sketch.text.text(), &sketch.template))
    }

    /// What one should think over before it goes out.
    pub fn sales_warning(&self) -> Option<String> {
        sales_warning(self.current()?.text.text())
    }

    /// Shows the draft after or before this one; what was written into each stays.
    pub fn choose(&mut self, forward: bool) {
        let count = self.drafts.len().max(1);
        self.chosen = (self.chosen + if forward { 1 } else { count - 1 }) % count;
        self.scroll = ListCursor::default();
    }

    /// Begins to write: on a new line above the name at the foot, as long as there is no line of one's own.
    pub fn write(&mut self) {
        self.writing = true;
        let own = self.has_own_line();
        let Some(field) = self.field().filter(|_| !own) else { return };
        let foot = field.text().rfind("\n\n").unwrap_or(field.text().len());
        field.move_to(foot);
        field.insert("\n");
    }

    /// Ends writing; an empty line that was put in for it goes again.
    pub fn stop(&mut self) {
        self.writing = false;
        if let Some(field) = self.field() {
            let tidy = field.text().replace("\n\n\n", "\n\n");
            if tidy != field.text() {
                *field = TextField::new(tidy);
            }
        }
    }
}
