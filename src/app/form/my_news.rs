//! Form for one's own news, which messages tell until it is changed.

use crate::app::command::{Cx, FormSpec};
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::ids::Selection;
use crate::app::notification::Notification;

/// The form for one's own news.
pub static FORM: FormSpec = FormSpec {
    name: "my_news",
    title: |_, _| "Your news".to_owned(),
    fields: |cx, _| {
        let news = cx.drafts.my_news.clone();
        vec![Field::text(FieldId::MyNews, "News", news, "a sentence or two; drafts tell it until you change it")]
    },
    submit,
    ..FormSpec::PLAIN
};

#[expect(clippy::unnecessary_wraps, reason = "as every form has it")]
fn submit(fields: &Fields, _: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    cx.drafts.my_news = fields.text(FieldId::MyNews);
    cx.notify(Notification::done("Drafts tell your news"));
    Ok(())
}
