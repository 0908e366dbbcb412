//! One line that says what was done.

/// How much a notice matters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    /// Something was done.
    Done,
    /// Something can't be done, and why.
    Hint,
    /// Something failed.
    Failed,
}

/// A line for the person; the next key takes it away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notification {
    /// How much it matters.
    pub weight: Severity,
    /// The sentence.
    pub text: String,
}

impl Notification {
    /// Something was done.
    pub fn done(text: impl Into<String>) -> Self {
        Self { weight: Severity::Done, text: text.into() }
    }

    /// Something can't be done, and why.
    pub fn hint(text: impl Into<String>) -> Self {
        Self { weight: Severity::Hint, text: text.into() }
    }

    /// Something failed.
    pub fn failed(text: impl Into<String>) -> Self {
        Self { weight: Severity::Failed, text: text.into() }
    }
}
