//! Notifications: what came of the last action, in a sentence or two.

use crate::domain::decision::VerdictKind;

/// Severity of a notification.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    /// Success.
    Done,
    /// Action that is not possible.
    Hint,
    /// Failure.
    Failed,
}

/// A notification; the next key dismisses it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notification {
    /// Severity.
    pub severity: Severity,
    /// Text.
    pub text: String,
    /// Verdict that it speaks of, shown as its sign.
    pub verdict: Option<VerdictKind>,
}

impl Notification {
    /// Returns a notification about a success.
    pub fn done(text: impl Into<String>) -> Self {
        Self { severity: Severity::Done, text: text.into(), verdict: None }
    }

    /// Returns a notification about an action that is not possible.
    pub fn hint(text: impl Into<String>) -> Self {
        Self { severity: Severity::Hint, text: text.into(), verdict: None }
    }

    /// Returns a notification about a failure.
    pub fn failed(text: impl Into<String>) -> Self {
        Self { severity: Severity::Failed, text: text.into(), verdict: None }
    }
}
