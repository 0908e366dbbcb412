//! Settings that a configuration can change; each has a default.

use crate::domain::care::clock::FewSettings;
use crate::domain::care::contact::ContactFilter;
use crate::domain::decision::checklist::Checklist;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::message::Template;
use crate::domain::text::dates::NumericDates;

use super::keymap::Keymap;

/// An export format, as the form offers it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExportFormat {
    /// Name.
    pub name: String,
    /// Description.
    pub description: String,
    /// File extension; empty for a format that writes a folder.
    pub extension: String,
    /// Whom it is about unless something else is chosen.
    pub default_filter: ContactFilter,
}

/// All settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Questions of the checklist.
    pub checklist: Checklist,
    /// Prompts to think a request through.
    pub prompts: Vec<String>,
    /// What to look for on a profile; what was ticked becomes a line of the note.
    pub profile: Vec<String>,
    /// Usual reasons of a decline, at most nine.
    pub reasons: Vec<String>,
    /// Message templates.
    pub templates: Vec<Template>,
    /// Key bindings.
    pub keymap: Keymap,
    /// Cards per portion.
    pub portion: usize,
    /// Quick accepts in a row before the pause; 0 never pauses.
    pub guard: usize,
    /// Accepts per session before a notification appears; 0 is no limit.
    pub ceiling: usize,
    /// True if an accept needs a yes or a reason.
    pub needs_yes_or_reason: bool,
    /// How typed days in two numbers are read.
    pub numbers: NumericDates,
    /// Days until a follow-up comes back.
    pub follow_up_days: u32,
    /// Days until a parked request comes back.
    pub park_days: u32,
    /// True if a message needs an own line before it can be copied.
    pub needs_own_line: bool,
    /// Saved views of the history: name and filter text.
    pub views: Vec<(String, String)>,
    /// Export formats.
    pub formats: Vec<ExportFormat>,
    /// True over the made-up people of the demo.
    pub is_demo: bool,
    /// Default folder for exports.
    pub export_dir: String,
    /// Preselected rhythm.
    pub rhythm: Rhythm,
    /// Months after which a decision is looked back at.
    pub look_back_months: u32,
    /// Business days, and the most people to reach out to on one.
    pub few: FewSettings,
}

impl Settings {
    /// Returns the template with this id.
    pub fn template(&self, id: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.id == id)
    }
}
