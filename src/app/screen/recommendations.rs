//! The list of people to recommend: whom one could and has not, and who recommended one and got nothing back.

use super::person_list::{BINDINGS, ListPerson, ListSection, PersonList};
use crate::app::ids::ScreenId;
use crate::app::layer::{Place, ScreenSpec};
use crate::app::model::Model;
use crate::domain::care::recommendation::{RecommendableShare, recommended_me, to_recommend};
use crate::domain::care::role::Role;
use crate::domain::care::summary::name_of;
use crate::domain::person::key::PersonKey;
use crate::domain::search::fold;

/// The list.
pub static LIST: PersonList = PersonList {
    spec: ScreenSpec {
        id: ScreenId::Recommendations,
        title: "Recommendations",
        name: "recommendations",
        place: Place::Under(ScreenId::People),
        go_keys: "r",
        go_label: "recommendations",
        bindings: BINDINGS,
    },
    sections: |model| {
        vec![
            ListSection { heading: "YOU COULD, AND HAVE NOT", people: by_name(to_recommend(model.plan_data()), model) },
            ListSection { heading: "THEY RECOMMENDED YOU", people: by_name(recommended_me(model.plan_data()), model) },
        ]
    },
    summary: |model| RecommendableShare::of(&model.ledger).in_words(),
    nobody: [
        "No one to recommend yet.",
        "Whom you could recommend is asked on a person's page and by Keep or let go; those you said yes to are listed \
         here until your copy shows that you did it, with those who recommended you.",
    ],
    template: "write_recommendation",
};

fn by_name(people: Vec<PersonKey>, model: &Model) -> Vec<ListPerson> {
    let one = |person: PersonKey| {
        let text = Role::of(&person, &model.ledger, &model.network).side_by_side();
        let name = name_of(&person, &model.ledger, &model.network);
        ListPerson { person, name, text, clicks: None }
    };
    let mut people: Vec<ListPerson> = people.into_iter().map(one).collect();
    people.sort_by_cached_key(|one| (fold(one.name.raw()), one.person.clone()));
    people
}
