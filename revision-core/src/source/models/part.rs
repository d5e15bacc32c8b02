//! Indexes, exclusions and actions, as the attributes of a struct say them.

use revision_syntax::models::{self as grammar, Actions, Text, element, part};

use crate::schema::{
    Action, Columns, Deferrable, Exclusion, ExclusionElement, ForeignKey, Index, IndexColumn,
    IndexKey, Name, Nulls,
};

pub(super) fn index(said: &grammar::Index, is_column: impl Fn(&str) -> bool) -> Index {
    let parts = said.parts.iter().map(|text| {
        let part = part(&text.value);
        let (key, length) = match &part.beginning {
            Some((column, length)) if is_column(column) => {
                (IndexKey::Column(column.as_str().into()), Some(*length))
            }
            _ => (key(&part, &is_column), None),
        };
        IndexColumn {
            descending: part.descending,
            nulls: nulls(&part),
            operator_class: part.class,
            collation: part.collation,
            length,
            ..IndexColumn::new(key)
        }
    });
    Index {
        unique: said.unique,
        nulls_not_distinct: said.nulls_not_distinct,
        method: name_of(said.using.as_ref()),
        predicate: value(said.predicate.as_ref()),
        include: names(&said.include),
        comment: value(said.comment.as_ref()),
        ..Index::new(parts.collect())
    }
}

pub(super) fn exclusion(said: &grammar::Exclude, columns: &Columns) -> Exclusion {
    let elements = said.elements.iter().filter_map(|text| element(&text.value));
    let elements = elements.map(|element| {
        let part = element.part;
        ExclusionElement {
            operator_class: part.class.clone(),
            descending: part.descending,
            nulls: nulls(&part),
            ..ExclusionElement::new(
                key(&part, |name| columns.named(name).is_some()),
                &element.operator,
            )
        }
    });
    Exclusion {
        name: name_of(said.name.as_ref()),
        method: name_of(said.using.as_ref()),
        predicate: value(said.predicate.as_ref()),
        deferrable: deferrable(&said.actions),
        ..Exclusion::new(elements.collect())
    }
}

fn key(part: &grammar::Part, is_column: impl Fn(&str) -> bool) -> IndexKey {
    if part.is_name && is_column(&part.key) {
        IndexKey::Column(part.key.as_str().into())
    } else {
        IndexKey::Sql(part.key.clone())
    }
}

fn nulls(part: &grammar::Part) -> Option<Nulls> {
    part.nulls_first
        .map(|first| if first { Nulls::First } else { Nulls::Last })
}

pub(super) fn with_actions(key: ForeignKey, actions: &Actions) -> ForeignKey {
    ForeignKey {
        on_delete: action(actions.on_delete.as_ref()),
        on_update: action(actions.on_update.as_ref()),
        deferrable: deferrable(actions),
        ..key
    }
}

fn action(word: Option<&Text>) -> Action {
    match word.map(|word| word.value.as_str()) {
        Some("cascade") => Action::Cascade,
        Some("restrict") => Action::Restrict,
        Some("set_null") => Action::SetNull,
        Some("set_default") => Action::SetDefault,
        _ => Action::NoAction,
    }
}

pub(super) fn deferrable(actions: &Actions) -> Option<Deferrable> {
    let initially_deferred = actions.initially_deferred.is_some();
    (initially_deferred || actions.deferrable.is_some())
        .then_some(Deferrable { initially_deferred })
}

pub(super) fn value(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.value.clone())
}

pub(super) fn name_of(text: Option<&Text>) -> Option<Name> {
    text.map(|text| text.value.as_str().into())
}

pub(super) fn names(texts: &[Text]) -> Vec<Name> {
    texts
        .iter()
        .map(|text| text.value.as_str().into())
        .collect()
}
