//! Contact rhythm: named by time, never by rank.

use serde::{Deserialize, Serialize};
use strum::{EnumMessage, IntoStaticStr, VariantArray};

/// The usual interval between two contacts, in the order of the overlay.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, VariantArray, EnumMessage, IntoStaticStr,
)]
pub enum Rhythm {
    /// Every month.
    #[serde(rename = "1m")]
    #[strum(serialize = "1m", message = "every month")]
    Month,
    /// Every three months.
    #[serde(rename = "3m")]
    #[strum(serialize = "3m", message = "every three months")]
    Quarter,
    /// Every six months; the default.
    #[default]
    #[serde(rename = "6m")]
    #[strum(serialize = "6m", message = "every six months")]
    HalfYear,
    /// Every year.
    #[serde(rename = "1y")]
    #[strum(serialize = "1y", message = "every year")]
    Year,
    /// No reminder.
    #[serde(rename = "never")]
    #[strum(serialize = "never", message = "no reminder")]
    Never,
}

impl Rhythm {
    /// Returns its name in a query and in the journal.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the months between two contacts; `None` without a reminder.
    pub fn months(self) -> Option<u32> {
        match self {
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::HalfYear => Some(6),
            Self::Year => Some(12),
            Self::Never => None,
        }
    }

    /// Returns its length: `6 months`.
    pub fn span(self) -> &'static str {
        match self {
            Self::Month => "1 month",
            Self::Quarter => "3 months",
            Self::HalfYear => "6 months",
            Self::Year => "1 year",
            Self::Never => "",
        }
    }

    /// Returns its label.
    pub fn label(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }
}
