//! How often to be in touch: named by time, never by rank.

use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// The usual distance between two contacts, in the order of the overlay.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, VariantArray)]
pub enum Rhythm {
    /// Every month.
    #[serde(rename = "1m")]
    Month,
    /// Every three months.
    #[serde(rename = "3m")]
    Quarter,
    /// Every six months: everyone, unless said otherwise.
    #[default]
    #[serde(rename = "6m")]
    HalfYear,
    /// Every year.
    #[serde(rename = "1y")]
    Year,
    /// Not at all.
    #[serde(rename = "never")]
    Never,
}

impl Rhythm {
    /// What it is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Month => "every month",
            Self::Quarter => "every three months",
            Self::HalfYear => "every six months",
            Self::Year => "every year",
            Self::Never => "no reminder",
        }
    }
}
