//! What a configuration may change; without one, everything has a default.

use crate::domain::decision::checklist::Checklist;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::message::Template;

use super::keymap::Keymap;

/// Everything that is not state.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The questions.
    pub checklist: Checklist,
    /// The eight prompts.
    pub prompts: Vec<String>,
    /// The message templates.
    pub templates: Vec<Template>,
    /// The keys.
    pub keymap: Keymap,
    /// Cards in a portion.
    pub portion: usize,
    /// Quick accepts in a row before the pause; 0 never pauses.
    pub guard: usize,
    /// Accepts in a sitting before the program says so; 0 is no limit.
    pub ceiling: usize,
    /// Whether an accept needs a yes or a reason.
    pub needs_yes_or_reason: bool,
    /// Days until a follow-up comes back.
    pub follow_up_days: u32,
    /// Days until what is parked comes back.
    pub park_days: u32,
    /// Whether a message needs a line of one's own before it can be copied.
    pub needs_own_line: bool,
    /// Saved views of the history: name and words.
    pub views: Vec<(String, String)>,
    /// The formats that can be exported: name, what it is for, file ending.
    pub formats: Vec<(String, String, String)>,
    /// The folder that exports go to if nothing else is said.
    pub export_dir: String,
    /// The rhythm that is marked.
    pub rhythm: Rhythm,
}

impl Settings {
    /// The template with this id.
    pub fn template(&self, id: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.id == id)
    }
}
