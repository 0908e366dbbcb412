//! Form for a request entered by hand.

use crate::app::command::{Cx, FormSpec};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::domain::decision::event::Event;
use crate::domain::request::invitation::ManualInvitation;
use crate::domain::request::pasted::PastedRequest;
use crate::domain::text::plural::capitalized;
use crate::domain::text::untrusted::Untrusted;

/// The form for a request entered by hand.
pub static FORM: FormSpec = FormSpec {
    name: "add",
    title: |_, _| "Add a request".to_owned(),
    fields,
    submit,
    on_paste: part,
    ..FormSpec::PLAIN
};

fn fields(_: &Cx, _: &Selection) -> Vec<Field> {
    vec![
        Field::text(FieldId::Name, "Name", "", "as they spell it, or paste what LinkedIn shows of them"),
        Field::text(FieldId::Profile, "Profile", "", "https://www.linkedin.com/in/…, if there is one"),
        Field::text(FieldId::Note, "Their note", "", "what they wrote to you"),
        Field::text(FieldId::Headline, "Role", "", "the line under the name"),
        Field::text(FieldId::Company, "Company", "", "where they work"),
    ]
}

/// Parts a block that was copied from LinkedIn's page and pasted as the name.
fn part(fields: &mut Fields, id: FieldId, text: &str) -> bool {
    let Some(pasted) = PastedRequest::parse(text).filter(|_| id == FieldId::Name && fields.text(id).is_empty()) else {
        return false;
    };
    let PastedRequest { name, profile, headline, note } = pasted;
    for (id, text) in
        [(FieldId::Name, name), (FieldId::Profile, profile), (FieldId::Headline, headline), (FieldId::Note, note)]
    {
        if !text.is_empty() {
            fields.set_text(id, &text);
        }
    }
    true
}

fn submit(fields: &Fields, _: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let error = |why: &str| Err(FieldError(FieldId::Name, why.to_owned()));
    let name = fields.text(FieldId::Name);
    if Untrusted::from(name.as_str()).is_blank() {
        return error("A request needs a name");
    }
    let request = ManualInvitation {
        name: &name,
        profile: &fields.text(FieldId::Profile),
        note: &fields.text(FieldId::Note),
        headline: &fields.text(FieldId::Headline),
        company: &fields.text(FieldId::Company),
    };
    let invitation =
        request.into_invitation(cx.model.moment.now).map_err(|why| FieldError(FieldId::Profile, capitalized(&why)))?;
    if cx.model.ledger.is_forgotten(&invitation.person) {
        return error("You had this person forgotten. `invite-triage forget PERSON --welcome-back` lets them return");
    }
    if cx.model.ledger.has_pending_request(&invitation.person, cx.model.moment.today) {
        return error("A request from this person is waiting already");
    }
    cx.append(Event::added(invitation));
    Ok(())
}
