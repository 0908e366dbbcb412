//! What a configuration file may hold, as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::decision::checklist::Question;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::message::Template;
use crate::domain::text::dates::NumericDates;
use crate::shell::clipboard::ClipboardMode;
use crate::ui::theme::ThemeName;

/// Contents of a configuration file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConfigFile {
    pub theme: ThemeName,
    pub colors: Colors,
    pub ascii: bool,
    pub mouse: Option<bool>,
    pub editor: String,
    pub browser: String,
    pub dates: NumericDates,
    pub portion: Option<usize>,
    pub prompts: Option<Vec<String>>,
    pub profile: Profile,
    pub accept: Accept,
    pub decline: Decline,
    pub follow_up: FollowUp,
    pub rhythm: RhythmSection,
    pub look_back: LookBackSection,
    pub message: Message,
    pub template: Vec<Template>,
    pub question: Vec<Question>,
    pub view: Vec<View>,
    pub keys: BTreeMap<String, String>,
}

/// Changed styles: role to style, in every theme and by background.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Colors {
    pub dark: BTreeMap<String, String>,
    pub light: BTreeMap<String, String>,
    #[serde(flatten)]
    pub all: BTreeMap<String, String>,
}

/// What to look for on a profile.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    pub checklist: Option<Vec<String>>,
}

/// What an accept needs.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Accept {
    pub needs_yes_or_reason: Option<bool>,
    pub guard: Option<usize>,
    pub ceiling: Option<usize>,
}

/// What a decline offers.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Decline {
    pub reasons: Option<Vec<String>>,
}

/// When requests come back.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FollowUp {
    pub days: Option<usize>,
    pub park_days: Option<usize>,
}

/// How messages are written and copied.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Message {
    pub needs_own_line: Option<bool>,
    pub clipboard: ClipboardMode,
}

/// How often to be in touch.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RhythmSection {
    pub default: Rhythm,
    pub few: Option<usize>,
    pub days: Option<String>,
    pub away: Vec<String>,
}

/// When decisions are looked back at.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LookBackSection {
    pub months: Option<usize>,
}

/// A saved view of the history.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    pub name: String,
    pub words: String,
}
