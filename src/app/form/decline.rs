//! Form for the kind of a decline.

use strum::VariantArray;

use crate::app::command::{Cx, FormSpec};
use crate::app::decide::{decide, draft_for, edit_draft};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::domain::decision::{DeclineKind, Verdict, VerdictKind};

/// The decline form.
pub static FORM: FormSpec = FormSpec {
    name: "decline",
    title: |cx, target| super::decision_title("Decline", VerdictKind::Decline, cx, target),
    fields,
    submit,
    on_cancel: keep_reason,
    ..FormSpec::PLAIN
};

fn fields(cx: &Cx, target: &Selection) -> Vec<Field> {
    let kinds = DeclineKind::VARIANTS.iter().map(|kind| (kind.label().to_owned(), kind.consequence().to_owned()));
    let mut reason = draft_for(target, cx.model, cx.drafts).reason;
    let decided = target.case(&cx.model.ledger).and_then(|case| cx.model.ledger.decision_of(case));
    if let (true, Some((_, decision))) = (reason.is_empty(), decided)
        && decision.verdict.kind() == VerdictKind::Decline
    {
        reason.clone_from(&decision.reason);
    }
    vec![
        Field::choice(FieldId::DeclineKind, "How", kinds.collect(), 0),
        Field::text(FieldId::Reason, "Why", reason, "if you like; you'll see it when they ask again")
            .with_chips(&cx.model.settings.reasons),
    ]
}

#[expect(clippy::unnecessary_wraps, reason = "as every form has it")]
fn submit(fields: &Fields, target: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    keep_reason(fields, target, cx);
    decide(target, Verdict::Decline(DeclineKind::VARIANTS[fields.chosen_index(FieldId::DeclineKind)]), cx);
    Ok(())
}

/// Saves the reason in the card's draft.
pub(super) fn keep_reason(fields: &Fields, target: &Selection, cx: &mut Cx) {
    edit_draft(target, cx, |draft| draft.reason = fields.text(FieldId::Reason));
}
